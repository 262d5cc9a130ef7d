"""From the records of one journal to its frames, in order, each with its place on the RTP clock. Pure.

Joins the reordering window and the codec's assembler; unwraps RTP timestamps; marks what is missing and
never guesses it. All times are arrival times from the journal.
"""

from dataclasses import dataclass

from streaming.ports import Codec
from streaming.recording.assembly import Parameters, make_assembler
from streaming.recording.journal import GapRecord, RtpRecord
from streaming.recording.reorder import Hole, Ordered, Reorder

_NOWHERE = 1 << 62

JUMP_MAX = 10.0
"""Seconds by which RTP time and arrival may drift apart between two frames before we take it for a new RTP clock."""


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """Where reading a journal can begin again without losing or repeating a frame."""

    position: int
    """Byte offset in the journal; every packet from `sequence` on lies at or behind it."""
    sequence: int
    """Unwrapped sequence number of the first packet that has not become a frame; -1: any."""
    time_rtp: int
    """Unwrapped RTP time near that packet."""
    arrived: float
    """Arrival of the frame that `time_rtp` belongs to; 0.0: none yet."""
    lost: str
    """Why media is missing before it; empty: nothing is."""
    waiting: bool
    """Whether frames are left out until the next key frame."""


@dataclass(slots=True)
class Unit:
    """One frame and where it lies."""

    data: bytes
    key_frame: bool
    parameters: Parameters | None
    time_rtp: int
    """Unwrapped RTP time; grows within a journal except where `restarted`."""
    arrived: float
    """UTC seconds of the arrival of its first packet."""
    lost: str
    """Why media is missing before this frame; empty: nothing is."""
    restarted: bool
    """The RTP clock began anew here: RTP times before and after have nothing to do with each other."""
    resume: ResumePoint
    """Reading again from here yields this frame first."""


class Depacketizer:
    """Follows one journal. `push` each record, then `flush` at its end."""

    def __init__(self, codec: Codec) -> None:
        """Begin at the start of a journal.

        Raises:
            JournalError: if recordings of this codec cannot be made.
        """
        self._audio = codec.channels > 0
        self._rate = codec.clock_rate
        self._reorder = Reorder()
        self._assembler = make_assembler(codec)
        self._lost = ""
        self._reason = "loss"
        self._time_rtp = 0
        self._arrived = 0.0
        self._restarted = False
        self._first: RtpRecord | None = None
        """The first packet of the frame that is being collected; None between frames."""
        self._first_sequence = -1
        self._low = 0
        self._floor = _NOWHERE
        """Lowest position among the packets that the reordering window just let go."""
        self.frames_dropped = 0
        """Frames that were torn, or that nothing can decode."""

    def resume(self, point: ResumePoint, parameters: Parameters | None) -> None:
        """Go on at a point that an earlier run told, with the parameters that held there."""
        self._time_rtp, self._arrived, self._lost = point.time_rtp, point.arrived, point.lost
        if point.sequence >= 0:
            self._reorder.resume(point.sequence)
        self._assembler.resume(parameters)
        self._assembler.waiting = self._assembler.waiting or point.waiting

    @property
    def duplicates(self) -> int:
        """Packets that came twice or too late."""
        return self._reorder.duplicates

    def push(self, record: RtpRecord | GapRecord) -> list[Unit]:
        """Take the next record of the journal; return the frames that are whole by it."""
        if isinstance(record, GapRecord):
            # The hole itself shows in the sequence numbers; this says whose fault it is.
            self._reason = record.reason
            return []
        return self._walk(self._reorder.push(record))

    def expire(self, arrived: float) -> list[Unit]:
        """Return what need not wait any longer at `arrived`, when no packet has come since."""
        return self._walk(self._reorder.expire(arrived))

    def flush(self) -> list[Unit]:
        """Return what is left at the end of the journal.

        A picture whose last packet (the one with the marker) has not come may be torn, and is left out.
        """
        units = self._walk(self._reorder.flush())
        if self._first is not None:
            self._tear(self._reason)
            self._finish(units)
        return units

    def resume_point(self, end: int) -> ResumePoint:
        """Return where to read again so that everything after the last frame returned comes again.

        `end` is the position behind the last record that was pushed.
        """
        position = self._reorder.lowest_position(end)
        sequence = self._reorder.expected
        if self._first is not None:
            position, sequence = min(position, self._low), self._first_sequence
        return ResumePoint(
            position, sequence, self._time_rtp, self._arrived, self._lost, self._assembler.waiting
        )

    def _walk(self, items: list[Ordered | Hole]) -> list[Unit]:
        units: list[Unit] = []
        if len(items) > 1:
            positions = [item.record.position for item in items if isinstance(item, Ordered)]
            self._floor = min(positions, default=_NOWHERE)
        for item in items:
            if isinstance(item, Ordered):
                self._take(item.sequence, item.record, units)
            else:
                self._tear(self._reason)
        self._floor = _NOWHERE
        return units

    def _take(self, sequence: int, record: RtpRecord, units: list[Unit]) -> None:
        if not record.payload:
            return  # Padding alone: a probe for bandwidth. It only fills a sequence number.
        if self._first is not None and self._first.timestamp_rtp != record.timestamp_rtp:
            self._finish(units)
        if self._first is None:
            self._first, self._first_sequence = record, sequence
            self._low = record.position
        elif record.position < self._low:
            self._low = record.position
        self._assembler.take(record.payload)
        if record.marker or self._audio:
            self._finish(units)

    def _tear(self, reason: str) -> None:
        self._lost = self._lost or reason
        self._reason = "loss"
        self._assembler.hole()

    def _finish(self, units: list[Unit]) -> None:
        first, self._first = self._first, None
        if first is None:
            return
        waited = self._assembler.waiting
        frame = self._assembler.finish()
        if frame is None:
            self.frames_dropped += 1
            if self._arrived and (self._audio or (self._assembler.waiting and not waited)):
                self._lost = self._lost or "damaged"
            return
        low = min(self._reorder.lowest_position(self._low), self._floor)
        resume = ResumePoint(
            low, self._first_sequence, self._time_rtp, self._arrived, self._lost, waited
        )
        self._advance(first)
        units.append(
            Unit(
                frame.data,
                frame.key_frame,
                frame.parameters,
                self._time_rtp,
                first.arrived,
                self._lost,
                self._restarted,
                resume,
            )
        )
        self._lost = ""
        self._restarted = False

    def _advance(self, first: RtpRecord) -> None:
        """Unwrap the RTP time of a frame; find out if its clock began anew."""
        if not self._arrived:
            self._time_rtp = first.timestamp_rtp + (1 << 32)
        else:
            step = ((first.timestamp_rtp - self._time_rtp + (1 << 31)) & 0xFFFF_FFFF) - (1 << 31)
            if abs(step / self._rate - (first.arrived - self._arrived)) > JUMP_MAX:
                self._restarted = True
            self._time_rtp += step
        self._arrived = first.arrived
