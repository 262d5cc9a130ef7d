"""Who looked at a lesson lately: one look is one row of the audit log, however often a page asks."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from server.audit import service
from server.database import Transaction
from server.models import AuditAction, Lesson

ONE_LOOK = timedelta(minutes=30)
"""Playlists are fetched again and again while somebody watches: that is one look, noted twice an hour."""
REMEMBERED = 10_000


@dataclass(slots=True)
class Looks:
    """Who was noted lately, so that one look is one row. Bounded; forgetting one only notes it again."""

    _noted: OrderedDict[tuple[str, str], datetime] = field(default_factory=OrderedDict)

    def is_new(self, identity: str, lesson: str, moment: datetime) -> bool:
        """Return whether a look must be noted."""
        noted = self._noted.get((identity, lesson))
        return noted is None or moment - noted >= ONE_LOOK

    async def note(
        self,
        transaction: Transaction,
        identity: str,
        lesson: Lesson,
        moment: datetime,
        text: str = "",
    ) -> None:
        """Write a look down in the caller's transaction; it counts as noted once that is committed."""
        subject, school = f"lesson:{lesson.id}", lesson.hub_room.school_id
        await service.note(
            transaction, moment, identity, AuditAction.LOOKED, subject, school=school, text=text
        )
        transaction.afterwards.append(lambda: self.noted(identity, lesson.id, moment))

    def noted(self, identity: str, lesson: str, moment: datetime) -> None:
        """Remember that a look is in the log."""
        self._noted[identity, lesson] = moment
        self._noted.move_to_end((identity, lesson))
        while len(self._noted) > REMEMBERED:
            self._noted.popitem(last=False)
