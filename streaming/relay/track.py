"""One published track: what arrived of it, what is missing, and who gets it. No I/O; times are arguments.

A track lives as long as its publisher's session. Receivers' slots and the recorder outlive it: the room
joins them to the next track of the same role.
"""

from collections.abc import Callable

from streaming.contract import Kind
from streaming.metrics import Drop, Drops
from streaming.ports import Fan, RtpPacket, TrackDescription, TrackSink
from streaming.relay.cache import PacketCache
from streaming.relay.fan import OneByOne, Receivers
from streaming.relay.key_frames import KeyFrameRequests
from streaming.relay.loss import Losses
from streaming.relay.statistics import ReceiveStatistics
from streaming.rtp.rtcp import ReportBlock, SenderReport

SENDER_REPORT_AGE = 30.0
"""Seconds for which a sender report still says where the publisher's clock is; they come every 1-5 s."""

RESTART_GAP = 0xFFFF
"""A skip of more than a cycle of sequence numbers is a restart that the statistics have accepted, not loss."""


class Track:
    """See the module."""

    __slots__ = (
        "_drops",
        "_key_frame_timestamp",
        "_nack",
        "cache",
        "clock",
        "description",
        "key_frames",
        "last_arrived",
        "layer",
        "losses",
        "on_hurry",
        "receivers",
        "sink",
        "ssrc",
        "statistics",
    )

    def __init__(
        self,
        description: TrackDescription,
        ssrc: int,
        drops: Drops,
        layer: int = 0,
        fan: Fan | None = None,
    ) -> None:
        """`layer` is the place among the layers of one picture, 0 the smallest; `fan` is how packets reach many receivers."""
        self.description = description
        self.ssrc = ssrc
        self.layer = layer
        self.last_arrived = float("-inf")
        """`now` of the newest packet."""
        self.statistics = ReceiveStatistics(description.codec.clock_rate)
        self.losses = Losses()
        self.cache = PacketCache()
        self.key_frames = KeyFrameRequests()
        self.on_hurry: Callable[[], None] = lambda: None
        """Told when something is to be asked of the publisher soon."""
        self.receivers = Receivers(fan or OneByOne())
        self.sink: TrackSink | None = None
        self.clock: tuple[SenderReport, float] | None = None
        """The newest sender report and the `now` of its arrival."""
        self._drops = drops
        self._key_frame_timestamp = -1
        self._nack = "nack" in description.codec.feedback

    def receive(self, packet: RtpPacket) -> None:
        """Take one packet: count it, keep it, record it, forward it."""
        now = packet.arrived
        statistics = self.statistics
        newest = statistics.highest
        sequence = statistics.receive(
            packet.sequence, packet.timestamp_rtp, len(packet.payload), now
        )
        if sequence < 0:
            self._drops.count(Drop.DUPLICATE)
            return
        packet.extended_sequence = sequence
        if packet.payload:
            self.last_arrived = now
        if sequence <= newest:
            self.losses.received(sequence)
        elif sequence > newest + 1 and newest >= 0:
            self._skipped(newest + 1, sequence - 1, now)
        if packet.key_frame:
            self._begin_key_frame(packet)
        self.cache.put(packet)
        if self.sink is not None:
            self.sink.packet(packet)
        if sequence > newest:
            self.receivers.forward(packet)
        else:
            self.receivers.forward_late(packet)

    @property
    def hurried(self) -> bool:
        """Something is still to be asked of the publisher."""
        return self.losses.pending or self.key_frames.wanted

    def receive_sender_report(self, report: SenderReport, now: float) -> None:
        """Note where the publisher's clock is."""
        self.clock = (report, now)
        if self.sink is not None:
            self.sink.sender_report(report.ntp_time, report.timestamp_rtp, now)

    def want_key_frame(self) -> None:
        """A receiver or the recorder cannot go on without a key frame; ignored for sound."""
        if self.description.kind is Kind.VIDEO:
            self.key_frames.want()
            self.on_hurry()

    def report_block(self, now: float) -> ReportBlock:
        """Return what a receiver report says of this track; starts a new interval."""
        figures = self.statistics.report()
        last, delay = 0, 0
        if self.clock is not None:
            report, arrived = self.clock
            # RFC 3550 section 6.4.1: the middle 32 bits of the NTP time, and the delay in 1/65536 s.
            last = report.ntp_time >> 16 & 0xFFFF_FFFF
            delay = int((now - arrived) * 65536)
        return ReportBlock(
            self.ssrc,
            figures.fraction_lost,
            figures.cumulative_lost,
            figures.highest_sequence,
            figures.jitter,
            last,
            delay,
        )

    def clock_at(self, now: float) -> tuple[int, int] | None:
        """Return the publisher's NTP time and RTP time at `now`, or None before its first report.

        Both move on together from the last report, so that picture and sound of one publisher stay as
        exactly in step as the publisher said, whatever the jitter of the reports was.
        """
        if self.clock is None or now - self.clock[1] > SENDER_REPORT_AGE:
            return None
        report, arrived = self.clock
        elapsed = now - arrived
        ntp_time = report.ntp_time + int(elapsed * (1 << 32))
        timestamp = report.timestamp_rtp + int(elapsed * self.description.codec.clock_rate)
        return ntp_time & 0xFFFF_FFFF_FFFF_FFFF, timestamp & 0xFFFF_FFFF

    def _begin_key_frame(self, packet: RtpPacket) -> None:
        """Only the first packet of a key frame is one to begin at: SPS and slices may come in packets of their own."""
        if packet.timestamp_rtp == self._key_frame_timestamp:
            packet.key_frame = False
            return
        self._key_frame_timestamp = packet.timestamp_rtp
        self.key_frames.arrived(packet.arrived)

    def _skipped(self, first: int, last: int, now: float) -> None:
        if last - first > RESTART_GAP:
            self.receivers.restart()
        if not self._nack:
            return
        if self.losses.gap(first, last, now):
            self.on_hurry()
        else:
            self.want_key_frame()
