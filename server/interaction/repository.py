"""Queries about what is done in a lesson."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.models import Interaction, Person


async def of_lesson(session: AsyncSession, lesson_id: str) -> Sequence[Interaction]:
    """Return everything that was done in a lesson, in order."""
    query = select(Interaction).where(Interaction.lesson_id == lesson_id)
    return (await session.scalars(query.order_by(Interaction.number))).all()


async def names(session: AsyncSession, people: Collection[str]) -> dict[str, str]:
    """Return names by person."""
    rows = await session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    return {row.id: row.name for row in rows.all()}
