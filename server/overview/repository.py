"""Queries of the day at a glance: five, however large the city is."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Integer, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from server.auth.policy import Reach
from server.models import Attendance, Device, Lesson, LessonReceiver, Room, School
from server.organisation.reach import school_ids


async def lessons_between(
    session: AsyncSession, reach: Reach, start: datetime, end: datetime
) -> Sequence[Lesson]:
    """Return the lessons of a span in which a school of the reach takes part, in order of time."""
    receivers = selectinload(Lesson.receivers).joinedload(LessonReceiver.room)
    received = select(LessonReceiver.lesson_id).where(LessonReceiver.room_id.in_(_rooms(reach)))
    query = select(Lesson).where(
        Lesson.starts_at >= start,
        Lesson.starts_at < end,
        or_(Lesson.hub_room_id.in_(_rooms(reach)), Lesson.id.in_(received)),
    )
    query = query.options(
        joinedload(Lesson.hub_room).joinedload(Room.school),
        joinedload(Lesson.teacher),
        receivers.joinedload(Room.school),
    )
    return (await session.scalars(query.order_by(Lesson.starts_at, Lesson.id))).all()


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
