"""From one journal to its cuts: reads records, makes frames, cuts them, feeds the track's clock.

Reads a file that another process still writes. Times are arrival times and arguments.
"""

import math
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from streaming.contract import Kind
from streaming.errors import JournalError
from streaming.recording.assembly import Parameters
from streaming.recording.depacketize import Depacketizer, Unit
from streaming.recording.journal import JournalHeader, Record, ReportRecord, SealRecord
from streaming.recording.journal_reader import JournalReader
from streaming.recording.muxer import AUDIO_TIMESCALE, VIDEO_TIMESCALE
from streaming.recording.segment import Cut, Segmenter
from streaming.recording.spool import Checkpoint
from streaming.recording.timeline import REPORTS_KEPT, Timeline, TrackClock

SETTLED = 10.0
"""Seconds without growth after which a damaged end is no longer taken for a write under way."""


@dataclass(frozen=True, slots=True)
class ClockedCut:
    """A cut and the clock that places it."""

    cut: Cut
    clock: TrackClock


class JournalCursor:
    """Follows one journal to its end."""

    def __init__(self, reader: JournalReader, header: JournalHeader, timeline: Timeline) -> None:
        """Begin behind the header, which `open_cursor` has read.

        Raises:
            JournalError: if recordings of this codec cannot be made.
        """
        audio = header.kind is Kind.AUDIO
        rate = AUDIO_TIMESCALE if audio else VIDEO_TIMESCALE
        if header.codec.clock_rate != rate:
            raise JournalError(f"clock rate {header.codec.clock_rate} came, {rate} is allowed")
        self.header = header
        self.rate = rate
        self.finished = False
        """True once everything up to the seal has been cut."""
        self.first_rtp: int | None = None
        """RTP time of the first frame."""
        self._reader = reader
        self._timeline = timeline
        self._depacketizer = Depacketizer(header.codec)
        self._segmenter = Segmenter(rate, audio=audio)
        self._clock = timeline.clock(header.session, rate)
        self._clocks = [self._clock]
        self._records: deque[Record] = deque()
        self._early: deque[ReportRecord] = deque(maxlen=REPORTS_KEPT)
        self._near_rtp: int | None = None
        self._size = 0
        self.grew_at = 0.0
        """When the file was last seen to have grown, on the clock of whoever asks `next_arrival`."""

    @property
    def name(self) -> str:
        """File name of the journal."""
        return self._reader.path.name

    @property
    def clock(self) -> TrackClock:
        """The clock of the newest frame."""
        return self._clock

    def resume(self, checkpoint: Checkpoint, parameters: Parameters) -> None:
        """Go on behind a segment; its checkpoint must name a point in this journal."""
        point = checkpoint.point
        if point is None:
            raise JournalError(f"{self.name}: its checkpoint says that it is done")
        self._reader.seek(point.position)
        self._depacketizer.resume(point, parameters)
        self._segmenter.resume(parameters, continues=checkpoint.continues)
        self._clock.restore(checkpoint.clock)
        if point.arrived:
            self._near_rtp = point.time_rtp

    def next_arrival(self, now: float) -> float | None:
        """Return the arrival of the next record, reading more of the file if needed; None if there is none yet.

        Raises:
            JournalError: if the file is damaged beyond repair.
        """
        if not self._records and not self._reader.sealed:
            size = self._reader.size()
            if size != self._size:
                self._size, self.grew_at = size, now
            self._records.extend(self._reader.read(settled=now - self.grew_at > SETTLED))
        return self._records[0].arrived if self._records else None

    def advance(self, until: float) -> list[ClockedCut]:
        """Take the records that arrived up to `until`; return the segments that ended."""
        cuts: list[ClockedCut] = []
        records = self._records
        while records and records[0].arrived <= until:
            record = records.popleft()
            if isinstance(record, ReportRecord):
                self._report(record)
            elif isinstance(record, SealRecord):
                self._take(self._depacketizer.flush(), cuts)
                self._end(cuts)
                self.finished = True
            else:
                self._take(self._depacketizer.push(record), cuts)
        return cuts

    def rest(self) -> list[ClockedCut]:
        """End the segment that was begun, because nothing has come for a while. All records must be taken."""
        cuts: list[ClockedCut] = []
        if self._records or self.finished:
            return cuts
        self._take(self._depacketizer.expire(math.inf), cuts)
        if self._segmenter.holds_frames:
            self._end(cuts)
        return cuts

    def close(self) -> None:
        """Let go of the file and of the lesson's time line; idempotent."""
        self._reader.close()
        for clock in self._clocks:
            self._timeline.forget(self.header.session, clock)

    def _take(self, units: list[Unit], cuts: list[ClockedCut]) -> None:
        for unit in units:
            ended = self._segmenter.push(unit)
            cuts += [ClockedCut(cut, self._clock) for cut in ended]
            if unit.restarted:
                self._clock = self._timeline.clock(self.header.session, self.rate)
                self._clocks.append(self._clock)
            self._clock.observe(unit.time_rtp, unit.arrived)
            self._near_rtp = unit.time_rtp
            if self.first_rtp is None:
                self.first_rtp = unit.time_rtp
            while self._early:
                self._report(self._early.popleft())

    def _end(self, cuts: list[ClockedCut]) -> None:
        resume = None
        if not self._reader.sealed or self._records:
            resume = self._depacketizer.resume_point(self._reader.position)
        if (cut := self._segmenter.flush(resume)) is not None:
            cuts.append(ClockedCut(cut, self._clock))

    def _report(self, record: ReportRecord) -> None:
        if self._near_rtp is None:
            self._early.append(record)
        else:
            self._clock.report(record.ntp_time, record.timestamp_rtp, self._near_rtp)


def open_cursor(path: Path, timeline: Timeline) -> JournalCursor | None:
    """Open a journal; None if its header is not written yet.

    Raises:
        JournalError: if it is not a journal, or not one that can be recorded.
        OSError: if it cannot be read.
    """
    reader = JournalReader(path)
    try:
        first = reader.read_header()
        if first is None:
            reader.close()
            return None
        return JournalCursor(reader, first, timeline)
    except BaseException:
        reader.close()
        raise
