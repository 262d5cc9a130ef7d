"""What a receiver's transport-wide feedback says of the packets that left for it. No I/O, times are values."""

from collections.abc import Iterator

from streaming.ports import Departures
from streaming.rtp import serial
from streaming.rtp.rtcp import TransportFeedback
from streaming.rtp.transport_cc import TICKS_PER_REFERENCE, TICKS_PER_SECOND

Reported = tuple[int, float, int, float | None]
"""Extended number, departure, size in bytes, and arrival (None: lost)."""


class SentLog:
    """Joins departures and arrivals of one receiver."""

    __slots__ = ("_reference", "departures")

    def __init__(self, departures: Departures) -> None:
        self.departures = departures
        self._reference = -1

    def reported(self, feedback: TransportFeedback) -> list[Reported]:
        """Return what a feedback says of each packet that it speaks of. Call it once for each feedback, in order.

        Arrivals are seconds of the receiver's clock from any zero. Numbers that were not sent, or too long ago, are left out.
        """
        return list(self._join(feedback))

    def _join(self, feedback: TransportFeedback) -> Iterator[Reported]:
        log = self.departures
        arrivals = dict(feedback.arrivals)
        base = serial.extend(feedback.base_sequence, log.next - 1)
        reference = self._extend_reference(feedback.reference_time)
        began = reference * TICKS_PER_REFERENCE / TICKS_PER_SECOND
        for number in range(base, base + feedback.status_count):
            if max(0x10000, log.next - log.CAPACITY) <= number < log.next:
                ticks = arrivals.get(number & 0xFFFF)
                arrived = None if ticks is None else began + ticks / TICKS_PER_SECOND
                index = number & log.MASK
                yield number, log.times[index], log.sizes[index], arrived

    def _extend_reference(self, reference: int) -> int:
        """Unwrap the 24-bit reference time; it wraps every 12 days."""
        if self._reference < 0:
            self._reference = reference + (1 << 24)
        half = 1 << 23
        self._reference += ((reference - self._reference + half) & 0xFF_FFFF) - half
        return self._reference
