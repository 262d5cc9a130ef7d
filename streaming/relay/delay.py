"""Whether a queue grows on the way to a receiver, from when packets left and when they arrived. No I/O.

Times are arguments, in seconds; the two clocks need not agree. Source: draft-ietf-rmcat-gcc-02 section 5 with the trend
line of libwebrtc instead of the Kalman filter.
"""

from collections import deque
from collections.abc import Sequence
from enum import Enum

from streaming.relay.sent import Came

BURST = 0.005
"""Seconds within which packets that left together count as one group."""
WINDOW = 20
"""Groups that the trend is drawn through."""
LEAST_POINTS = 7
"""Points of which a trend is believed."""
REBASED = 256
"""Points after which the sums of the line are added up anew."""
FLAT = 1e-3
"""Square milliseconds, times points, below which points have one time."""
SMOOTHING = 0.9
GAIN = 4.0
"""What the trend is multiplied with before it is compared; as in libwebrtc."""
MAX_COUNT = 60
FIRST_THRESHOLD, MIN_THRESHOLD, MAX_THRESHOLD = 12.5, 6.0, 600.0
"""Milliseconds. The threshold follows the trend, so that neither jitter nor a competing TCP starves us."""
THRESHOLD_UP, THRESHOLD_DOWN = 0.0087, 0.039
"""Per millisecond; up slower than down."""
OUTLIER = 15.0
"""Milliseconds above the threshold that say nothing about jitter."""
OVERUSE_TIME = 0.01
"""Seconds that a trend has to last before it counts."""
BASE_WINDOW = 15.0
"""Seconds after which the smallest delay is measured anew: clocks drift, routes change."""
MAX_STEP = 3.0
"""Seconds between groups after which the past says nothing."""
ENOUGH = 4
"""Packets of one feedback that say by themselves whether a queue stands; of fewer, two feedbacks are asked."""
REAL_QUEUE = 0.05
"""Seconds below which a growing delay is jitter of somebody's processor: where a queue stands, no packet passes it by."""
NO_TIME = float("-inf")
FILLING_QUEUE, FILLING_TIMES = 0.1, 3
"""Seconds of queue, and feedbacks in a row of which each found a longer one: a link that broke down says so by few
packets, too few for a trend."""


class Usage(Enum):
    """What the queue does."""

    NORMAL = "normal"
    OVERUSE = "overuse"
    """It grows: more is sent than passes."""
    UNDERUSE = "underuse"
    """It empties."""


class _Line:
    """The line of least squares through the newest `WINDOW` points, by sums that go along: a point costs the same however many there are."""

    __slots__ = ("_added", "_origin", "_points", "_x", "_xx", "_xy", "_y")

    def __init__(self) -> None:
        self._points: deque[tuple[float, float]] = deque()
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self._points.clear()
        self._added = 0
        self._origin = self._x = self._y = self._xx = self._xy = 0.0

    def add(self, x: float, y: float) -> float:
        """Take a point, for which the oldest one goes; returns the slope, 0 when all points have one `x`."""
        if self._added % REBASED == 0:
            self._rebase(x)
        points = self._points
        self._added += 1
        x -= self._origin
        points.append((x, y))
        sum_x, sum_y = self._x + x, self._y + y
        sum_xx, sum_xy = self._xx + x * x, self._xy + x * y
        count = len(points)
        if count > WINDOW:
            x, y = points.popleft()
            sum_x -= x
            sum_y -= y
            sum_xx -= x * x
            sum_xy -= x * y
            count = WINDOW
        self._x, self._y, self._xx, self._xy = sum_x, sum_y, sum_xx, sum_xy
        below = count * sum_xx - sum_x * sum_x
        return (count * sum_xy - sum_x * sum_y) / below if below > FLAT else 0.0

    def _rebase(self, x: float) -> None:
        """Add up anew from a near origin: small numbers have small errors, and those of before are gone."""
        moved = [(self._origin + old - x, y) for old, y in self._points]
        self._origin = x
        self._points = deque(moved)
        self._x = sum(x for x, _ in moved)
        self._y = sum(y for _, y in moved)
        self._xx = sum(x * x for x, _ in moved)
        self._xy = sum(x * y for x, y in moved)


class DelayTrend:
    """The detector of one transport.

    `queueing` is what even the quickest packet of the last feedback, or two, waited beyond the smallest delay, in seconds: a
    receiver whose processor was busy for a moment has slow packets, but quick ones too.
    """

    __slots__ = (
        "_base",
        "_base_next",
        "_base_since",
        "_count",
        "_delay",
        "_group_arrived",
        "_group_began",
        "_group_ended",
        "_last",
        "_line",
        "_over_since",
        "_previous_trend",
        "_quickest_before",
        "_risen",
        "_smoothed",
        "_threshold",
        "queueing",
        "usage",
    )

    def __init__(self) -> None:
        self.usage = Usage.NORMAL
        self.queueing = 0.0
        self._quickest_before = float("inf")
        self._risen = 0
        self._group_began = NO_TIME
        """Of the group that is being filled: its first departure, and below its last departure and last arrival."""
        self._group_ended = self._group_arrived = 0.0
        self._last: tuple[float, float] | None = None
        self._line = _Line()
        self._delay = self._smoothed = 0.0
        self._count = 0
        self._previous_trend = 0.0
        self._threshold = FIRST_THRESHOLD
        self._over_since = -1.0
        self._base = self._base_next = float("inf")
        self._base_since = 0.0

    def feedback(self, came: Sequence[Came]) -> None:
        """Take the packets of one feedback, in the order of sending."""
        # One call and local names for all: this runs for every packet of every receiver.
        base, base_next, base_since = self._base, self._base_next, self._base_since
        quickest = float("inf")
        began, ended, group_arrived = self._group_began, self._group_ended, self._group_arrived
        for sent, arrived, _ in came:
            way = arrived - sent
            if sent - base_since > BASE_WINDOW:
                base, base_next, base_since = base_next, way, sent
            if way < quickest:
                quickest = way
            if way < base_next:
                base_next = way
            if way < base:
                base = way
            if sent - began <= BURST:
                ended = sent
                if arrived > group_arrived:
                    group_arrived = arrived
                continue
            if began > NO_TIME:
                self._close(ended, group_arrived)
            began = ended = sent
            group_arrived = arrived
        self._base, self._base_next, self._base_since = base, base_next, base_since
        self._group_began, self._group_ended, self._group_arrived = began, ended, group_arrived
        if came:
            self._look(quickest, len(came))

    def _look(self, quickest: float, taken: int) -> None:
        """Say how long the queue is by the quickest of so many packets."""
        lately = quickest if taken >= ENOUGH else min(quickest, self._quickest_before)
        before, self.queueing = self.queueing, lately - self._base
        self._risen = self._risen + 1 if self.queueing > before else 0
        self._quickest_before = quickest

    @property
    def overused(self) -> bool:
        """A queue grows, and it is one."""
        return self.filling or (self.usage is Usage.OVERUSE and self.queueing > REAL_QUEUE)

    @property
    def filling(self) -> bool:
        """Feedback after feedback found a longer queue: that is no jitter."""
        return self._risen >= FILLING_TIMES and self.queueing > FILLING_QUEUE

    def _close(self, sent: float, arrived: float) -> None:
        last, self._last = self._last, (sent, arrived)
        if last is None:
            return
        if sent - last[0] > MAX_STEP:
            self._line.clear()
            self._count = 0
            self._delay = self._smoothed = 0.0
            return
        self._delay += ((arrived - last[1]) - (sent - last[0])) * 1000
        self._smoothed = SMOOTHING * self._smoothed + (1 - SMOOTHING) * self._delay
        self._count += 1
        slope = self._line.add(arrived * 1000, self._smoothed)
        if self._count >= LEAST_POINTS:
            self._detect(slope, sent - last[0], sent)

    def _detect(self, slope: float, elapsed: float, now: float) -> None:
        trend = min(self._count, MAX_COUNT) * slope * GAIN
        if trend > self._threshold:
            if self._over_since < 0:
                self._over_since = now
            if now - self._over_since >= OVERUSE_TIME and trend >= self._previous_trend:
                self.usage = Usage.OVERUSE
        else:
            self._over_since = -1.0
            self.usage = Usage.UNDERUSE if trend < -self._threshold else Usage.NORMAL
        self._previous_trend = trend
        distance = abs(trend) - self._threshold
        if distance <= OUTLIER:
            rate = THRESHOLD_UP if distance > 0 else THRESHOLD_DOWN
            moved = self._threshold + rate * distance * min(elapsed * 1000, 100.0)
            self._threshold = min(max(moved, MIN_THRESHOLD), MAX_THRESHOLD)
