"""Queries about what was delivered, and about the ledger."""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from server.auth.policy import Reach
from server.models import (
    Delivered,
    LedgerEntry,
    Lesson,
    LessonReceiver,
    Room,
    School,
    State,
)
from server.organisation.reach import school_ids

CHAIN_LOCK = 0x6C656467
"""Number of the advisory lock that lets one transaction append at a time: "ledg"."""
BATCH = 1000
OVER = (State.ENDED, State.ARCHIVED, State.EXPIRED)


async def keep_delivered(session: AsyncSession, rows: Iterable[dict[str, Any]]) -> None:
    """Write intervals; the newest word on one stands: its end may also have been corrected to earlier."""
    values = list(rows)
    key = ["session_id", "role", "kind", "number"]
    changing = ("began_at", "ended_at", "written_at")
    statement: postgresql.Insert | sqlite.Insert
    if session.get_bind().dialect.name == "postgresql":
        on_postgresql = postgresql.insert(Delivered)
        new = {name: on_postgresql.excluded[name] for name in changing}
        statement = on_postgresql.on_conflict_do_update(index_elements=key, set_=new)
    else:
        on_sqlite = sqlite.insert(Delivered)
        new = {name: on_sqlite.excluded[name] for name in changing}
        statement = on_sqlite.on_conflict_do_update(index_elements=key, set_=new)
    await session.execute(statement, values)


async def delivered(session: AsyncSession, lesson_id: str) -> Sequence[Delivered]:
    """Return every interval of a lesson."""
    return (await session.scalars(select(Delivered).where(Delivered.lesson_id == lesson_id))).all()


async def due(session: AsyncSession, since: datetime, until: datetime) -> Sequence[str]:
    """Return lessons that ended in a span and have no entry, or of which more was delivered than is entered."""
    entered = (
        select(LedgerEntry.lesson_id, func.max(LedgerEntry.written_at).label("at"))
        .group_by(LedgerEntry.lesson_id)
        .subquery()
    )
    told = (
        select(Delivered.lesson_id, func.max(Delivered.written_at).label("at"))
        .group_by(Delivered.lesson_id)
        .subquery()
    )
    query = (
        select(Lesson.id)
        .join(entered, entered.c.lesson_id == Lesson.id, isouter=True)
        .join(told, told.c.lesson_id == Lesson.id, isouter=True)
        .where(Lesson.state.in_(OVER), Lesson.ended_at > since, Lesson.ended_at <= until)
        .where(or_(entered.c.at.is_(None), told.c.at > entered.c.at))
    )
    return (await session.scalars(query.order_by(Lesson.starts_at, Lesson.id))).all()


async def lesson(session: AsyncSession, lesson_id: str) -> Lesson | None:
    """Return a lesson with everything that an entry tells of it."""
    receivers = selectinload(Lesson.receivers)
    query = select(Lesson).where(Lesson.id == lesson_id)
    query = query.options(
        joinedload(Lesson.hub_room).joinedload(Room.school),
        joinedload(Lesson.teacher),
        receivers.joinedload(LessonReceiver.room)
        .joinedload(Room.school)
        .joinedload(School.district),
        receivers.joinedload(LessonReceiver.school_class),
    )
    return await session.scalar(query)


async def lock(session: AsyncSession) -> None:
    """Let nobody else append until the end of this transaction. SQLite's writers are alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})


async def last(session: AsyncSession) -> LedgerEntry | None:
    """Return the newest row."""
    query = select(LedgerEntry).order_by(LedgerEntry.number.desc()).limit(1)
    return await session.scalar(query)


async def newest(session: AsyncSession, lesson_id: str) -> dict[str, LedgerEntry]:
    """Return the newest revision by room of a lesson."""
    query = select(LedgerEntry).where(
        LedgerEntry.lesson_id == lesson_id, LedgerEntry.newest.is_(True)
    )
    return {row.room_id: row for row in (await session.scalars(query)).all()}


async def outdate(session: AsyncSession, number: int) -> None:
    """Mark a row as followed by a correction."""
    await session.execute(
        update(LedgerEntry).where(LedgerEntry.number == number).values(newest=False)
    )


async def in_order(session: AsyncSession) -> AsyncIterator[Sequence[LedgerEntry]]:
    """Yield every row in order, by batches."""
    number = 0
    while True:
        query = select(LedgerEntry).where(LedgerEntry.number > number)
        found = (await session.scalars(query.order_by(LedgerEntry.number).limit(BATCH))).all()
        if not found:
            return
        yield found
        number = found[-1].number
        session.expunge_all()


GROUPS = {
    "class": (LedgerEntry.class_id, LedgerEntry.class_name),
    "subject": (LedgerEntry.subject, LedgerEntry.subject),
    "teacher": (LedgerEntry.teacher_id, LedgerEntry.teacher_name),
    "school": (LedgerEntry.school_id, LedgerEntry.school_name),
    "district": (LedgerEntry.district_id, LedgerEntry.district_name),
    "month": (LedgerEntry.month, LedgerEntry.month),
}


async def report(
    session: AsyncSession, reach: Reach, by: str, start: datetime, end: datetime
) -> Sequence[Row[Any]]:
    """Return sums by group of the entries that a reach holds (as receiving or as hub school), in order of the group's name."""
    key, name = GROUPS[by]
    query = select(
        key,
        func.max(name),
        func.max(LedgerEntry.school_name),
        func.count(),
        func.sum(case((LedgerEntry.held.is_(True), 1), else_=0)),
        func.sum(LedgerEntry.planned_seconds),
        func.sum(LedgerEntry.delivered_seconds),
        func.sum(LedgerEntry.seen_seconds),
        func.sum(LedgerEntry.late_seconds),
        func.sum(LedgerEntry.early_seconds),
        func.sum(LedgerEntry.gap_seconds),
    )
    query = query.where(*_held(reach, start, end)).group_by(key)
    found: Sequence[Row[Any]] = (await session.execute(query.order_by(func.max(name), key))).all()
    return found


async def taught(
    session: AsyncSession, reach: Reach, start: datetime, end: datetime, teachers: Collection[str]
) -> dict[str, tuple[int, int]]:
    """Return (lessons, seconds) by teacher: each lesson counts once, by the class that got most of it."""
    lessons = (
        select(
            LedgerEntry.teacher_id,
            LedgerEntry.lesson_id,
            func.max(LedgerEntry.delivered_seconds).label("seconds"),
        )
        .where(*_held(reach, start, end))
        .group_by(LedgerEntry.teacher_id, LedgerEntry.lesson_id)
        .subquery()
    )
    query = select(lessons.c.teacher_id, func.count(), func.sum(lessons.c.seconds)).group_by(
        lessons.c.teacher_id
    )
    if teachers:
        query = query.where(lessons.c.teacher_id.in_(teachers))
    return {row[0]: (row[1], row[2]) for row in (await session.execute(query)).all()}


async def entries(
    session: AsyncSession, reach: Reach, start: datetime, end: datetime, after: int, limit: int
) -> Sequence[LedgerEntry]:
    """Return a page of the newest revisions, by number behind `after`."""
    query = select(LedgerEntry).where(*_held(reach, start, end), LedgerEntry.number > after)
    return (await session.scalars(query.order_by(LedgerEntry.number).limit(limit))).all()


async def of_teacher(
    session: AsyncSession, teacher: str, start: datetime, end: datetime
) -> Sequence[LedgerEntry]:
    """Return the newest revisions of a teacher's lessons, by time."""
    query = select(LedgerEntry).where(
        LedgerEntry.teacher_id == teacher,
        LedgerEntry.newest.is_(True),
        LedgerEntry.starts_at >= start,
        LedgerEntry.starts_at < end,
    )
    return (await session.scalars(query.order_by(LedgerEntry.starts_at, LedgerEntry.room_id))).all()


def _held(reach: Reach, start: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    schools = school_ids(reach)
    return (
        LedgerEntry.newest.is_(True),
        LedgerEntry.starts_at >= start,
        LedgerEntry.starts_at < end,
        or_(LedgerEntry.school_id.in_(schools), LedgerEntry.hub_school_id.in_(schools)),
    )
