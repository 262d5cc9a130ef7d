"""A receiving peer: its slots, the feedback that comes back, and the reports that it gets. No I/O; times are arguments.

The slots are fixed by the answer to the peer's offer; a publisher may leave and come back, a board may appear in the middle of a
lesson, and no new negotiation is needed.
"""

from streaming.contract import Kind
from streaming.errors import PacketError
from streaming.metrics import Drop, Drops
from streaming.ports import Departures, Wire
from streaming.relay.allocation import Allocation
from streaming.relay.pacer import Pacer
from streaming.relay.slot import Slot
from streaming.relay.statistics import RateMeter
from streaming.relay.unheard import Unheard
from streaming.relay.uplink import Traffic
from streaming.rtp import rtcp

REPEATS_PER_SECOND = 400
"""Retransmissions that one receiver may ask for; a 2 Mbit/s link at 30 % loss needs about 70."""
MIN_PICTURE_BPS = 20_000
"""What a picture that is being switched off may still take."""
REPEAT_SHARE = 0.4
"""Share of a receiver's estimate that repeats may take: a full link loses much, and repeating all of it keeps it full."""
PACED_BELOW_BPS = 700_000
"""Estimates below which pictures are paced: a key frame of 30 kB stands for 0.35 s on such a link."""
REPEAT_BURST = 0.25
"""Seconds of that share which may go out at once."""
LONGEST_HOLD = 0.9
"""Seconds for which pictures are held back at most, unless feedback says that a long queue stands: nothing is thrown away by then (`pacer.MAX_WAIT`), and the estimate has followed."""
REDUNDANCY_INTERVAL = 1.0
"""Seconds between looks at the loss that decides about redundant sound."""


class Downlink:
    """See the module."""

    def __init__(
        self,
        slots: tuple[Slot, ...],
        wire: Wire,
        cname: str,
        drops: Drops,
        now: float,
        departures: Departures | None = None,
    ) -> None:
        """`departures` is where the wire notes what it sends, if the peer agreed to transport-wide feedback."""
        self.slots = slots
        self.wire = wire
        self.allocation = Allocation(slots, departures, now)
        self._cname = cname
        self._drops = drops
        self._by_ssrc = {slot.description.ssrc: slot for slot in slots}
        self._repeats_left = REPEATS_PER_SECOND
        self._repeats_renewed = now
        self._repeat_credit = 0.0
        self._credited = now
        self._redundancy_due = now + REDUNDANCY_INTERVAL
        self._pacer = Pacer(wire, drops, PACED_BELOW_BPS, now)
        self._unheard = Unheard(departures) if departures is not None else None
        self._held_until = 0.0
        self._rates = {kind: RateMeter(now) for kind in Kind}

    def receive_rtp(self, data: memoryview, length: int, now: float) -> None:
        """A receiver has nothing to send."""
        self._drops.count(Drop.UNKNOWN_SSRC)

    def receive_rtcp(self, data: bytes, now: float) -> None:
        """Take one compound of the receiver: loss, repeats, key frames, what its link carries."""
        try:
            packets = rtcp.parse(data)
        except PacketError:
            self._drops.count(Drop.BAD_RTCP)
            return
        for packet in packets:
            self._receive(packet, now)

    def poll(self, now: float) -> bool:
        """Send the reports that are due, and look at the link; returns whether to `hurry`. Call every 100 ms."""
        for slot in self.slots:
            if now >= slot.report_due:
                report = slot.sender_report(now)
                if report:
                    name = rtcp.source_description(slot.description.ssrc, self._cname)
                    self.wire.send_rtcp(report + name)
        if now >= self._redundancy_due:
            self._redundancy_due = now + REDUNDANCY_INTERVAL
            self._adapt_redundancy()
        self.allocation.poll(now)
        if not self.allocation.estimates:
            return False  # what nobody measures is neither paced nor probed
        self._adapt_pacing()
        return self.hurry(now)

    def hurry(self, now: float) -> bool:
        """Do what cannot wait for `poll`: call every 10 ms while it returns True."""
        if (
            self._unheard is not None
            and self._unheard.alarmed
            and now >= self._held_until
            # What waits would join the queue that sound stands behind, and be its second breakdown.
            and not self.allocation.blocked
        ):
            self._unheard.give_up()
            self._pacer.held = False
        self._pacer.poll(now)
        if self.allocation.probing:
            self.allocation.probe(now)
        return self.allocation.probing or self._paced

    @property
    def watched(self) -> bool:
        """`watch` should be called every 10 ms: pictures flow, and the rhythm of the receiver's feedback is known."""
        return (
            self._unheard is not None
            and self._unheard.awake
            and any(slot.showing for slot in self.slots if slot.description.kind is Kind.VIDEO)
        )

    def watch(self, now: float) -> bool:
        """Hold pictures back if the receiver has fallen silent: its line may have broken down. Returns whether to `hurry`."""
        if self._unheard is None or not self._unheard.look(now):
            return False
        self._hold(now)
        return True

    def traffic(self, now: float) -> Traffic:
        """Return what was sent since the last call, and what the receiver says of its link."""
        octets = dict.fromkeys(Kind, 0)
        for slot in self.slots:
            octets[slot.description.kind] += slot.octets
        return Traffic(
            self._rates[Kind.AUDIO].rate_kbps(octets[Kind.AUDIO], now),
            self._rates[Kind.VIDEO].rate_kbps(octets[Kind.VIDEO], now),
            max((slot.loss_percent for slot in self.slots), default=0.0),
            max((slot.round_trip for slot in self.slots), default=0.0) * 1000,
        )

    def _receive(self, packet: rtcp.Packet, now: float) -> None:
        match packet:
            case rtcp.TransportFeedback():
                trying = self.allocation.trying
                newest = self.allocation.receive_feedback(packet, now)
                self._heard(newest, now, usual=not trying)
            case rtcp.Nack(ssrc=ssrc, sequences=sequences):
                self._repeat(ssrc, sequences, now)
            case rtcp.Pli(ssrc=ssrc):
                self._want_key_frame(ssrc)
            case rtcp.Fir(ssrcs=ssrcs):
                for ssrc in ssrcs:
                    self._want_key_frame(ssrc)
            case rtcp.ReceiverReport(reports=reports) | rtcp.SenderReport(reports=reports):
                for block in reports:
                    slot = self._by_ssrc.get(block.ssrc)
                    if slot is not None:
                        slot.receive_report(block, now)
            case rtcp.Remb(bitrate_bps=bitrate_bps):
                self.allocation.receive_limit(bitrate_bps)
            case _:
                return

    def _heard(self, newest: int, now: float, *, usual: bool) -> None:
        """The receiver spoke of what was sent up to `newest`: pictures go on unless a queue stands."""
        if self._unheard is None:
            return
        self._unheard.heard(newest, now, self.allocation.queueing, usual=usual)
        if self._unheard.alarmed and not self._pacer.held:
            self._hold(now)
        self._pacer.held = self._unheard.alarmed

    def _hold(self, now: float) -> None:
        """Let pictures wait until it is known what the line carries now; sound goes on."""
        self._pacer.held, self._held_until = True, now + LONGEST_HOLD
        self._adapt_pacing()

    def _repeat(self, ssrc: int, sequences: tuple[int, ...], now: float) -> None:
        slot = self._by_ssrc.get(ssrc)
        if slot is None:
            return
        if now - self._repeats_renewed >= 1.0:
            self._repeats_renewed, self._repeats_left = now, REPEATS_PER_SECOND
        self._renew_credit(now)
        for sequence in sequences:
            if self._repeats_left <= 0 or self._repeat_credit <= 0:
                self._drops.count(Drop.OVER_BUDGET)
                continue
            self._repeats_left -= 1
            self._repeat_credit -= slot.repeat(sequence, now)

    def _renew_credit(self, now: float) -> None:
        """Let repeats have their share of the link, and nothing while sound waits behind a queue."""
        elapsed, self._credited = now - self._credited, now
        rate = self.allocation.repeatable_bps * REPEAT_SHARE / 8
        self._repeat_credit = min(rate * REPEAT_BURST, self._repeat_credit + rate * elapsed)

    def _want_key_frame(self, ssrc: int) -> None:
        slot = self._by_ssrc.get(ssrc)
        if slot is not None:
            slot.want_key_frame()

    @property
    def _paced(self) -> bool:
        if self._pacer.held or self._pacer.waiting:
            return True
        return 0 < self.allocation.picture_bps < PACED_BELOW_BPS

    def _adapt_pacing(self) -> None:
        """Pace the pictures of a thin link; sound passes them by."""
        self._pacer.rate_bps = max(self.allocation.picture_bps, MIN_PICTURE_BPS)
        pacer = self._pacer if self._paced else None
        for slot in self.slots:
            if slot.description.kind is Kind.VIDEO:
                slot.pace(pacer)

    def _adapt_redundancy(self) -> None:
        """Repeat lost sound before it is asked for, where sound is lost and the link has room for that."""
        for slot in self.slots:
            if slot.description.red_payload_type < 0:
                continue
            loss = self.allocation.calm_loss
            if loss is None:
                loss = slot.loss_percent / 100
            if slot.redundancy.reported(loss, self.allocation.redundancy_depth):
                slot.set_redundancy()
