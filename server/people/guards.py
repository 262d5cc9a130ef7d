"""Owner checks of what belongs to people."""

from typing import Annotated

from fastapi import Depends, Path
from starlette.requests import HTTPConnection

from server.auth.guards import Holding
from server.auth.policy import ADMINISTRATORS, PersonCaller
from server.dependencies import database
from server.people import service
from streaming.contract import IDENTIFIER

PersonId = Annotated[str, Path(pattern=IDENTIFIER)]


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


ManagerOfPerson = Annotated[PersonCaller, Depends(OnPerson())]
