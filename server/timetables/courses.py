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
from server.timetables.schemas import CourseChange, CourseIn

logger = logging.getLogger(__name__)

_NOT_COLUMNS = {"term_id", "receivers", "entries", "dry_run"}
"""What a course is given with and does not hold itself."""
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
    session = transaction.session
    session.add(course)
    await session.flush()
    session.add_all([*_receivers(course.id, given), *entries])
    await session.flush()
    mine = await _require_free(transaction, term, course.id, now, language)
    await service.expand(transaction, now, days)
    logger.info("course made course=%s by=%s", course.id, person.id)
    return mine


async def change(  # noqa: PLR0913 - who changes what, when
    transaction: Transaction,
    person: PersonCaller,
    course_id: str,
    given: CourseChange,
    now: datetime,
    days: int,
    *,
    language: str,
) -> list[models.TimetableEntry]:
    """Change a course, its weekly lessons of a term, and the dated lessons that have not begun.

    Whoever keeps its schools' times changes all of it; its teacher changes title and edition. A lesson that somebody
    else was asked to teach keeps its substitute.

    Raises:
        NoSuchThing: if the course is not there, or not theirs to change so; else as `create` does.
    """
    session = transaction.session
    term = await organisation.found(transaction, person, models.Term, given.term_id)
    await repository.lock_city(session, term.city_id)
    course = await repository.course(session, course_id)
    entries = await repository.entries_of_course(session, course_id)
    if course is None or not any(each.term_id == term.id for each in entries):
        raise NoSuchThing
    if _keeps(person, place_of(course.hub_room.school)):
        await _require_places(transaction, person, given, term.city_id)
    elif person.id != course.teacher_id or not await _same_but_for_words(
        transaction, course, entries, given
    ):
        raise NoSuchThing
    coming = await repository.coming_of_entries(session, [each.id for each in entries], now)
    for lesson in coming:
        _follow(lesson, course.teacher_id, given)
        transaction.announce("lesson.changed", lesson.id)
    for name, value in given.model_dump(exclude=_NOT_COLUMNS).items():
        setattr(course, name, value)
    await _bring_entries(transaction, course_id, given, entries, now)
    await repository.replace_receivers(session, course_id, _receivers(course_id, given))
    mine = await _require_free(transaction, term, course_id, now, language)
    await service.expand(transaction, now, days)
    logger.info("course changed course=%s by=%s", course_id, person.id)
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


async def _require_free(
    transaction: Transaction, term: models.Term, course_id: str, now: datetime, language: str
) -> list[models.TimetableEntry]:
    """Return the weekly lessons of a course in a term, if nobody and nothing is taken then.

    Raises:
        LessonClashes: naming everybody and everything that is.
    """
    known = await repository.entries(transaction.session, [term.id])
    mine = [entry for entry in known if entry.course_id == course_id]
    clashes = _with_week(mine, known)
    for entry in mine:
        clashes += await _with_own_hours(transaction, term, entry, school_day(now))
    if clashes:
        raise clashing(clashes, language)
    return mine


def _follow(lesson: models.Lesson, teacher: str, given: CourseIn) -> None:
    """Let a dated lesson be what its course is to be; `teacher` gave the course until now."""
    lesson.title, lesson.subject = given.title, given.subject
    lesson.kind, lesson.grade, lesson.recorded = given.kind, given.grade, given.recorded
    lesson.hub_room_id = given.hub_room_id
    if lesson.teacher_id == teacher:
        lesson.teacher_id = given.teacher_id


async def _bring_entries(
    transaction: Transaction,
    course_id: str,
    given: CourseChange,
    entries: Sequence[models.TimetableEntry],
    now: datetime,
) -> None:
    """Bring a course's weekly lessons of a term to what is wanted; one that keeps its id keeps its dated lessons."""
    session = transaction.session
    known = {each.id: each for each in entries if each.term_id == given.term_id}
    for wanted in given.entries:
        values = wanted.model_dump(exclude={"id"})
        if wanted.id is None:
            session.add(
                models.TimetableEntry(
                    id=new_id(now), course_id=course_id, term_id=given.term_id, **values
                )
            )
            continue
        entry = known.pop(wanted.id, None)
        if entry is None:
            raise NoSuchEntry
        for name, value in values.items():
            setattr(entry, name, value)
    for gone in known.values():
        await session.delete(gone)
    await session.flush()


async def _same_but_for_words(
    transaction: Transaction,
    course: models.Course,
    entries: Sequence[models.TimetableEntry],
    given: CourseChange,
) -> bool:
    """Return whether a change leaves everything as it is but title and edition."""
    names = given.model_dump(exclude=_NOT_COLUMNS | {"title", "edition"})
    weekly = {
        (each.id, each.weekday, each.start_minute, each.end_minute, each.weeks)
        for each in entries
        if each.term_id == given.term_id
    }
    wanted = {
        (each.id, each.weekday, each.start_minute, each.end_minute, each.weeks)
        for each in given.entries
    }
    seated = await repository.seats(transaction.session, course.id)
    return (
        all(getattr(course, name) == value for name, value in names.items())
        and weekly == wanted
        and seated == {(each.room_id, each.class_id) for each in given.receivers}
    )


def _receivers(course_id: str, given: CourseIn) -> list[models.CourseReceiver]:
    return [
        models.CourseReceiver(course_id=course_id, room_id=each.room_id, class_id=each.class_id)
        for each in given.receivers
    ]


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
    course = models.Course(id=new_id(now), **given.model_dump(exclude=_NOT_COLUMNS))
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
