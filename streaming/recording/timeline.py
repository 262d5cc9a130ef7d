"""One time line per lesson: from the RTP times of every track to seconds of the node's wall clock. Pure.

RTP time becomes NTP time of the publisher by its sender reports (a line through the latest ones); NTP time
becomes wall time by the quickest packet of all tracks of that publisher, so that its tracks keep together
whatever their own delays are. Before the first report a track is placed by its own quickest packet.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from streaming.clock import wall_from_ntp

REPORTS_KEPT = 32
"""Sender reports per track: Chromium sends one a second for pictures and one in five for sound, so half a minute at least."""
WINDOW = 60.0
"""Seconds of arrivals among which the quickest packet is sought: long enough to meet a quiet moment, short
enough that 100 ppm of skew hide only 6 ms."""
LINE_SPAN = 20.0
"""Seconds that reports must span before their slope is believed: 1 ms of jitter is 50 ppm there."""
SLOPE_MAX = 500e-6
"""Largest believable difference between two clocks; crystals stay below 100 ppm."""
JUMP = 0.25
"""Seconds off the line at which a report is an outlier, or the publisher's clock was set."""
BUCKET = 1.0
"""Seconds of which only the quickest packet is kept."""
SETTLE_TIME = 6.0
"""Seconds that a track waits for its first report: Chromium reports sound every five seconds."""


@dataclass(frozen=True, slots=True)
class ClockState:
    """What a `TrackClock` knows, to be kept in a file."""

    reports: tuple[tuple[float, int], ...]
    """NTP time as UTC seconds, and unwrapped RTP time."""
    arrivals: tuple[tuple[int, float], ...]
    """Unwrapped RTP time and arrival of the quickest packets."""
    began: float


class TrackClock:
    """The clock of one track in one journal."""

    def __init__(self, rate: int) -> None:
        """`rate` is the RTP clock rate in Hz."""
        self._rate = rate
        self._reports: deque[tuple[float, int]] = deque(maxlen=REPORTS_KEPT)
        self._outlier: tuple[float, int] | None = None
        self._arrivals: deque[tuple[int, float]] = deque(maxlen=int(WINDOW / BUCKET) + 2)
        self._bucket: int | None = None
        self._line: tuple[float, float, float] | None = None
        self.began = 0.0
        """Arrival of the first frame; 0.0 before it."""

    @property
    def has_reports(self) -> bool:
        """Whether RTP time can be turned into NTP time."""
        return bool(self._reports)

    def settled(self, arrived: float) -> bool:
        """Say if the track can be placed for good at `arrived`: a report came, or was waited for long enough."""
        return bool(self._reports) or arrived - self.began >= SETTLE_TIME

    def observe(self, time_rtp: int, arrived: float) -> None:
        """Take the arrival of a frame's first packet."""
        if not self.began:
            self.began = arrived
        bucket = int(arrived / BUCKET)
        if bucket != self._bucket:
            self._bucket = bucket
            self._arrivals.append((time_rtp, arrived))
            return
        best_rtp, best_arrived = self._arrivals[-1]
        if arrived - best_arrived < (time_rtp - best_rtp) / self._rate:
            self._arrivals[-1] = (time_rtp, arrived)

    def report(self, ntp_time: int, timestamp_rtp: int, near_rtp: int) -> None:
        """Take a sender report; `near_rtp` is an unwrapped RTP time of about the same moment."""
        step = ((timestamp_rtp - near_rtp + (1 << 31)) & 0xFFFF_FFFF) - (1 << 31)
        point = (wall_from_ntp(ntp_time), near_rtp + step)
        expected = self.ntp(point[1])
        if expected is None or abs(point[0] - expected) < JUMP:
            self._outlier = None
        elif self._outlier is None or not self._agrees(self._outlier, point):
            self._outlier = point
            return
        else:
            # Two reports agree against the line: the publisher's clock was set.
            self._reports.clear()
            self._reports.append(self._outlier)
            self._outlier = None
        self._reports.append(point)
        self._line = None

    def ntp(self, time_rtp: int) -> float | None:
        """Return the publisher's clock at an RTP time, in UTC seconds as it believes; None without reports."""
        if not self._reports:
            return None
        if self._line is None:
            self._line = self._fit()
        origin, offset, slope = self._line
        media = time_rtp / self._rate
        return media + offset + slope * (media - origin)

    def own_wall(self, time_rtp: int) -> float:
        """Return when a frame would have come with the quickest packet's delay: the place without reports."""
        offset = min(arrived - rtp / self._rate for rtp, arrived in self._arrivals)
        return time_rtp / self._rate + offset

    def delays(self, after: float) -> Iterable[float]:
        """Yield arrival minus NTP time of the quickest packets that came after `after`."""
        for rtp, arrived in self._arrivals:
            if arrived >= after and (ntp := self.ntp(rtp)) is not None:
                yield arrived - ntp

    @property
    def newest_arrival(self) -> float:
        """Arrival of the newest packet kept; 0.0 if there is none."""
        return self._arrivals[-1][1] if self._arrivals else 0.0

    def state(self) -> ClockState:
        """Return what is to be kept."""
        return ClockState(tuple(self._reports), tuple(self._arrivals), self.began)

    def restore(self, state: ClockState) -> None:
        """Go on with what was kept."""
        self._reports.extend(state.reports)
        self._arrivals.extend(state.arrivals)
        self.began = state.began

    def _agrees(self, first: tuple[float, int], second: tuple[float, int]) -> bool:
        elapsed = (second[1] - first[1]) / self._rate
        return abs(second[0] - first[0] - elapsed) < JUMP

    def _fit(self) -> tuple[float, float, float]:
        """Return origin (s of media), offset there (s) and slope of NTP time against media time."""
        points = [(rtp / self._rate, ntp - rtp / self._rate) for ntp, rtp in self._reports]
        origin = points[-1][0]
        if origin - points[0][0] < LINE_SPAN:
            residuals = sorted(residual for _, residual in points)
            return origin, residuals[len(residuals) // 2], 0.0
        count = len(points)
        mean_x = sum(x for x, _ in points) / count
        mean_y = sum(y for _, y in points) / count
        spread = sum((x - mean_x) ** 2 for x, _ in points)
        slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
        slope = max(-SLOPE_MAX, min(SLOPE_MAX, slope))
        return origin, mean_y + slope * (origin - mean_x), slope


class Timeline:
    """The clocks of a lesson, grouped by publisher."""

    def __init__(self) -> None:
        """Begin with no publisher."""
        self._sessions: dict[str, list[TrackClock]] = {}

    def clock(self, session: str, rate: int) -> TrackClock:
        """Return a new clock for a track that `session` publishes."""
        clock = TrackClock(rate)
        self._sessions.setdefault(session, []).append(clock)
        return clock

    def forget(self, session: str, clock: TrackClock) -> None:
        """Let go of a track that has ended."""
        clocks = self._sessions.get(session, [])
        if clock in clocks:
            clocks.remove(clock)
        if not clocks:
            self._sessions.pop(session, None)

    def settled(self, session: str, clock: TrackClock, arrived: float) -> bool:
        """Say if a track can be placed for good at `arrived`: all of its publisher's tracks have reports, or were waited for.

        With the picture's report alone it would lie where its own delay puts it, and the sound beside it.
        """
        if arrived - clock.began >= SETTLE_TIME:
            return True
        return clock.settled(arrived) and all(
            one.has_reports for one in self._sessions.get(session, ())
        )

    def wall(self, session: str, clock: TrackClock, time_rtp: int) -> float:
        """Return when a frame happened, in UTC seconds of the node. The clock must have observed a frame."""
        ntp = clock.ntp(time_rtp)
        if ntp is None:
            return clock.own_wall(time_rtp)
        clocks = self._sessions.get(session, [clock])
        after = max(one.newest_arrival for one in clocks) - WINDOW
        offset = min((delay for one in clocks for delay in one.delays(after)), default=None)
        if offset is None:
            return clock.own_wall(time_rtp)
        return ntp + offset
