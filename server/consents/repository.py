"""Queries about consents, and the lessons on air that they touch."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from server.models import (
    Consent,
    ConsentTrack,
    Lesson,
    LessonReceiver,
    School,
    SchoolClass,
    State,
)


async def school_of_class(session: AsyncSession, class_id: str) -> School | None:
    """Return the school of a class, with its district."""
    query = select(School).join(SchoolClass, SchoolClass.school_id == School.id)
    query = query.where(SchoolClass.id == class_id).options(joinedload(School.district))
    return await session.scalar(query)


async def in_force(session: AsyncSession, class_id: str, track: ConsentTrack) -> Consent | None:
    """Return the consent that holds now."""
    query = select(Consent).where(
        Consent.class_id == class_id, Consent.track == track, Consent.withdrawn_at.is_(None)
    )
    return (await session.scalars(query.limit(1))).first()


async def of_class(session: AsyncSession, class_id: str) -> Sequence[Consent]:
    """Return every consent of a class, newest first."""
    query = select(Consent).where(Consent.class_id == class_id)
    return (await session.scalars(query.order_by(Consent.given_at.desc()))).all()


async def withdraw(
    session: AsyncSession, class_id: str, track: ConsentTrack, by: str, now: datetime
) -> None:
    """End every consent that holds."""
    await session.execute(
        update(Consent)
        .where(Consent.class_id == class_id, Consent.track == track)
        .where(Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=now, withdrawn_by=by)
    )


async def on_air_with(session: AsyncSession, class_id: str) -> Sequence[str]:
    """Return the lessons on air in which a class sits, before the teacher or at a receiving end."""
    receiving = select(LessonReceiver.lesson_id).where(LessonReceiver.class_id == class_id)
    query = select(Lesson.id).where(
        Lesson.state.in_((State.OPEN, State.LIVE)),
        or_(Lesson.hub_class_id == class_id, Lesson.id.in_(receiving)),
    )
    return (await session.scalars(query)).all()
