"""Queries about lessons."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.auth.policy import Sight
from server.lessons.sight import LONGEST_LESSON, detailed, seen
from server.models import (
    Lesson,
    LessonReceiver,
    Recording,
    State,
)


async def lesson(session: AsyncSession, lesson_id: str) -> Lesson | None:
    """Return one lesson with its details."""
    return await session.scalar(detailed().where(Lesson.id == lesson_id))


async def lesson_for_update(session: AsyncSession, lesson_id: str) -> Lesson | None:
    """Return one lesson with its details, locked until the end of the transaction."""
    await session.execute(select(Lesson.id).where(Lesson.id == lesson_id).with_for_update())
    query = detailed().where(Lesson.id == lesson_id)
    return await session.scalar(query.execution_options(populate_existing=True))


async def between(
    session: AsyncSession,
    sight: Sight,
    start: datetime,
    end: datetime,
    *,
    after: tuple[datetime, str] | None = None,
    limit: int,
) -> Sequence[Lesson]:
    """Return the lessons within sight that start in a span, in order, at most `limit` after one."""
    query = detailed().where(Lesson.starts_at >= start, Lesson.starts_at < end, seen(sight))
    if after is not None:
        at, lesson_id = after
        query = query.where(
            or_(Lesson.starts_at > at, (Lesson.starts_at == at) & (Lesson.id > lesson_id))
        )
    query = query.order_by(Lesson.starts_at, Lesson.id).limit(limit)
    return (await session.scalars(query)).all()


async def in_states(session: AsyncSession, states: Sequence[State]) -> Sequence[Lesson]:
    """Return the lessons in some states, with details."""
    query = detailed().where(Lesson.state.in_(states))
    return (await session.scalars(query.order_by(Lesson.starts_at, Lesson.id))).all()


async def ids_moved_by_clock(
    session: AsyncSession, opening: datetime, ending: datetime
) -> Sequence[str]:
    """Return the lessons that start by `opening` and are planned, or end by `ending` and are not over."""
    query = select(Lesson.id).where(
        or_(
            (Lesson.state == State.PLANNED) & (Lesson.starts_at <= opening),
            Lesson.state.in_((State.PLANNED, State.OPEN, State.LIVE)) & (Lesson.ends_at <= ending),
        )
    )
    return (await session.scalars(query.order_by(Lesson.starts_at))).all()


async def of_room(
    session: AsyncSession, room: str, start: datetime, end: datetime
) -> Sequence[Lesson]:
    """Return the lessons that a room takes part in and that overlap a span, in order."""
    receiving = select(LessonReceiver.lesson_id).where(LessonReceiver.room_id == room)
    query = detailed().where(
        or_(Lesson.hub_room_id == room, Lesson.id.in_(receiving)),
        Lesson.ends_at > start,
        Lesson.starts_at > start - LONGEST_LESSON,
        Lesson.starts_at < end,
    )
    return (await session.scalars(query.order_by(Lesson.starts_at, Lesson.id))).all()


async def with_media(session: AsyncSession, lessons: Sequence[str]) -> frozenset[str]:
    """Return those of the lessons of which something is recorded."""
    # Of the recordings' own rows: a hundred lessons have two hundred thousand segments.
    query = select(Recording.lesson_id).where(
        Recording.lesson_id.in_(lessons), Recording.segments > 0
    )
    return frozenset(await session.scalars(query))


async def ids_to_archive(session: AsyncSession) -> Sequence[str]:
    """Return ended lessons whose recording became whole before they ended."""
    query = (
        select(Lesson.id)
        .join(Recording, Recording.lesson_id == Lesson.id)
        .where(Lesson.state == State.ENDED, Recording.sealed_at.is_not(None))
    )
    return (await session.scalars(query)).all()
