"""What a publisher is told about its own link, so that it leaves its careful start rate. No I/O; times are arguments.

With transport-wide feedback the publisher's own congestion control decides (Chromium's reacts to delay before loss);
a publisher without it gets REMB from a small estimate by loss. What a receiver's link carries is never part of either.
"""

from streaming.rtp import serial
from streaming.rtp.transport_cc import feedback_packets

FEEDBACK_INTERVAL = 0.1
"""Seconds between feedback packets; libwebrtc itself uses 50-250 ms."""
MAX_ARRIVALS = 2000
"""Arrivals held between two feedbacks; 100 ms at 20,000 packets/s."""
MIN_BPS = 150_000
MAX_BPS = 4_000_000
START_BPS = 1_500_000
"""Limits of what a publisher is told by REMB: a board that can be read needs more than the start rate of 300 kbit/s."""


class TransportFeedback:
    """Collects arrival times by transport-wide sequence number."""

    __slots__ = ("_arrivals", "_count", "_due", "_highest", "_reported", "media_ssrc")

    def __init__(self, now: float) -> None:
        self._arrivals: dict[int, float] = {}
        self._highest = -1
        self._count = 0
        self._reported = 0
        self._due = now + FEEDBACK_INTERVAL
        self.media_ssrc = 0

    def arrived(self, sequence: int, now: float) -> None:
        """Note one packet; `sequence` has 16 bits."""
        reference = self._highest if self._highest >= 0 else sequence + 0x10000
        extended = serial.extend(sequence, reference)
        self._highest = max(self._highest, extended)
        if len(self._arrivals) < MAX_ARRIVALS:
            self._arrivals.setdefault(extended, now)

    def due(self, sender: int, now: float) -> list[bytes]:
        """Return the feedback packets to send now, mostly none or one."""
        if now < self._due or not self._arrivals:
            return []
        self._due = now + FEEDBACK_INTERVAL
        arrivals = sorted(self._arrivals.items())
        self._arrivals.clear()
        packets = feedback_packets(
            sender,
            self.media_ssrc,
            self._count,
            arrivals,
            self._reported + 1 if self._reported else None,
        )
        self._reported = max(self._reported, arrivals[-1][0])
        self._count = (self._count + len(packets)) & 0xFF
        return packets


class LossEstimate:
    """An estimate by loss alone (draft-ietf-rmcat-gcc-02 section 6): up by 8 % below 2 %, down above 10 %."""

    __slots__ = ("bitrate_bps",)

    def __init__(self) -> None:
        self.bitrate_bps = START_BPS

    def update(self, fraction_lost: float) -> int:
        """Take the loss (0…1) of the last second; returns the new estimate in bit/s."""
        if fraction_lost > 0.1:
            self.bitrate_bps = int(self.bitrate_bps * (1 - 0.5 * fraction_lost))
        elif fraction_lost < 0.02:
            self.bitrate_bps = int(self.bitrate_bps * 1.08)
        self.bitrate_bps = max(MIN_BPS, min(MAX_BPS, self.bitrate_bps))
        return self.bitrate_bps
