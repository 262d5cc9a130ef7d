"""What an ID token must be; the conversation with a real server is in `tests/server/auth/test_identity_endpoints.py`."""

import asyncio
import functools
import hmac
import json
from base64 import urlsafe_b64encode
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from server.integrations.identity_server import (
    ANSWER_MAX,
    PAUSE,
    SKEW,
    Attempt,
    IdentityRefused,
    IdentityServer,
    IdentityServerAway,
    Registration,
    UnknownKey,
    check_id_token,
)

NOW = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
OWN = Registration("https://id.edu.test", "tongke", "", "openid")
GOOD: dict[str, Any] = {
    "iss": OWN.issuer,
    "aud": "tongke",
    "sub": "4711",
    "exp": SECONDS + 300,
    "iat": SECONDS,
    "nonce": "this attempt",
}


@functools.cache
def key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


KEYS = KeySet([key("now")])


def token(signer: RSAKey | None = None, **changed: Any) -> str:
    signer = signer or key("now")
    claims = {name: value for name, value in (GOOD | changed).items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": signer.kid}, claims, signer)


def check(given: str) -> dict[str, Any]:
    return check_id_token(given, KEYS, OWN, "this attempt", NOW)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"aud": ["tongke"]},
        {"aud": ["tongke", "other"], "azp": "tongke"},
        {"exp": SECONDS - SKEW + 1},
        {"iat": SECONDS + SKEW},
    ],
)
def test_an_honest_token_is_taken_also_from_a_clock_that_is_off(changed: dict[str, Any]) -> None:
    assert check(token(**changed))["sub"] == "4711"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://id.edu.test/"},
        {"iss": "https://evil.test"},
        {"iss": None},
        {"aud": "other"},
        {"aud": ["other"]},
        {"aud": ["tongke", "other"]},
        {"aud": ["tongke", "other"], "azp": "other"},
        {"aud": None},
        {"azp": "other"},
        {"sub": None},
        {"exp": SECONDS - SKEW},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": SECONDS + SKEW + 1},
        {"iat": None},
        {"nbf": SECONDS + SKEW + 1},
        {"nonce": "another attempt"},
        {"nonce": None},
        {"nonce": 7},
    ],
    ids=str,
)
def test_a_token_with_one_wrong_claim_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(IdentityRefused):
        check(token(**changed))


def test_a_token_of_an_unknown_key_is_told_apart() -> None:
    with pytest.raises(UnknownKey):
        check(token(key("later")))


def test_a_forged_signature_is_refused() -> None:
    forger = RSAKey.generate_key(2048, {"kid": "now", "use": "sig"})
    with pytest.raises(IdentityRefused, match="signature"):
        check(token(forger))
    head, body, signature = token().split(".")
    with pytest.raises(IdentityRefused):
        check(f"{head}.{body}x.{signature}")


def test_the_public_key_is_no_secret_to_sign_with() -> None:
    # The classical forgery: HMAC under the public key that everybody knows.
    parts = (json.dumps(part).encode() for part in ({"alg": "HS256", "kid": "now"}, GOOD))
    signed = b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    mac = hmac.digest(key("now").as_pem(private=False), signed, "sha256")
    forged = b".".join((signed, urlsafe_b64encode(mac).rstrip(b"="))).decode()
    with pytest.raises(IdentityRefused):
        check(forged)


@pytest.mark.parametrize("given", ["", "a.b", "a.b.c", "x" * 10_000, "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_signed_token_is_refused(given: str) -> None:
    with pytest.raises(IdentityRefused):
        check(given)


def test_the_challenge_is_that_of_the_standard() -> None:
    # Source: RFC 7636, appendix B.
    attempt = Attempt("s", "n", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "https://x.test")
    assert attempt.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


class Answers:
    """An HTTP/1.1 server on a free port that gives the same answers again and again; counts questions by path."""

    def __init__(self) -> None:
        self.issuer = ""
        self.bodies: dict[str, Any] = {}
        self.asked: list[str] = []
        self.endless = False
        """Bodies have no end: letters go out until nobody takes them any more."""
        self.sent = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        self.asked.append(path)
        if self.endless:
            await self._pour(writer)
            return
        body = json.dumps(self.bodies[path]).encode() if path in self.bodies else b"<html>"
        writer.write(
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
        )
        writer.write(body)
        await writer.drain()
        writer.close()

    async def _pour(self, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        with suppress(ConnectionError):
            while True:
                writer.write(b"x" * 65_536)
                self.sent += 65_536
                await writer.drain()
        writer.close()


@pytest.fixture
async def answers() -> Any:
    here = Answers()
    listener = await asyncio.start_server(here.serve, "127.0.0.1", 0)
    here.issuer = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    here.bodies = {
        "/.well-known/openid-configuration": {
            "issuer": here.issuer,
            **{
                name: f"{here.issuer}/{name}"
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
            },
        },
        "/jwks_uri": {
            "keys": [{"kty": "oct", "k": "c2VjcmV0"}, *KEYS.as_dict(private=False)["keys"]]
        },
    }
    yield here
    listener.close()
    await listener.wait_closed()


def server_at(answers: Answers) -> IdentityServer:
    return IdentityServer(Registration(answers.issuer, "tongke", "", "openid"))


async def test_a_description_is_kept_for_an_hour(answers: Answers) -> None:
    server = server_at(answers)
    for moment in (0.0, 1.0, 3599.0):
        await server.description(moment)
    assert len(answers.asked) == 2
    await server.description(3600.0)
    assert len(answers.asked) == 4


async def test_forged_keys_do_not_make_us_ask_for_ever(answers: Answers) -> None:
    server = server_at(answers)
    forged = token(key("later"), iss=answers.issuer)
    for moment in (0.0, 1.0, 2.0):
        with pytest.raises(UnknownKey):
            await server._checked(forged, "this attempt", NOW, moment)
    assert answers.asked.count("/jwks_uri") == 1
    answers.bodies["/jwks_uri"] = KeySet([key("later")]).as_dict(private=False)
    assert (await server._checked(forged, "this attempt", NOW, PAUSE))["sub"] == "4711"


async def test_an_answer_without_an_end_is_not_read_to_its_end(answers: Answers) -> None:
    answers.endless = True
    with pytest.raises(IdentityServerAway, match="more than 1000000 bytes"):
        await server_at(answers).description(0.0)
    # Beyond the limit only what both sockets hold.
    assert answers.sent < 20 * ANSWER_MAX


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/.well-known/openid-configuration", None),
        ("/.well-known/openid-configuration", []),
        ("/.well-known/openid-configuration", {"issuer": "https://evil.test"}),
        ("/jwks_uri", None),
        ("/jwks_uri", {}),
        ("/jwks_uri", {"keys": 5}),
        ("/jwks_uri", {"keys": ["x"]}),
        ("/jwks_uri", {"keys": [{"kty": "RSA", "n": "AQ"}]}),
    ],
    ids=str,
)
async def test_a_description_that_makes_no_sense_is_an_absence(
    answers: Answers, path: str, body: Any
) -> None:
    answers.bodies[path] = body
    with pytest.raises(IdentityServerAway):
        await server_at(answers).description(0.0)
