"""Changes of dated lessons by hand: cancelling, moving, swapping, substituting, making up. Every one is checked for clashes."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from scheduler.calendar import SHANGHAI, day_off_reason
from server.auth.policy import Area, Keep, PersonCaller, may_keep
from server.auth.service import place_of
from server.clock import school_day
from server.database import Transaction
from server.errors import NotAllowed
from server.identifiers import new_id
from server.lessons import service as lessons
from server.lessons.lifecycle import Step, after
from server.models import ChangeKind, Lesson, LessonChange, LessonReceiver, State, TimetableEntry
from server.organisation import hours, service as organisation
from server.timetables import missed, repository
from server.timetables.clashes import (
    Booking,
    Clash,
    OwnHour,
    with_closed_schools,
    with_lessons,
    with_own_hours,
)
from server.timetables.problems import (
    InThePast,
    NoSuchEntry,
    NothingToUndo,
    NotMissing,
    clashing,
)
from server.timetables.teaching import taught_from

logger = logging.getLogger(__name__)


async def cancel(
    transaction: Transaction, person: PersonCaller, lesson_id: str, reason: str, now: datetime
) -> Lesson:
    """Cancel a lesson that has not begun; what it owes stays owed until it is made up.

    Raises:
        NoSuchLesson: if there is none.
        NotAllowed: if the person may not keep the hub school's times.
        WrongState: if it is live or over.
    """
    lesson = await _kept(transaction, person, lesson_id)
    _note(transaction, person, lesson, ChangeKind.CANCELLED, reason, now)
    lessons.move(transaction, lesson, Step.CANCEL, now)
    return lesson


async def move(  # noqa: PLR0913 - who moves what whither and why
    transaction: Transaction,
    person: PersonCaller,
    lesson_id: str,
    starts_at: datetime,
    reason: str,
    now: datetime,
    *,
    language: str,
) -> Lesson:
    """Have a planned lesson start at another time; it keeps its length.

    Raises like `cancel`, and:

    Raises:
        InThePast: if the new time has passed or lies in no term.
        LessonClashes: naming everybody and everything that is taken then.
    """
    lesson = await _kept(transaction, person, lesson_id)
    _require_planned(lesson)
    _note(transaction, person, lesson, ChangeKind.MOVED, reason, now)
    _set_time(lesson, starts_at)
    await _require_free(transaction, [lesson], now, language)
    transaction.announce("lesson.changed", lesson.id)
    return lesson


async def swap(  # noqa: PLR0913 - who swaps what with what and why
    transaction: Transaction,
    person: PersonCaller,
    one_id: str,
    other_id: str,
    reason: str,
    now: datetime,
    *,
    language: str,
) -> tuple[Lesson, Lesson]:
    """Exchange the times of two planned lessons (调课). Raises like `move`, for either of them."""
    # Locked in one order, so that two people who swap the same pair do not wait for each other for ever.
    held = {key: await _kept(transaction, person, key) for key in sorted({one_id, other_id})}
    one, other = held[one_id], held[other_id]
    times = one.starts_at, other.starts_at
    for lesson, starts_at in ((one, times[1]), (other, times[0])):
        _require_planned(lesson)
        _note(transaction, person, lesson, ChangeKind.MOVED, reason, now)
        _set_time(lesson, starts_at)
        transaction.announce("lesson.changed", lesson.id)
    await _require_free(transaction, [one, other], now, language)
    return one, other


async def substitute(  # noqa: PLR0913 - who has whom teach what and why
    transaction: Transaction,
    person: PersonCaller,
    lesson_id: str,
    teacher_id: str,
    reason: str,
    now: datetime,
    *,
    language: str,
) -> Lesson:
    """Have somebody else of the hub school teach a planned lesson (代课).

    Raises like `move`, and:

    Raises:
        NoSuchEntry: if there is no such teacher at the school.
    """
    lesson = await _kept(transaction, person, lesson_id)
    _require_planned(lesson)
    school = lesson.hub_room.school_id
    teacher = await repository.teacher_of_school(transaction.session, teacher_id, school)
    if teacher is None:
        raise NoSuchEntry
    _note(transaction, person, lesson, ChangeKind.SUBSTITUTED, reason, now)
    lesson.teacher_id, lesson.teacher = teacher.id, teacher
    await _require_free(transaction, [lesson], now, language)
    transaction.announce("lesson.changed", lesson.id)
    return lesson


async def take_back(
    transaction: Transaction,
    person: PersonCaller,
    lesson_id: str,
    now: datetime,
    *,
    language: str,
) -> Lesson:
    """Make a lesson again what it was before its last change by hand.

    Raises like `move`, and:

    Raises:
        NothingToUndo: if it was not changed, or its old time has passed.
    """
    lesson = await _kept(transaction, person, lesson_id)
    changes = await repository.standing_changes(transaction.session, lesson.id)
    if not changes or lesson.state not in (State.PLANNED, State.CANCELLED):
        raise NothingToUndo
    last = changes[0]
    if last.old_starts_at <= now:
        raise NothingToUndo
    last.undone_at = now
    if last.kind is ChangeKind.CANCELLED:
        lessons.move(transaction, lesson, Step.RESTORE, now)
    lesson.starts_at, lesson.ends_at = last.old_starts_at, last.old_ends_at
    if last.kind is ChangeKind.SUBSTITUTED:
        old = await repository.person(transaction.session, last.old_teacher_id)
        if old is None:
            raise NothingToUndo
        lesson.teacher_id, lesson.teacher = old.id, old
    await _require_free(transaction, [lesson], now, language)
    transaction.announce("lesson.changed", lesson.id)
    return lesson


async def make_up(  # noqa: PLR0913 - who makes up what when and why
    transaction: Transaction,
    person: PersonCaller,
    entry_id: str,
    day: date,
    starts_at: datetime,
    now: datetime,
    *,
    language: str,
) -> Lesson:
    """Plan a lesson that makes up for an occurrence that was not held (补课).

    Raises like `move`, and:

    Raises:
        NoSuchEntry: if there is no such weekly lesson.
        NotMissing: if the occurrence was held, or is made up already.
    """
    session = transaction.session
    entry = await repository.entry(session, entry_id)
    if entry is None:
        raise NoSuchEntry
    place = place_of(entry.course.hub_room.school)
    _require_keeper(person, Area(place.city, place.district, place.school))
    await repository.lock_city(session, place.city)
    owed = await missed.of_entry(transaction, entry, day)
    if not any(each.day == day and each.made_up_by is None for each in owed):
        raise NotMissing
    books = await organisation.editions(transaction, [place.city])
    taught = taught_from(entry.course, school_day(starts_at), books)
    lesson = _make_up_lesson(entry, day, starts_at, now, taught)
    session.add(lesson)
    await session.flush()
    found = await lessons.find(transaction, lesson.id)
    await _require_free(transaction, [found], now, language)
    transaction.announce("lesson.changed", lesson.id)
    logger.info("made up lesson=%s for=%s by=%s", lesson.id, lesson.makes_up, person.id)
    return found


async def _kept(transaction: Transaction, person: PersonCaller, lesson_id: str) -> Lesson:
    """Return a lesson that the person may change, locked, and so are other changes in its city."""
    found = await lessons.find(transaction, lesson_id)
    place = place_of(found.hub_room.school)
    _require_keeper(person, Area(place.city, place.district, place.school))
    await repository.lock_city(transaction.session, place.city)
    return await lessons.find_to_change(transaction, lesson_id)


def _require_keeper(person: PersonCaller, area: Area) -> None:
    if not may_keep(person, Keep.TIMES, area):
        raise NotAllowed


def _require_planned(lesson: Lesson) -> None:
    if lesson.state is not State.PLANNED:
        # Raises WrongState, with the words of the lesson's own state.
        after(lesson.state, Step.OPEN)


def _set_time(lesson: Lesson, starts_at: datetime) -> None:
    length = lesson.ends_at - lesson.starts_at
    lesson.starts_at, lesson.ends_at = starts_at, starts_at + length


def _note(
    transaction: Transaction,
    person: PersonCaller,
    lesson: Lesson,
    kind: ChangeKind,
    reason: str,
    now: datetime,
) -> None:
    change = LessonChange(
        id=new_id(now),
        lesson_id=lesson.id,
        kind=kind,
        reason=reason,
        person_id=person.id,
        at=now,
        old_starts_at=lesson.starts_at,
        old_ends_at=lesson.ends_at,
        old_teacher_id=lesson.teacher_id,
    )
    transaction.session.add(change)
    logger.info("lesson changed lesson=%s kind=%s by=%s", lesson.id, kind, person.id)


async def _require_free(
    transaction: Transaction, changed: Sequence[Lesson], now: datetime, language: str
) -> None:
    """See that everybody and everything that changed lessons need is free then.

    Raises:
        InThePast: if one of them would begin in the past or outside every term.
        LessonClashes: naming each clash.
    """
    await transaction.session.flush()
    clashes: list[Clash] = []
    for lesson in changed:
        if lesson.starts_at <= now:
            raise InThePast(names="starts_at")
        clashes += await _clashes(transaction, lesson)
    if clashes:
        raise clashing(clashes, language)


async def _clashes(transaction: Transaction, lesson: Lesson) -> list[Clash]:
    wanted = booking_of(lesson)
    rooms = [key for key, _ in (wanted.hub_room, *wanted.receiving_rooms)]
    classes = [key for key, _ in wanted.classes]
    others = await repository.overlapping(
        transaction.session,
        lesson.starts_at,
        lesson.ends_at,
        lesson.teacher_id,
        rooms,
        classes,
    )
    day = school_day(lesson.starts_at)
    city = lesson.hub_room.school.district.city_id
    own = await hours.held_on(transaction, city, day, lesson.teacher_id, classes)
    midnight = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    return [
        *await _closed(transaction, lesson, day, city),
        *with_lessons(wanted, map(booking_of, others)),
        *with_own_hours(
            wanted,
            (
                OwnHour(
                    each.class_id,
                    each.teacher_id,
                    each.subject,
                    midnight + timedelta(minutes=each.start_minute),
                    midnight + timedelta(minutes=each.end_minute),
                )
                for each in own
            ),
        ),
    ]


async def _closed(transaction: Transaction, lesson: Lesson, day: date, city: str) -> list[Clash]:
    terms = await repository.terms_of_city(transaction.session, city, day, day)
    if not terms:
        raise InThePast(names="starts_at")
    known = await organisation.calendars(transaction, [city])
    rooms = (lesson.hub_room, *(each.room for each in lesson.receivers))
    schools = {room.school.id: room.school for room in rooms}
    closed: list[tuple[str, str]] = []
    for school in schools.values():
        reason = day_off_reason(known.term_of(terms[0], place_of(school)), day)
        if reason is not None:
            closed.append((school.name, reason))
    return with_closed_schools(closed)


def booking_of(lesson: Lesson) -> Booking:
    """Return what a lesson takes; its rooms, teacher, receivers and classes must be loaded."""
    return Booking(
        id=lesson.id,
        title=lesson.title,
        subject=lesson.subject,
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        teacher=(lesson.teacher.id, lesson.teacher.name),
        hub_room=(lesson.hub_room.id, lesson.hub_room.name),
        receiving_rooms=tuple((each.room.id, each.room.name) for each in lesson.receivers),
        classes=tuple(
            (each.id, each.name)
            for each in (lesson.hub_class, *(row.school_class for row in lesson.receivers))
            if each is not None
        ),
    )


def _make_up_lesson(
    entry: TimetableEntry,
    day: date,
    starts_at: datetime,
    now: datetime,
    taught: tuple[str, int | None],
) -> Lesson:
    course = entry.course
    length = timedelta(minutes=entry.end_minute - entry.start_minute)
    return Lesson(
        id=new_id(now),
        makes_up=f"{entry.id}:{day.isoformat()}",
        kind=course.kind,
        title=course.title,
        subject=course.subject,
        grade=course.grade,
        hub_room_id=course.hub_room_id,
        hub_class_id=course.hub_class_id,
        teacher_id=course.teacher_id,
        starts_at=starts_at,
        ends_at=starts_at + length,
        state=State.PLANNED,
        recorded=course.recorded,
        edition=taught[0],
        volume=taught[1],
        receivers=[
            LessonReceiver(room_id=each.room_id, class_id=each.class_id)
            for each in course.receivers
        ],
    )
