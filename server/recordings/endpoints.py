"""`/api/recordings`: the archive."""

from typing import Annotated

from fastapi import APIRouter, Query

from server.audit.guards import Watched
from server.auth.guards import Callers
from server.dependencies import Now, Reading
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.lessons.guards import BellsNow
from server.lessons.schemas import Cursor
from server.lessons.service import NoSuchLesson
from server.recordings import service
from server.recordings.schemas import RecordingList, RecordingOut, Search
from server.recordings.service import NoSuchRecording

router = APIRouter(prefix="/api/recordings", tags=["recordings"])


@router.get("", responses=problems(NotSignedIn, Unprocessable))
async def recordings(  # noqa: PLR0913 - the parts of one question
    transaction: Reading,
    callers: Callers,
    bells: BellsNow,
    now: Now,
    q: Search = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> RecordingList:
    """Return recordings that the caller may replay, newest lesson first."""
    return await service.archive_page(
        transaction, callers, bells, now, search=q.strip(), limit=limit, cursor=cursor
    )


@router.get(
    "/{lesson_id}",
    responses=problems(NotSignedIn, NotAllowed, NoSuchLesson, NoSuchRecording),
)
async def recording(
    transaction: Reading, admitted: Watched, bells: BellsNow, now: Now
) -> RecordingOut:
    """Return the recording of a lesson with its tracks."""
    return await service.describe(transaction, admitted.lesson, admitted.callers, bells, now)
