"""What left for one receiver lately: time and size by transport-wide number. No I/O; times are arguments.

Written on the packet path, so it is two lists and a counter.
"""

from collections.abc import Iterator

from streaming.rtp import serial
from streaming.rtp.rtcp import TransportFeedback
from streaming.rtp.transport_cc import TICKS_PER_SECOND

CAPACITY = 4096
"""Packets remembered; at 500 packets/s eight seconds, several round trips of the longest path."""
_MASK = CAPACITY - 1


class SentLog:
    """See the module. The writer sets `times[next & MASK]` and `sizes[next & MASK]`, then counts `next` on."""

    MASK = _MASK

    __slots__ = ("_reference", "next", "sizes", "times")

    def __init__(self) -> None:
        self.times = [0.0] * CAPACITY
        """`now` of the batch in which the packet left."""
        self.sizes = [0] * CAPACITY
        """Bytes of RTP, header included."""
        self.next = 0x10000
        """Extended transport-wide number of the next packet; its low 16 bits go on the wire."""
        self._reference = -1

    def put(self, size: int, now: float) -> int:
        """Note a packet; returns its 16-bit number."""
        number = self.next
        self.times[number & _MASK] = now
        self.sizes[number & _MASK] = size
        self.next = number + 1
        return number & 0xFFFF

    def reported(
        self, feedback: TransportFeedback
    ) -> Iterator[tuple[int, float, int, float | None]]:
        """Yield extended number, departure, size and arrival (None: lost) of every packet that a feedback speaks of.

        Arrivals are seconds of the receiver's clock from any zero. Numbers that were not sent, or too long ago, are left out.
        """
        arrivals = dict(feedback.arrivals)
        base = serial.extend(feedback.base_sequence, self.next - 1)
        began = self._extend_reference(feedback.reference_time) * 0.064
        for number in range(base, base + feedback.status_count):
            if self.next - CAPACITY <= number < self.next and number >= 0x10000:
                ticks = arrivals.get(number & 0xFFFF)
                arrived = None if ticks is None else began + ticks / TICKS_PER_SECOND
                yield number, self.times[number & _MASK], self.sizes[number & _MASK], arrived

    def _extend_reference(self, reference: int) -> int:
        """Unwrap the 24-bit reference time; it wraps every 12 days."""
        if self._reference < 0:
            self._reference = reference + (1 << 24)
        half = 1 << 23
        self._reference += ((reference - self._reference + half) & 0xFF_FFFF) - half
        return self._reference
