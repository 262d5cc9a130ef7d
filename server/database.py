"""The database: engine, sessions, transactions, and a type for moments. Knows no table but through metadata.

One transaction per request, committed once, at the edge. What a transaction announces (an event for the
pages) is written in that same transaction and made known after its commit.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware on both sides of every database, UTC inside.

    SQLite keeps no zone, so the zone is taken off on the way in and put back on the way out.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments; turn the rest to UTC.

        Raises:
            ValueError: if the moment has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment aware, UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something that pages want to know; `type` says what happened, the others to what."""

    type: str
    lesson: str | None = None
    run: str | None = None
    """An alignment run."""


@dataclass(slots=True)
class Transaction:
    """One unit of work: a session and what it announces. Committed by whoever opened it."""

    session: AsyncSession
    announcements: list[Announcement] = field(default_factory=list)
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    """Done once the commit has succeeded, so that memory never knows more than the tables."""

    def announce(self, kind: str, lesson: str | None = None, run: str | None = None) -> None:
        """Have an event written with this transaction; the same one is written once."""
        announcement = Announcement(kind, lesson, run)
        if announcement not in self.announcements:
            self.announcements.append(announcement)

    async def abandon(self) -> None:
        """Forget everything that was done: it was only tried. Rows that were loaded must not be read afterwards."""
        self.announcements.clear()
        self.afterwards.clear()
        await self.session.rollback()


Announcer = Callable[[AsyncSession, list[Announcement]], Awaitable[None]]


class Database:
    """An engine and how to open transactions on it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _make_engine(url)
        self._write_engine = self.engine.execution_options(begin_immediate=True)
        self._announcer: Announcer | None = None
        self._wake: Callable[[], None] | None = None

    def on_announcement(self, announcer: Announcer, wake: Callable[[], None]) -> None:
        """Say who writes announcements into the log, and who is woken after a commit that held any."""
        self._announcer, self._wake = announcer, wake

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Open a transaction that is never committed. Cancellation rolls back."""
        async with self._session(self.engine) as session:
            yield Transaction(session)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """Open a transaction that is committed at the end, or rolled back on an exception or cancellation."""
        async with self._session(self._write_engine) as session:
            transaction = Transaction(session)
            yield transaction
            if transaction.announcements and self._announcer is not None:
                await self._announcer(session, transaction.announcements)
            await _to_its_end(session.commit())
        for remember in transaction.afterwards:
            remember()
        if transaction.announcements and self._wake is not None:
            self._wake()

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        session = AsyncSession(engine, expire_on_commit=False)
        try:
            yield session
        finally:
            await _to_its_end(session.close())

    async def close(self) -> None:
        """Close every connection; idempotent."""
        await self.engine.dispose()


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Await work that cancellation must not cut; a cancelled caller hears of it once the work is done.

    A commit and a close give the connection back with a rollback of the driver's: cut there, the
    pool throws the connection away with a complaint, and its thread may outlive the server.
    """
    task, cancelled = asyncio.create_task(work), False
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            cancelled = True
    if cancelled:
        raise asyncio.CancelledError from task.exception()
    task.result()


def _make_engine(url: str) -> AsyncEngine:
    if not url.startswith("sqlite"):
        engine = create_async_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)
        event.listen(engine.sync_engine, "connect", _prepare_postgresql)
        return engine
    engine = create_async_engine(url, connect_args={"timeout": 10})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_postgresql(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # Our queries take milliseconds; compiling one of a dozen joins takes half a second (`make bench-api`).
    cursor = connection.cursor()
    cursor.execute("SET jit = off")
    cursor.close()
    connection.commit()


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own transaction control begins too late for SELECT and never for DDL.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",  # readers go on while one writes
        "synchronous=NORMAL",  # safe with WAL against a crash of the process; a power cut may cost the last commits
        "foreign_keys=ON",
        "busy_timeout=10000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A transaction that will write takes the write lock at once: upgrading a read lock later fails
    # with SQLITE_BUSY without waiting when somebody else wrote in between.
    immediate = connection.get_execution_options().get("begin_immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
