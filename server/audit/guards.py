"""Looks at recordings, written down before anything is shown."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from server.audit import service
from server.auth.policy import Action
from server.dependencies import database, now
from server.lessons.guards import Admitted, OnLesson
from server.models import AuditAction

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

    def noted(self, identity: str, lesson: str, moment: datetime) -> None:
        """Remember that a look is in the log."""
        self._noted[identity, lesson] = moment
        self._noted.move_to_end((identity, lesson))
        while len(self._noted) > REMEMBERED:
            self._noted.popitem(last=False)


class Watching:
    """Lets whoever may replay a lesson see its recording, and writes down that they looked."""

    owner_check = "whoever may replay the lesson; each look is logged"

    async def __call__(
        self,
        connection: HTTPConnection,
        admitted: Annotated[Admitted, Depends(OnLesson(Action.REPLAY))],
        moment: Annotated[datetime, Depends(now)],
    ) -> Admitted:
        """Return the lesson and the caller."""
        looks: Looks = connection.app.state.looks
        identity, lesson = admitted.caller.identity, admitted.lesson
        if looks.is_new(identity, lesson.id, moment):
            async with database(connection).writing() as transaction:
                await service.note(
                    transaction,
                    moment,
                    identity,
                    AuditAction.LOOKED,
                    f"lesson:{lesson.id}",
                    school=lesson.hub_room.school_id,
                )
            looks.noted(identity, lesson.id, moment)
        return admitted


Watched = Annotated[Admitted, Depends(Watching())]
