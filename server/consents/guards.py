"""Owner checks of what belongs to a class."""

from typing import Annotated

from fastapi import Depends, Path
from starlette.requests import HTTPConnection

from server.auth.guards import Holding
from server.auth.policy import OVERSEERS, PersonCaller
from server.consents import service
from server.dependencies import database
from streaming.contract import IDENTIFIER

ClassId = Annotated[str, Path(pattern=IDENTIFIER)]


class OnClass:
    """Lets administrators and coordinators pass who look after the school of the class of the path."""

    owner_check = "an administrator or a coordinator over the school of the class"

    async def __call__(
        self,
        connection: HTTPConnection,
        class_id: ClassId,
        caller: Annotated[
            PersonCaller, Depends(Holding(OVERSEERS, "an administrator or a coordinator"))
        ],
    ) -> PersonCaller:
        """Return the person.

        Raises:
            NotSignedIn, NotAllowed: see `Holding`; NoSuchClass: if it is not in their care.
        """
        async with database(connection).reading() as transaction:
            await service.school_of(transaction, class_id, caller)
        return caller


KeeperOfClass = Annotated[PersonCaller, Depends(OnClass())]
