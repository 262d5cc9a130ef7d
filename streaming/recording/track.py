"""One track of a lesson on its way from journals to the spool: reads, cuts, places, commits.

A publisher who comes back writes another journal; it continues the same track. Restarts go on behind the
newest segment in the spool. Runs in a thread; reads and writes files, knows no network.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from streaming.contract import Kind, MediaLoss, SegmentStored, TrackInit
from streaming.errors import JournalError
from streaming.recording import muxer
from streaming.recording.assembly import AacParameters, Parameters
from streaming.recording.cursor import ClockedCut, JournalCursor, open_cursor
from streaming.recording.naming import DAMAGED_SUFFIX, journal_started_ms, segment_id
from streaming.recording.placement import Place, place, samples
from streaming.recording.segment import LISTED, Cut
from streaming.recording.spool import (
    Checkpoint,
    Item,
    Origin,
    TrackSpool,
    parameters_of,
    received,
)
from streaming.recording.timeline import Timeline

logger = logging.getLogger(__name__)

WAITING_MAX = 16
"""Cuts in memory that wait for their place or for the disk; then the journal is read no further."""
ABANDONED = 60.0
"""Seconds after which the header of a journal is no longer waited for: the recorder writes it at once."""
IDLE = 5.0
"""Seconds without a record after which what there is becomes a segment, so that a live page gets it."""


Encode = Callable[[Cut, Place], tuple[Place, list[muxer.Sample]]]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A cut that is not in the spool yet."""

    cut: Cut
    clocked: ClockedCut
    cursor: JournalCursor


class TrackArchive:
    """See the module. Not safe for use by two threads at once."""

    def __init__(self, spool: TrackSpool, timeline: Timeline, encode: Encode | None = None) -> None:
        """Go on where the spool says; `encode` makes AAC of a cut of sound."""
        self.spool = spool
        self.cuts_dropped = 0
        """Segments left out because another publisher of the same role was recorded at that time."""
        self._encode = encode
        self._timeline = timeline
        self._rate = muxer.AUDIO_TIMESCALE if spool.kind is Kind.AUDIO else muxer.VIDEO_TIMESCALE
        self._journals: deque[Path] = deque()
        self._seen: set[str] = set()
        self._cursor: JournalCursor | None = None
        self._waiting: deque[_Waiting] = deque()
        self._end: int | None = None
        self._parameters: Parameters | None = None
        self._detached = False
        """The next cut does not continue, whatever it says: the one before was left out."""
        self._journal_of_last = ""
        if spool.last is not None:
            self._end = spool.last.checkpoint.end_ticks
            self._journal_of_last = spool.last.checkpoint.journal

    def add_journals(self, paths: Iterable[Path]) -> None:
        """Take the track's journals, in any order; those that are known or done are ignored."""
        for path in sorted(paths, key=journal_started_ms):
            if path.name in self._seen:
                continue
            self._seen.add(path.name)
            if not self._is_done(path):
                self._journals.append(path)

    @property
    def finished(self) -> bool:
        """Everything that was added is in the spool."""
        return self._cursor is None and not self._journals and not self._waiting

    def next_arrival(self, now: float) -> float | None:
        """Return the arrival of the next record to be taken; None if there is none yet, or too much waits.

        Opens the next journal when the one before is done.
        """
        if len(self._waiting) >= WAITING_MAX:
            return None
        while self._cursor is None and self._journals:
            path = self._journals[0]
            try:
                self._cursor = self._open(path)
            except JournalError as error:
                self._journals.popleft()
                set_aside(path, error)
            if self._cursor is None and self._journals and self._journals[0] == path:
                if not is_abandoned(path, now):
                    return None  # Its header is being written.
                self._journals.popleft()
                set_aside(path, JournalError("its header is not whole"))
        if self._cursor is None:
            return None
        try:
            return self._cursor.next_arrival(now)
        except JournalError as error:
            path = self._journals.popleft()
            self._finish_cursor()
            set_aside(path, error)
            return None

    def advance(self, until: float) -> None:
        """Take what arrived up to `until`."""
        cursor = self._cursor
        if cursor is None:
            return
        self._wait(cursor.advance(until), cursor)
        if cursor.finished:
            self._journals.popleft()
            self._cursor = None
            self._close_if_done(cursor)

    def rest(self, now: float) -> None:
        """Make a segment of what there is if nothing has come for a while."""
        cursor = self._cursor
        # By the growth of the file and not by arrivals: those are times of another clock, which may be set.
        if cursor is not None and now - cursor.grew_at > IDLE:
            self._wait(cursor.rest(), cursor)

    def ready(self, arrived: float) -> bool:
        """Say if a cut can be placed for good, given what arrived up to `arrived`."""
        if not self._waiting:
            return False
        first = self._waiting[0]
        session = first.cursor.header.session
        return first.cursor.finished or self._timeline.settled(
            session, first.clocked.clock, arrived
        )

    def first_wall(self) -> float | None:
        """Return when the first frame that is not in the spool yet happened; None if there is none."""
        if self._waiting:
            first = self._waiting[0]
            session = first.cursor.header.session
            return self._timeline.wall(session, first.clocked.clock, first.cut.start_rtp)
        cursor = self._cursor
        if cursor is None or cursor.first_rtp is None:
            return None
        return self._timeline.wall(cursor.header.session, cursor.clock, cursor.first_rtp)

    def commit(self, arrived: float, epoch: float, items: list[Item]) -> None:
        """Put every cut that is ready into the spool; append what that makes to `items`.

        Raises:
            OSError: if the disk does not take one; it and those behind it stay for the next call.
        """
        while self.ready(arrived):
            waiting = self._waiting[0]
            self._commit(waiting, epoch, items)
            self._waiting.popleft()
            self._close_if_done(waiting.cursor)

    def close(self) -> None:
        """Let go of files; idempotent."""
        for cursor in {id(w.cursor): w.cursor for w in self._waiting}.values():
            cursor.close()
        if self._cursor is not None:
            self._cursor.close()

    def _is_done(self, path: Path) -> bool:
        last = self.spool.last
        if last is None:
            return False
        started, reached = (
            journal_started_ms(path),
            journal_started_ms(Path(last.checkpoint.journal)),
        )
        return started < reached or (started == reached and last.checkpoint.point is None)

    def _open(self, path: Path) -> JournalCursor | None:
        cursor = open_cursor(path, self._timeline)
        if cursor is None:
            return None
        last = self.spool.last
        if last is not None and last.checkpoint.journal == path.name:
            self._parameters = received(parameters_of(self.spool.inits[last.message.init]))
            cursor.resume(last.checkpoint, self._parameters)
        return cursor

    def _finish_cursor(self) -> None:
        cursor, self._cursor = self._cursor, None
        if cursor is not None:
            cursor.finished = True
            self._close_if_done(cursor)

    def _wait(self, cuts: list[ClockedCut], cursor: JournalCursor) -> None:
        self._waiting.extend(_Waiting(clocked.cut, clocked, cursor) for clocked in cuts)

    def _close_if_done(self, cursor: JournalCursor) -> None:
        """Close a journal when its last cut is in the spool: until then its clock is needed."""
        if cursor.finished and all(waiting.cursor is not cursor for waiting in self._waiting):
            cursor.close()

    def _commit(self, waiting: _Waiting, epoch: float, items: list[Item]) -> None:
        cut, cursor = waiting.cut, waiting.cursor
        session, clock = cursor.header.session, waiting.clocked.clock
        cut.anew = cut.anew or self._detached
        where = place(
            cut,
            self._end,
            self._rate,
            lambda time_rtp: self._timeline.wall(session, clock, time_rtp) - epoch,
        )
        if where is None:
            self.cuts_dropped += 1
            self._detached = True
            logger.warning(
                "track %s: a segment overlaps the one before, left out", self.spool.track
            )
            return
        parameters, shown, frames = cut.parameters, where, samples(cut, where)
        if self._encode is not None:
            parameters = AacParameters()
            shown, frames = self._encode(cut, where)
        if not frames:
            # Of less sound than a frame of AAC there is nothing to be heard.
            self._detached = True
            return
        init = self._find_init(parameters)
        if init is None:
            init = len(self.spool.inits)
            items.append(self._add_init(init, parameters))
        checkpoint = Checkpoint(cursor.name, cut.resume, cut.continues, where.end, clock.state())
        message = self._describe(cut, shown, init, epoch, cursor.name)
        message = replace(message, losses=self._losses(cut, where.start))
        content = muxer.fragment(
            message.number, shown.start, frames, preroll=muxer.preroll(parameters)
        )
        lead = None
        if self._encode is not None and not cut.anew:
            lead = (cut.lead or cut.units)[0].resume
        origin = Origin(cut.units[0].resume, cut.start_rtp, cut.last_rtp, lead)
        items.append(self.spool.add_segment(content, message, checkpoint, origin))
        self._end = where.end
        self._detached = False
        self._journal_of_last = cursor.name

    def _describe(
        self, cut: Cut, shown: Place, init: int, epoch: float, journal: str
    ) -> SegmentStored:
        number = self.spool.next_number
        offset = shown.start / self._rate
        reason = cut.lost or ("left" if journal != self._journal_of_last else "nothing_sent")
        return SegmentStored(
            segment=segment_id(self.spool.track, number),
            lesson=self.spool.lesson,
            track=self.spool.track,
            init=init,
            number=number,
            key="",
            size=0,
            sha256="",
            starts_at=epoch + offset,
            duration=(shown.end - shown.start) / self._rate,
            offset=offset,
            gap_before=shown.gap / self._rate,
            gap_reason=reason if shown.gap else "",
            starts_with_key_frame=cut.units[0].key_frame,
        )

    def _losses(self, cut: Cut, start: int) -> tuple[MediaLoss, ...]:
        """Return what is missing inside a cut that lies at `start` ticks."""
        return tuple(
            MediaLoss(
                (start + loss.start_rtp - cut.start_rtp) / self._rate,
                (loss.end_rtp - loss.start_rtp) / self._rate,
                loss.reason,
            )
            for loss in cut.losses
            if loss.end_rtp - loss.start_rtp > LISTED * self._rate
        )

    def _find_init(self, parameters: Parameters) -> int | None:
        for number, entry in enumerate(self.spool.inits):
            if parameters_of(entry) == parameters:
                return number
        return None

    def _add_init(self, number: int, parameters: Parameters) -> Item:
        width, height = muxer.picture_size(parameters)
        message = TrackInit(
            lesson=self.spool.lesson,
            track=self.spool.track,
            role=self.spool.role,
            kind=self.spool.kind,
            codec=parameters.codec,
            number=number,
            key="",
            size=0,
            sha256="",
            width=width,
            height=height,
            timescale=self._rate,
        )
        return self.spool.add_init(muxer.header(parameters), message, parameters)


def is_abandoned(path: Path, now: float) -> bool:
    """Say if nobody writes a journal any more whose header is not whole."""
    return now - path.stat().st_mtime > ABANDONED


def set_aside(path: Path, error: JournalError) -> None:
    """Rename a journal that cannot be read (on), so that nobody tries again and nobody deletes it."""
    logger.error("journal %s cannot be read, it is set aside: %s", path.name, error)
    path.rename(path.with_name(path.name + DAMAGED_SUFFIX))
