"""Queries about the audit log."""

from collections.abc import AsyncIterator, Sequence

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from server.auth.policy import Reach
from server.models import AuditAction, AuditEntry
from server.organisation.reach import school_ids

CHAIN_LOCK = 0x61756474
"""Number of the advisory lock that lets one transaction append at a time: "audt"."""
BATCH = 1000


async def lock(session: AsyncSession) -> None:
    """Let nobody else append until the end of this transaction. SQLite's writers are alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})


async def last(session: AsyncSession) -> AuditEntry | None:
    """Return the newest row."""
    await session.flush()
    return await session.scalar(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1))


async def entries(
    session: AsyncSession, reach: Reach, action: AuditAction | None, before: int, limit: int
) -> Sequence[AuditEntry]:
    """Return rows about the schools of a reach, newest first, below a number (0: from the newest)."""
    query = select(AuditEntry).where(AuditEntry.school_id.in_(school_ids(reach)))
    if before:
        query = query.where(AuditEntry.number < before)
    if action is not None:
        query = query.where(AuditEntry.action == action)
    return (await session.scalars(query.order_by(AuditEntry.number.desc()).limit(limit))).all()


async def in_order(session: AsyncSession) -> AsyncIterator[Sequence[AuditEntry]]:
    """Yield every row in order, by batches, so that a long log does not fill the memory."""
    number = 0
    while True:
        query = select(AuditEntry).where(AuditEntry.number > number).order_by(AuditEntry.number)
        found = (await session.scalars(query.limit(BATCH))).all()
        if not found:
            return
        yield found
        number = found[-1].number
        session.expunge_all()
