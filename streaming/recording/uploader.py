"""From the spool to the store: put, read back, compare, report, release. Nothing is ever given up.

Items of a track are stored several at once but reported in order. Retries have no end: the spool keeps what
the store does not take. What rots in the spool is made again, or set aside and reported as lost. Knows the
server only as `report`, journals only as `rebuild`, and time only as `sleep`.
"""

import asyncio
import hashlib
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable

from streaming.contract import ChapterFound, Message, SegmentLost, SegmentStored, TrackInit
from streaming.errors import ObjectDamaged, StoreError
from streaming.recording.spool import Item, TrackSpool
from streaming.store import ObjectStore

logger = logging.getLogger(__name__)

FIRST_RETRY = 0.5
RETRY_MAX = 30.0
"""Seconds. Longer waits would only delay the end of an outage; 30 s against a store that is away cost nothing."""
TRANSFERS_MAX = 8
"""Items on their way at once: an hour's backlog of a lesson (5,400 items) is gone in 15 min at 1.3 s each."""
AHEAD_MAX = 4
"""Items of one track on their way at once, so that no track starves the others."""


class Uploader:
    """See the module. All methods belong to one event loop."""

    def __init__(
        self,
        store: ObjectStore,
        report: Callable[[Message], Awaitable[None]],
        rebuild: Callable[[TrackSpool, Item], bytes | None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,  # noqa: S311 - spreads retries, guards nothing
    ) -> None:
        """Use `store`; `report` returns when the server has acknowledged a message.

        `rebuild` returns the bytes of an item that rotted in the spool, or None; it is called in a thread.
        """
        self._store = store
        self._rebuild = rebuild
        self._report = report
        self._sleep = sleep
        self._jitter = jitter
        self._transfers = asyncio.Semaphore(TRANSFERS_MAX)
        self._queues: dict[str, deque[Item]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._waiting: dict[str, list[Item]] = {}
        """By lesson, what is not acknowledged yet."""
        self._closing = False
        self.items_stored = 0
        """Items released since the start."""
        self.retries = 0
        """Attempts that failed."""
        self.damaged = 0
        """Times that the store gave back other bytes than were written."""
        self.rebuilt = 0
        """Items whose bytes rotted in the spool and were made again."""
        self.lost = 0
        """Segments whose bytes rotted in the spool and cannot be made again."""
        self.problem = ""
        """Why the last attempt failed; empty when it did not."""

    def submit(self, spool: TrackSpool, item: Item) -> None:
        """Take an item over; items of one track in the order in which they are to be reported."""
        self._waiting.setdefault(spool.lesson, []).append(item)
        self._queues.setdefault(spool.track, deque()).append(item)
        self._start(spool)

    def is_idle(self, spool: TrackSpool) -> bool:
        """Say if everything that was submitted of this track is acknowledged and released."""
        return spool.track not in self._workers

    @property
    def items_waiting(self) -> int:
        """Items that are not acknowledged yet."""
        return sum(map(len, self._waiting.values()))

    @property
    def bytes_waiting(self) -> int:
        """Their bytes."""
        return sum(item.message.size for items in self._waiting.values() for item in items)

    def holds(self, lesson: str) -> bool:
        """Say if something of a lesson is not acknowledged yet."""
        return lesson in self._waiting

    async def forget(self, lesson: str) -> None:
        """Stop carrying a lesson's items: it is erased."""
        tracks = {item.message.track for item in self._waiting.get(lesson, ())}
        workers = [self._workers.pop(track) for track in tracks if track in self._workers]
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        for track in tracks:
            self._queues.pop(track, None)
        self._waiting.pop(lesson, None)

    async def close(self) -> None:
        """Stop; what is not acknowledged stays in the spool. Idempotent."""
        self._closing = True
        workers = tuple(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    def _start(self, spool: TrackSpool) -> None:
        if spool.track not in self._workers and not self._closing:
            worker = asyncio.create_task(self._work(spool), name=f"upload {spool.track}")
            self._workers[spool.track] = worker

    async def _work(self, spool: TrackSpool) -> None:
        """Carry a track's items until there are none."""
        queue = self._queues[spool.track]
        while True:
            try:
                await self._carry(spool, queue)
            except Exception:  # The top of this track's work: nothing may end it but a stop.
                logger.exception("upload of track %s failed, it begins again", spool.track)
                await self._sleep(RETRY_MAX)
                left = await asyncio.to_thread(lambda: tuple(spool.items()))
                paths = {item.path for item in left}
                newer = [item for item in queue if item.path not in paths]
                queue.clear()
                queue.extend((*left, *newer))
            # No await from here on: nothing can be submitted in between.
            if not queue:
                del self._workers[spool.track]
                return

    async def _carry(self, spool: TrackSpool, queue: deque[Item]) -> None:
        async with asyncio.TaskGroup() as group:
            ahead: deque[tuple[Item, asyncio.Task[bool]]] = deque()
            while queue or ahead:
                while queue and len(ahead) < AHEAD_MAX:
                    item = queue.popleft()
                    ahead.append((item, group.create_task(self._store_verified(spool, item))))
                item, stored = ahead.popleft()
                if await stored:
                    await self._report(item.message)
                    await asyncio.to_thread(spool.release, item)
                else:
                    if isinstance(item.message, SegmentStored):
                        await self._report(_lost(item.message))
                    await asyncio.to_thread(spool.set_aside, item)
                self._settled(spool.lesson, item)
                self.items_stored += 1

    def _settled(self, lesson: str, item: Item) -> None:
        items = self._waiting[lesson]
        items.remove(item)
        if not items:
            del self._waiting[lesson]

    async def _store_verified(self, spool: TrackSpool, item: Item) -> bool:
        """Store an item and read it back, as often as it takes; False if there is nothing whole to be stored."""
        delay = FIRST_RETRY
        while True:
            try:
                async with self._transfers:
                    await self._store.put(item.message.key, item.path, item.content_type)
                    await self._compare(item)
            except (StoreError, OSError) as error:
                self.retries += 1
                self.damaged += isinstance(error, ObjectDamaged)
                if str(error) != self.problem:
                    logger.warning("segments wait for the store: %s", error)
                    self.problem = str(error)
                if not await self._is_sound(spool, item):
                    return False
            else:
                self.problem = ""
                return True
            # Half of it random, so that many archivers do not come back at once.
            await self._sleep(delay * (0.5 + 0.5 * self._jitter()))
            delay = min(delay * 2, RETRY_MAX)

    async def _is_sound(self, spool: TrackSpool, item: Item) -> bool:
        """Say if an item is, by now, what it was when it was written; False if its bytes are gone for good."""
        if await asyncio.to_thread(spool.is_sound, item):
            return True
        content = await asyncio.to_thread(self._rebuild, spool, item)
        if content is not None:
            await asyncio.to_thread(spool.restore, item, content)
            self.rebuilt += 1
            logger.warning("%s rotted in the spool and was made again", item.message.key)
            return True
        if isinstance(item.message, TrackInit):
            # Without its header a track is nothing: somebody must look, so it stays and is said again and again.
            self.problem = f"{item.message.key} rotted in the spool and cannot be made again"
            return True
        # A chapter's picture is a comfort: the recording is whole without it.
        self.lost += not isinstance(item.message, ChapterFound)
        logger.error("%s rotted in the spool and cannot be made again", item.message.key)
        return False

    async def _compare(self, item: Item) -> None:
        digest = hashlib.sha256()
        size = 0
        async for chunk in self._store.read(item.message.key):
            digest.update(chunk)
            size += len(chunk)
        if digest.hexdigest() != item.message.sha256:
            raise ObjectDamaged(
                f"{self._store.name}: {item.message.key} came back as {size} other bytes"
            )


def _lost(message: SegmentStored) -> SegmentLost:
    return SegmentLost(
        segment=message.segment,
        lesson=message.lesson,
        track=message.track,
        init=message.init,
        number=message.number,
        starts_at=message.starts_at,
        duration=message.duration,
        offset=message.offset,
        reason="rotten",
    )
