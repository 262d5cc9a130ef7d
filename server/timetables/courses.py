"""Courses that people make by hand: weekly lessons of one hub teacher for the same rooms, checked against the whole term."""

import logging
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from scheduler import calendar
from scheduler.calendar import SHANGHAI
from scheduler.domain import EntryId, MinuteSpan, Term, TimetableEntry as Weekly, Weekday
from scheduler.instance import together
from server import models
from server.auth.policy import Area, Keep, PersonCaller, Place, may_keep
from server.auth.service import place_of
from server.clock import school_day
from server.database import Transaction
from server.identifiers import new_id
from server.organisation import hours, service as organisation
from server.organisation.problems import NoSuchThing, wrong_field
from server.timetables import repository, service
from server.timetables.clashes import Booking, Clash, OwnHour, with_lessons, with_own_hours
from server.timetables.problems import NoSuchEntry, clashing
from server.timetables.schemas import CourseIn

logger = logging.getLogger(__name__)

TEMPLATE_MONDAY = datetime(2001, 1, 1, tzinfo=SHANGHAI)
"""A week that stands for every week: weekly lessons are compared on it."""


async def of_school(
    transaction: Transaction, person: PersonCaller, term_id: str, school_id: str
) -> list[list[models.TimetableEntry]]:
    """Return the weekly lessons of a hub school's courses in a term, a list for each course.

    Raises:
        NoSuchThing: if the term or the school is not within reach.
    """
    await organisation.found(transaction, person, models.Term, term_id)
    await organisation.found(transaction, person, models.School, school_id)
    found: dict[str, list[models.TimetableEntry]] = {}
    for entry in await repository.entries_of_school(transaction.session, term_id, school_id):
        found.setdefault(entry.course_id, []).append(entry)
    return list(found.values())


async def create(
    transaction: Transaction,
    person: PersonCaller,
    given: CourseIn,
    now: datetime,
    days: int,
    *,
    language: str,
) -> list[models.TimetableEntry]:
    """Make a course with its weekly lessons, and the dated lessons of the next `days` days.

    Raises:
        NoSuchThing: if the term, a room or a class is not there, or not in the person's keeping.
        NoSuchEntry: if the teacher is not one of the hub school.
        Unprocessable: if a class sits in another school than its room, or two weekly lessons overlap.
        LessonClashes: naming everybody and everything that is taken then.
    """
    term = await organisation.found(transaction, person, models.Term, given.term_id)
    await repository.lock_city(transaction.session, term.city_id)
    await _require_places(transaction, person, given, term.city_id)
    course, entries = _rows(given, now)
    receivers = [
        models.CourseReceiver(course_id=course.id, room_id=each.room_id, class_id=each.class_id)
        for each in given.receivers
    ]
    session = transaction.session
    session.add(course)
    await session.flush()
    session.add_all([*receivers, *entries])
    await session.flush()
    known = await repository.entries(session, [term.id])
    mine = [entry for entry in known if entry.course_id == course.id]
    clashes = _with_week(mine, known)
    for entry in mine:
        clashes += await _with_own_hours(transaction, term, entry, school_day(now))
    if clashes:
        raise clashing(clashes, language)
    await service.expand(transaction, now, days)
    logger.info("course made course=%s by=%s", course.id, person.id)
    return mine


async def remove(
    transaction: Transaction, person: PersonCaller, course_id: str, now: datetime, days: int
) -> None:
    """Delete a course; its lessons that have not begun are cancelled, what was held stays.

    Raises:
        NoSuchThing: if there is none in the person's keeping.
    """
    course = await repository.course(transaction.session, course_id)
    if course is None or not _keeps(person, place_of(course.hub_room.school)):
        raise NoSuchThing
    await repository.remove_course(transaction.session, course_id)
    await service.expand(transaction, now, days)
    logger.info("course removed course=%s by=%s", course_id, person.id)


def _keeps(person: PersonCaller, place: Place) -> bool:
    return may_keep(person, Keep.TIMES, Area(place.city, place.district, place.school))


async def _require_places(
    transaction: Transaction, person: PersonCaller, given: CourseIn, city: str
) -> None:
    """See that rooms, classes and teacher are there, and that the person keeps the times of every school."""
    session = transaction.session
    wanted = {given.hub_room_id, *(each.room_id for each in given.receivers)}
    rooms = {room.id: room for room in await repository.rooms(session, wanted)}
    if set(rooms) != wanted or len(wanted) != len(given.receivers) + 1:
        raise NoSuchThing
    places = [place_of(room.school) for room in rooms.values()]
    if not all(place.city == city and _keeps(person, place) for place in places):
        raise NoSuchThing
    seats = [(each.class_id, each.room_id) for each in given.receivers]
    seats.append((given.hub_class_id, given.hub_room_id))
    schools = await repository.schools_of_classes(
        session, [class_id for class_id, _ in seats if class_id]
    )
    for class_id, room_id in seats:
        if class_id and schools.get(class_id) != rooms[room_id].school_id:
            raise wrong_field("class_id", class_id, "a class of the room's own school")
    hub = rooms[given.hub_room_id].school_id
    if await repository.teacher_of_school(session, given.teacher_id, hub) is None:
        raise NoSuchEntry


def _rows(given: CourseIn, now: datetime) -> tuple[models.Course, list[models.TimetableEntry]]:
    course = models.Course(
        id=new_id(now), **given.model_dump(exclude={"term_id", "receivers", "entries", "dry_run"})
    )
    entries = [
        models.TimetableEntry(
            id=new_id(now), course_id=course.id, term_id=given.term_id, **each.model_dump()
        )
        for each in given.entries
    ]
    return course, entries


def _with_week(
    mine: Sequence[models.TimetableEntry], known: Sequence[models.TimetableEntry]
) -> list[Clash]:
    """Return what other weekly lessons of the term, and the course's own, have of what these want."""
    found: list[Clash] = []
    for number, entry in enumerate(mine):
        before = {each.id for each in mine[:number]}
        own = {each.id for each in mine}
        others = [
            _booking(each)
            for each in known
            if each.weekday == entry.weekday
            and together(each.weeks, entry.weeks) is not None
            and (each.id not in own or each.id in before)
        ]
        found += with_lessons(_booking(entry), others)
    return found


def _booking(entry: models.TimetableEntry) -> Booking:
    course = entry.course
    midnight = TEMPLATE_MONDAY + timedelta(days=entry.weekday - 1)
    classes = (course.hub_class, *(each.school_class for each in course.receivers))
    return Booking(
        id=entry.id,
        title=course.title,
        subject=course.subject,
        starts_at=midnight + timedelta(minutes=entry.start_minute),
        ends_at=midnight + timedelta(minutes=entry.end_minute),
        teacher=(course.teacher.id, course.teacher.name),
        hub_room=(course.hub_room.id, course.hub_room.name),
        receiving_rooms=tuple((each.room.id, each.room.name) for each in course.receivers),
        classes=tuple((each.id, each.name) for each in classes if each is not None),
    )


async def _with_own_hours(
    transaction: Transaction, term: models.Term, entry: models.TimetableEntry, today: date
) -> list[Clash]:
    """Return what the schools' own timetables have of a weekly lesson, in the next odd and the next even week."""
    span = MinuteSpan(entry.start_minute, entry.end_minute)
    weekly = Weekly(EntryId(entry.id), Weekday(entry.weekday), span, entry.weeks)
    bare = Term(term.first_day, term.last_day)
    start = max(today, term.first_day)
    held = calendar.days_held(bare, [weekly], start, start + timedelta(days=20))
    wanted = _booking(entry)
    classes: Collection[str] = [key for key, _ in wanted.classes]
    found: dict[str, Clash] = {}
    for day in held.get(weekly.id, [])[:2]:
        own = await hours.held_on(transaction, term.city_id, day, wanted.teacher[0], classes)
        midnight = TEMPLATE_MONDAY + timedelta(days=entry.weekday - 1)
        taken = (
            OwnHour(
                each.class_id,
                each.teacher_id,
                each.subject,
                midnight + timedelta(minutes=each.start_minute),
                midnight + timedelta(minutes=each.end_minute),
            )
            for each in own
        )
        found |= {each.said.zh: each for each in with_own_hours(wanted, taken)}
    return list(found.values())
