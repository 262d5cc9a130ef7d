"""Queries about captions."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from server.models import Caption, Recording, Track
from streaming.contract import TEACHER, Kind


async def of_lesson(session: AsyncSession, lesson_id: str) -> Sequence[Caption]:
    """Return the captions of a recording without their text, the oldest first."""
    query = select(Caption).where(Caption.lesson_id == lesson_id)
    query = query.options(defer(Caption.text, raiseload=True)).order_by(Caption.id)
    return (await session.scalars(query)).all()


async def count(session: AsyncSession, lesson_id: str) -> int:
    """Return how many captions a recording has."""
    query = select(func.count()).select_from(Caption).where(Caption.lesson_id == lesson_id)
    return await session.scalar(query) or 0


async def text_of(session: AsyncSession, lesson_id: str, caption_id: str) -> str | None:
    """Return the WebVTT text of one file."""
    query = select(Caption.text)
    return await session.scalar(
        query.where(Caption.lesson_id == lesson_id, Caption.id == caption_id)
    )


async def uncaptioned(
    session: AsyncSession, since: datetime, tried: Collection[str], limit: int
) -> Sequence[tuple[str, str]]:
    """Return lesson and track of sound of whole recordings without any captions, the oldest first.

    Of the teacher's sound only, of recordings that became whole after `since`, but for lessons that were tried.
    """
    query = (
        select(Track.lesson_id, Track.id)
        .join(Recording, Recording.lesson_id == Track.lesson_id)
        .where(Track.kind == Kind.AUDIO, Track.role == TEACHER, Recording.sealed_at > since)
        .where(~exists().where(Caption.lesson_id == Track.lesson_id))
        .where(Track.lesson_id.not_in(tried))
        .order_by(Recording.sealed_at, Track.id)
        .limit(limit)
    )
    return [(lesson, track) for lesson, track in await session.execute(query)]


async def remove(session: AsyncSession, lesson_id: str, caption_id: str) -> bool:
    """Remove one file; return whether it was there."""
    query = delete(Caption).where(Caption.lesson_id == lesson_id, Caption.id == caption_id)
    return bool((await session.execute(query.returning(Caption.id))).all())
