"""One receiver's numbering of a track: sequence and timestamp go on without a seam when the source changes. No I/O."""

from dataclasses import dataclass

from streaming.ports import RtpPacket
from streaming.rtp import serial

_SEQUENCE_MASK = 0xFFFF
_TIMESTAMP_MASK = 0xFFFF_FFFF
MAX_EPOCHS = 8
"""Sources remembered for retransmission; older ones have left every cache long ago."""


@dataclass(slots=True)
class Epoch:
    """A stretch of one source: outgoing extended sequence = source extended sequence + `shift`."""

    source: object
    first_out: int
    shift: int
    timestamp_shift: int


class Munger:
    """Maps source numbers to outgoing ones. `first_source` is the oldest source packet that may pass."""

    __slots__ = (
        "_clock_rate",
        "_epochs",
        "_last_timestamp",
        "first_source",
        "highest_out",
        "last",
        "sequence_shift",
        "timestamp_shift",
    )

    def __init__(self, clock_rate: int, first_sequence: int, first_timestamp: int) -> None:
        """`first_sequence` (16 bits) and `first_timestamp` (32 bits) are random, as RFC 3550 section 5.1 asks."""
        self._clock_rate = clock_rate
        self._epochs: list[Epoch] = []
        self.last: RtpPacket | None = None
        """The newest packet that has passed."""
        self._last_timestamp = first_timestamp
        self.highest_out = first_sequence + 0x10000 - 1
        self.first_source = 0
        self.sequence_shift = 0
        self.timestamp_shift = 0

    def begin(self, source: object, packet: RtpPacket, moment: int | None = None) -> None:
        """Start a new source at this packet: the next outgoing number is its number.

        The outgoing timestamp moves on by the time that has really passed, so that the receiver's clock stays right:
        `moment` is the packet's time on the RTP clock of the source before, where that is known; else arrivals tell.
        """
        last = self.last
        elapsed = 0
        if last is not None:
            elapsed = int((packet.arrived - last.arrived) * self._clock_rate)
            self._last_timestamp = last.timestamp_rtp + self.timestamp_shift
        self.first_source = packet.extended_sequence
        self.sequence_shift = self.highest_out + 1 - packet.extended_sequence
        if last is not None and moment is not None:
            step = moment - last.timestamp_rtp & _TIMESTAMP_MASK
            elapsed = step if step < 1 << 31 else 0
        wanted = self._last_timestamp + max(1, elapsed)
        self.timestamp_shift = (wanted - packet.timestamp_rtp) & _TIMESTAMP_MASK
        self._epochs.append(
            Epoch(source, self.highest_out + 1, self.sequence_shift, self.timestamp_shift)
        )
        del self._epochs[:-MAX_EPOCHS]

    def passed(self, packet: RtpPacket) -> None:
        """Note that a packet of the present source has passed; of packets in order, the last one is enough."""
        out = packet.extended_sequence + self.sequence_shift
        if out > self.highest_out:
            self.highest_out = out
            self.last = packet

    def origin(self, out_sequence: int) -> tuple[Epoch, int] | None:
        """Return epoch and extended source sequence of an outgoing 16-bit sequence, or None when it is too old."""
        out = serial.extend(out_sequence & _SEQUENCE_MASK, self.highest_out)
        for epoch in reversed(self._epochs):
            if out >= epoch.first_out:
                return epoch, out - epoch.shift
        return None
