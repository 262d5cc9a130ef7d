"""Owner checks of what belongs to people."""

from typing import Annotated

from fastapi import Depends, Path
from starlette.requests import HTTPConnection

from server.auth.guards import SignedInPerson
from server.auth.policy import ADMINISTRATORS, OVERSEERS, PersonCaller
from server.dependencies import database
from server.errors import NotAllowed
from server.models import Role
from server.people import service
from streaming.contract import IDENTIFIER

PersonId = Annotated[str, Path(pattern=IDENTIFIER)]


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


class OnPerson:
    """Lets administrators pass in whose care the person of the path is."""

    owner_check = "an administrator in whose care the person is"

    async def __call__(
        self,
        connection: HTTPConnection,
        person_id: PersonId,
        caller: Annotated[PersonCaller, Depends(Holding(ADMINISTRATORS, "an administrator"))],
    ) -> PersonCaller:
        """Return the administrator.

        Raises:
            NotSignedIn, NotAllowed: see `Holding`.
            NoSuchPerson: if there is no such person in their care.
        """
        async with database(connection).reading() as transaction:
            await service.find(transaction, person_id, caller)
        return caller


Administrator = Annotated[PersonCaller, Depends(Holding(ADMINISTRATORS, "an administrator"))]
Overseer = Annotated[PersonCaller, Depends(Holding(OVERSEERS, "an administrator or a coordinator"))]
ManagerOfPerson = Annotated[PersonCaller, Depends(OnPerson())]
