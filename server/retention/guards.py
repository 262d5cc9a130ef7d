"""Owner checks of erasures."""

from typing import Annotated

from fastapi import Depends, Path
from starlette.requests import HTTPConnection

from server.auth.guards import Holding
from server.auth.policy import ADMINISTRATORS, PersonCaller
from server.dependencies import database
from server.retention import service
from streaming.contract import IDENTIFIER

ErasureId = Annotated[str, Path(pattern=IDENTIFIER)]


class OnErasure:
    """Lets administrators pass over the school whose recording is erased."""

    owner_check = "an administrator over the hub's school of the erasure"

    async def __call__(
        self,
        connection: HTTPConnection,
        erasure_id: ErasureId,
        caller: Annotated[PersonCaller, Depends(Holding(ADMINISTRATORS, "an administrator"))],
    ) -> PersonCaller:
        """Return the administrator.

        Raises:
            NotSignedIn, NotAllowed: see `Holding`; NoSuchErasure: if it is not in their care.
        """
        async with database(connection).reading() as transaction:
            await service.find(transaction, erasure_id, caller)
        return caller


KeeperOfErasure = Annotated[PersonCaller, Depends(OnErasure())]
