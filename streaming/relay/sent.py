"""What a receiver's transport-wide feedback says of the packets that left for it. No I/O, times are values."""

from streaming.ports import Departures
from streaming.rtp import serial
from streaming.rtp.rtcp import TransportFeedback
from streaming.rtp.transport_cc import TICKS_PER_REFERENCE, TICKS_PER_SECOND

Reported = tuple[int, float, int, float | None]
"""Extended number, departure, size in bytes, and arrival (None: lost)."""

Came = tuple[float, float, int]
"""Departure, arrival and size of a packet that came."""


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
        log = self.departures
        base = serial.extend(feedback.base_sequence, log.next - 1)
        began = self._extend_reference(feedback.reference_time) * TICKS_PER_REFERENCE
        first = max(base, 0x10000, log.next - log.CAPACITY)
        end = min(base + feedback.status_count, log.next)
        ticks = dict(feedback.arrivals).get
        times, sizes, mask = log.times, log.sizes, log.MASK
        return [
            (
                number,
                times[number & mask],
                sizes[number & mask],
                None
                if (came := ticks(number & 0xFFFF)) is None
                else (began + came) / TICKS_PER_SECOND,
            )
            for number in range(first, end)
        ]

    def _extend_reference(self, reference: int) -> int:
        """Unwrap the 24-bit reference time; it wraps every 12 days."""
        if self._reference < 0:
            self._reference = reference + (1 << 24)
        half = 1 << 23
        self._reference += ((reference - self._reference + half) & 0xFF_FFFF) - half
        return self._reference
