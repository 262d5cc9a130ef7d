"""Looks at recordings, written down before anything is shown."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from server.audit.looks import REMEMBERED, Looks
from server.auth.guards import DEVICE_COOKIE, PERSON_COOKIE, auth_service, known_callers
from server.auth.policy import Action
from server.dependencies import database, now
from server.errors import NotSignedIn
from server.lessons.guards import Admitted, LessonId, OnLesson

ADMITTED = timedelta(seconds=30)
"""For so long the right to replay is not looked up again: a class opens all playlists of a recording at once. A right
that was taken back, or a session that was ended, opens playlists for so long at most."""


@dataclass(slots=True)
class Admissions:
    """Which cookies were let in to which recording lately, and in whose name. Bounded; forgetting only asks again."""

    _known: OrderedDict[tuple[str, ...], tuple[str, datetime]] = field(default_factory=OrderedDict)

    def identity(self, key: tuple[str, ...], moment: datetime) -> str | None:
        """Return who was admitted with these cookies to this lesson within `ADMITTED`."""
        identity, since = self._known.get(key, (None, moment))
        return identity if moment - since < ADMITTED else None

    def admitted(self, key: tuple[str, ...], identity: str, moment: datetime) -> None:
        """Remember who was let in."""
        self._known[key] = identity, moment
        self._known.move_to_end(key)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


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
                await looks.note(transaction, identity, lesson, moment)
        admissions: Admissions = connection.app.state.admissions
        admissions.admitted(_cookies(connection, lesson.id), identity, moment)
        return admitted


class Playing:
    """As `Watching`, but what was found within the last half minute holds, without a look into the database."""

    owner_check = "whoever may replay the lesson, looked up twice a minute; each look is logged"
    _replaying = OnLesson(Action.REPLAY)
    _watching = Watching()

    async def __call__(
        self,
        connection: HTTPConnection,
        lesson_id: LessonId,
        moment: Annotated[datetime, Depends(now)],
    ) -> str:
        """Return the lesson's id.

        Raises:
            NotSignedIn, NoSuchLesson, NotAllowed: as `OnLesson` does.
        """
        state = connection.app.state
        admissions: Admissions = state.admissions
        looks: Looks = state.looks
        identity = admissions.identity(_cookies(connection, lesson_id), moment)
        if identity is None or looks.is_new(identity, lesson_id, moment):
            callers = await known_callers(connection, moment)
            if not callers:
                raise NotSignedIn
            admitted = await self._replaying(connection, lesson_id, callers)
            await self._watching(connection, admitted, moment)
        return lesson_id


def _cookies(connection: HTTPConnection, lesson_id: str) -> tuple[str, ...]:
    """Return what an admission is remembered by; hashes, so that no session can be taken from memory."""
    keyed, cookies = auth_service(connection).keyed_hash, connection.cookies
    return lesson_id, *(keyed(cookies.get(name, "")) for name in (PERSON_COOKIE, DEVICE_COOKIE))


Watched = Annotated[Admitted, Depends(Watching())]
Played = Annotated[str, Depends(Playing())]
"""The lesson's id."""
