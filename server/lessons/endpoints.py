"""`/api/lessons`: the lessons of a day, one lesson, start and end."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from server.auth.guards import Callers
from server.clock import school_day
from server.dependencies import Now, Reading, Writing
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.lessons import service
from server.lessons.guards import BellsNow, Ending, Seeing, Starting
from server.lessons.lifecycle import TooEarly, WrongState
from server.lessons.schemas import Cursor, LessonList, LessonOut
from server.lessons.service import NoSuchLesson

router = APIRouter(prefix="/api/lessons", tags=["lessons"])

Day = Annotated[date | None, Query(ge=date(2000, 1, 1), le=date(2100, 12, 31))]


@router.get("", responses=problems(NotSignedIn, Unprocessable))
async def lessons_of_day(  # noqa: PLR0913 - the parts of one question
    transaction: Reading,
    callers: Callers,
    bells: BellsNow,
    now: Now,
    day: Day = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 100,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> LessonList:
    """Return the lessons of a day that the caller may see; without a day, today's."""
    found, more = await service.of_day(
        transaction, day or school_day(now), callers, cursor=cursor, limit=limit
    )
    items = await service.describe(transaction, found, callers, bells, now)
    return LessonList(items=items, next_cursor=more, server_time=now)


@router.get("/{lesson_id}", responses=problems(NotSignedIn, NotAllowed, NoSuchLesson))
async def one_lesson(
    transaction: Reading, admitted: Seeing, bells: BellsNow, now: Now
) -> LessonOut:
    """Return one lesson."""
    lessons = [admitted.lesson]
    return (await service.describe(transaction, lessons, admitted.callers, bells, now))[0]


@router.post(
    "/{lesson_id}/start",
    responses=problems(NotSignedIn, NotAllowed, NoSuchLesson, TooEarly, WrongState),
)
async def start(transaction: Writing, admitted: Starting, bells: BellsNow, now: Now) -> LessonOut:
    """Start a lesson."""
    lesson = await service.start(transaction, admitted.lesson.id, bells, now)
    return (await service.describe(transaction, [lesson], admitted.callers, bells, now))[0]


@router.post(
    "/{lesson_id}/end",
    responses=problems(NotSignedIn, NotAllowed, NoSuchLesson, WrongState),
)
async def end(transaction: Writing, admitted: Ending, bells: BellsNow, now: Now) -> LessonOut:
    """End a lesson."""
    lesson = await service.end(transaction, admitted.lesson.id, now)
    return (await service.describe(transaction, [lesson], admitted.callers, bells, now))[0]
