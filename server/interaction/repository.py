"""Queries about what is done in a lesson."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.models import Consent, ConsentTrack, Interaction


async def of_lesson(session: AsyncSession, lesson_id: str) -> Sequence[Interaction]:
    """Return everything that was done in a lesson, in order."""
    query = select(Interaction).where(Interaction.lesson_id == lesson_id)
    return (await session.scalars(query.order_by(Interaction.number))).all()


async def numbers(
    session: AsyncSession, lesson_id: str, rooms: Collection[str] | None
) -> Sequence[int]:
    """Return the numbers of the rows of a lesson; only those of some classes' rooms unless that is None."""
    query = select(Interaction.number).where(Interaction.lesson_id == lesson_id)
    if rooms is not None:
        query = query.where(Interaction.room_id.in_(rooms))
    return (await session.scalars(query)).all()


async def remove(session: AsyncSession, numbers: Collection[int]) -> None:
    """Delete some rows."""
    await session.execute(delete(Interaction).where(Interaction.number.in_(numbers)))


async def with_picture(session: AsyncSession, classes: Collection[str]) -> set[str]:
    """Return the classes whose parents allow their picture now."""
    query = select(Consent.class_id).where(
        Consent.class_id.in_(classes),
        Consent.track == ConsentTrack.CLASS,
        Consent.withdrawn_at.is_(None),
    )
    return set(await session.scalars(query))
