"""`/api/exports`: recordings of children as files, by the agreement of two people."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.requests import HTTPConnection

from server.auth.guards import SignedInPerson, SignedPerson
from server.auth.policy import Action, PersonCaller
from server.dependencies import Now, Reading, Writing, database
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.exports import service
from server.exports.schemas import ExportIn, ExportList, ExportOut
from server.exports.service import DecidedAlready, NoSuchExport
from server.lessons.guards import Admitted, OnLesson
from server.lessons.service import NoSuchLesson
from server.models import ExportState
from streaming.contract import IDENTIFIER

router = APIRouter(tags=["exports"])

ExportId = Annotated[str, Path(pattern=IDENTIFIER)]


class Deciding:
    """Lets administrators over the hub's school decide a wish that is not their own."""

    owner_check = "an administrator over the hub's school who did not ask for the export"

    async def __call__(
        self,
        connection: HTTPConnection,
        export_id: ExportId,
        caller: Annotated[PersonCaller, Depends(SignedInPerson())],
    ) -> PersonCaller:
        """Return the administrator.

        Raises:
            NotSignedIn, NoSuchExport: if it is not theirs to decide.
        """
        async with database(connection).reading() as transaction:
            await service.find(transaction, export_id, caller)
        return caller


Decider = Annotated[PersonCaller, Depends(Deciding())]
Asking = Annotated[Admitted, Depends(OnLesson(Action.EXPORT))]
_DECIDED = problems(NotSignedIn, NoSuchExport, DecidedAlready)


@router.get("/api/exports", responses=problems(NotSignedIn))
async def exports(transaction: Reading, caller: SignedPerson) -> ExportList:
    """Return the newest wishes that the caller made or may decide."""
    return ExportList(items=await service.listed(transaction, caller))


@router.post(
    "/api/recordings/{lesson_id}/exports",
    status_code=201,
    responses=problems(NotSignedIn, NotAllowed, NoSuchLesson, Unprocessable),
)
async def ask(
    given: ExportIn, transaction: Writing, admitted: Asking, caller: SignedPerson, now: Now
) -> ExportOut:
    """Ask for a recording as a file; another administrator decides."""
    wish = await service.ask(transaction, admitted.lesson, given.reason, caller, now)
    return await service.describe(transaction, wish, caller)


@router.post("/api/exports/{export_id}/approval", responses=_DECIDED)
async def approve(
    export_id: ExportId, transaction: Writing, caller: Decider, now: Now
) -> ExportOut:
    """Agree to an export, for a week."""
    wish = await service.decide(transaction, export_id, ExportState.APPROVED, caller, now)
    return await service.describe(transaction, wish, caller)


@router.post("/api/exports/{export_id}/refusal", responses=_DECIDED)
async def refuse(export_id: ExportId, transaction: Writing, caller: Decider, now: Now) -> ExportOut:
    """Refuse an export."""
    wish = await service.decide(transaction, export_id, ExportState.REFUSED, caller, now)
    return await service.describe(transaction, wish, caller)
