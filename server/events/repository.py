"""Queries about the event log."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from server.models import Event

_LOG_LOCK = 0x746F6E67
"""Number of the advisory lock under which events get their ids: "tong"."""


async def append(session: AsyncSession, events: Sequence[Event]) -> None:
    """Write events at the end of the log.

    On PostgreSQL under a lock until the commit: else a reader could see id 6 before id 5 is committed,
    and never come back for it. SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOG_LOCK})
    session.add_all(events)
    await session.flush()


async def after(session: AsyncSession, event_id: int, limit: int) -> Sequence[Event]:
    """Return the events behind an id, in order."""
    query = select(Event).where(Event.id > event_id).order_by(Event.id).limit(limit)
    return (await session.scalars(query)).all()


async def bounds(session: AsyncSession) -> tuple[int, int]:
    """Return the ids of the oldest and the newest event; (0, 0) if the log is empty."""
    query = select(func.coalesce(func.min(Event.id), 0), func.coalesce(func.max(Event.id), 0))
    oldest, newest = (await session.execute(query)).one()
    return oldest, newest


async def trim(session: AsyncSession, keep: int) -> None:
    """Drop the oldest events beyond `keep`."""
    newest = await session.scalar(select(func.coalesce(func.max(Event.id), 0)))
    await session.execute(delete(Event).where(Event.id <= (newest or 0) - keep))
