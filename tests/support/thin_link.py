"""A link in numbers: rate with a queue, delay, jitter, loss; and the feedback of a receiver behind it. Seeded, no clock, no socket."""

import random
from dataclasses import dataclass, field

from streaming.ports import Departures
from streaming.rtp import rtcp
from streaming.rtp.transport_cc import feedback_packets

FEEDBACK_INTERVAL = 0.05
STEP = 0.01
CLOCK_OFFSET = 1000.0
"""The receiver's clock is another one."""


@dataclass
class ThinLink:
    """One direction. Packets keep their order but for jitter."""

    rate_bps: float
    delay: float = 0.02
    queue: float = 0.3
    """Seconds of packets that wait at most; what comes then is lost."""
    loss: float = 0.0
    jitter: float = 0.0
    seed: int = 1
    free_at: float = 0.0

    def __post_init__(self):
        self._random = random.Random(self.seed)

    def carry(self, size, now):
        """Return when a packet of `size` bytes arrives, or None."""
        begin = max(self.free_at, now)
        if begin - now > self.queue or self._random.random() < self.loss:
            return None
        self.free_at = begin + size * 8 / self.rate_bps
        return self.free_at + self.delay + self._random.random() * self.jitter


@dataclass
class Listener:
    """What arrives, and the feedback about it."""

    log: Departures
    arrivals: list[tuple[int, float]] = field(default_factory=list)
    reported: int = 0xFFFF
    due: float = FEEDBACK_INTERVAL

    def take(self, number, arrived):
        self.arrivals.append((number, arrived))

    def feedback(self, now):
        """Return the feedback values due now; a way back without delay."""
        if now < self.due:
            return []
        self.due = now + FEEDBACK_INTERVAL
        ready = sorted(it for it in self.arrivals if it[1] <= now)
        if not ready:
            return []
        self.arrivals = [it for it in self.arrivals if it[1] > now]
        shifted = [(number, arrived + CLOCK_OFFSET) for number, arrived in ready]
        packets = feedback_packets(1, 2, 0, shifted, self.reported + 1)
        self.reported = max(self.reported, ready[-1][0])
        return [value for packet in packets for value in rtcp.parse(packet)]


def flow(  # noqa: PLR0913 - a step of a simulation
    log, link, listener, rate_bps, now, size=1000, credit=0.0
):
    """Send one step's packets at a rate; returns the rate's unused part in octets."""
    credit += rate_bps * STEP / 8
    while credit >= size:
        credit -= size
        number = log.next
        log.put(size, now)
        arrived = link.carry(size, now)
        if arrived is not None:
            listener.take(number, arrived)
    return credit
