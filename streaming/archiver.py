"""Composition root of the archiver process: journals → segments → store → reports.

One event loop for the store and the link, threads for everything that touches journals and spool; a lesson
is never worked on by two of them at once.
Whatever happens to this process, the directories say where it was.
"""

import asyncio
import fcntl
import json
import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from streaming import __version__, clock
from streaming.contract import (
    ArchiverHello,
    EraseRecording,
    Message,
    RecordingErased,
    RecordingSealed,
    StorageState,
)
from streaming.errors import JournalError, NodeError, StoreError
from streaming.link import Link
from streaming.recording.budget import DiskBudget
from streaming.recording.erasing import erase
from streaming.recording.lesson import LessonArchive
from streaming.recording.naming import LESSON_FILE, file_safe
from streaming.recording.rebuild import rebuild
from streaming.recording.spool import Item, LessonSpool, TrackSpool
from streaming.recording.track import Encode
from streaming.recording.uploader import Uploader
from streaming.settings import MediaSettings
from streaming.store import open_store
from streaming.trust import Trust

POLL_INTERVAL = 1.0
"""Seconds between looks at the journals: with the recorder's flush of 0.25 s well within 10 s to a replay, and half
the cost of looking twice a second."""
THREADS = 8
"""Lessons that are worked on at once. Not for the CPU's sake: syncing a segment takes 20 ms alone and 4.5 ms
when eight wait together (measured on ext4), and 27 lessons make 40 a second."""
STATUS_INTERVAL = 30.0
"""Seconds between status lines in the log."""
TELL_INTERVAL = 2.0
"""Seconds between reports of the disk's and the store's state: an alarm within five."""
STORE_RETRY = 5.0
"""Seconds between attempts to make the bucket."""

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Running:
    """A lesson that is being archived."""

    archive: LessonArchive
    sealing: asyncio.Task[None] | None = None


class Archiver:
    """See the module. Construct, then `run`."""

    def __init__(self, settings: MediaSettings) -> None:
        """Take the spool.

        Raises:
            NodeError: if another archiver uses it, or it cannot be made.
            StoreError: if the store's address is not one.
        """
        self._settings = settings
        self._lock = _lock_spool(settings.spool_dir)
        self._store = open_store(settings.store_address)
        self._link = Link(
            settings.server_url.replace("http", "ws", 1) + "/api/nodes/link",
            settings.node_token,
            self._hello,
            self._take,
            trust=Trust(settings.server_ca, settings.server_name),
        )
        self._encode = _encoder(settings)
        self._uploader = Uploader(self._store, self._link.send_and_wait, self._rebuild)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="archive")
        self._lessons: dict[Path, _Running] = {}
        self._unreadable: set[Path] = set()
        self._to_erase: dict[str, EraseRecording] = {}
        self._status = ""
        self._status_at = 0.0
        self._budget = DiskBudget(settings.spool_dir, 0)
        self._told_at = -TELL_INTERVAL

    async def run(self, stop: asyncio.Event) -> None:
        """Archive until `stop` is set; the write in hand is finished."""
        _log.info(
            "archiver of %s: journals in %s, store %s",
            self._settings.node_name,
            self._settings.journal_dir,
            self._store.name,
        )
        link = asyncio.create_task(self._link.run())
        ensured = asyncio.create_task(self._ensure_store())
        for spool, item in await self._in_thread(_left_alone, self._settings):
            self._uploader.submit(spool, item)
        try:
            while not stop.is_set():
                behind = await self._look()
                self._tell_status()
                if not behind:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(stop.wait(), POLL_INTERVAL)
        finally:
            await self._close(link, ensured)

    async def _close(self, *tasks: asyncio.Task[None]) -> None:
        sealing = [run.sealing for run in self._lessons.values() if run.sealing is not None]
        await self._uploader.close()
        await self._link.close()
        for task in (*sealing, *tasks):
            task.cancel()
        await asyncio.gather(*sealing, *tasks, return_exceptions=True)
        self._threads.shutdown()
        for running in self._lessons.values():
            running.archive.close()
        await self._store.close()
        os.close(self._lock)

    async def _look(self) -> bool:
        """Bring every lesson forward; return whether one has more to do already."""
        for asked in tuple(self._to_erase.values()):
            await self._erase(asked)
        for folder in await self._in_thread(_folders, self._settings.journal_dir):
            if folder not in self._lessons:
                await self._open(folder)
        active = []
        for folder, running in tuple(self._lessons.items()):
            if running.sealing is None:
                active.append(running)
            else:
                self._finish(folder, running.sealing)
        return any(await asyncio.gather(*map(self._bring_forward, active)))

    async def _bring_forward(self, running: _Running) -> bool:
        archive = running.archive
        for spool, item in await self._in_thread(archive.step, clock.wall()):
            self._uploader.submit(spool, item)
        if archive.finished and all(map(self._uploader.is_idle, archive.spool.tracks.values())):
            running.sealing = asyncio.create_task(self._seal(archive))
        return archive.behind

    async def _open(self, folder: Path) -> None:
        if folder in self._unreadable:
            return
        try:
            archive = await self._in_thread(
                lambda: LessonArchive(
                    folder, self._settings.spool_dir, _lesson_of(folder), self._encode
                )
            )
        except (OSError, JournalError) as error:
            # Said once: the folder stays as it is for somebody who can look.
            self._unreadable.add(folder)
            _log.error("lesson folder %s cannot be archived: %s", folder, error)
            return
        left = await self._in_thread(lambda: _left_in(archive))
        for spool, item in left:
            self._uploader.submit(spool, item)
        self._lessons[folder] = _Running(archive)
        _log.info("lesson %s: archiving, %d items were left", archive.lesson, len(left))

    async def _seal(self, archive: LessonArchive) -> None:
        """Tell the server that the recording is whole; then the journals may go."""
        result = archive.result()
        await self._link.send_and_wait(
            RecordingSealed(
                lesson=archive.lesson,
                segments=result.segments,
                epoch=result.epoch or clock.wall(),
                duration=result.duration,
                at=clock.wall(),
            )
        )
        await self._in_thread(archive.spool.update, replace(result, sealed=True))
        await self._in_thread(archive.remove_journals)
        _log.info("lesson %s: sealed, %d segments", archive.lesson, result.segments)

    def _finish(self, folder: Path, sealing: asyncio.Task[None]) -> None:
        if not sealing.done():
            return
        if (error := sealing.exception()) is not None:
            _log.error("lesson in %s could not be sealed, it is tried again: %s", folder, error)
        # After an error the folder is still there, and is opened again by the next look.
        del self._lessons[folder]

    async def _erase(self, asked: EraseRecording) -> None:
        """Empty the disks of a recording; of a part of one only once the whole is sealed, the next look sees again."""
        lesson, folder = asked.lesson, self._settings.journal_dir / file_safe(asked.lesson)
        running = self._lessons.get(folder)
        if asked.roles and (running is not None or self._uploader.holds(lesson)):
            return
        if running is not None and running.sealing is not None:
            running.sealing.cancel()
            await asyncio.gather(running.sealing, return_exceptions=True)
        await self._uploader.forget(lesson)
        if running is not None:
            running.archive.close()
            del self._lessons[folder]
        try:
            done = await self._in_thread(
                erase,
                self._settings.journal_dir,
                self._settings.spool_dir,
                lesson,
                asked.roles,
            )
        except OSError as error:
            _log.warning("lesson %s is not erased yet: %s", lesson, error)
            return
        self._unreadable.discard(folder)
        del self._to_erase[asked.erasure]
        _log.info("lesson %s: erased, %d files, %d bytes", lesson, done.files, done.size)
        self._link.post(RecordingErased(asked.erasure, lesson, done.files, done.size, clock.wall()))

    async def _ensure_store(self) -> None:
        """Make the bucket, as soon as the store lets us."""
        while True:
            try:
                await self._store.ensure()
            except StoreError as error:
                _log.warning("the store is not ready: %s", error)
                await asyncio.sleep(STORE_RETRY)
            else:
                return

    def _tell_status(self) -> None:
        """Tell the server every two seconds; write one line when something changed, at most each 30 s."""
        uploader = self._uploader
        problems = {run.archive.problem for run in self._lessons.values()} | {uploader.problem}
        problem = "; ".join(sorted(problems - {""}))
        now = clock.now()
        if now - self._told_at >= TELL_INTERVAL:
            self._told_at = now
            self._budget.look()
            self._link.post(self._storage_state(problem), acknowledged=False)
        status = (
            f"{len(self._lessons)} lessons, {uploader.items_stored} items stored,"
            f" {uploader.items_waiting} waiting ({uploader.bytes_waiting} bytes),"
            f" {uploader.retries} retries, {uploader.damaged} damaged,"
            f" {uploader.rebuilt} made again, {uploader.lost} lost;"
            f" {problem or 'no problem'}"
        )
        if status != self._status and now - self._status_at >= STATUS_INTERVAL:
            self._status, self._status_at = status, now
            _log.info("status: %s", status)

    def _storage_state(self, problem: str) -> StorageState:
        return StorageState(
            source=f"{self._settings.node_name}.archiver",
            problem=problem,
            refusing=False,
            free=self._budget.free,
            waiting=self._uploader.bytes_waiting,
            lost=self._uploader.lost,
            at=clock.wall(),
        )

    def _rebuild(self, spool: TrackSpool, item: Item) -> bytes | None:
        return rebuild(spool, item, self._settings.journal_dir / file_safe(spool.lesson))

    def _hello(self) -> Message:
        return ArchiverHello(archiver=f"{self._settings.node_name}.archiver", version=__version__)

    async def _take(self, message: Message) -> None:
        if isinstance(message, EraseRecording):
            self._to_erase[message.erasure] = message
            return
        _log.warning("the server sent a message that is not for an archiver: %s", message.type)

    async def _in_thread(self, work: Callable[..., T], *args: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *args)


def _encoder(settings: MediaSettings) -> Encode | None:
    """Return what makes AAC of sound, if a setting asks for it: numpy and an encoder are imported then only."""
    if settings.archive_audio == "opus":
        return None
    from streaming.recording import aac  # noqa: PLC0415 - see above

    return aac.encode


def _lock_spool(directory: Path) -> int:
    """Take the spool for this process; the kernel lets it go when the process ends, however it ends."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock = os.open(directory / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
    except OSError as error:
        raise NodeError(f"{directory}: {error.strerror}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise NodeError(f"{directory}: another archiver uses it") from None
    return lock


def _folders(journal_directory: Path) -> list[Path]:
    """Return the lessons' folders that the recorder has marked."""
    return sorted(path.parent for path in journal_directory.glob(f"*/{LESSON_FILE}"))


def _lesson_of(folder: Path) -> str:
    try:
        return str(json.loads((folder / LESSON_FILE).read_bytes())["lesson"])
    except (ValueError, KeyError, TypeError) as error:
        raise JournalError(f"{LESSON_FILE}: {type(error).__name__} {error}") from error


def _left_alone(settings: MediaSettings) -> list[tuple[TrackSpool, Item]]:
    """Return what is still to be stored of lessons whose journals somebody has taken away."""
    items: list[tuple[TrackSpool, Item]] = []
    for folder in sorted(path.parent for path in settings.spool_dir.glob(f"*/{LESSON_FILE}")):
        if (settings.journal_dir / folder.name / LESSON_FILE).exists():
            continue
        try:
            spool = LessonSpool(settings.spool_dir, _lesson_of(folder))
            items += [(track, item) for track in spool.tracks.values() for item in track.items()]
        except (OSError, JournalError) as error:
            _log.error("spool %s cannot be read: %s", folder, error)
    return items


def _left_in(archive: LessonArchive) -> list[tuple[TrackSpool, Item]]:
    return [(spool, item) for spool in archive.spool.tracks.values() for item in spool.items()]
