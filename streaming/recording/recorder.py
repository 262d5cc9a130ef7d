"""The recorder: a member of the room that keeps what is published, one journal a track.

Owns the journal directory (one process at a time) and the thread that carries journals to the disk. The
packet path never waits for it.
"""

import asyncio
import fcntl
import json
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from streaming import clock
from streaming.errors import JournalError, NodeError
from streaming.ports import RtpPacket, TrackDescription
from streaming.recording.budget import DiskBudget
from streaming.recording.journal import JournalHeader
from streaming.recording.journal_reader import recover
from streaming.recording.journal_writer import BUFFER_MAX, JournalWriter
from streaming.recording.naming import JOURNAL_SUFFIX, LESSON_FILE, file_safe

logger = logging.getLogger(__name__)

FLUSH_INTERVAL = 0.25
"""Seconds between flushes: a killed node loses at most this much and the write in hand; promised is 1 s."""
CLOSE_TIMEOUT = 5.0
"""Seconds that `close` waits for the disk; what is not written by then is recovered at the next start."""


class _Sink:
    """The recorder of one track, as the room sees it."""

    def __init__(self, writer: JournalWriter, clock_now: Callable[[], float]) -> None:
        self.writer = writer
        self.packet: Callable[[RtpPacket], None] = writer.packet
        self.sender_report: Callable[[int, int, float], None] = writer.sender_report
        self._now = clock_now

    def close(self) -> None:
        """The track has ended; idempotent."""
        self.writer.seal(self._now(), "ended")


class _Waiting:
    """The sink of a track that may not be recorded for want of room; begins as soon as there is some."""

    def __init__(self, begin: Callable[[], _Sink | None]) -> None:
        self._begin = begin
        self._inner: _Sink | None = None

    def packet(self, packet: RtpPacket) -> None:
        """Take one packet, or let it go."""
        if self._inner is None:
            self._inner = self._begin()
        if self._inner is not None:
            self._inner.packet(packet)

    def sender_report(self, ntp_time: int, timestamp_rtp: int, now: float) -> None:
        """Take a sender report, or let it go."""
        if self._inner is not None:
            self._inner.sender_report(ntp_time, timestamp_rtp, now)

    def close(self) -> None:
        """The track has ended; idempotent."""
        self._begin = lambda: None
        if self._inner is not None:
            self._inner.close()


class JournalRecorder:
    """Implements `streaming.ports.Recorder`."""

    def __init__(
        self,
        directory: Path,
        *,
        now: Callable[[], float] = clock.now,
        wall: Callable[[], float] = clock.wall,
        buffer_max: int = BUFFER_MAX,
        reserve: int = 0,
    ) -> None:
        """Take the directory, seal what a previous run left behind, start the thread.

        `buffer_max` bytes may wait for the disk per track. No new lesson is begun while less than `reserve` bytes of
        the disk are free. Blocks for as long as the recovery reads.

        Raises:
            NodeError: if the directory cannot be used, or another node uses it.
        """
        self._directory = directory
        self._now = now
        self._wall = wall
        self._buffer_max = buffer_max
        self._guard = threading.Lock()
        """Held for moments and never during I/O: the packet path opens and closes tracks under it."""
        self._writers: list[JournalWriter] = []
        self._marks: dict[str, bool] = {}
        """What is still to be written of lessons: closed or not."""
        self._unclosed: set[str] = set()
        self._wake = threading.Event()
        self._stopping = False
        self._lock = -1
        self._problem = ""
        self._dropped = 0
        self._take_directory()
        self._budget = DiskBudget(directory, reserve)
        self._budget.look()
        self._thread: threading.Thread | None = threading.Thread(
            target=self._run, name="journals", daemon=True
        )
        self._thread.start()

    @property
    def unclosed_lessons(self) -> tuple[str, ...]:
        """Lessons that nobody has closed yet, also of previous runs; `close_lesson` those that are over."""
        with self._guard:
            return tuple(sorted(self._unclosed))

    def open(self, lesson: str, session: str, track: TrackDescription) -> _Sink | _Waiting:
        """Begin a journal for one published track. No I/O: the thread makes the file.

        Without room on the disk a lesson that has no journal yet waits for some, and its packets go by.
        """
        with self._guard:
            refused = self._budget.exhausted and lesson not in self._unclosed
        if not refused:
            return self._start(lesson, session, track)
        logger.error("lesson %s is not recorded, the disk has too little room", lesson)
        return _Waiting(
            lambda: None if self._budget.exhausted else self._start(lesson, session, track)
        )

    def _start(self, lesson: str, session: str, track: TrackDescription) -> _Sink:
        wall, now = self._wall(), self._now()
        header = JournalHeader(lesson, session, track.role, track.kind, track.codec, wall, now)
        writer = JournalWriter(self._folder(lesson), header, self._buffer_max)
        with self._guard:
            if lesson not in self._unclosed:
                self._unclosed.add(lesson)
                self._marks[lesson] = False
            self._writers.append(writer)
        return _Sink(writer, self._now)

    def close_lesson(self, lesson: str) -> None:
        """End every journal of a lesson and say that no more will come; idempotent.

        Good also for lessons of a previous run and for lessons without any track.
        """
        now = self._now()
        with self._guard:
            for writer in self._writers:
                if writer.header.lesson == lesson:
                    writer.seal(now, "lesson closed")
            self._unclosed.discard(lesson)
            self._marks[lesson] = True
        self._wake.set()

    async def close(self) -> None:
        """Seal every journal, carry it to the disk and stop; waits up to 5 s for the disk. Idempotent.

        Lessons stay unclosed: the next run goes on with them. Cancellation stops the waiting only.
        """
        thread, self._thread = self._thread, None
        if thread is None:
            return
        now = self._now()
        with self._guard:
            for writer in self._writers:
                writer.seal(now, "node stopped")
        self._stopping = True
        self._wake.set()
        await asyncio.to_thread(thread.join, CLOSE_TIMEOUT)
        os.close(self._lock)

    @property
    def problem(self) -> str:
        """Why journals are not reaching the disk now; empty when they do."""
        return self._problem

    @property
    def refusing(self) -> bool:
        """Whether new lessons are not recorded, for want of room."""
        return self._budget.exhausted

    @property
    def bytes_free(self) -> int:
        """Room on the disk."""
        return self._budget.free

    @property
    def bytes_waiting(self) -> int:
        """Bytes of all journals in memory."""
        with self._guard:
            return sum(writer.waiting for writer in self._writers)

    @property
    def packets_dropped(self) -> int:
        """Packets that found their journal's buffer full, since the start."""
        with self._guard:
            return self._dropped + sum(writer.packets_dropped for writer in self._writers)

    # --- the thread ---

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(FLUSH_INTERVAL)
            self._wake.clear()
            self._budget.look()
            self._flush()
        self._flush()
        for writer in self._writers:
            writer.abandon()

    def _flush(self) -> None:
        with self._guard:
            writers, marks = tuple(self._writers), tuple(self._marks.items())
        problem = ""
        for writer in writers:
            writer.flush()
            problem = problem or writer.problem
        self._forget_finished()
        for lesson, closed in marks:
            problem = self._mark(lesson, closed=closed) or problem
        if problem != self._problem:
            if problem:
                logger.error("journals do not reach the disk: %s", problem)
            else:
                logger.info("journals reach the disk again")
            self._problem = problem

    def _forget_finished(self) -> None:
        with self._guard:
            self._dropped += sum(w.packets_dropped for w in self._writers if w.finished)
            self._writers = [writer for writer in self._writers if not writer.finished]

    def _mark(self, lesson: str, *, closed: bool) -> str:
        """Write that a lesson is open or closed; it closes only after its last journal."""
        with self._guard:
            if closed and any(writer.header.lesson == lesson for writer in self._writers):
                return ""
        try:
            _write_mark(self._folder(lesson), lesson, closed=closed)
        except OSError as error:
            return error.strerror or str(error)
        with self._guard:
            if self._marks.get(lesson) is closed:
                del self._marks[lesson]
        return ""

    def _folder(self, lesson: str) -> Path:
        return self._directory / file_safe(lesson)

    def _take_directory(self) -> None:
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self._directory / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._recover()
        except BlockingIOError:
            raise NodeError(f"{self._directory}: another media node uses it") from None
        except OSError as error:
            raise NodeError(f"{self._directory}: {error.strerror}") from error

    def _recover(self) -> None:
        for path in sorted(self._directory.glob(f"*/*{JOURNAL_SUFFIX}")):
            try:
                if recover(path):
                    logger.info("sealed the journal %s of a previous run", path.name)
            except JournalError:
                logger.exception("cannot recover %s; it stays as it is", path)
        for path in sorted(self._directory.glob(f"*/{LESSON_FILE}")):
            try:
                mark = json.loads(path.read_bytes())
                if not mark["closed"]:
                    self._unclosed.add(str(mark["lesson"]))
            except (ValueError, KeyError, TypeError):
                logger.exception("cannot read %s", path)


def _write_mark(folder: Path, lesson: str, *, closed: bool) -> None:
    """Write `lesson.json` atomically and durably."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{LESSON_FILE}"
    with temporary.open("wb") as file:
        file.write(json.dumps({"lesson": lesson, "closed": closed}).encode())
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, folder / LESSON_FILE)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
