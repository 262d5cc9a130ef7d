"""One lesson on its way from journals to the spool: all its tracks, on one time line.

Takes the records of all tracks in step, so that a backlog is placed as it would have been live. Runs in a
thread; reads and writes files, knows no network.
"""

import json
import logging
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from streaming.contract import BOARD, Kind
from streaming.errors import JournalError
from streaming.recording.chapters import ChapterFinder
from streaming.recording.journal_reader import JournalReader
from streaming.recording.naming import JOURNAL_SUFFIX, LESSON_FILE, track_directory
from streaming.recording.spool import Item, LessonEntry, LessonSpool, TrackSpool
from streaming.recording.timeline import Timeline
from streaming.recording.track import Encode, TrackArchive, is_abandoned, set_aside

logger = logging.getLogger(__name__)

STEP = 1.0
"""Seconds of arrivals that each track takes in its turn."""
TURNS_MAX = 60
"""Turns per call: a minute of backlog, so that other lessons and a stop signal get their turn too."""


class LessonArchive:
    """See the module. Not safe for use by two threads at once."""

    def __init__(
        self, folder: Path, spool_directory: Path, lesson: str, encode: Encode | None = None
    ) -> None:
        """Go on where the spool says.

        Args:
            folder: of the lesson's journals.
            spool_directory: of all lessons.
            lesson: its id.
            encode: makes AAC of a cut of sound; None: sound stays the Opus that it is.

        Raises:
            OSError: if the spool cannot be used.
            JournalError: if the spool holds a file that is not ours.
        """
        self.lesson = lesson
        self.spool = LessonSpool(spool_directory, lesson)
        self.problem = ""
        """Why the disk did not take the last segment; empty when it did."""
        self._encode = encode
        self._folder = folder
        self._timeline = Timeline()
        self._tracks: dict[str, TrackArchive] = {}
        self._known: set[Path] = set()
        self._chapters = ChapterFinder()
        self._closed = False
        self._behind = False

    @property
    def finished(self) -> bool:
        """The room is closed and everything that was published is in the spool."""
        # With a disk that refuses, not even the tracks may be known yet.
        return (
            self._closed
            and not self._behind
            and not self.problem
            and all(track.finished for track in self._tracks.values())
        )

    @property
    def behind(self) -> bool:
        """The last call did not come to the end of what there is: call again soon."""
        return self._behind

    def result(self) -> LessonEntry:
        """Return what the recording has come to."""
        tracks = self.spool.tracks.values()
        duration = max((track.duration for track in tracks), default=0.0)
        segments = sum(track.next_number for track in tracks)
        return replace(self.spool.entry, segments=segments, duration=duration)

    def step(self, now: float) -> list[tuple[TrackSpool, Item]]:
        """Bring what has come since the last call into the spool; return the new items.

        Args:
            now: UTC seconds since 1970.

        A full or failing disk is noted in `problem`; nothing is lost, the next call tries again.
        """
        items: list[tuple[TrackSpool, Item]] = []
        try:
            self._look(now)
            self._work(now, items)
            self._find_chapters(items)
            self.problem = ""
        except OSError as error:
            if not self.problem:
                logger.exception("lesson %s: the spool does not take segments", self.lesson)
            self.problem = error.strerror or str(error)
        return items

    def remove_journals(self) -> None:
        """Delete the journals: every segment of them is in the store. Damaged ones stay.

        Raises:
            OSError: if the disk refuses.
        """
        self.close()
        for path in self._known:
            path.unlink(missing_ok=True)
        # Somebody may have opened the lesson again meanwhile; then its new journals keep their mark.
        if not any(self._folder.glob(f"*{JOURNAL_SUFFIX}")):
            (self._folder / LESSON_FILE).unlink(missing_ok=True)
        with suppress(OSError):
            self._folder.rmdir()

    def close(self) -> None:
        """Let go of files; idempotent."""
        for track in self._tracks.values():
            track.close()

    def _look(self, now: float) -> None:
        """See what the recorder has made since the last call. The mark is read first: then no journal is missed."""
        self._closed = _is_closed(self._folder / LESSON_FILE)
        found: dict[str, list[Path]] = defaultdict(list)
        for path in self._folder.glob(f"*{JOURNAL_SUFFIX}"):
            found[path.name.removesuffix(JOURNAL_SUFFIX).rpartition(".")[0]].append(path)
        for name, paths in found.items():
            track = self._tracks.get(name) or self._open_track(name, paths, now)
            if track is not None:
                track.add_journals(paths)
                self._known.update(paths)

    def _open_track(self, name: str, paths: list[Path], now: float) -> TrackArchive | None:
        spool = self.spool.tracks.get(name)
        for path in paths:
            if spool is not None:
                break
            named = _read_name(path, now)
            if named is not None:
                spool = self.spool.track(*named)
        if spool is None:
            return None
        encode = self._encode if spool.kind is Kind.AUDIO else None
        self._tracks[name] = TrackArchive(spool, self._timeline, encode)
        return self._tracks[name]

    def _work(self, now: float, items: list[tuple[TrackSpool, Item]]) -> None:
        tracks = tuple(self._tracks.values())
        self._behind = False
        for _ in range(TURNS_MAX):
            arrivals = [one for track in tracks if (one := track.next_arrival(now)) is not None]
            if not arrivals:
                break
            until = min(arrivals) + STEP
            for track in tracks:
                track.advance(until)
            self._commit(tracks, until, items)
        else:
            self._behind = True
            return
        for track in tracks:
            track.rest(now)
        self._commit(tracks, now, items)

    def _find_chapters(self, items: list[tuple[TrackSpool, Item]]) -> None:
        board = self.spool.tracks.get(track_directory(BOARD, Kind.VIDEO))
        for spool, item in tuple(items):
            chapter = self._chapters.look(spool, item, board)
            if chapter is not None:
                items.append((spool, chapter))

    def _commit(
        self,
        tracks: tuple[TrackArchive, ...],
        arrived: float,
        items: list[tuple[TrackSpool, Item]],
    ) -> None:
        ready = [track for track in tracks if track.ready(arrived)]
        if not ready:
            return
        epoch = self.spool.entry.epoch
        if not epoch:
            walls = [wall for track in tracks if (wall := track.first_wall()) is not None]
            # Whole milliseconds: the epoch is written in several formats and must survive each.
            epoch = int(min(walls) * 1000) / 1000
            self.spool.update(replace(self.spool.entry, epoch=epoch))
        for track in ready:
            made: list[Item] = []
            try:
                track.commit(arrived, epoch, made)
            finally:
                items += [(track.spool, item) for item in made]


def _is_closed(path: Path) -> bool:
    try:
        return bool(json.loads(path.read_bytes())["closed"])
    except FileNotFoundError:
        return False
    except (ValueError, KeyError, TypeError):
        logger.exception("cannot read %s", path)
        return False


def _read_name(path: Path, now: float) -> tuple[str, Kind] | None:
    """Return role and kind from a journal's header; None if it is not written yet, or is damaged and set aside."""
    try:
        reader = JournalReader(path)
    except FileNotFoundError:
        return None
    try:
        header = reader.read_header()
        if header is None and is_abandoned(path, now):
            raise JournalError("its header is not whole")
    except JournalError as error:
        set_aside(path, error)
        return None
    finally:
        reader.close()
    return (header.role, header.kind) if header else None
