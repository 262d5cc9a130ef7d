"""`/api/timetables`: changes of lessons by hand, what is missing; `/api/calendar-feeds`: lessons for calendar programs."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from server.auth.guards import SignedPerson
from server.auth.policy import PersonCaller
from server.auth.schemas import Named
from server.clock import school_day
from server.database import Transaction
from server.dependencies import Language, Now, Reading, Writing
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.lessons import service as lessons
from server.lessons.guards import Admitted, BellsNow, Rescheduling
from server.lessons.lifecycle import Bells, WrongState
from server.lessons.schemas import LessonOut
from server.lessons.service import NoSuchLesson
from server.models import Lesson
from server.organisation import service as organisation
from server.organisation.guards import Reader
from server.organisation.problems import NoSuchThing
from server.timetables import edits, missed, subscriptions, weeks
from server.timetables.guards import Keeper, RowId, SchoolId, ShownKey, TermId
from server.timetables.missed import ITEMS_MAX, Owed
from server.timetables.problems import (
    InThePast,
    LessonClashes,
    NoSuchEntry,
    NothingToUndo,
    NotMissing,
)
from server.timetables.schemas import (
    Because,
    FeedIn,
    FeedList,
    FeedOut,
    MakingUp,
    Missing,
    MissingList,
    Moving,
    SchoolWeek,
    Substituting,
    Swapping,
    WeekLesson,
)
from server.timetables.subscriptions import FeedCache, TooManyFeeds

router = APIRouter(tags=["timetables"])

Until = Annotated[date | None, Query(ge=date(2000, 1, 1), le=date(2100, 12, 31))]

_CHANGING = problems(
    NotSignedIn, NotAllowed, NoSuchLesson, WrongState, LessonClashes, InThePast, Unprocessable
)


@router.post("/api/timetables/lessons/{lesson_id}/cancel", responses=_CHANGING)
async def cancel(
    transaction: Writing,
    admitted: Rescheduling,
    given: Because,
    bells: BellsNow,
    now: Now,
) -> LessonOut:
    """Cancel a lesson that has not begun."""
    person = _person(admitted)
    lesson = await edits.cancel(transaction, person, admitted.lesson.id, given.reason, now)
    return await _told(transaction, lesson, person, bells, now, tried=given.dry_run)


@router.post("/api/timetables/lessons/{lesson_id}/move", responses=_CHANGING)
async def move(
    transaction: Writing,
    admitted: Rescheduling,
    given: Moving,
    bells: BellsNow,
    now: Now,
    language: Language,
) -> LessonOut:
    """Have a planned lesson start at another time."""
    person = _person(admitted)
    lesson = await edits.move(
        transaction,
        person,
        admitted.lesson.id,
        given.starts_at,
        given.reason,
        now,
        language=language,
    )
    return await _told(transaction, lesson, person, bells, now, tried=given.dry_run)


@router.post(
    "/api/timetables/lessons/{lesson_id}/substitute", responses=_CHANGING | problems(NoSuchEntry)
)
async def substitute(
    transaction: Writing,
    admitted: Rescheduling,
    given: Substituting,
    bells: BellsNow,
    now: Now,
    language: Language,
) -> LessonOut:
    """Have somebody else of the hub school teach a planned lesson."""
    person = _person(admitted)
    lesson = await edits.substitute(
        transaction,
        person,
        admitted.lesson.id,
        given.teacher_id,
        given.reason,
        now,
        language=language,
    )
    return await _told(transaction, lesson, person, bells, now, tried=given.dry_run)


@router.post(
    "/api/timetables/lessons/{lesson_id}/take-back", responses=_CHANGING | problems(NothingToUndo)
)
async def take_back(
    transaction: Writing,
    admitted: Rescheduling,
    bells: BellsNow,
    now: Now,
    language: Language,
) -> LessonOut:
    """Make a lesson again what it was before its last change by hand."""
    person = _person(admitted)
    lesson = await edits.take_back(transaction, person, admitted.lesson.id, now, language=language)
    return await _told(transaction, lesson, person, bells, now)


@router.post("/api/timetables/swaps", responses=_CHANGING)
async def swap(
    transaction: Writing,
    person: Keeper,
    given: Swapping,
    bells: BellsNow,
    now: Now,
    language: Language,
) -> list[LessonOut]:
    """Exchange the times of two planned lessons."""
    pair = await edits.swap(
        transaction,
        person,
        given.one_id,
        given.other_id,
        given.reason,
        now,
        language=language,
    )
    told = await lessons.describe(transaction, pair, (person,), bells, now)
    if given.dry_run:
        await transaction.abandon()
    return told


@router.post(
    "/api/timetables/make-ups",
    status_code=201,
    responses=_CHANGING | problems(NoSuchEntry, NotMissing),
)
async def make_up(
    transaction: Writing,
    person: Keeper,
    given: MakingUp,
    bells: BellsNow,
    now: Now,
    language: Language,
) -> LessonOut:
    """Plan a lesson that makes up for an occurrence that was not held."""
    lesson = await edits.make_up(
        transaction,
        person,
        given.entry_id,
        given.day,
        given.starts_at,
        now,
        language=language,
    )
    return await _told(transaction, lesson, person, bells, now, tried=given.dry_run)


@router.get("/api/timetables/week", responses=problems(NotSignedIn, NoSuchThing, Unprocessable))
async def week(
    transaction: Reading,
    person: Reader,
    bells: BellsNow,
    now: Now,
    school_id: SchoolId,
    day: Until = None,
) -> SchoolWeek:
    """Return the week of a school around a day (default: today): lessons that it sends or receives."""
    monday = weeks.monday_of(day or school_day(now))
    days = await organisation.days_of_school(
        transaction, person, school_id, monday, monday + timedelta(days=6)
    )
    found = await weeks.of_school(transaction, person, school_id, monday)
    told = await lessons.describe(transaction, found, (person,), bells, now)
    return SchoolWeek(
        first_day=monday,
        days=days,
        lessons=[
            WeekLesson(lesson=shown, changeable=weeks.changeable(person, lesson, now))
            for lesson, shown in zip(found, told, strict=True)
        ],
    )


@router.get("/api/timetables/missing", responses=problems(NotSignedIn, NoSuchThing, Unprocessable))
async def missing(
    transaction: Reading,
    person: Reader,
    now: Now,
    term_id: TermId,
    school_id: SchoolId,
    until: Until = None,
) -> MissingList:
    """Return what was not held of a hub school's term up to a day (default: today), and whether it is made up."""
    day = until or school_day(now)
    owed = await missed.of_term(transaction, person, term_id, school_id, day)
    return MissingList(
        items=[_missing(each) for each in owed[:ITEMS_MAX]],
        owed=sum(each.made_up_by is None for each in owed),
    )


@router.post(
    "/api/calendar-feeds",
    status_code=201,
    responses=problems(NotSignedIn, NoSuchThing, TooManyFeeds, Unprocessable),
)
async def make_feed(transaction: Writing, person: SignedPerson, given: FeedIn, now: Now) -> FeedOut:
    """Make the secret address of a feed; its key is told only now."""
    feed, key = await subscriptions.make(transaction, person, given.kind, given.target_id, now)
    told = FeedOut.model_validate(feed)
    return told.model_copy(update={"path": f"/api/calendar-feeds/{feed.id}?key={key}"})


@router.get("/api/calendar-feeds", responses=problems(NotSignedIn))
async def feeds(transaction: Reading, person: SignedPerson) -> FeedList:
    """Return the feeds that the caller has made."""
    found = await subscriptions.of_person(transaction, person)
    return FeedList(items=[FeedOut.model_validate(each) for each in found])


@router.delete(
    "/api/calendar-feeds/{row_id}", status_code=204, responses=problems(NotSignedIn, NoSuchThing)
)
async def remove_feed(transaction: Writing, person: SignedPerson, row_id: RowId) -> None:
    """Delete a feed; its address is dead at once."""
    await subscriptions.remove(transaction, person, row_id)


@router.get(
    "/api/calendar-feeds/{row_id}",
    response_class=Response,
    responses=problems(NotSignedIn)
    | {200: {"content": {"text/calendar": {}}, "description": "The lessons"}},
)
async def feed(
    request: Request,
    transaction: Reading,
    row_id: RowId,
    key: ShownKey,
    now: Now,
    language: Language,
) -> Response:
    """Return the lessons of a feed as iCalendar."""
    cache: FeedCache = request.app.state.feeds
    found = await subscriptions.read(transaction, cache, row_id, key, now, language=language)
    headers = {"ETag": found.etag, "Cache-Control": "private, max-age=900"}
    if request.headers.get("if-none-match") == found.etag:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type="text/calendar; charset=utf-8", headers=headers)


def _person(admitted: Admitted) -> PersonCaller:
    """Return who reschedules; a device may not."""
    if not isinstance(admitted.caller, PersonCaller):
        raise NotAllowed
    return admitted.caller


async def _told(
    transaction: Transaction,
    lesson: Lesson,
    person: PersonCaller,
    bells: Bells,
    now: Now,
    *,
    tried: bool = False,
) -> LessonOut:
    told = (await lessons.describe(transaction, [lesson], (person,), bells, now))[0]
    if tried:
        await transaction.abandon()
    return told


def _missing(owed: Owed) -> Missing:
    course = owed.entry.course
    school = course.hub_room.school
    return Missing(
        entry_id=owed.entry.id,
        day=owed.day,
        title=course.title,
        subject=course.subject,
        hub_school=Named(id=school.id, name=school.name),
        teacher=Named(id=course.teacher.id, name=course.teacher.name),
        cause=owed.cause,
        minutes=owed.entry.end_minute - owed.entry.start_minute,
        made_up_by=owed.made_up_by,
    )
