"""Writing into the event log, within the transaction that changes what the event is about."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from server.database import Announcement
from server.events import repository
from server.models import Event

Announcer = Callable[[AsyncSession, list[Announcement]], Awaitable[None]]


def announce_at(now: Callable[[], datetime]) -> Announcer:
    """Return what writes announcements into the log; give it to `Database.on_announcement`."""

    async def announce(session: AsyncSession, announcements: list[Announcement]) -> None:
        at = now()
        rows = [
            Event(type=each.type, lesson_id=each.lesson, run_id=each.run, at=at)
            for each in announcements
        ]
        await repository.append(session, rows)

    return announce
