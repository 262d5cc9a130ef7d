"""Queries about exports."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, undefer

from server.auth.policy import Reach
from server.models import (
    ExportRequest,
    ExportState,
    Lesson,
    LessonReceiver,
    Room,
    School,
    Track,
)
from server.organisation.reach import school_ids


def _detailed() -> Select[ExportRequest]:
    lesson = joinedload(ExportRequest.lesson)
    receivers = lesson.selectinload(Lesson.receivers).joinedload(LessonReceiver.room)
    return select(ExportRequest).options(
        lesson.joinedload(Lesson.hub_room)
        .joinedload(Room.school)
        .options(joinedload(School.district), undefer(School.memberships)),
        receivers.joinedload(Room.school).joinedload(School.district),
    )


async def export(session: AsyncSession, export_id: str) -> ExportRequest | None:
    """Return one wish with its lesson."""
    return await session.scalar(_detailed().where(ExportRequest.id == export_id))


async def locked(session: AsyncSession, export_id: str) -> None:
    """Lock one wish until the end of the transaction: two people may decide at once."""
    query = select(ExportRequest.id).where(ExportRequest.id == export_id)
    await session.execute(query.with_for_update())


async def exports(
    session: AsyncSession, person: str, reach: Reach, limit: int
) -> Sequence[ExportRequest]:
    """Return the newest wishes that a person made, or about lessons of the hub schools of a reach."""
    query = (
        _detailed()
        .join(Lesson, Lesson.id == ExportRequest.lesson_id)
        .join(Room, Room.id == Lesson.hub_room_id)
        .where(or_(ExportRequest.asked_by == person, Room.school_id.in_(school_ids(reach))))
        .order_by(ExportRequest.asked_at.desc(), ExportRequest.id)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def approved(
    session: AsyncSession, lesson_id: str, person: str, since: datetime
) -> ExportRequest | None:
    """Return an approval of a person's wish that is still good."""
    query = select(ExportRequest).where(
        ExportRequest.lesson_id == lesson_id,
        ExportRequest.asked_by == person,
        ExportRequest.state == ExportState.APPROVED,
        ExportRequest.decided_at > since,
    )
    return (await session.scalars(query.limit(1))).first()


async def roles(session: AsyncSession, lesson_id: str, tracks: Collection[str]) -> Sequence[str]:
    """Return the roles of some tracks of a recording; of all if none is named."""
    query = select(Track.role).where(Track.lesson_id == lesson_id).distinct()
    if tracks:
        query = query.where(Track.id.in_(tracks))
    return (await session.scalars(query)).all()
