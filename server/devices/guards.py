"""Owner checks of what belongs to devices."""

from typing import Annotated

from fastapi import Depends, Path
from starlette.requests import HTTPConnection

from server.auth.guards import Holding
from server.auth.policy import OVERSEERS, PersonCaller
from server.dependencies import database
from server.devices import fleet
from streaming.contract import IDENTIFIER

DeviceId = Annotated[str, Path(pattern=IDENTIFIER)]
EnrolmentId = Annotated[str, Path(pattern=IDENTIFIER)]


class OnDevice:
    """Lets administrators and coordinators pass who look after the school of the device of the path."""

    owner_check = "an administrator or a coordinator over the school where the device stands"

    async def __call__(
        self,
        connection: HTTPConnection,
        device_id: DeviceId,
        caller: Annotated[
            PersonCaller, Depends(Holding(OVERSEERS, "an administrator or a coordinator"))
        ],
    ) -> PersonCaller:
        """Return the person.

        Raises:
            NotSignedIn, NotAllowed: see `Holding`; NoSuchDevice: if it is not in their care.
        """
        async with database(connection).reading() as transaction:
            await fleet.find(transaction, device_id, caller)
        return caller


KeeperOfDevice = Annotated[PersonCaller, Depends(OnDevice())]
