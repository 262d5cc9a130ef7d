"""Lessons: reading them, starting and ending them, and what the clock does to them."""

import logging
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from scheduler.calendar import SHANGHAI
from server.auth.policy import Action, Caller, LessonFacts, sight_of, who_may
from server.auth.schemas import Named
from server.auth.service import alliances_of, place_of
from server.clock import day_bounds
from server.database import Database, Transaction
from server.errors import NotFound
from server.lessons import repository
from server.lessons.lifecycle import ON_AIR, Bells, Span, Step, TooEarly, after, allows, due
from server.lessons.schemas import Ability, Hub, LessonOut, ReceivingRoom
from server.models import Lesson, State
from server.words import Words

logger = logging.getLogger(__name__)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NoSuchLesson(NotFound):
    """There is no lesson of this id."""

    slug = "no-such-lesson"
    detail = Words("没有这节课。", "There is no such lesson.")


async def find(transaction: Transaction, lesson_id: str) -> Lesson:
    """Return a lesson with its details.

    Raises:
        NoSuchLesson: if there is none.
    """
    found = await repository.lesson(transaction.session, lesson_id)
    if found is None:
        raise NoSuchLesson
    return found


async def find_to_change(transaction: Transaction, lesson_id: str) -> Lesson:
    """Return a lesson with its details, locked until the end of the transaction.

    Raises:
        NoSuchLesson: if there is none.
    """
    return await _locked(transaction, lesson_id)


async def find_if_any(transaction: Transaction, lesson_id: str) -> Lesson | None:
    """Return a lesson with its details, or None."""
    return await repository.lesson(transaction.session, lesson_id)


async def of_day(
    transaction: Transaction,
    day: date,
    callers: Iterable[Caller],
    *,
    cursor: str | None,
    limit: int,
) -> tuple[list[Lesson], str | None]:
    """Return a page of the lessons of a school day that the callers may see, in order, and the next page's cursor."""
    known = tuple(callers)
    start, end = day_bounds(day)
    found = await repository.between(
        transaction.session,
        sight_of(known),
        start,
        end,
        after=parse_cursor(cursor) if cursor else None,
        limit=limit + 1,
    )
    shown = found[:limit]
    more = cursor_of(shown[-1]) if len(found) > limit else None
    return [each for each in shown if who_may(known, Action.SEE, facts_of(each))], more


def cursor_of(lesson: Lesson) -> str:
    """Return the cursor behind a lesson in a list that is sorted by start and id."""
    return f"{(lesson.starts_at - EPOCH) // timedelta(milliseconds=1)}~{lesson.id}"


def parse_cursor(cursor: str) -> tuple[datetime, str]:
    """Return start and id of the lesson that a cursor stands behind."""
    milliseconds, _, lesson_id = cursor.partition("~")
    # A number beyond every calendar means its end.
    latest = (datetime(9999, 1, 1, tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1)
    return EPOCH + timedelta(milliseconds=min(int(milliseconds), latest)), lesson_id


async def for_room(transaction: Transaction, room: str, now: datetime) -> Lesson | None:
    """Return the lesson that a room should show: the one on air, else the next one of today."""
    _, midnight = day_bounds(now.astimezone(SHANGHAI).date())
    found = await repository.of_room(transaction.session, room, now, midnight)
    on_air = [lesson for lesson in found if lesson.state in ON_AIR]
    waiting = [lesson for lesson in found if lesson.state is State.PLANNED]
    # A live lesson goes before one whose room has just opened for the next bell.
    on_air.sort(key=lambda lesson: lesson.state is not State.LIVE)
    return next(iter((*on_air, *waiting)), None)


async def on_air(transaction: Transaction) -> Sequence[Lesson]:
    """Return every lesson that has a room at a media node."""
    return await repository.in_states(transaction.session, sorted(ON_AIR))


async def start(transaction: Transaction, lesson_id: str, bells: Bells, now: datetime) -> Lesson:
    """Start a lesson.

    Raises:
        NoSuchLesson: if there is none.
        TooEarly: if its room is not open yet.
        WrongState: if it is live or over.
    """
    lesson = await _locked(transaction, lesson_id)
    opens_at = lesson.starts_at - bells.opens_before
    if lesson.state is State.PLANNED and now < opens_at:
        raise TooEarly(opens_at=f"{opens_at.astimezone(SHANGHAI):%H:%M}")
    move(transaction, lesson, Step.START, now)
    return lesson


async def end(transaction: Transaction, lesson_id: str, now: datetime) -> Lesson:
    """End a lesson whose room is open.

    Raises:
        NoSuchLesson: if there is none.
        WrongState: if it is not on air.
    """
    lesson = await _locked(transaction, lesson_id)
    if lesson.state is State.PLANNED:
        # Only the clock may end a lesson that never opened.
        after(State.CANCELLED, Step.END)
    move(transaction, lesson, Step.END, now)
    return lesson


async def begin_to_send(transaction: Transaction, lesson_id: str, now: datetime) -> None:
    """Start an open lesson whose teacher's first packet came; nothing otherwise."""
    lesson = await repository.lesson_for_update(transaction.session, lesson_id)
    if lesson is not None and lesson.state is State.OPEN:
        move(transaction, lesson, Step.START, now)


async def archive(transaction: Transaction, lesson_id: str, now: datetime) -> None:
    """Archive an ended lesson whose recording is whole; nothing otherwise."""
    lesson = await repository.lesson_for_update(transaction.session, lesson_id)
    if lesson is not None and lesson.state is State.ENDED:
        move(transaction, lesson, Step.ARCHIVE, now)


async def follow_clock(database: Database, bells: Bells, now: datetime) -> int:
    """Open, end and archive the lessons whose time has come, one transaction each; return how many moved."""
    async with database.reading() as transaction:
        ids = await repository.ids_moved_by_clock(
            transaction.session, now + bells.opens_before, now - bells.ends_after
        )
        whole = await repository.ids_to_archive(transaction.session)
    moved = 0
    for lesson_id in (*ids, *whole):
        async with database.writing() as transaction:
            lesson = await _locked(transaction, lesson_id)
            step = due(lesson.state, span_of(lesson), bells, now)
            if lesson.state is State.ENDED and lesson_id in whole:
                step = Step.ARCHIVE
            if step is not None:
                move(transaction, lesson, step, now)
                moved += 1
    return moved


def move(transaction: Transaction, lesson: Lesson, step: Step, now: datetime) -> None:
    """Take one step, and announce it.

    Raises:
        WrongState: if the lesson's state does not know the step.
    """
    before = lesson.state
    lesson.state = after(before, step)
    if step is Step.START:
        lesson.started_at = now
    if step is Step.END:
        lesson.ended_at = now
    transaction.announce("lesson.changed", lesson.id)
    logger.info("lesson moved lesson=%s from=%s to=%s", lesson.id, before, lesson.state)


async def describe(
    transaction: Transaction,
    lessons: Sequence[Lesson],
    callers: Sequence[Caller],
    bells: Bells,
    now: datetime,
) -> list[LessonOut]:
    """Return lessons as the callers see them, in one query more."""
    recorded = await repository.with_media(transaction.session, [lesson.id for lesson in lessons])
    return [
        render(lesson, callers, bells, now, has_media=lesson.id in recorded) for lesson in lessons
    ]


async def has_media(transaction: Transaction, lesson_id: str) -> bool:
    """Return whether something of a lesson is recorded."""
    return bool(await repository.with_media(transaction.session, [lesson_id]))


def render(
    lesson: Lesson,
    callers: Sequence[Caller],
    bells: Bells,
    now: datetime,
    *,
    has_media: bool,
) -> LessonOut:
    """Return a lesson as the callers see it. No I/O."""
    room = lesson.hub_room
    return LessonOut(
        id=lesson.id,
        kind=lesson.kind,
        title=lesson.title,
        subject=lesson.subject,
        grade=lesson.grade,
        teacher=Named(id=lesson.teacher.id, name=lesson.teacher.name),
        hub=Hub(
            school=Named(id=room.school.id, name=room.school.name),
            room=Named(id=room.id, name=room.name),
            class_name=lesson.hub_class.name if lesson.hub_class else "",
        ),
        receivers=receiving_rooms(lesson),
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        started_at=lesson.started_at,
        ended_at=lesson.ended_at,
        state=lesson.state,
        recorded=lesson.recorded,
        can=[
            ability
            for ability in _abilities(lesson, callers, bells, now)
            if ability is not Ability.REPLAY or has_media
        ],
    )


def receiving_rooms(lesson: Lesson) -> list[ReceivingRoom]:
    """Return the rooms that receive a lesson."""
    return [
        ReceivingRoom(
            room=Named(id=each.room.id, name=each.room.name),
            school=Named(id=each.room.school.id, name=each.room.school.name),
            class_name=each.school_class.name if each.school_class else "",
        )
        for each in lesson.receivers
    ]


def facts_of(lesson: Lesson) -> LessonFacts:
    """Return what the rules ask about a lesson whose details are loaded."""
    return LessonFacts(
        kind=lesson.kind,
        teacher=lesson.teacher_id,
        hub_room=lesson.hub_room_id,
        hub=place_of(lesson.hub_room.school),
        receiving_rooms=frozenset(each.room_id for each in lesson.receivers),
        receivers=tuple(place_of(each.room.school) for each in lesson.receivers),
        publication=lesson.publication,
        alliances=alliances_of(lesson.hub_room.school),
    )


def span_of(lesson: Lesson) -> Span:
    """Return when a lesson is planned to be held."""
    return Span(lesson.starts_at, lesson.ends_at)


def _abilities(
    lesson: Lesson, callers: Sequence[Caller], bells: Bells, now: datetime
) -> list[Ability]:
    facts, span = facts_of(lesson), span_of(lesson)
    return [
        ability
        for ability in Ability
        if allows(lesson.state, span, bells, Action(ability.value), now)
        and who_may(callers, Action(ability.value), facts)
    ]


async def _locked(transaction: Transaction, lesson_id: str) -> Lesson:
    lesson = await repository.lesson_for_update(transaction.session, lesson_id)
    if lesson is None:
        raise NoSuchLesson
    return lesson
