"""Signing in through the bureau's identity server: the attempt that a browser carries, and whose account it opens.

An account is never made here and never gets a right: whoever the identity server names must already be one of our people.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from server.auth.policy import PersonCaller
from server.auth.schemas import IdentityAnswer
from server.auth.service import AuthService, Issued
from server.clock import Clock
from server.identifiers import new_token
from server.integrations.identity_server import (
    Attempt,
    IdentityRefused,
    IdentityServer,
    IdentityServerAway,
    Registration,
)
from server.settings import ServerSettings
from server.signing import BadSignature, Signer

logger = logging.getLogger(__name__)

ATTEMPT_LIFETIME = timedelta(minutes=15)
"""For which somebody may look for their password over there."""
HINT_MAX = 3000
"""Bytes of an ID token that is kept in a cookie, of which browsers take 4,096 with everything around."""
_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]{0,500}")


class Refused(StrEnum):
    """Why somebody is back at the sign-in page; the page has a sentence for each."""

    CANCELLED = "cancelled"
    """They said no over there."""
    STALE = "stale"
    """The answer belongs to no attempt of this browser, or to one that is too old."""
    AWAY = "away"
    """The identity server does not answer."""
    UNTRUSTED = "untrusted"
    """What came was not signed by the configured issuer for us and now."""
    UNKNOWN = "unknown"
    """The identity server vouches for them, but no account of ours is theirs."""


class SignInFailed(Exception):
    """Carries why; it becomes an address of the sign-in page."""

    def __init__(self, why: Refused) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who is in, where they wanted to go, and what signs them out over there."""

    person: PersonCaller
    issued: Issued
    next: str
    hint: str


@dataclass(slots=True)
class IdentityService:
    """Sign-in through one identity server."""

    server: IdentityServer
    auth: AuthService
    clock: Clock
    signer: Signer
    claim: str
    """Of the identity server, holding the user name here (or the e-mail address, if it is `email`)."""

    async def begin(self, redirect_uri: str, then: str) -> tuple[str, str]:
        """Return where the browser goes and the attempt that it carries meanwhile.

        Raises:
            SignInFailed: if the identity server does not answer.
        """
        attempt = Attempt(new_token(), new_token(), new_token(), redirect_uri)
        try:
            address = await self.server.sign_in_address(attempt, self.clock.monotonic())
        except IdentityServerAway as error:
            logger.warning("identity server away reason=%s", error)
            raise SignInFailed(Refused.AWAY) from error
        until = (self.clock.now() + ATTEMPT_LIFETIME).timestamp()
        return address, self.signer.sign(
            {**asdict(attempt), "next": own_path(then), "until": until}
        )

    async def finish(self, answer: IdentityAnswer, carried: str) -> Entered:
        """Open a session for whoever came back.

        Raises:
            SignInFailed: saying why they are not let in.
        """
        now = self.clock.now()
        attempt, then = self._attempt(answer, carried, now)
        try:
            described = await self.server.description(self.clock.monotonic())
            self.server.require_issuer(answer.iss, described)
            if answer.error is not None or not answer.code:
                logger.info("identity server refused error=%.100r", answer.error)
                raise SignInFailed(Refused.CANCELLED)
            known = await self.server.redeem(
                answer.code, attempt, self.claim, now, self.clock.monotonic()
            )
        except IdentityServerAway as error:
            logger.warning("identity server away reason=%s", error)
            raise SignInFailed(Refused.AWAY) from error
        except IdentityRefused as error:
            logger.warning("identity server's answer refused reason=%s", error)
            raise SignInFailed(Refused.UNTRUSTED) from error
        found = await self._person(known.claims, now)
        if found is None:
            logger.info("nobody of ours sub=%.100r", known.claims["sub"])
            raise SignInFailed(Refused.UNKNOWN)
        person, issued = found
        logger.info("signed in by identity server person=%s", person.id)
        return Entered(
            person, issued, then, known.id_token if len(known.id_token) < HINT_MAX else ""
        )

    async def sign_out_address(self, hint: str, back: str) -> str | None:
        """Return where the browser signs out over there; None if it cannot, because nobody may be kept in by that."""
        try:
            return await self.server.sign_out_address(hint, back, self.clock.monotonic())
        except IdentityServerAway as error:
            logger.warning("identity server away at sign-out reason=%s", error)
            return None

    def _attempt(self, answer: IdentityAnswer, carried: str, now: datetime) -> tuple[Attempt, str]:
        try:
            found = self.signer.verify(carried)
        except BadSignature:
            raise SignInFailed(Refused.STALE) from None
        then, until = found.pop("next"), found.pop("until")
        attempt = Attempt(**found)
        if answer.state != attempt.state or now.timestamp() > until:
            raise SignInFailed(Refused.STALE)
        return attempt, then

    async def _person(
        self, claims: Mapping[str, Any], now: datetime
    ) -> tuple[PersonCaller, Issued] | None:
        value = claims.get(self.claim)
        if not isinstance(value, str) or not value.strip():
            return None
        # An address that nobody has proved may be anybody's.
        if self.claim == "email" and claims.get("email_verified") is not True:
            return None
        return await self.auth.sign_in_vouched(value, now, by_email=self.claim == "email")


def registration_of(settings: ServerSettings) -> Registration:
    """Return what the settings say about the identity server."""
    return Registration(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        settings.oidc_scope,
    )


def own_path(wanted: str) -> str:
    """Return a path of our own; `/` where the wanted one would lead out of the house."""
    return wanted if _PATH.fullmatch(wanted) else "/"
