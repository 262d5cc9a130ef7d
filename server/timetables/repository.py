"""Queries about terms, timetable entries and the lessons made from them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer

from server.lessons.sight import LONGEST_LESSON, detailed
from server.models import (
    CalendarFeed,
    ChangeKind,
    City,
    Course,
    CourseReceiver,
    FeedKind,
    Lesson,
    LessonChange,
    LessonReceiver,
    Person,
    Room,
    School,
    SchoolClass,
    State,
    Term,
    TimetableEntry,
)
from server.timetables.feeds import FeedLesson


async def terms_between(session: AsyncSession, first: date, last: date) -> Sequence[Term]:
    """Return the terms that overlap some days."""
    query = select(Term).where(Term.first_day <= last, Term.last_day >= first)
    return (await session.scalars(query.order_by(Term.id))).all()


async def entries(session: AsyncSession, term_ids: Sequence[str]) -> Sequence[TimetableEntry]:
    """Return the timetable of some terms, with courses, their rooms and receivers and where these lie."""
    query = _with_course().where(TimetableEntry.term_id.in_(term_ids))
    # A transaction that has just changed receivers must see them.
    query = query.order_by(TimetableEntry.id).execution_options(populate_existing=True)
    return (await session.scalars(query)).all()


async def entries_of_school(
    session: AsyncSession, term_id: str, school_id: str
) -> Sequence[TimetableEntry]:
    """Return the weekly lessons of one hub school in a term, with courses, rooms and receivers."""
    rooms = select(Room.id).where(Room.school_id == school_id)
    courses = select(Course.id).where(Course.hub_room_id.in_(rooms))
    query = _with_course().where(
        TimetableEntry.term_id == term_id, TimetableEntry.course_id.in_(courses)
    )
    return (await session.scalars(query.order_by(TimetableEntry.id))).all()


def _with_course() -> Select[TimetableEntry]:
    course = joinedload(TimetableEntry.course)
    receiving = course.selectinload(Course.receivers)
    return select(TimetableEntry).options(
        course.joinedload(Course.hub_room).joinedload(Room.school).joinedload(School.district),
        course.joinedload(Course.teacher),
        course.joinedload(Course.hub_class),
        receiving.joinedload(CourseReceiver.room)
        .joinedload(Room.school)
        .joinedload(School.district),
        receiving.joinedload(CourseReceiver.school_class),
    )


async def dated_lessons(session: AsyncSession, start: datetime, end: datetime) -> Sequence[Lesson]:
    """Return the lessons of a span that came from a timetable, locked, with their receivers."""
    query = (
        select(Lesson)
        .where(Lesson.occurrence_key.is_not(None))
        .where(Lesson.starts_at >= start, Lesson.starts_at < end)
        .options(selectinload(Lesson.receivers))
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def remove_receivers(session: AsyncSession, receivers: Sequence[tuple[str, str]]) -> None:
    """Take rooms out of courses (course and room), and delete the courses that have none left."""
    for course_id, room_id in receivers:
        await session.execute(
            delete(CourseReceiver).where(
                CourseReceiver.course_id == course_id, CourseReceiver.room_id == room_id
            )
        )
    left = select(CourseReceiver.course_id)
    touched = {course_id for course_id, _ in receivers}
    await session.execute(delete(Course).where(Course.id.in_(touched), Course.id.not_in(left)))


async def lock_city(session: AsyncSession, city: str) -> None:
    """Have edits of one city's lessons wait for each other until the end of the transaction."""
    await session.execute(select(City.id).where(City.id == city).with_for_update())


async def entry(session: AsyncSession, entry_id: str) -> TimetableEntry | None:
    """Return one weekly lesson with its course, rooms, receivers and where these lie."""
    return await session.scalar(_with_course().where(TimetableEntry.id == entry_id))


async def term(session: AsyncSession, term_id: str) -> Term | None:
    """Return one term."""
    return await session.get(Term, term_id)


async def terms_of_city(
    session: AsyncSession, city: str, first: date, last: date
) -> Sequence[Term]:
    """Return the terms of a city that overlap some days."""
    query = select(Term).where(Term.city_id == city, Term.first_day <= last, Term.last_day >= first)
    return (await session.scalars(query.order_by(Term.first_day))).all()


async def overlapping(
    session: AsyncSession,
    start: datetime,
    end: datetime,
    teacher: str,
    rooms: Collection[str],
    classes: Collection[str],
) -> Sequence[Lesson]:
    """Return the lessons that overlap a span and take one of these, with details."""
    received = select(LessonReceiver.lesson_id).where(
        LessonReceiver.room_id.in_(rooms) | LessonReceiver.class_id.in_(classes)
    )
    query = (
        select(Lesson)
        .where(
            Lesson.starts_at < end,
            Lesson.ends_at > start,
            Lesson.starts_at > start - LONGEST_LESSON,
            Lesson.state.not_in((State.CANCELLED, State.EXPIRED)),
            or_(
                Lesson.teacher_id == teacher,
                Lesson.hub_room_id.in_(rooms),
                Lesson.hub_class_id.in_(classes),
                Lesson.id.in_(received),
            ),
        )
        .options(
            joinedload(Lesson.hub_room),
            joinedload(Lesson.hub_class),
            joinedload(Lesson.teacher),
            selectinload(Lesson.receivers).options(
                joinedload(LessonReceiver.room), joinedload(LessonReceiver.school_class)
            ),
        )
    )
    return (await session.scalars(query.order_by(Lesson.starts_at, Lesson.id))).all()


async def course(session: AsyncSession, course_id: str) -> Course | None:
    """Return a course with its hub room and where that lies."""
    room = joinedload(Course.hub_room).joinedload(Room.school).joinedload(School.district)
    return await session.scalar(select(Course).where(Course.id == course_id).options(room))


async def entries_of_course(session: AsyncSession, course_id: str) -> Sequence[TimetableEntry]:
    """Return the weekly lessons of a course in every term, bare."""
    query = select(TimetableEntry).where(TimetableEntry.course_id == course_id)
    return (await session.scalars(query.order_by(TimetableEntry.id))).all()


async def seats(session: AsyncSession, course_id: str) -> set[tuple[str, str | None]]:
    """Return the rooms that receive a course, each with its class."""
    query = select(CourseReceiver.room_id, CourseReceiver.class_id)
    rows = await session.execute(query.where(CourseReceiver.course_id == course_id))
    return {(row.room_id, row.class_id) for row in rows}


async def replace_receivers(
    session: AsyncSession, course_id: str, receivers: Sequence[CourseReceiver]
) -> None:
    """Let a course be received by these rooms and no others."""
    await session.execute(delete(CourseReceiver).where(CourseReceiver.course_id == course_id))
    session.add_all(receivers)
    await session.flush()


async def coming_of_entries(
    session: AsyncSession, entries: Collection[str], now: datetime
) -> Sequence[Lesson]:
    """Return the planned lessons of some weekly lessons that have not begun, locked."""
    made = or_(*(Lesson.occurrence_key.startswith(f"{each}:", autoescape=True) for each in entries))
    query = select(Lesson).where(Lesson.state == State.PLANNED, Lesson.starts_at > now, made)
    return (await session.scalars(query.with_for_update())).all()


async def remove_course(session: AsyncSession, course_id: str) -> None:
    """Delete a course with its weekly lessons and receivers."""
    await session.execute(delete(Course).where(Course.id == course_id))


async def rooms(session: AsyncSession, ids: Collection[str]) -> Sequence[Room]:
    """Return rooms and where they lie."""
    query = select(Room).where(Room.id.in_(ids))
    query = query.options(joinedload(Room.school).joinedload(School.district))
    return (await session.scalars(query)).all()


async def schools_of_classes(session: AsyncSession, ids: Collection[str]) -> dict[str, str]:
    """Return the school of each class that exists."""
    query = select(SchoolClass.id, SchoolClass.school_id).where(SchoolClass.id.in_(ids))
    return {row.id: row.school_id for row in (await session.execute(query)).all()}


async def lessons_of_school(
    session: AsyncSession, school: str, span: tuple[datetime, datetime], limit: int
) -> Sequence[Lesson]:
    """Return the first lessons that a school sends or receives and that start in a span, with details."""
    query = detailed().where(
        Lesson.starts_at >= span[0], Lesson.starts_at < span[1], _of_feed(FeedKind.SCHOOL, school)
    )
    return (await session.scalars(query.order_by(Lesson.starts_at, Lesson.id).limit(limit))).all()


async def teacher_of_school(session: AsyncSession, person: str, school: str) -> Person | None:
    """Return a person of a school who may still sign in."""
    query = select(Person).where(
        Person.id == person, Person.school_id == school, Person.disabled_at.is_(None)
    )
    return await session.scalar(query)


async def person(session: AsyncSession, person_id: str) -> Person | None:
    """Return a person."""
    return await session.get(Person, person_id)


async def changed_by_hand(session: AsyncSession, since: datetime) -> frozenset[str]:
    """Return the occurrence keys of lessons that people cancelled or moved and that are, or were, still to come."""
    query = (
        select(Lesson.occurrence_key)
        .join(LessonChange, LessonChange.lesson_id == Lesson.id)
        .where(
            Lesson.occurrence_key.is_not(None),
            LessonChange.undone_at.is_(None),
            LessonChange.kind.in_((ChangeKind.CANCELLED, ChangeKind.MOVED)),
            (Lesson.ends_at > since) | (LessonChange.old_ends_at > since),
        )
    )
    return frozenset(key for key in await session.scalars(query) if key)


async def standing_changes(session: AsyncSession, lesson: str) -> Sequence[LessonChange]:
    """Return the changes of a lesson that hold, newest first."""
    query = select(LessonChange).where(
        LessonChange.lesson_id == lesson, LessonChange.undone_at.is_(None)
    )
    return (
        await session.scalars(query.order_by(LessonChange.at.desc(), LessonChange.id.desc()))
    ).all()


async def cancelled_keys(session: AsyncSession, hub_rooms: Collection[str]) -> frozenset[str]:
    """Return the occurrence keys of the cancelled lessons of some hub rooms."""
    query = select(Lesson.occurrence_key).where(
        Lesson.hub_room_id.in_(set(hub_rooms)),
        Lesson.occurrence_key.is_not(None),
        Lesson.state == State.CANCELLED,
    )
    return frozenset(key for key in await session.scalars(query) if key)


async def making_up(session: AsyncSession, entries: Collection[str]) -> dict[str, str]:
    """Return the lessons that make up for occurrences of some entries, by occurrence key."""
    query = select(Lesson.makes_up, Lesson.id).where(
        Lesson.makes_up.is_not(None), Lesson.state != State.CANCELLED
    )
    wanted = set(entries)
    return {
        key: lesson_id
        for key, lesson_id in await session.execute(query)
        if key is not None and key.rsplit(":", 1)[0] in wanted
    }


async def feed(session: AsyncSession, feed_id: str) -> CalendarFeed | None:
    """Return a feed with what the rules ask of its person, unless they may no longer sign in."""
    query = (
        select(CalendarFeed)
        .join(CalendarFeed.person)
        .where(CalendarFeed.id == feed_id, Person.disabled_at.is_(None))
        .options(
            contains_eager(CalendarFeed.person).options(
                joinedload(Person.school).options(
                    joinedload(School.district), undefer(School.memberships)
                ),
                selectinload(Person.grants),
            )
        )
    )
    return await session.scalar(query)


async def feeds_of(session: AsyncSession, person_id: str) -> Sequence[CalendarFeed]:
    """Return the feeds of a person, oldest first."""
    query = select(CalendarFeed).where(CalendarFeed.person_id == person_id)
    return (await session.scalars(query.order_by(CalendarFeed.created_at, CalendarFeed.id))).all()


async def feed_lessons(
    session: AsyncSession, kind: FeedKind, target: str, span: tuple[datetime, datetime], limit: int
) -> list[FeedLesson]:
    """Return the lessons of a feed in a span, in order. Columns only: a school has hundreds."""
    start, end = span
    query = (
        select(
            Lesson.id,
            Lesson.title,
            Person.name,
            School.name,
            Room.name,
            Lesson.starts_at,
            Lesson.ends_at,
            Lesson.state,
            Lesson.sequence,
        )
        .join(Lesson.teacher)
        .join(Lesson.hub_room)
        .join(Room.school)
        .where(Lesson.starts_at >= start, Lesson.starts_at < end, _of_feed(kind, target))
        .order_by(Lesson.starts_at, Lesson.id)
        .limit(limit)
    )
    return [
        FeedLesson(
            key, title, teacher, f"{school} {room}", starts, ends, state is State.CANCELLED, number
        )
        for key, title, teacher, school, room, starts, ends, state, number in await session.execute(
            query
        )
    ]


def _of_feed(kind: FeedKind, target: str) -> ColumnElement[bool]:
    receiver = LessonReceiver
    match kind:
        case FeedKind.TEACHER:
            return Lesson.teacher_id == target
        case FeedKind.CLASS:
            received = select(receiver.lesson_id).where(receiver.class_id == target)
            return or_(Lesson.hub_class_id == target, Lesson.id.in_(received))
        case FeedKind.ROOM:
            received = select(receiver.lesson_id).where(receiver.room_id == target)
            return or_(Lesson.hub_room_id == target, Lesson.id.in_(received))
        case FeedKind.SCHOOL:
            rooms = select(Room.id).where(Room.school_id == target)
            received = select(receiver.lesson_id).where(receiver.room_id.in_(rooms))
            return or_(Lesson.hub_room_id.in_(rooms), Lesson.id.in_(received))
