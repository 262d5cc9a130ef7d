"""Queries about devices, their enrolment, the lessons of their rooms."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from server.auth.policy import Reach
from server.lessons.sight import LONGEST_LESSON
from server.models import (
    Attendance,
    Device,
    Enrolment,
    Kind,
    Lesson,
    LessonReceiver,
    MediaToken,
    Person,
    Room,
    School,
    SchoolClass,
    State,
)
from server.organisation.reach import school_ids


class PlannedRow(NamedTuple):
    """A lesson of a room, with the names of teacher and hub."""

    room: str
    id: str
    kind: Kind
    title: str
    subject: str
    grade: int
    teacher: str
    hub: str
    starts_at: datetime
    ends_at: datetime


def _detailed() -> Select[Device]:
    return select(Device).options(
        joinedload(Device.room).joinedload(Room.school).joinedload(School.district),
        joinedload(Device.school_class),
    )


async def by_key_hash(session: AsyncSession, key_hash: str) -> Device | None:
    """Return the device of a key (or of the next one), with its room, school and class, unless it is disabled."""
    query = _detailed().where(
        or_(Device.key_hash == key_hash, Device.next_key_hash == key_hash),
        Device.disabled_at.is_(None),
    )
    return await session.scalar(query)


async def device(session: AsyncSession, device_id: str) -> Device | None:
    """Return one device with room, school and class, disabled or not."""
    query = _detailed().where(Device.id == device_id)
    return await session.scalar(query.execution_options(populate_existing=True))


async def fleet(
    session: AsyncSession, reach: Reach, search: str, after: str, limit: int
) -> Sequence[Device]:
    """Return devices of the schools that a reach holds, by id behind `after`."""
    query = (
        _detailed()
        .join(Room, Room.id == Device.room_id)
        .join(School, School.id == Room.school_id)
        .where(School.id.in_(school_ids(reach)), Device.id > after)
        .order_by(Device.id)
        .limit(limit)
    )
    if search:
        query = query.where(
            or_(
                Device.name.contains(search, autoescape=True),
                Room.name.contains(search, autoescape=True),
                School.name.contains(search, autoescape=True),
            )
        )
    return (await session.scalars(query)).all()


async def room(session: AsyncSession, room_id: str) -> Room | None:
    """Return a room with its school and district."""
    query = select(Room).where(Room.id == room_id)
    return await session.scalar(query.options(joinedload(Room.school).joinedload(School.district)))


async def school_class(session: AsyncSession, class_id: str) -> SchoolClass | None:
    """Return a class."""
    return await session.get(SchoolClass, class_id)


async def enrolment(session: AsyncSession, enrolment_id: str) -> Enrolment | None:
    """Return an enrolment, whatever became of it."""
    return await session.get(Enrolment, enrolment_id)


async def enrolment_by_code(session: AsyncSession, code: str, now: datetime) -> Enrolment | None:
    """Return the enrolment of a code that nobody typed yet; locked until the end of the transaction."""
    query = select(Enrolment).where(
        Enrolment.code == code, Enrolment.expires_at > now, Enrolment.device_id.is_(None)
    )
    return await session.scalar(query.with_for_update())


async def known_codes(session: AsyncSession, codes: Collection[str]) -> set[str]:
    """Return those of the codes that are taken."""
    return set(await session.scalars(select(Enrolment.code).where(Enrolment.code.in_(codes))))


async def waiting_enrolments(session: AsyncSession) -> int:
    """Return how many enrolments there are."""
    return await session.scalar(select(func.count()).select_from(Enrolment)) or 0


async def remove_expired_enrolments(session: AsyncSession, now: datetime) -> None:
    """Forget enrolments whose time has passed."""
    await session.execute(delete(Enrolment).where(Enrolment.expires_at <= now))


async def remove_media_tokens(session: AsyncSession, device_id: str) -> None:
    """Forget the permits of a device that may not come in any more."""
    await session.execute(delete(MediaToken).where(MediaToken.device_id == device_id))


async def planned(
    session: AsyncSession, rooms: Collection[str], start: datetime, end: datetime
) -> list[PlannedRow]:
    """Return the lessons of rooms that overlap a span, by room and in order."""
    hub_room, hub = Room.__table__.alias(), School.__table__.alias()
    # Columns only: a hundred rooms have three thousand lessons in a fortnight.
    columns = (
        *(Lesson.id, Lesson.kind, Lesson.title, Lesson.subject, Lesson.grade),
        *(Person.name, hub.c.name, Lesson.starts_at, Lesson.ends_at),
    )
    joined = (
        (Person, Person.id == Lesson.teacher_id),
        (hub_room, hub_room.c.id == Lesson.hub_room_id),
        (hub, hub.c.id == hub_room.c.school_id),
    )
    inside = (
        Lesson.ends_at > start,
        Lesson.starts_at < end,
        Lesson.starts_at > start - LONGEST_LESSON,
        Lesson.state != State.CANCELLED,
    )
    found: list[PlannedRow] = []
    receiving = select(LessonReceiver.room_id, *columns).join(
        Lesson, Lesson.id == LessonReceiver.lesson_id
    )
    for query, column in (
        (receiving, LessonReceiver.room_id),
        (select(Lesson.hub_room_id, *columns), Lesson.hub_room_id),
    ):
        wanted = query.where(column.in_(rooms), *inside)
        for target, condition in joined:
            wanted = wanted.join(target, condition)
        found += [PlannedRow._make(row) for row in await session.execute(wanted)]
    return sorted(found, key=lambda row: (row.room, row.starts_at, row.id))


async def last_lessons(
    session: AsyncSession, rooms: Collection[str]
) -> dict[str, tuple[str, str, datetime]]:
    """Return (lesson, title, when) by room of the lesson that each room was in last."""
    newest = (
        select(Attendance.room_id, func.max(Attendance.began_at).label("at"))
        .where(Attendance.room_id.in_(rooms))
        .group_by(Attendance.room_id)
        .subquery()
    )
    query = (
        select(Attendance.room_id, Lesson.id, Lesson.title, Attendance.began_at)
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .join(
            newest,
            (newest.c.room_id == Attendance.room_id) & (newest.c.at == Attendance.began_at),
        )
    )
    rows = (await session.execute(query)).all()
    return {row[0]: (row[1], row[2], row[3]) for row in rows}
