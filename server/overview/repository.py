"""Queries of the day at a glance: seven, however large the city is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from server.auth.policy import Reach
from server.models import Attendance, Device, Lesson, LessonReceiver, Room, School, State
from server.organisation.reach import school_ids


@dataclass(frozen=True, slots=True)
class DayLesson:
    """What is counted of a lesson: columns only, because a city has six hundred a day."""

    id: str
    state: State
    starts_at: datetime
    ends_at: datetime
    hub: str
    """The hub's school."""


@dataclass(frozen=True, slots=True)
class NeededRoom:
    """A room that receives a lesson."""

    id: str
    name: str
    school: str
    school_name: str
    lesson_at: datetime


async def lessons_between(
    session: AsyncSession, reach: Reach, start: datetime, end: datetime
) -> list[DayLesson]:
    """Return the lessons of a span in which a school of the reach takes part, in order of time."""
    mine = _rooms(reach)
    # Asked for each lesson of the day: the receivers of the whole year are two hundred thousand rows.
    received = (
        select(LessonReceiver.lesson_id)
        .where(LessonReceiver.lesson_id == Lesson.id, LessonReceiver.room_id.in_(mine))
        .exists()
    )
    query = (
        select(Lesson.id, Lesson.state, Lesson.starts_at, Lesson.ends_at, Room.school_id)
        .join(Lesson.hub_room)
        .where(Lesson.starts_at >= start, Lesson.starts_at < end)
        .where(or_(Lesson.hub_room_id.in_(mine), received))
        .order_by(Lesson.starts_at, Lesson.id)
    )
    return [DayLesson(*row) for row in await session.execute(query)]


async def lessons_now(session: AsyncSession, ids: Collection[str]) -> Sequence[Lesson]:
    """Return some lessons with their rooms, schools and teachers."""
    receivers = selectinload(Lesson.receivers).joinedload(LessonReceiver.room)
    query = (
        select(Lesson)
        .where(Lesson.id.in_(ids))
        .options(
            joinedload(Lesson.hub_room).joinedload(Room.school),
            joinedload(Lesson.teacher),
            receivers.joinedload(Room.school),
        )
    )
    return (await session.scalars(query.order_by(Lesson.starts_at, Lesson.id))).all()


async def needed_rooms(session: AsyncSession, lessons: Collection[str]) -> list[NeededRoom]:
    """Return the rooms that receive some lessons, the next bell first; a room once for each lesson."""
    query = (
        select(Room.id, Room.name, School.id, School.name, Lesson.starts_at)
        .select_from(LessonReceiver)
        .join(LessonReceiver.room)
        .join(Room.school)
        .join(Lesson, Lesson.id == LessonReceiver.lesson_id)
        .where(LessonReceiver.lesson_id.in_(lessons))
        .order_by(Lesson.starts_at, Lesson.id, Room.id)
    )
    return [NeededRoom(*row) for row in await session.execute(query)]


async def connected_rooms(session: AsyncSession, lessons: Collection[str]) -> set[tuple[str, str]]:
    """Return the (lesson, room) pairs that are receiving now."""
    query = select(Attendance.lesson_id, Attendance.room_id).distinct()
    query = query.where(Attendance.lesson_id.in_(lessons), Attendance.ended_at.is_(None))
    return {(row.lesson_id, row.room_id) for row in await session.execute(query)}


async def devices(
    session: AsyncSession, reach: Reach, since: datetime
) -> tuple[int, int, dict[str, datetime | None]]:
    """Return how many devices there are, how many were seen since a moment, and when each room's was seen last."""
    seen = func.max(Device.last_seen_at)
    online = func.sum(func.coalesce((Device.last_seen_at >= since).cast(Integer), 0))
    query = select(Device.room_id, func.count(), online, seen).group_by(Device.room_id)
    query = query.where(Device.disabled_at.is_(None), Device.room_id.in_(_rooms(reach)))
    rows = (await session.execute(query)).all()
    return (
        sum(row[1] for row in rows),
        sum(row[2] for row in rows),
        {row[0]: row[3] for row in rows},
    )


async def thin_links(
    session: AsyncSession, reach: Reach, hubs: Collection[str], downlink: int, uplink: int
) -> Sequence[School]:
    """Return the schools whose known downlink, or as hubs uplink, is below what is needed; the thinnest first."""
    query = select(School).where(
        School.id.in_(school_ids(reach)),
        or_(
            and_(School.downlink_kbps > 0, School.downlink_kbps < downlink),
            and_(School.id.in_(hubs), School.uplink_kbps > 0, School.uplink_kbps < uplink),
        ),
    )
    return (await session.scalars(query.order_by(School.downlink_kbps, School.name))).all()


def _rooms(reach: Reach) -> Select[str]:
    return select(Room.id).where(Room.school_id.in_(school_ids(reach)))
