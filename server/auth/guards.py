"""Owner checks as FastAPI dependencies. Every route and every WebSocket declares one.

A guard is a callable with an attribute `owner_check`: one sentence that says who may pass. A test
walks all routes and fails on one without.
"""

import hmac
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from server.auth.policy import ADMINISTRATORS, OVERSEERS, Caller, PersonCaller
from server.auth.service import AuthService
from server.dependencies import now
from server.errors import NotAllowed, NotSignedIn
from server.models import Device, Role

PERSON_COOKIE = "tongke_session"
DEVICE_COOKIE = "tongke_device"


def auth_service(connection: HTTPConnection) -> AuthService:
    """Return the server's sessions."""
    found: AuthService = connection.app.state.auth
    return found


async def known_callers(
    connection: HTTPConnection, moment: Annotated[datetime, Depends(now)]
) -> tuple[Caller, ...]:
    """Return everybody behind the request's cookies; may be nobody."""
    cookies = connection.cookies
    return await auth_service(connection).callers(
        cookies.get(PERSON_COOKIE), cookies.get(DEVICE_COOKIE), moment
    )


class Anyone:
    """Lets everybody pass, and says why that is right."""

    def __init__(self, because: str) -> None:
        self.owner_check = f"anyone: {because}"

    async def __call__(self) -> None:
        """Let the request pass."""


class SignedIn:
    """Lets people and devices pass, whoever they are; what they get is cut to what they may see."""

    owner_check = "a person or a device that is signed in"

    async def __call__(
        self, callers: Annotated[tuple[Caller, ...], Depends(known_callers)]
    ) -> tuple[Caller, ...]:
        """Return the callers.

        Raises:
            NotSignedIn: if there is none.
        """
        if not callers:
            raise NotSignedIn
        return callers


class SignedInPerson:
    """Lets people pass."""

    owner_check = "a person who is signed in"

    async def __call__(
        self, connection: HTTPConnection, moment: Annotated[datetime, Depends(now)]
    ) -> PersonCaller:
        """Return the person.

        Raises:
            NotSignedIn: if there is none.
        """
        token = connection.cookies.get(PERSON_COOKIE)
        person = await auth_service(connection).person_behind(token, moment)
        if person is None:
            raise NotSignedIn
        return person


class Holding:
    """Lets people pass who hold one of some roles anywhere; what they reach is cut to where they hold it."""

    def __init__(self, roles: frozenset[Role], named: str) -> None:
        self.roles = roles
        self.owner_check = f"{named}, over whatever lies in their scope"

    async def __call__(
        self, person: Annotated[PersonCaller, Depends(SignedInPerson())]
    ) -> PersonCaller:
        """Return the person.

        Raises:
            NotSignedIn: if there is none; NotAllowed: if they hold none of the roles.
        """
        if not any(grant.role in self.roles for grant in person.grants):
            raise NotAllowed
        return person


class SignedInDevice:
    """Lets classroom devices pass."""

    owner_check = "a classroom device that showed its key"

    async def __call__(
        self, connection: HTTPConnection, moment: Annotated[datetime, Depends(now)]
    ) -> Device:
        """Return the device with its room, school and class.

        Raises:
            NotSignedIn: if there is none.
        """
        token = connection.cookies.get(DEVICE_COOKIE)
        device = await auth_service(connection).device_behind(token, moment)
        if device is None:
            raise NotSignedIn
        return device


class NodeToken:
    """Lets media nodes and archivers pass that show the installation's node token."""

    owner_check = "a media node or archiver with the node token"

    async def __call__(self, connection: HTTPConnection) -> None:
        """Let the link be made.

        Raises:
            NotSignedIn: if the token is missing or wrong.
        """
        expected: str = connection.app.state.node_token
        shown = connection.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(shown.encode(), expected.encode()):
            raise NotSignedIn


class MediaBearer:
    """Takes the media token of a WHIP or WHEP request; the service checks and spends it in one statement."""

    owner_check = "whoever shows an unused media token of this lesson and direction; to receive, with the session that it was made for"

    async def __call__(self, connection: HTTPConnection) -> str:
        """Return the token, empty if none was shown."""
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""


Callers = Annotated[tuple[Caller, ...], Depends(SignedIn())]
SignedPerson = Annotated[PersonCaller, Depends(SignedInPerson())]
SignedDevice = Annotated[Device, Depends(SignedInDevice())]
Administrator = Annotated[PersonCaller, Depends(Holding(ADMINISTRATORS, "an administrator"))]
Overseer = Annotated[PersonCaller, Depends(Holding(OVERSEERS, "an administrator or a coordinator"))]
