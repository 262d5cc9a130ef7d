"""Spreads what would leave in a burst over the rate of a thin link. No I/O; times are arguments.

Sound never waits here. A picture that comes faster than the link carries it (a key frame, a row of repeats) would stand in a queue
of the network before it, together with everybody's sound; so it stands here, where sound passes it by.
"""

from collections import deque
from typing import NamedTuple

from streaming.metrics import Drop, Drops
from streaming.ports import Wire

SPEED = 1.1
"""Multiple of the rate at which a waiting picture leaves: a little quicker than the stream that caused it."""
BURST = 0.02
"""Seconds of that rate which may leave at once; two ticks of the node."""
MIN_BURST = 3_000
"""Octets that may leave at once on any link."""
MAX_WAITING = 256 << 10
"""Octets that wait at most; a key frame of the board has 60 kB."""
MAX_WAIT = 1.0
"""Seconds that a packet waits at most; after that it is worth no more, and its repeat is asked for if it is."""


class _Waiting(NamedTuple):
    since: float
    packet: tuple[int, int, int, int, bytes]


class Pacer:
    """The paced pictures of one receiver."""

    __slots__ = (
        "_credit",
        "_drops",
        "_octets",
        "_refilled",
        "_waiting",
        "_wire",
        "held",
        "rate_bps",
    )

    def __init__(self, wire: Wire, drops: Drops, rate_bps: int, now: float) -> None:
        self.rate_bps = rate_bps
        """What the link carries beside sound."""
        self.held = False
        """Nothing leaves for now."""
        self._wire = wire
        self._drops = drops
        self._waiting: deque[_Waiting] = deque()
        self._octets = 0
        self._credit = float(MIN_BURST)
        self._refilled = now

    @property
    def waiting(self) -> int:
        """Packets that wait."""
        return len(self._waiting)

    def send(self, packet: tuple[int, int, int, int, bytes], now: float) -> None:
        """Send a packet (the arguments of `Wire.send_rtp`) now or, in order, as soon as the rate allows."""
        self._refill(now)
        size = len(packet[4])
        if not self._waiting and self._credit > 0 and not self.held:
            self._credit -= size
            self._wire.send_rtp(*packet)
        elif self._octets + size <= MAX_WAITING:
            self._octets += size
            self._waiting.append(_Waiting(now, packet))
        else:
            self._drops.count(Drop.PACED_OUT)

    def poll(self, now: float) -> None:
        """Send what the rate allows by now. Call every 10 ms while something waits."""
        self._refill(now)
        waiting = self._waiting
        while waiting and self._credit > 0 and not self.held:
            since, packet = waiting.popleft()
            size = len(packet[4])
            self._octets -= size
            if now - since > MAX_WAIT:
                self._drops.count(Drop.PACED_OUT)
                continue
            self._credit -= size
            self._wire.send_rtp(*packet)

    def _refill(self, now: float) -> None:
        rate = self.rate_bps * SPEED / 8
        most = max(MIN_BURST, rate * BURST)
        self._credit = min(most, self._credit + rate * (now - self._refilled))
        self._refilled = now
