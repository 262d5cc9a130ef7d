"""A bureau's own identity server: who it is, its keys, and what it says about somebody who signed in there.

The client's half of OpenID Connect (authorization code with PKCE): discovery, the exchange of a code, and the check of
the ID token by joserfc. Nothing that it says is believed unless the configured issuer signed it for us, just now and for
this browser. Source: OpenID Connect Core 1.0, section 3.1; Discovery 1.0; RFC 7636; RFC 9207.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus, urlencode

import httpx
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

PATIENCE = 5.0
"""Seconds for each whole answer of the identity server; a person is waiting."""
SKEW = 120
"""Seconds that its clock and ours may differ."""
KEPT = 3600.0
"""Seconds for which its description and keys are believed without asking again."""
PAUSE = 10.0
"""Seconds between two looks for a key that we do not know, so that forged tokens do not make us ask for ever."""
ANSWER_MAX = 1_000_000
"""Bytes of an answer; an honest one has about 4 kB."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""With a public key only: `none` and HMAC, whose key could be the public one, are how tokens are forged."""


class IdentityServerAway(Exception):
    """It does not answer, or not as the standard says; the message is for the log."""


class IdentityRefused(Exception):
    """What it or somebody in its name said is not to be believed; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What both sides agreed on when this installation was registered there."""

    issuer: str
    client_id: str
    client_secret: str
    """Empty for a public client: PKCE alone binds the code to us."""
    scope: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to sign in: made here, carried by the browser, named by the identity server's answer."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str

    @property
    def challenge(self) -> str:
        """The verifier as everybody may see it. Source: RFC 7636, section 4.2."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom the identity server vouches for."""

    claims: Mapping[str, Any]
    id_token: str


@dataclass(slots=True)
class IdentityServer:
    """The configured issuer. Remembers its description and keys; `monotonic` is seconds of a clock that never jumps."""

    registration: Registration
    _description: dict[str, Any] = field(default_factory=dict)
    _keys: KeySet | None = None
    _fetched: float = float("-inf")
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _trust: ssl.SSLContext | None = None

    async def description(self, monotonic: float) -> dict[str, Any]:
        """Return what the issuer says about itself.

        Raises:
            IdentityServerAway: if it cannot be asked, or is not who the settings name.
        """
        async with self._lock:
            if not self._description or monotonic >= self._fetched + KEPT:
                await self._learn(monotonic)
            return self._description

    async def sign_in_address(self, attempt: Attempt, monotonic: float) -> str:
        """Return where a browser goes to sign in.

        Raises:
            IdentityServerAway: if the issuer cannot be asked where that is.
        """
        described = await self.description(monotonic)
        asked = {
            "response_type": "code",
            "client_id": self.registration.client_id,
            "redirect_uri": attempt.redirect_uri,
            "scope": self.registration.scope,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        return _with_query(described["authorization_endpoint"], asked)

    async def sign_out_address(self, id_token: str, back: str, monotonic: float) -> str | None:
        """Return where a browser goes to sign out there too; None if the issuer has no such place.

        Source: OpenID Connect RP-Initiated Logout 1.0, section 2.
        """
        described = await self.description(monotonic)
        if not isinstance(end := described.get("end_session_endpoint"), str):
            return None
        asked = {"client_id": self.registration.client_id, "post_logout_redirect_uri": back}
        return _with_query(end, {"id_token_hint": id_token, **asked} if id_token else asked)

    async def redeem(
        self, code: str, attempt: Attempt, claim: str, now: datetime, monotonic: float
    ) -> Known:
        """Exchange a code, check the token that comes, and ask for `claim` where the token lacks it.

        Raises:
            IdentityServerAway: if the issuer cannot be asked.
            IdentityRefused: if the code or the token are no good.
        """
        described = await self.description(monotonic)
        answer = await self._exchange(described, code, attempt)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise IdentityRefused("the token endpoint gave no id_token")
        claims = await self._checked(token, attempt.nonce, now, monotonic)
        if claim not in claims and isinstance(described.get("userinfo_endpoint"), str):
            more = await self._userinfo(described["userinfo_endpoint"], answer)
            # Source: OpenID Connect Core 1.0, section 5.3.2: else it may be about somebody else.
            if more.get("sub") != claims["sub"]:
                raise IdentityRefused("userinfo is about another subject than the id_token")
            claims = {**more, **claims}
        return Known(claims, token)

    def require_issuer(self, named: str | None, described: Mapping[str, Any]) -> None:
        """See that an answer in a browser's address came from our issuer. Source: RFC 9207, section 2.4.

        Raises:
            IdentityRefused: if another one is named, or none where ours always names itself.
        """
        always = described.get("authorization_response_iss_parameter_supported") is True
        if (named is not None or always) and named != self.registration.issuer:
            raise IdentityRefused(f"iss={named!r} answered, not the configured issuer")

    async def _checked(
        self, token: str, nonce: str, now: datetime, monotonic: float
    ) -> dict[str, Any]:
        keys = await self._known_keys(monotonic)
        try:
            return check_id_token(token, keys, self.registration, nonce, now)
        except UnknownKey:
            # The issuer has changed its key since: ask once, then judge for good.
            keys = await self._fresh_keys(monotonic)
            return check_id_token(token, keys, self.registration, nonce, now)

    async def _known_keys(self, monotonic: float) -> KeySet:
        await self.description(monotonic)
        assert self._keys is not None  # noqa: S101 - a description is kept with its keys only
        return self._keys

    async def _fresh_keys(self, monotonic: float) -> KeySet:
        async with self._lock:
            if monotonic >= self._fetched + PAUSE:
                await self._learn(monotonic)
        return await self._known_keys(monotonic)

    async def _learn(self, monotonic: float) -> None:
        issuer = self.registration.issuer
        described = await self._get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if described.get("issuer") != issuer:
            raise IdentityServerAway(f"it calls itself {described.get('issuer')!r}, not {issuer!r}")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not str(described.get(name, "")).startswith(("https://", "http://")):
                raise IdentityServerAway(f"its description has no {name}")
        found = await self._get(described["jwks_uri"])
        try:
            # What other software keeps there for encryption or in a new curve is none of our business.
            keys = KeySet.import_key_set({"keys": [one for one in found["keys"] if _verifies(one)]})
        except (JoseError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise IdentityServerAway(f"its keys cannot be read: {error}") from error
        self._description, self._keys, self._fetched = described, keys, monotonic

    async def _exchange(
        self, described: Mapping[str, Any], code: str, attempt: Attempt
    ) -> dict[str, Any]:
        own = self.registration
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": attempt.redirect_uri,
            "code_verifier": attempt.verifier,
        }
        ways = described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        headers = {}
        if own.client_secret and "client_secret_basic" in ways:
            # Source: RFC 6749, section 2.3.1: both parts are form-encoded before they are joined.
            pair = f"{quote_plus(own.client_id)}:{quote_plus(own.client_secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form["client_id"] = own.client_id
            if own.client_secret:
                form["client_secret"] = own.client_secret
        answer = await self._ask("POST", described["token_endpoint"], data=form, headers=headers)
        if answer.status != 200:
            said = answer.body[:200].decode(errors="replace")
            raise IdentityRefused(f"the code was not taken: {answer.status} {said}")
        return answer.object()

    async def _userinfo(self, address: str, answer: Mapping[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {answer.get('access_token', '')}"}
        said = await self._ask("GET", address, headers=headers)
        if said.status != 200:
            raise IdentityRefused(f"userinfo answered {said.status}")
        return said.object()

    async def _get(self, address: str) -> dict[str, Any]:
        answer = await self._ask("GET", address)
        if answer.status != 200:
            raise IdentityServerAway(f"{address} answered {answer.status}")
        return answer.object()

    async def _ask(
        self, method: str, address: str, *, headers: Mapping[str, str] | None = None, **given: Any
    ) -> "Answer":
        if self._trust is None:
            # This machine's authorities, where an operator also puts the bureau's own.
            self._trust = await asyncio.to_thread(ssl.create_default_context)
        # Compressed, a short answer could be a long one; everybody must be able to answer as it is (RFC 9110, 12.5.3).
        asked = {**(headers or {}), "Accept-Encoding": "identity"}
        try:
            async with (
                asyncio.timeout(PATIENCE),
                httpx.AsyncClient(timeout=PATIENCE, trust_env=False, verify=self._trust) as client,
                client.stream(method, address, headers=asked, **given) as said,
            ):
                answer = Answer(address, said.status_code, await _bounded(said))
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise IdentityServerAway(f"{address}: {type(error).__name__} {error}") from error
        if answer.status >= 500:
            raise IdentityServerAway(f"{address} answered {answer.status}")
        return answer


@dataclass(frozen=True, slots=True)
class Answer:
    """What the identity server said; `body` has at most `ANSWER_MAX` bytes."""

    address: str
    status: int
    body: bytes

    def object(self) -> dict[str, Any]:
        """Return the JSON object that was said.

        Raises:
            IdentityServerAway: if it is none.
        """
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise IdentityServerAway(f"{self.address} answered no JSON") from error
        if not isinstance(found, dict):
            raise IdentityServerAway(f"{self.address} answered no JSON object")
        return found


async def _bounded(said: httpx.Response) -> bytes:
    """Return the body of an answer; what goes on beyond every honest one is never read."""
    body = bytearray()
    async for part in said.aiter_raw():
        body += part
        if len(body) > ANSWER_MAX:
            raise IdentityServerAway(f"{said.url} answered more than {ANSWER_MAX} bytes")
    return bytes(body)


class UnknownKey(IdentityRefused):
    """The token names a key that is not among those we know."""


def check_id_token(
    token: str, keys: KeySet, own: Registration, nonce: str, now: datetime
) -> dict[str, Any]:
    """Return the claims of an ID token that was signed by the issuer, for us, now, for this attempt. Pure.

    Source: OpenID Connect Core 1.0, section 3.1.3.7.

    Raises:
        UnknownKey: if no known key could have signed it.
        IdentityRefused: naming the first thing that is wrong.
    """
    try:
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=SKEW,
            iss={"essential": True, "value": own.issuer},
            aud={"essential": True, "value": own.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        ).validate(claims)
    except InvalidKeyIdError as error:
        raise UnknownKey(str(error)) from error
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise IdentityRefused(f"id_token: {error}") from error
    audience = claims["aud"]
    if claims.get("azp", own.client_id) != own.client_id or (
        isinstance(audience, list) and len(audience) > 1 and "azp" not in claims
    ):
        raise IdentityRefused("id_token: made for another client")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise IdentityRefused("id_token: nonce of another attempt")
    return dict(claims)


def _verifies(key: Mapping[str, Any]) -> bool:
    return key.get("kty") in {"RSA", "EC"} and key.get("use", "sig") == "sig"


def _with_query(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"
