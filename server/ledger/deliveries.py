"""What media nodes prove by packets, kept: open intervals in memory, in the database every few seconds.

A node tells each open interval whole, every two seconds, so a server that was away has missed nothing; what a node
told before it was killed is written when its link breaks.
"""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from server.clock import Clock, from_wall
from server.database import Database
from server.ledger import repository
from streaming.contract import DeliveryReport

logger = logging.getLogger(__name__)

WRITE_EVERY = 4.0
"""Seconds between writes of open intervals, one transaction for all lessons; below the ledger's five."""


@dataclass(slots=True)
class Deliveries:
    """Keeps reports. What waits is bounded by the sessions that nodes hold."""

    database: Database
    clock: Clock
    _waiting: dict[str, dict[tuple[str, str, str, int], dict[str, Any]]] = field(
        default_factory=dict
    )

    async def take(self, report: DeliveryReport) -> None:
        """Keep a report; a final one is durable on return.

        Raises:
            SQLAlchemyError: if a final one could not be written: it must come again.
        """
        rows = self._waiting.setdefault(report.lesson, {})
        written_at = self.clock.now()
        for each in report.deliveries:
            rows[each.session, each.role, each.kind, each.number] = {
                "session_id": each.session,
                "role": each.role,
                "kind": each.kind,
                "number": each.number,
                "lesson_id": report.lesson,
                "identity": each.identity,
                "began_at": from_wall(each.began_at),
                "ended_at": from_wall(each.ended_at),
                "written_at": written_at,
            }
        if report.final:
            await self._write([report.lesson])

    async def run(self) -> None:
        """Write what waits every few seconds, until cancelled."""
        while True:
            await asyncio.sleep(WRITE_EVERY)
            await self.flush()

    async def flush(self) -> None:
        """Write whatever waits. An absent database is logged: it waits on, and the node tells it again anyway."""
        try:
            await self._write(list(self._waiting))
        except (SQLAlchemyError, OSError):
            logger.warning("deliveries not written, tried again lessons=%d", len(self._waiting))

    async def _write(self, lessons: list[str]) -> None:
        taken = {lesson: self._waiting.pop(lesson) for lesson in lessons if lesson in self._waiting}
        rows = [row for of_lesson in taken.values() for row in of_lesson.values()]
        if not rows:
            return
        try:
            async with self.database.writing() as transaction:
                await repository.keep_delivered(transaction.session, rows)
        except BaseException:
            for lesson, old in taken.items():
                # What came meanwhile is newer.
                self._waiting[lesson] = old | self._waiting.get(lesson, {})
            raise
