"""Which media node holds a lesson's room, and keeping nodes at what our rows say.

The rows are the truth: a node is told again whatever it may have missed, and every command may come twice.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from server.clock import Clock
from server.database import Database, Transaction
from server.errors import Unavailable
from server.integrations.media_nodes import MediaNodes, NodeAway
from server.lessons import service as lessons
from server.lessons.lifecycle import ON_AIR
from server.live import repository
from server.models import ConsentTrack, Lesson, State
from server.words import Words
from streaming.contract import (
    BOARD,
    STUDENTS,
    TEACHER,
    CloseRoom,
    Ending,
    LeaveRoom,
    Message,
    NodeHello,
    OpenRoom,
    TrackRole,
)

logger = logging.getLogger(__name__)

ADULTS = (TEACHER, BOARD)
"""What every recorded lesson keeps. `students` and `class:<room>` are children: never without a consent on record."""


class NoMediaNode(Unavailable):
    """No media node can take the lesson now."""

    slug = "no-media-node"
    detail = Words(
        "媒体服务暂时连不上，系统会自动恢复，请稍等几秒再试。",
        "No media node answers at the moment; it comes back by itself, try again in a few seconds.",
    )


Bring = Callable[[Sequence[Message]], Awaitable[None]]
"""Sends commands to a node and lets it count as online."""


@dataclass(slots=True)
class Rooms:
    """Places rooms at nodes. Remembers what it told whom, so that a join need not ask again.

    A lock makes "read the row, then tell the node" one step: else a room that has just been closed could be
    opened again by whoever read its row a moment before.
    """

    database: Database
    nodes: MediaNodes
    clock: Clock
    on_end: Callable[[str], None] = lambda _lesson: None
    """Called with a lesson that has left the air."""
    _told: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """Node and recorded roles by lesson on air; an entry goes when the lesson ends."""
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def place(self, transaction: Transaction, lesson: Lesson) -> str:
        """Return the node that holds the lesson's room, choosing one if none does.

        Raises:
            NoMediaNode: if none is linked.
        """
        held = lesson.media_node
        if held is not None and self.nodes.holds_lease(held):
            return held
        # Somebody else may be choosing too: the row's lock lets one of us decide.
        held = await repository.locked_node(transaction.session, lesson.id)
        if held is not None and self.nodes.holds_lease(held):
            return held
        chosen = await self._emptiest(transaction)
        if held is not None and held != chosen:
            logger.warning("room moves lesson=%s from=%s to=%s", lesson.id, held, chosen)
        await repository.place(transaction.session, lesson.id, chosen)
        return chosen

    async def ensure_open(self, lesson_id: str, node: str) -> bool:
        """Tell a node to open a lesson's room, unless it was told; False if the lesson is off the air.

        Raises:
            NodeAway: if the node is not linked.
        """
        if self._told.get(lesson_id, ("", ()))[0] == node:
            return True
        async with self._lock:
            async with self.database.reading() as transaction:
                lesson = await lessons.find_if_any(transaction, lesson_id)
            if lesson is None or lesson.state not in ON_AIR:
                return False
            await self._open(lesson, node)
            return True

    def forget(self, lesson_id: str) -> None:
        """Tell the node again next time: it said that it does not know the room."""
        self._told.pop(lesson_id, None)

    async def settle(self, lesson_id: str) -> None:
        """Bring the nodes to what a lesson's row says; called after every change of a lesson.

        A node that is away is brought there by `reconcile` when it comes back.
        """
        async with self._lock:
            try:
                await self._settle(lesson_id)
            except NoMediaNode:
                logger.warning("no node for a lesson on air lesson=%s", lesson_id)
            except NodeAway as away:
                logger.info("node is away, told later lesson=%s node=%s", lesson_id, away)

    async def reconcile(self, hello: NodeHello, bring: Bring) -> None:
        """Bring a node to our rows: open what is on air, close and end what is not, end what it lost."""
        async with self._lock:
            async with self.database.writing() as transaction:
                on_air = await lessons.on_air(transaction)
                mine = [lesson for lesson in on_air if self._belongs(lesson, hello)]
                for lesson in mine:
                    await repository.place(transaction.session, lesson.id, hello.node)
                known = {lesson.id for lesson in mine}
                close = [CloseRoom(room) for room in hello.rooms if room not in known]
                lost, leave = await self._reconcile_sessions(transaction, hello)
                roles = {lesson.id: await _recorded(transaction, lesson) for lesson in mine}
            await bring([*(OpenRoom(each, kept) for each, kept in roles.items()), *close, *leave])
            self._told |= {lesson: (hello.node, kept) for lesson, kept in roles.items()}
            if lost:
                # Only now is there a room to come back to.
                async with self.database.writing() as transaction:
                    for lesson_id in sorted(lost):
                        transaction.announce("media.lost", lesson_id)
        logger.info(
            "node reconciled node=%s open=%d close=%d leave=%d",
            hello.node,
            len(mine),
            len(close),
            len(leave),
        )

    async def _settle(self, lesson_id: str) -> None:
        async with self.database.writing() as transaction:
            lesson = await lessons.find_if_any(transaction, lesson_id)
            if lesson is None or lesson.state is State.PLANNED:
                return
            on_air = lesson.state in ON_AIR
            node = await self.place(transaction, lesson) if on_air else None
        if node is not None:
            await self._open(lesson, node)
            return
        self.on_end(lesson_id)
        told = self._told.pop(lesson_id, None)
        if told is not None:
            await self.nodes.command(told[0], CloseRoom(lesson_id))

    async def _open(self, lesson: Lesson, node: str) -> None:
        async with self.database.reading() as transaction:
            roles = await _recorded(transaction, lesson)
        if self._told.get(lesson.id) != (node, roles):
            await self.nodes.command(node, OpenRoom(lesson.id, roles))
            self._told[lesson.id] = (node, roles)

    async def _reconcile_sessions(
        self, transaction: Transaction, hello: NodeHello
    ) -> tuple[set[str], list[Message]]:
        """End what the node lost; return the lessons of that, and what the node is to end itself."""
        ours = await repository.open_sessions_of_node(transaction.session, hello.node)
        held = set(hello.sessions)
        now = self.clock.now()
        lost = set()
        for media in ours:
            # Its `SessionEnded` may still come, with the true time, and then corrects this one.
            if media.id not in held:
                lost.add(media.lesson_id)
                await repository.end_session(transaction.session, media, Ending.NODE_STOPPED, now)
        strangers = held - {media.id for media in ours}
        return lost, [LeaveRoom(session, Ending.REVOKED) for session in sorted(strangers)]

    def _belongs(self, lesson: Lesson, hello: NodeHello) -> bool:
        holder = lesson.media_node
        return holder is None or holder == hello.node or not self.nodes.holds_lease(holder)

    async def _emptiest(self, transaction: Transaction) -> str:
        online = self.nodes.nodes_online
        if not online:
            raise NoMediaNode
        on_air = [lesson.id for lesson in await lessons.on_air(transaction)]
        rooms = await repository.rooms_per_node(transaction.session, on_air)
        return min(online, key=lambda node: (rooms.get(node, 0), online.index(node)))


async def _recorded(transaction: Transaction, lesson: Lesson) -> tuple[str, ...]:
    """Return the roles of a lesson that may be journaled: adults, and children whose consent is on record."""
    if not lesson.recorded:
        return ()
    seated = {each.class_id: each.room_id for each in lesson.receivers if each.class_id}
    classes = {*seated, *([lesson.hub_class_id] if lesson.hub_class_id else ())}
    held = await repository.consented(transaction.session, classes)
    children = [STUDENTS] if (lesson.hub_class_id, ConsentTrack.STUDENTS.value) in held else []
    children += [
        TrackRole(f"class:{room}")
        for school_class, room in sorted(seated.items())
        if (school_class, ConsentTrack.CLASS.value) in held
    ]
    return (*ADULTS, *children)
