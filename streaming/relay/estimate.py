"""What one receiver's link carries, from the transport-wide feedback that it sends. No I/O; times are arguments.

Delay decides before loss does; loss that comes without a queue and does not go away when less is sent belongs to the link and
is borne. The estimate is used for this receiver alone: no publisher ever hears of it.
"""

from collections import deque
from collections.abc import Sequence

from streaming.relay.delay import DelayTrend, Usage
from streaming.relay.sent import Came, Reported

START_BPS = 1_500_000
"""What is believed of a link before it has said anything: the smallest layers of everything, and one picture at its best."""
MIN_BPS = 40_000
"""Sound alone; below it there is nothing left to save."""
MAX_BPS = 20_000_000
RATE_WINDOW = 0.4
"""Seconds of arrivals that the acknowledged rate is taken from; at 150 kbit/s five packets."""
BACK_OFF = 0.85
"""Share of the acknowledged rate that is kept when a queue grows. Source: draft-ietf-rmcat-gcc-02 section 5.5."""
GROWTH = 0.08
"""Growth in a second while all is well; the same source."""
HEAD_ROOM = 1.5
"""A rate that was never tried is not believed beyond this multiple of what arrives."""
BACK_OFF_INTERVAL = 0.2
"""Seconds between two steps down: what the first one does must be seen before the second."""
LOSS_WINDOW = 1.0
"""Seconds over which loss is counted."""
MUCH_LOSS, LITTLE_LOSS = 0.10, 0.02
"""Above: go down; below: up. Source: draft-ietf-rmcat-gcc-02 section 6."""
STANDING_QUEUE = 0.05
"""Seconds of queue that make loss a sign of too much sending."""
LONG_QUEUE = 0.15
"""Seconds of queue that must drain before the estimate is used in full."""
DRAIN_SHARE = 0.6
BLOCKING_QUEUE = 0.4
"""Seconds of queue behind which sound comes too late: nothing else is sent until it has drained."""
IDLE_SHARE, IDLE_QUEUE = 0.4, 0.2
"""Share of the estimate below which what is sent can hardly fill the link, and seconds of queue that say that it does."""
DRAINED = 0.2
"""Seconds beyond its own length after which a queue is gone, if nothing was added to it."""
RECENT = 0.15
"""Seconds of arrivals that say what passes now; the longer window still holds what passed before a link broke down."""
SHARP_FALL = 0.6
"""A step down below this share of the estimate need not wait for what the last one did."""
PROBE_QUEUE = 0.2
"""Seconds of queue that a probe of twice the link's rate leaves behind; more is something else."""
PRESSING_LOSS = 0.3
"""Loss within the present second that says the same as a long queue, unless the link always loses as much."""
LINK_LOSS_WINDOWS = 8
"""Windows of loss, the lower half of which is taken for the link's own."""
OWN_LOSS_SPREAD = 1.25
"""A second has some 30 packets: at 30 % of loss one in ten such windows loses 37 %."""
SILENCE = 2.0
"""Seconds without feedback, while packets leave, after which the way back is taken for broken: longer than any round trip."""
SILENCE_INTERVAL = 0.5


class LinkEstimate:
    """See the module."""

    __slots__ = (
        "_acknowledged",
        "_arrivals",
        "_arrived_octets",
        "_backed_off",
        "_counted",
        "_draining",
        "_heard",
        "_link_loss",
        "_lost",
        "_own_loss",
        "_silence_step",
        "_trend",
        "_updated",
        "_window_began",
        "bitrate_bps",
        "calm_loss",
        "loss",
        "proven",
    )

    def __init__(self, now: float, start_bps: int = START_BPS) -> None:
        self.bitrate_bps = start_bps
        self.loss = 0.0
        """Of the last whole second, 0 … 1."""
        self.calm_loss = 0.0
        """The same of the last second in which no queue stood."""
        self.proven = False
        """Feedback has come: the estimate is more than the start value."""
        self._trend = DelayTrend()
        self._arrivals: deque[Came] = deque()
        self._arrived_octets = 0
        self._acknowledged = 0
        self._updated = self._heard = self._window_began = now
        self._backed_off = self._silence_step = float("-inf")
        self._counted = self._lost = 0
        self._own_loss = 0.0
        self._draining = False
        self._link_loss: deque[float] = deque([0.0] * LINK_LOSS_WINDOWS, maxlen=LINK_LOSS_WINDOWS)

    @property
    def acknowledged_bps(self) -> int:
        """What has lately arrived, in bit/s, and what the link would have lost of it at any rate."""
        return int(self._acknowledged / (1 - min(self._own_loss, 0.5)))

    @property
    def queueing(self) -> float:
        """Seconds that packets wait on the way beyond the smallest delay."""
        return self._trend.queueing

    @property
    def budget_bps(self) -> int:
        """What may be sent now: less than the estimate while a queue has to drain."""
        if self._trend.queueing > BLOCKING_QUEUE:
            return 0
        if self._trend.queueing > LONG_QUEUE:
            return int(self.bitrate_bps * DRAIN_SHARE)
        return self.bitrate_bps

    @property
    def calm(self) -> bool:
        """Nothing waits: the link may carry more than is believed of it, which follows what is sent."""
        return self._trend.queueing < STANDING_QUEUE and not self.overused

    @property
    def overused(self) -> bool:
        """A queue grows; when far less is sent than the link is believed to carry, only a long one is believed."""
        idle = self._acknowledged < IDLE_SHARE * self.bitrate_bps
        believed = not idle or self._trend.filling or self._trend.queueing > IDLE_QUEUE
        return self._trend.overused and believed

    @property
    def pressed(self) -> bool:
        """The link is so full that waiting for anything makes it worse."""
        counted = self._counted > 10 and self._lost > PRESSING_LOSS * self._counted
        return self._trend.queueing > LONG_QUEUE or (counted and not self._bears(PRESSING_LOSS))

    def receive_feedback(
        self, reported: Sequence[Reported], now: float, *, probing: bool = False
    ) -> None:
        """Take what one feedback packet of the receiver says; a short queue while `probing` is the probe's own."""
        self._heard = now
        self.proven = True
        came = [(sent, arrived, size) for _, sent, size, arrived in reported if arrived is not None]
        self._counted += len(reported)
        self._lost += len(reported) - len(came)
        before = self._trend.queueing
        self._trend.feedback(came)
        self._draining = self._trend.queueing < before
        self._measure_rate(came)
        if now - self._window_began >= LOSS_WINDOW:
            self._close_loss_window(now)
        self._adapt(now, probing=probing)

    def receive_probe(self, bitrate_bps: int) -> None:
        """A probe showed that the link carries this much; ignored while a queue grows."""
        if not self.overused:
            self.bitrate_bps = min(MAX_BPS, max(self.bitrate_bps, bitrate_bps))

    def cap(self, bitrate_bps: int) -> None:
        """The receiver itself says that it can take no more (REMB)."""
        self.bitrate_bps = max(MIN_BPS, min(self.bitrate_bps, bitrate_bps))

    def poll(self, now: float, *, sending: bool) -> None:
        """Go down when feedback has stopped although packets leave; call it every 100 ms."""
        if now - self._heard > DRAINED + self._trend.queueing:
            # Nothing was sent that could tell: what stood has drained by now.
            self._trend.queueing = 0.0
        silent = sending and self.proven and now - self._heard > SILENCE
        if silent and now - self._silence_step >= SILENCE_INTERVAL:
            self._silence_step = now
            self.bitrate_bps = max(MIN_BPS, int(self.bitrate_bps * 0.8))

    def _measure_rate(self, came: Sequence[Came]) -> None:
        arrivals = self._arrivals
        arrivals.extend(came)
        if not arrivals:
            return
        octets = self._arrived_octets + sum(size for _, _, size in came)
        newest = arrivals[-1][1]
        while newest - arrivals[0][1] > RATE_WINDOW:
            octets -= arrivals.popleft()[2]
        self._arrived_octets = octets
        span = max(newest - arrivals[0][1], RATE_WINDOW / 2)
        self._acknowledged = int(octets * 8 / span)

    def _recent_bps(self) -> int:
        """Return the rate of the newest arrivals, of at least three packets."""
        newest, octets, count, oldest = self._arrivals[-1][1], 0, 0, 0.0
        for _, arrived, size in reversed(self._arrivals):
            if count >= 3 and newest - arrived > RECENT:
                break
            octets, count, oldest = octets + size, count + 1, arrived
        span = max(newest - oldest, RECENT)
        return int(octets * 8 / span / (1 - min(self._own_loss, 0.5)))

    def _close_loss_window(self, now: float) -> None:
        self._window_began = now
        if self._counted:
            self.loss = self._lost / self._counted
            self._link_loss.append(self.loss)
            if self._trend.queueing < STANDING_QUEUE and now - self._backed_off > LOSS_WINDOW:
                self.calm_loss = self.loss
        self._counted = self._lost = 0
        lowest = sorted(self._link_loss)[: LINK_LOSS_WINDOWS // 2]
        self._own_loss = sum(lowest) / len(lowest)
        excess = self._excess_loss()
        if excess > MUCH_LOSS and self._trend.queueing <= STANDING_QUEUE:
            # No queue: a policer, or a link that loses by itself; a few seconds at less show which.
            self._lower(int(self.bitrate_bps * (1 - 0.5 * excess)), now)

    def _adapt(self, now: float, *, probing: bool) -> None:
        elapsed = min(now - self._updated, 1.0)
        self._updated = now
        losing = self._counted > 10 and self._lost > MUCH_LOSS * self._counted
        congested = losing and self._trend.queueing > STANDING_QUEUE
        if probing and self._trend.queueing < PROBE_QUEUE:
            return
        if (congested or self.overused) and self._draining:
            return  # What was done is enough, and what arrives now was held back: it says nothing of the link.
        if congested or self.overused:
            passing = min(self.acknowledged_bps, self._recent_bps())
            target = max(MIN_BPS, int(passing * BACK_OFF))
            sharp = target < self.bitrate_bps * SHARP_FALL
            if sharp or now - self._backed_off >= BACK_OFF_INTERVAL:
                self._lower(target, now)
        elif self._trend.usage is Usage.NORMAL and self._excess_loss() < LITTLE_LOSS:
            grown = int(self.bitrate_bps * (1 + GROWTH * elapsed))
            # What a probe has proven stays believed; growth by itself must be fed by arrivals.
            limit = max(self.bitrate_bps, int(self.acknowledged_bps * HEAD_ROOM))
            self.bitrate_bps = min(MAX_BPS, grown, limit)

    def _excess_loss(self) -> float:
        """Return the loss beyond the link's own, which varies the more the larger it is."""
        return self.loss - self._own_loss * OWN_LOSS_SPREAD

    def _bears(self, loss: float) -> bool:
        return self._own_loss > 0.5 * loss

    def _lower(self, bitrate_bps: int, now: float) -> None:
        self._backed_off = now
        self.bitrate_bps = max(MIN_BPS, min(self.bitrate_bps, bitrate_bps))
