"""From the timetable to dated lessons. May run at any time and twice: only what differs is changed."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler import calendar
from scheduler.domain import EntryId, MinuteSpan, Term, TimetableEntry, Weekday
from server import models
from server.auth.service import place_of
from server.clock import day_bounds, school_day
from server.database import Transaction
from server.identifiers import new_id
from server.lessons import service as lessons
from server.lessons.lifecycle import Step
from server.models import State
from server.organisation import service as organisation
from server.organisation.days import Calendars
from server.timetables import repository
from server.timetables.teaching import taught_from

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A lesson as the timetable and the calendar want it."""

    dated: calendar.DatedLesson
    course: models.Course
    receivers: Mapping[str, str | None]
    """Class by receiving room: those whose own school holds lessons that day."""
    taught_from: tuple[str, int | None]
    """Edition and volume of the textbook."""


async def expand(transaction: Transaction, now: datetime, days: int) -> int:
    """Make, move and cancel planned lessons from today on so that they are what timetable and calendar say.

    Returns how many lessons changed. A lesson whose room is open, or that is over, is never touched.
    """
    today = school_day(now)
    last = today + timedelta(days=days)
    wanted = {
        each.dated.key: each
        for each in await occurrences_between(transaction, today, last)
        if each.dated.starts_at > now
    }
    found = await repository.dated_lessons(transaction.session, now, day_bounds(last)[1])
    # What people cancelled or moved by hand stays as they left it.
    by_hand = await repository.changed_by_hand(transaction.session, now)
    wanted = {key: each for key, each in wanted.items() if key not in by_hand}
    found = [lesson for lesson in found if lesson.occurrence_key not in by_hand]
    changed = _bring_to(transaction, wanted, found, now)
    if changed:
        logger.info("timetable expanded changed=%d wanted=%d", changed, len(wanted))
    return changed


async def week(transaction: Transaction, term_id: str) -> Sequence[models.TimetableEntry]:
    """Return the weekly lessons of a term, with courses, rooms and receivers."""
    return await repository.entries(transaction.session, [term_id])


async def add(
    transaction: Transaction,
    courses: Sequence[tuple[models.Course, models.TimetableEntry]],
    receivers: Sequence[models.CourseReceiver],
) -> None:
    """Store courses with their weekly lesson, and receivers of these or older ones; `expand` dates them."""
    session = transaction.session
    session.add_all(course for course, _ in courses)
    await session.flush()
    session.add_all(entry for _, entry in courses)
    session.add_all(receivers)
    await session.flush()


async def remove(transaction: Transaction, receivers: Sequence[tuple[str, str]]) -> None:
    """Take rooms out of courses (course and room); a course without receivers goes. `expand` cancels what is planned."""
    await repository.remove_receivers(transaction.session, receivers)


async def occurrences_between(
    transaction: Transaction, first: date, last: date
) -> list[Occurrence]:
    """Return the lessons of some days as timetables and calendars want them."""
    session = transaction.session
    terms = {term.id: term for term in await repository.terms_between(session, first, last)}
    rows = await repository.entries(session, list(terms))
    cities = {term.city_id for term in terms.values()}
    known = await organisation.calendars(transaction, cities)
    books = await organisation.editions(transaction, cities)
    return occurrences(terms, rows, known, books, first, last)


def occurrences(
    terms: Mapping[str, models.Term],
    rows: Sequence[models.TimetableEntry],
    known: Calendars,
    books: organisation.Editions,
    first: date,
    last: date,
) -> list[Occurrence]:
    """Return the lessons of some days as timetable and calendar want them. No I/O.

    The hub school's calendar says whether a lesson is held, each receiving school's whether it takes part; a
    lesson whose every receiver is off is not held.
    """
    found: list[Occurrence] = []
    for (term_id, term), held in _by_term(terms, rows, known).items():
        courses = {row.id: row.course for row in held}
        for dated in calendar.expand(term, [_entry(row) for row in held], first, last):
            course = courses[dated.entry]
            receivers = {
                each.room_id: each.class_id
                for each in course.receivers
                if known.is_open(terms[term_id], place_of(each.room.school), dated.day)
            }
            if receivers or not course.receivers:
                taught = taught_from(course, dated.day, books)
                found.append(Occurrence(dated, course, receivers, taught))
    return found


def held_days(
    term: models.Term,
    rows: Sequence[models.TimetableEntry],
    known: Calendars,
    first: date,
    last: date,
) -> dict[str, list[date]]:
    """Return the days of `occurrences`, by weekly lesson. No I/O."""
    found: dict[str, list[date]] = {}
    for (_, layered), held in _by_term({term.id: term}, rows, known).items():
        dates = calendar.days_held(layered, [_entry(row) for row in held], first, last)
        for row in held:
            places = [place_of(each.room.school) for each in row.course.receivers]
            found[row.id] = [
                day
                for day in dates.get(EntryId(row.id), ())
                if not places or any(known.is_open(term, place, day) for place in places)
            ]
    return found


def _by_term(
    terms: Mapping[str, models.Term], rows: Sequence[models.TimetableEntry], known: Calendars
) -> dict[tuple[str, Term], list[models.TimetableEntry]]:
    """Return weekly lessons by their term as it runs at the hub school."""
    found: dict[tuple[str, Term], list[models.TimetableEntry]] = {}
    for row in rows:
        term = known.term_of(terms[row.term_id], place_of(row.course.hub_room.school))
        found.setdefault((row.term_id, term), []).append(row)
    return found


def _bring_to(
    transaction: Transaction,
    wanted: Mapping[str, Occurrence],
    found: Sequence[models.Lesson],
    now: datetime,
) -> int:
    changed, seen = 0, set()
    for lesson in found:
        key = lesson.occurrence_key or ""
        seen.add(key)
        if lesson.state is State.CANCELLED and key in wanted:
            # A holiday was withdrawn.
            lessons.move(transaction, lesson, Step.RESTORE, now)
            changed += 1
        if lesson.state is not State.PLANNED:
            continue
        if key not in wanted:
            lessons.move(transaction, lesson, Step.CANCEL, now)
            changed += 1
        elif _differs(lesson, wanted[key]):
            _update(lesson, wanted[key])
            transaction.announce("lesson.changed", lesson.id)
            changed += 1
        else:
            # No calendar shows the textbook: nobody is told.
            lesson.edition, lesson.volume = wanted[key].taught_from
    for key, occurrence in wanted.items():
        if key not in seen:
            lesson = _lesson(occurrence, now)
            transaction.session.add(lesson)
            transaction.announce("lesson.changed", lesson.id)
            changed += 1
    return changed


def _differs(lesson: models.Lesson, wanted: Occurrence) -> bool:
    span = (wanted.dated.starts_at, wanted.dated.ends_at)
    present = {each.room_id: each.class_id for each in lesson.receivers}
    return (
        (lesson.starts_at, lesson.ends_at) != span
        or present != wanted.receivers
        or lesson.hub_class_id != wanted.course.hub_class_id
    )


def _update(lesson: models.Lesson, wanted: Occurrence) -> None:
    lesson.starts_at, lesson.ends_at = wanted.dated.starts_at, wanted.dated.ends_at
    # What is recorded of the children follows from who sits there.
    lesson.hub_class_id = wanted.course.hub_class_id
    # Receivers are rows of their own: calendars would not hear of them.
    lesson.sequence += 1
    lesson.edition, lesson.volume = wanted.taught_from
    lesson.receivers = _receivers(wanted)


def _entry(row: models.TimetableEntry) -> TimetableEntry:
    return TimetableEntry(
        EntryId(row.id),
        Weekday(row.weekday),
        MinuteSpan(row.start_minute, row.end_minute),
        row.weeks,
    )


def _lesson(wanted: Occurrence, now: datetime) -> models.Lesson:
    dated, course = wanted.dated, wanted.course
    return models.Lesson(
        id=new_id(now),
        occurrence_key=dated.key,
        kind=course.kind,
        title=course.title,
        subject=course.subject,
        grade=course.grade,
        hub_room_id=course.hub_room_id,
        hub_class_id=course.hub_class_id,
        teacher_id=course.teacher_id,
        starts_at=dated.starts_at,
        ends_at=dated.ends_at,
        state=State.PLANNED,
        recorded=course.recorded,
        edition=wanted.taught_from[0],
        volume=wanted.taught_from[1],
        receivers=_receivers(wanted),
    )


def _receivers(wanted: Occurrence) -> list[models.LessonReceiver]:
    return [
        models.LessonReceiver(room_id=room, class_id=school_class)
        for room, school_class in wanted.receivers.items()
    ]
