"""Queries about comments and points."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from server.models import ReviewComment, ReviewScore


async def of_lesson(session: AsyncSession, lesson_id: str) -> Sequence[ReviewComment]:
    """Return the comments of a recording with their authors, by time."""
    query = select(ReviewComment).where(ReviewComment.lesson_id == lesson_id)
    query = query.options(joinedload(ReviewComment.person))
    return (await session.scalars(query.order_by(ReviewComment.at_ms, ReviewComment.id))).all()


async def comment(session: AsyncSession, lesson_id: str, comment_id: str) -> ReviewComment | None:
    """Return one comment of a recording."""
    query = select(ReviewComment).where(ReviewComment.id == comment_id)
    return await session.scalar(query.where(ReviewComment.lesson_id == lesson_id))


async def count_of(session: AsyncSession, lesson_id: str, person_id: str) -> int:
    """Return how many comments somebody has written on a recording."""
    query = select(func.count()).select_from(ReviewComment)
    query = query.where(ReviewComment.lesson_id == lesson_id, ReviewComment.person_id == person_id)
    return await session.scalar(query) or 0


async def scores(session: AsyncSession, lesson_id: str) -> Sequence[ReviewScore]:
    """Return all points that a recording was given."""
    query = select(ReviewScore).where(ReviewScore.lesson_id == lesson_id)
    return (await session.scalars(query)).all()
