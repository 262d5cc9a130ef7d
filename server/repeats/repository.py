"""Rows of kept answers."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.models import KeptAnswer


async def find(session: AsyncSession, key_hash: str) -> KeptAnswer | None:
    """Return the row of a key."""
    return await session.get(KeptAnswer, key_hash)


async def take_over(
    session: AsyncSession, row: KeptAnswer, request_hash: str, now: datetime
) -> bool:
    """Make a row that nobody answered this request's own; False if somebody else was quicker."""
    changed = await session.execute(
        update(KeptAnswer)
        .where(KeptAnswer.key_hash == row.key_hash, KeptAnswer.created_at == row.created_at)
        .where(KeptAnswer.sealed.is_(None))
        .values(created_at=now, request_hash=request_hash)
        .returning(KeptAnswer.key_hash)
    )
    return changed.first() is not None


async def seal(session: AsyncSession, key_hash: str, sealed: bytes) -> None:
    """Keep the answer."""
    await session.execute(
        update(KeptAnswer).where(KeptAnswer.key_hash == key_hash).values(sealed=sealed)
    )


async def forget(session: AsyncSession, key_hash: str) -> None:
    """Remove one row."""
    await session.execute(delete(KeptAnswer).where(KeptAnswer.key_hash == key_hash))


async def forget_before(session: AsyncSession, moment: datetime) -> None:
    """Remove rows that are older."""
    await session.execute(delete(KeptAnswer).where(KeptAnswer.created_at < moment))
