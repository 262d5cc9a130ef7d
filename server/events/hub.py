"""The hub: follows the event log, and hands what happened to every open socket.

The log is in the database, because other processes (a worker) write into it too; it is read when this
process wrote, and once a second. What only the newest of means anything (receivers, node online) never
enters the log. Every subscriber has a bounded queue; one that is too slow is told to load everything again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from server.alignment import service as alignment
from server.alignment.schemas import RunOut
from server.database import Database, Transaction
from server.events import repository
from server.lessons import service as lessons
from server.live.presence import Attendees
from server.live.schemas import ReceiverOut, RestingLayerOut
from server.models import Event, Lesson
from server.recordings import service as recordings
from server.recordings.schemas import RecordingState

logger = logging.getLogger(__name__)

QUEUE_SIZE = 64
"""Notices that wait for one slow page; a page reads hundreds a second."""
POLL_SECONDS = 1.0
"""How late an event of another process may be, and how often receivers and growing recordings are told."""
BATCH = 200
PASSING = 0
"""The id of what is not in the log: a page that was away has nothing to catch up with."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that happened, with what is needed to tell it; each socket decides whether it may."""

    id: int
    type: str
    lesson: Lesson | None = None
    has_media: bool = False
    receivers: Sequence[ReceiverOut] = ()
    resting: Sequence[RestingLayerOut] = ()
    recording: tuple[RecordingState, float] | None = None
    online: bool = False
    run: tuple[str, RunOut] | None = None
    """City and state of an alignment run."""


class Overflow(Exception):
    """The subscriber was too slow and missed notices."""


@dataclass(slots=True, eq=False)
class Subscription:
    """The notices of one socket."""

    queue: asyncio.Queue[Notice] = field(default_factory=lambda: asyncio.Queue(QUEUE_SIZE))
    overflowed: bool = False

    def offer(self, notice: Notice) -> None:
        """Queue a notice, or note that one was lost."""
        try:
            self.queue.put_nowait(notice)
        except asyncio.QueueFull:
            self.overflowed = True

    async def next(self) -> Notice:
        """Return the next notice.

        Raises:
            Overflow: once, after notices were lost; the queue is empty then.
        """
        if self.overflowed:
            while not self.queue.empty():
                self.queue.get_nowait()
            self.overflowed = False
            raise Overflow
        return await self.queue.get()


@dataclass(slots=True)
class EventHub:
    """Follows the log. `run` is a task that its owner cancels."""

    database: Database
    attendees: Attendees
    log_size: int
    settle: Callable[[str], Awaitable[None]]
    """Brings media nodes to what a changed lesson's row says."""
    settle_stage: Callable[[str], Awaitable[None]]
    """Puts out of a lesson which classroom no longer has the word."""
    online: Callable[[], bool]
    """Says whether a media node is linked."""
    newest: int = 0
    overflows: int = 0
    _subscriptions: set[Subscription] = field(default_factory=set)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _receivers_changed: set[str] = field(default_factory=set)
    _recordings_grown: set[str] = field(default_factory=set)
    _node_changed: bool = False
    _following: asyncio.Lock = field(default_factory=asyncio.Lock)

    def wake(self) -> None:
        """Read the log soon."""
        self._woken.set()

    def receivers_changed(self, lesson_id: str) -> None:
        """Tell the receivers of a lesson soon."""
        self._receivers_changed.add(lesson_id)

    def recording_grew(self, lesson_id: str) -> None:
        """Tell the length of a recording soon."""
        self._recordings_grown.add(lesson_id)

    def node_changed(self) -> None:
        """Tell whether a node is linked."""
        self._node_changed = True
        self._woken.set()

    def subscribe(self) -> Subscription:
        """Begin to collect notices for a socket; end it with `unsubscribe`."""
        subscription = Subscription()
        self._subscriptions.add(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Forget a socket; idempotent."""
        self._subscriptions.discard(subscription)

    @property
    def subscribers(self) -> int:
        """Open sockets."""
        return len(self._subscriptions)

    async def start(self) -> None:
        """Begin at the end of the log; what happened before is for `missed`."""
        async with self.database.writing() as transaction:
            await repository.trim(transaction.session, self.log_size)
        async with self.database.reading() as transaction:
            _, self.newest = await repository.bounds(transaction.session)

    async def run(self) -> None:
        """Follow the log until cancelled; an error of the database is logged and outlived."""
        while True:
            try:
                async with asyncio.timeout(POLL_SECONDS):
                    await self._woken.wait()
            except TimeoutError:
                pass
            self._woken.clear()
            try:
                await self.follow()
            except SQLAlchemyError:
                logger.exception("event log not read, tried again")
                await asyncio.sleep(POLL_SECONDS)

    async def follow(self) -> None:
        """Read what is new in the log and tell it; then tell what is not in the log. One call at a time."""
        async with self._following:
            await self._follow_log()
            await self._tell_passing()

    async def missed(self, after: int) -> list[Notice] | None:
        """Return what happened behind an id, the newest of each lesson and run; None if the log is too short."""
        async with self.database.reading() as transaction:
            oldest, newest = await repository.bounds(transaction.session)
            if after > newest or after < oldest - 1:
                return None
            events = await repository.after(transaction.session, after, self.log_size)
            last = {(event.type, event.lesson_id, event.run_id): event for event in events}
            ordered = sorted(last.values(), key=lambda event: event.id)
            return [await self._notice(transaction, event) for event in ordered]

    async def present(self, wanted: Callable[[Lesson], bool]) -> list[Notice]:
        """Return what is not in the log, as it is now: node online, receivers of the wanted lessons on air.

        At the bell a hundred classrooms connect at once, and none of them wants receivers.
        """
        notices = [self._node_notice()]
        async with self.database.reading() as transaction:
            on_air = [each for each in await lessons.on_air(transaction) if wanted(each)]
            notices += [await self._receivers_notice(transaction, lesson) for lesson in on_air]
        return notices

    async def _follow_log(self) -> None:
        while True:
            async with self.database.reading() as transaction:
                events = await repository.after(transaction.session, self.newest, BATCH)
                notices = [await self._notice(transaction, event) for event in events]
            for event, notice in zip(events, notices, strict=True):
                self.newest = event.id
                self._tell(notice)
                if event.type == "lesson.changed" and event.lesson_id:
                    await self.settle(event.lesson_id)
                    self._receivers_changed.add(event.lesson_id)
                elif event.type == "lesson.interaction" and event.lesson_id:
                    await self.settle_stage(event.lesson_id)
            if len(events) < BATCH:
                return

    async def _tell_passing(self) -> None:
        if self._node_changed:
            self._node_changed = False
            self._tell(self._node_notice())
        if not self._receivers_changed and not self._recordings_grown:
            return
        receivers, self._receivers_changed = self._receivers_changed, set()
        grown, self._recordings_grown = self._recordings_grown, set()
        async with self.database.reading() as transaction:
            for lesson_id in sorted(receivers | grown):
                lesson = await lessons.find_if_any(transaction, lesson_id)
                if lesson is None:
                    continue
                if lesson_id in receivers:
                    self._tell(await self._receivers_notice(transaction, lesson))
                if lesson_id in grown:
                    growth = await recordings.growth(transaction, lesson)
                    self._tell(Notice(PASSING, "recording.changed", lesson, recording=growth))

    async def _notice(self, transaction: Transaction, event: Event) -> Notice:
        if event.run_id is not None:
            run = await alignment.progress(transaction, event.run_id)
            return Notice(event.id, event.type, run=run)
        if event.lesson_id is None:
            return Notice(event.id, event.type)
        lesson = await lessons.find_if_any(transaction, event.lesson_id)
        if lesson is None:
            return Notice(event.id, event.type)
        return Notice(
            event.id,
            event.type,
            lesson,
            has_media=await lessons.has_media(transaction, lesson.id),
            recording=await recordings.growth(transaction, lesson),
        )

    async def _receivers_notice(self, transaction: Transaction, lesson: Lesson) -> Notice:
        items = await self.attendees.receivers(transaction, lesson)
        resting = self.attendees.resting(lesson.id)
        return Notice(PASSING, "lesson.receivers", lesson, receivers=items, resting=resting)

    def _node_notice(self) -> Notice:
        return Notice(PASSING, "node.changed", online=self.online())

    def _tell(self, notice: Notice) -> None:
        for subscription in self._subscriptions:
            before = subscription.overflowed
            subscription.offer(notice)
            self.overflows += subscription.overflowed and not before
