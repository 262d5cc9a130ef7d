"""A network link as a function: what goes in at which time comes out at which times. Seeded, no clock, no socket.

One `Link` is one direction; `pass_through` joins two ends. The same values drive unit tests (time is an argument) and the tunnel
that whole systems are measured behind (`tests.support.tunnel`).
"""

import heapq
import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

REORDER_DELAY = 0.03
"""Seconds that a reordered datagram comes later than its neighbours, at least."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a link does to what it carries. Seconds, probabilities, bits per second, bytes."""

    delay: float = 0.0
    """One way."""
    jitter: float = 0.0
    """Largest additional delay; uniform. It keeps the order, as a queue does."""
    loss: float = 0.0
    """Share of datagrams that are lost."""
    burst: float = 1.0
    """Mean number of datagrams that are lost in a row; 1: each for itself (Gilbert's model otherwise)."""
    burst_seconds: float = 0.0
    """Mean time for which everything is lost, for sparse traffic; 0: `burst` counts."""
    reorder: float = 0.0
    """Share of datagrams that later ones overtake."""
    duplicate: float = 0.0
    """Share of datagrams that come twice."""
    rate_bps: float = 0.0
    """0: without limit."""
    queue_bytes: int = 64_000
    """What waits for the rate; beyond it the newest is dropped."""

    def __post_init__(self) -> None:
        assert 0 <= self.loss < 1, f"loss: {self.loss}; allowed is 0 to below 1"
        assert self.burst >= 1, f"burst: {self.burst}; allowed is 1 and more"


OUTAGE = Conditions(loss=0.999_999_999)


@dataclass(slots=True)
class Counts:
    """What happened to datagrams."""

    sent: int = 0
    lost: int = 0
    overflowed: int = 0
    duplicated: int = 0
    reordered: int = 0


@dataclass
class Link:
    """One direction. Times never go back; they are seconds on any scale."""

    conditions: Conditions
    seed: int = 1
    counts: Counts = field(default_factory=Counts)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._losing = False
        self._changes_at = 0.0
        self._free_at = 0.0
        self._newest_arrival = 0.0
        self._queue: deque[tuple[float, int]] = deque()
        """When each datagram that waits for the rate will have left, and its bytes."""
        self._queued_bytes = 0
        self._arriving: list[tuple[float, int, bytes]] = []
        self._order = 0

    def change(self, conditions: Conditions) -> None:
        """Go on under other conditions; what is under way arrives as it would have."""
        self.conditions = conditions

    def send(self, now: float, datagram: bytes) -> None:
        """Put a datagram in."""
        counts, conditions, draw = self.counts, self.conditions, self._random.random
        counts.sent += 1
        if self._loses(now):
            counts.lost += 1
            return
        left = self._leave(now, len(datagram))
        if left is None:
            counts.overflowed += 1
            return
        arrival = left + conditions.delay + conditions.jitter * draw()
        if draw() < conditions.reorder:
            counts.reordered += 1
            arrival += max(REORDER_DELAY, conditions.jitter)
        else:
            arrival = self._newest_arrival = max(arrival, self._newest_arrival)
        self._put(arrival, datagram)
        if draw() < conditions.duplicate:
            counts.duplicated += 1
            self._put(arrival, datagram)

    def receive(self, now: float) -> list[bytes]:
        """Return what has arrived by `now`, in order of arrival."""
        arrived = []
        while self._arriving and self._arriving[0][0] <= now:
            arrived.append(heapq.heappop(self._arriving)[2])
        return arrived

    @property
    def next_arrival(self) -> float | None:
        """When the next datagram arrives; None when nothing is under way."""
        return self._arriving[0][0] if self._arriving else None

    def _loses(self, now: float) -> bool:
        loss, burst = self.conditions.loss, self.conditions.burst
        if loss <= 0:
            self._losing = False
        elif self.conditions.burst_seconds:
            self._lose_for_a_while(now)
        elif burst == 1:
            self._losing = self._random.random() < loss
        elif self._losing:
            self._losing = self._random.random() >= 1 / burst
        else:
            self._losing = self._random.random() < loss / (burst * (1 - loss))
        return self._losing

    def _lose_for_a_while(self, now: float) -> None:
        conditions = self.conditions
        good = conditions.burst_seconds * (1 - conditions.loss) / conditions.loss
        if not self._changes_at:
            self._changes_at = now + self._random.expovariate(1 / good)
        while now >= self._changes_at:
            self._losing = not self._losing
            mean = conditions.burst_seconds if self._losing else good
            self._changes_at += self._random.expovariate(1 / mean)

    def _leave(self, now: float, size: int) -> float | None:
        """Return when the last bit has left, or None when the queue is full."""
        rate = self.conditions.rate_bps
        while self._queue and self._queue[0][0] <= now:
            self._queued_bytes -= self._queue.popleft()[1]
        if not rate:
            return now
        if self._queued_bytes + size > self.conditions.queue_bytes:
            return None
        self._free_at = max(now, self._free_at) + size * 8 / rate
        self._queue.append((self._free_at, size))
        self._queued_bytes += size
        return self._free_at

    def _put(self, arrival: float, datagram: bytes) -> None:
        self._order += 1
        heapq.heappush(self._arriving, (arrival, self._order, datagram))


def both_ways(conditions: Conditions, seed: int = 1) -> tuple[Link, Link]:
    """Return two links with the same conditions and different luck."""
    return Link(conditions, seed), Link(replace(conditions), seed + 1_000)


def ticks(start: float, seconds: float, step: float) -> Iterator[float]:
    """Return the times from `start` on for `seconds`, `step` apart."""
    for number in range(1, round(seconds / step) + 1):
        yield start + number * step
