"""Trying whether a receiver's link carries more, before more is sent. No I/O; times are arguments.

For a tenth of a second the stream is filled up with repeats of what was sent anyway; how fast these arrive is what the link
carries. Repeats instead of padding: if something was lost just before, they mend it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from streaming.ports import Departures
from streaming.relay.sent import Reported

DURATION = 0.1
"""Seconds; ten ticks of the node, so that a probe is a stream and not one burst."""
MIN_PACKETS = 4
MAX_STEP = 2.0
"""Highest rate tried, as a multiple of the estimate: a failed probe then costs 0.1 s of queue."""
AIM = 1.2
"""What is tried above what is needed: what a probe proves is a little less than what it tried."""
FIRST_WAIT = 0.2
"""Seconds from the first feedback, or from a successful probe, to the next one."""
MAX_WAIT = 4.0
"""Seconds between failing probes at most: a link that comes back must be noticed within ten."""
ANSWER_WAIT = 2.5
"""Seconds after which no feedback of a probe is waited for any more."""
SATURATED = 1.12
"""A probe whose packets arrive over this multiple of the time in which they left has filled the link."""
REACHED = 0.8
"""Share of the rate to be tried that a probe must have tried to count as a success."""
JITTER = 0.006
"""Seconds of that which are nobody's fault."""
TICK = 0.01
"""Seconds that the last packet stands for: packets leave in ticks of the node."""
MARGIN = 0.9
"""Share of a filled link that is believed."""


@dataclass(slots=True)
class _Running:
    """One probe: the numbers from `first` to `last` (exclusive, known at its end) belong to it."""

    target_bps: int
    began: float
    first: int
    last: int = -1
    ended: float = 0.0


class Prober:
    """The probes of one receiver. Repeats are sent by whoever asks `octets_due`."""

    __slots__ = ("_arrivals", "_due", "_log", "_running", "_wait")

    def __init__(self, log: Departures, now: float) -> None:
        self._log = log
        self._running: _Running | None = None
        self._arrivals: list[tuple[float, float, int]] = []
        """Departure, arrival and size of the probe's packets that came."""
        self._wait = FIRST_WAIT
        self._due = now + FIRST_WAIT

    @property
    def busy(self) -> bool:
        """A probe runs, or is waited for: a queue may be its own."""
        return self._running is not None

    @property
    def active(self) -> bool:
        """Octets may be due: ask every 10 ms."""
        return self._running is not None and self._running.last < 0

    def consider(self, estimate_bps: int, needed_bps: int, now: float, *, calm: bool) -> None:
        """Begin a probe if one is due and of use.

        Args:
            estimate_bps: what is believed now.
            needed_bps: the rate that would allow the next step up; 0: nothing more is wanted.
            now: the time.
            calm: no queue grows, and none has to drain.
        """
        running = self._running
        if running is not None:
            if running.last >= 0 and now - running.ended > ANSWER_WAIT:
                self._finish(0, now)
            return
        if now < self._due or not calm or needed_bps <= estimate_bps:
            return
        target = int(min(needed_bps * AIM, estimate_bps * MAX_STEP))
        self._running = _Running(target, now, self._log.next)
        self._arrivals.clear()

    def octets_due(self, now: float) -> int:
        """Return how many octets of repeats should leave now."""
        running = self._running
        if running is None or running.last >= 0:
            return 0
        elapsed = now - running.began
        log = self._log
        if elapsed >= DURATION and log.next - running.first >= MIN_PACKETS:
            running.last, running.ended = log.next, now
            return 0
        if elapsed >= 2 * DURATION:  # there is nothing that could be repeated
            self._finish(0, now)
            return 0
        # The first packet only begins the time that the others are measured by.
        sent = sum(log.sizes[number & log.MASK] for number in range(running.first + 1, log.next))
        return max(0, int(running.target_bps * (elapsed + TICK) / 8) - sent)

    def receive_feedback(self, reported: Sequence[Reported], now: float) -> int:
        """Take what one feedback packet says; returns the rate that a probe has proven, or 0."""
        running = self._running
        if running is None:
            return 0
        highest = -1
        for number, sent, size, arrived in reported:
            within = number >= running.first and (running.last < 0 or number < running.last)
            if arrived is not None and within:
                self._arrivals.append((sent, arrived, size))
            highest = max(highest, number)
        if running.last < 0 or highest < running.last - 1:
            return 0
        return self._judge(running, now)

    def _judge(self, running: _Running, now: float) -> int:
        count = running.last - running.first
        if len(self._arrivals) < max(MIN_PACKETS - 1, count // 2):
            return self._finish(0, now)
        left = [sent for sent, _, _ in self._arrivals]
        came = [arrived for _, arrived, _ in self._arrivals]
        leaving, coming = max(left) - min(left), max(came) - min(came)
        octets = sum(size for _, _, size in self._arrivals)
        # The time from the first arrival to the last one is that of all packets but the first: of a slow link's few it is a large share.
        _, _, first = min(self._arrivals, key=itemgetter(1))
        if coming > leaving * SATURATED + JITTER:
            return self._finish(int((octets - first) * 8 / coming * MARGIN), now)
        tried = int(8 * min(octets / (leaving + TICK), (octets - first) / max(leaving, TICK)))
        reached = tried >= running.target_bps * REACHED
        return self._finish(min(tried, running.target_bps), now, reached=reached)

    def _finish(self, proven_bps: int, now: float, *, reached: bool = False) -> int:
        self._running = None
        self._wait = FIRST_WAIT if reached else min(MAX_WAIT, max(0.5, self._wait * 2))
        self._due = now + self._wait
        return proven_bps
