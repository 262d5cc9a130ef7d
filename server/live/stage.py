"""The class on stage: a classroom sends its sound, and with its parents' consent its picture, while it has the word.

The rows are the truth: whoever no longer has the word is put out by `Stage.settle`, however the word was lost.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from server.clock import Clock
from server.database import Database, Transaction
from server.errors import Conflict, NotAllowed
from server.integrations.media_nodes import MediaNodes, NodeAway
from server.interaction import service as interaction
from server.lessons import service as lessons
from server.live import repository
from server.models import Lesson, MediaSession
from server.words import Words
from streaming.contract import Direction, Ending, LeaveRoom, TrackRole

logger = logging.getLogger(__name__)

ROOM = "room:"
_PICTURE = re.compile(r"^m=video\b", re.MULTILINE)


class NotOnStage(Conflict):
    """A classroom sends only while it has the word."""

    slug = "not-on-stage"
    title = Words("没有轮到这个班发言", "This class does not have the word")
    detail = Words(
        "老师现在没有请这个班发言，所以不播出这个教室。",
        "The teacher has not given this class the word, so its classroom is not sent.",
    )


class NoPictureConsent(NotAllowed):
    """The parents of a class have not allowed its picture."""

    slug = "no-picture-consent"
    title = Words("这个班只能播出声音", "Only the sound of this class may be sent")
    detail = Words(
        "这个班没有登记家长同意，不能播出画面，只能播出声音。",
        "No consent is on record for the picture of this class: only its sound may be sent.",
    )


def roles_of(identity: str, otherwise: tuple[TrackRole, ...]) -> tuple[TrackRole, ...]:
    """Return what a publisher may send as: a classroom its class, a teacher everything else."""
    if not identity.startswith(ROOM):
        return otherwise
    return (TrackRole(f"class:{identity.removeprefix(ROOM)}"),)


async def admit(
    transaction: Transaction, lesson: Lesson, identity: str, offer: str | None = None
) -> None:
    """See that a classroom may be on stage now; `offer` is what it wants to send. A teacher always may.

    Raises:
        NotOnStage: if it has not the word; NoPictureConsent: if a picture is offered that nobody allowed.
    """
    if not identity.startswith(ROOM):
        return
    called = await interaction.on_stage(transaction, lesson)
    if called is None or called.room != identity.removeprefix(ROOM):
        raise NotOnStage
    if offer is not None and not called.picture and _PICTURE.search(offer):
        raise NoPictureConsent


@dataclass(frozen=True, slots=True)
class Stage:
    """Puts out who may no longer be on stage."""

    database: Database
    nodes: MediaNodes
    clock: Clock

    async def settle(self, lesson_id: str) -> None:
        """End what classrooms send that no longer have the word. Idempotent."""
        async with self.database.reading() as transaction:
            lesson = await lessons.find_if_any(transaction, lesson_id)
            sending = await repository.open_sessions(transaction.session, lesson_id)
            if lesson is None or not any(_of_classroom(media) for media in sending):
                return
            called = await interaction.on_stage(transaction, lesson)
        keeps = f"{ROOM}{called.room}" if called is not None else None
        await self._end(lesson_id, lambda media: media.identity != keeps)

    async def stop(self, lesson_id: str, class_id: str) -> None:
        """End what the classrooms of a class send: its consent has changed. It may begin again, with what holds then."""
        async with self.database.reading() as transaction:
            lesson = await lessons.find_if_any(transaction, lesson_id)
            seats = lesson.receivers if lesson is not None else ()
            rooms = {f"{ROOM}{each.room_id}" for each in seats if each.class_id == class_id}
        await self._end(lesson_id, lambda media: media.identity in rooms)

    async def _end(self, lesson_id: str, which: Callable[[MediaSession], bool]) -> None:
        """End sessions of classrooms; the rows first, so that an offer that is being answered is not let in."""
        now = self.clock.now()
        async with self.database.writing() as transaction:
            sending = await repository.open_sessions(transaction.session, lesson_id)
            ended = [media for media in sending if _of_classroom(media) and which(media)]
            for media in ended:
                await repository.end_session(transaction.session, media, Ending.REVOKED, now)
        for media in ended:
            logger.info("left the stage lesson=%s session=%s", lesson_id, media.id)
            try:
                await self.nodes.command(media.node, LeaveRoom(media.id, Ending.REVOKED))
            except NodeAway:
                logger.info("node away, told when it is back session=%s", media.id)


def _of_classroom(media: MediaSession) -> bool:
    return media.direction is Direction.PUBLISH and media.identity.startswith(ROOM)
