"""`/api/recordings`: the archive."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field

from server.audit.guards import Watched
from server.auth.guards import Callers
from server.clock import day_bounds
from server.dependencies import Now, Reading
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.lessons.guards import BellsNow
from server.lessons.schemas import Cursor
from server.lessons.service import NoSuchLesson
from server.models import Kind, Publication
from server.recordings import service
from server.recordings.outlines import Outlines
from server.recordings.schemas import RecordingList, RecordingOut, Search, Wanted
from server.recordings.search import words_of
from server.recordings.service import NoSuchRecording
from streaming.contract import IDENTIFIER

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
LessonName = Annotated[str, Field(pattern=IDENTIFIER)]

router = APIRouter(prefix="/api/recordings", tags=["recordings"])


@router.get("", responses=problems(NotSignedIn, Unprocessable))
async def recordings(  # noqa: PLR0913 - the parts of one question
    request: Request,
    transaction: Reading,
    callers: Callers,
    bells: BellsNow,
    now: Now,
    q: Search = "",
    kind: Kind | None = None,
    subject: Search = "",
    grade: Annotated[int | None, Query(ge=1, le=12)] = None,
    week: Annotated[Day | None, Query()] = None,
    lesson: Annotated[list[LessonName], Query(max_length=50)] = [],  # noqa: B006 - FastAPI copies it
    school: Annotated[LessonName | None, Query()] = None,
    teacher: Annotated[LessonName | None, Query()] = None,
    edition: Search = "",
    unit: Annotated[int | None, Query(ge=1, le=100)] = None,
    status: Publication | None = None,
    to_review: Annotated[bool, Query()] = False,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> RecordingList:
    """Return recordings that the caller may replay, newest lesson first.

    `q`: words, each somewhere in title, subject, teacher, school, edition or unit, or the name of a grade; `week`:
    any day of the week wanted, Monday to Sunday; `lesson`: only these (several times); `school`: the hub's;
    `to_review`: only what waits for a review that the caller may give.
    """
    span = None
    if week is not None:
        monday = week - timedelta(days=week.weekday())
        span = (day_bounds(monday)[0], day_bounds(monday + timedelta(days=6))[1])
    wanted = Wanted(
        *(words_of(q), kind, subject.strip(), grade, span, tuple(lesson), school, teacher),
        *(edition.strip(), unit, status),
    )
    if to_review:
        wanted = service.to_review(wanted, callers)
    sign: service.Sign = request.app.state.playlists.address
    return await service.archive_page(
        transaction, callers, bells, now, wanted=wanted, limit=limit, cursor=cursor, sign=sign
    )


@router.get(
    "/{lesson_id}",
    responses=problems(NotSignedIn, NotAllowed, NoSuchLesson, NoSuchRecording),
)
async def recording(
    request: Request, transaction: Reading, admitted: Watched, bells: BellsNow, now: Now
) -> RecordingOut:
    """Return the recording of a lesson with its tracks."""
    outlines: Outlines = request.app.state.outlines
    lesson, callers = admitted.lesson, admitted.callers
    return await service.describe(transaction, lesson, callers, bells, now, outlines)
