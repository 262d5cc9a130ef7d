"""Owner check of recordings that leave the house as files."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query
from pydantic import StringConstraints
from starlette.requests import HTTPConnection

from server.audit.guards import Watching
from server.audit.looks import Looks
from server.dependencies import database, now
from server.exports import service
from server.lessons.guards import Admitted
from streaming.contract import IDENTIFIER

TrackName = Annotated[str, StringConstraints(pattern=IDENTIFIER)]


class Exporting:
    """Lets whoever may replay a lesson take it as a file; where it shows children, only with an approval."""

    owner_check = "whoever may replay the lesson, and with children on it has another's approval"

    async def __call__(
        self,
        connection: HTTPConnection,
        admitted: Annotated[Admitted, Depends(Watching())],
        moment: Annotated[datetime, Depends(now)],
        track: Annotated[list[TrackName], Query(max_length=20)] = [],  # noqa: B006 - FastAPI copies it
    ) -> Admitted:
        """Return the lesson and the caller.

        Raises:
            ExportNeedsApproval: if the tracks (all, if none is named) show children and nobody agreed.
        """
        looks: Looks = connection.app.state.looks
        what = " ".join(("download", admitted.lesson.id, *sorted(track)))
        async with database(connection).writing() as transaction:
            await service.permit(
                transaction,
                admitted.lesson,
                track,
                admitted.caller,
                moment,
                # A download that goes on where it broke off is the same one.
                logged=looks.is_new(admitted.caller.identity, what, moment),
            )
        looks.noted(admitted.caller.identity, what, moment)
        return admitted


Exported = Annotated[Admitted, Depends(Exporting())]
