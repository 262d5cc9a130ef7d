"""A receiving peer: slots that are fed with whatever track has their role, and the feedback that comes back. No I/O.

The slots are fixed by the answer to the peer's offer; a publisher may leave and come back, a board may appear in the middle of a
lesson, and no new negotiation is needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from streaming.contract import Kind
from streaming.errors import PacketError
from streaming.metrics import Drop, Drops
from streaming.ports import Row, RtpPacket, Wire
from streaming.relay.munger import Munger
from streaming.relay.statistics import RateMeter
from streaming.relay.track import Track
from streaming.relay.uplink import Traffic
from streaming.rtp import rtcp

REPORT_INTERVAL = 1.0
"""Seconds between sender reports."""
FIRST_REPORT = 0.1
"""Seconds from the first packet to the first report, so that picture and sound are in step early."""
REPEATS_PER_SECOND = 400
"""Retransmissions that one receiver may ask for; a 2 Mbit/s link at 30 % loss needs about 70."""
_REMEMBERED_REPORTS = 16


@dataclass(frozen=True, slots=True)
class SlotDescription:
    """One media section of a receiver's negotiated offer."""

    role: str
    kind: Kind
    ssrc: int
    payload_types: Mapping[str, int]
    """Codec name → payload type that this receiver agreed to."""
    clock_rate: int


class Slot:
    """One media section of one receiver."""

    __slots__ = (
        "_counted",
        "_drops",
        "_munger",
        "_payload_type",
        "_reports",
        "_send_rtp",
        "_sent_octets",
        "_sent_packets",
        "_settled",
        "_ssrc",
        "_waiting",
        "_wire",
        "description",
        "loss_percent",
        "report_due",
        "round_trip",
        "track",
    )

    def __init__(
        self, description: SlotDescription, wire: Wire, first: tuple[int, int], drops: Drops
    ) -> None:
        """`first` are the random first sequence (16 bits) and timestamp (32 bits)."""
        self.description = description
        self.track: Track | None = None
        self.loss_percent = 0.0
        self.round_trip = 0.0
        self.report_due = float("inf")
        self._munger = Munger(description.clock_rate, *first)
        self._drops = drops
        self._wire = wire
        self._send_rtp = wire.send_rtp
        self._ssrc = description.ssrc
        self._payload_type = 0
        self._waiting = True
        self._settled = False
        self._counted = (0, 0)
        """Packets and octets that the track had passed on when this slot last looked."""
        self._sent_packets = 0
        self._sent_octets = 0
        self._reports: dict[int, float] = {}

    @property
    def octets(self) -> int:
        """Payload octets sent so far."""
        self._follow()
        return self._sent_octets

    def attach(self, track: Track) -> bool:
        """Feed this slot from a track; False when the receiver agreed to no codec of it."""
        payload_type = self.description.payload_types.get(track.description.codec.name)
        if payload_type is None:
            return False
        self.detach()
        self.track = track
        self._payload_type = payload_type
        self._waiting = True
        track.receivers.join(self)
        track.want_key_frame()
        return True

    def detach(self) -> None:
        """Stop feeding; idempotent."""
        if self.track is not None:
            self._stir()
            self.track.receivers.leave(self)
            self.track = None

    def restart(self) -> None:
        """The track counts anew: go on, without a seam, at its next key frame."""
        self._stir()
        self._waiting = True

    def forward(self, packet: RtpPacket) -> None:
        """Begin with this packet of the attached track if one can begin with it, or pass on one that comes late.

        Once begun, the slot gets what comes in order by its row.
        """
        munger = self._munger
        if self._waiting:
            if self.description.kind is Kind.VIDEO and not packet.key_frame:
                return
            munger.begin(self.track, packet)
            munger.passed(packet)
            self._waiting = False
            self.report_due = packet.arrived + FIRST_REPORT
            self._settle()
        elif packet.extended_sequence < munger.first_source:
            self._drops.count(Drop.TOO_LATE)
            return
        self._send(packet, packet.extended_sequence + munger.sequence_shift & 0xFFFF)

    def repeat(self, out_sequence: int, now: float) -> None:
        """Send one packet again (16-bit outgoing sequence), byte for byte as it was sent first."""
        origin = self._munger.origin(out_sequence)
        self._follow()
        # Only the present source's cache is at hand: what came before a change of source is past use anyway.
        if origin is None or origin[0] is not self.track or self.track is None:
            self._drops.count(Drop.NOT_CACHED)
            return
        packet = self.track.cache.get(origin[1], now)
        if packet is None:
            self._drops.count(Drop.NOT_CACHED)
            return
        self._send(packet, out_sequence)

    def sender_report(self, now: float) -> bytes:
        """Return a sender report with its CNAME, or nothing before the publisher's clock is known."""
        self.report_due = now + REPORT_INTERVAL
        self._follow()
        clock = self.track.clock_at(now) if self.track is not None else None
        if clock is None or self._waiting:
            return b""
        ntp_time, timestamp = clock
        self._reports[ntp_time >> 16 & 0xFFFF_FFFF] = now
        if len(self._reports) > _REMEMBERED_REPORTS:
            del self._reports[next(iter(self._reports))]
        out_timestamp = (timestamp + self._munger.timestamp_shift) & 0xFFFF_FFFF
        return rtcp.sender_report(
            self._ssrc, ntp_time, out_timestamp, self._sent_packets, self._sent_octets
        )

    def receive_report(self, block: rtcp.ReportBlock, now: float) -> None:
        """Note loss and round trip as the receiver reports them."""
        self.loss_percent = block.fraction_lost / 2.56
        sent = self._reports.get(block.last_sender_report)
        if sent is not None:
            self.round_trip = max(0.0, now - sent - block.delay_since_last / 65536)

    def _send(self, packet: RtpPacket, out_sequence: int) -> None:
        self._send_rtp(
            self._payload_type | 0x80 if packet.marker else self._payload_type,
            out_sequence,
            (packet.timestamp_rtp + self._munger.timestamp_shift) & 0xFFFF_FFFF,
            self._ssrc,
            packet.payload,
        )
        self._sent_packets += 1
        self._sent_octets += len(packet.payload)

    def _settle(self) -> None:
        """Get all that comes in order from the next packet on, without being asked."""
        if self.track is None:
            return
        receivers = self.track.receivers
        munger = self._munger
        receivers.settle(
            self,
            Row(
                self._wire,
                self._payload_type,
                munger.sequence_shift & 0xFFFF,
                munger.timestamp_shift,
                self._ssrc,
            ),
        )
        self._counted = (receivers.packets, receivers.octets)
        self._settled = True

    def _follow(self) -> None:
        """Catch up with what the row has sent since the last look."""
        if not self._settled or self.track is None:
            return
        receivers = self.track.receivers
        packets, octets = self._counted
        self._counted = (receivers.packets, receivers.octets)
        self._sent_packets += receivers.packets - packets
        self._sent_octets += receivers.octets - octets
        if receivers.newest is not None:
            self._munger.passed(receivers.newest)

    def _stir(self) -> None:
        """Be asked again; idempotent."""
        self._follow()
        self._settled = False
        if self.track is not None:
            self.track.receivers.stir(self)


class Downlink:
    """See the module."""

    def __init__(
        self, slots: tuple[Slot, ...], wire: Wire, cname: str, drops: Drops, now: float
    ) -> None:
        self.slots = slots
        self.wire = wire
        self._cname = cname
        self._drops = drops
        self._by_ssrc = {slot.description.ssrc: slot for slot in slots}
        self._repeats_left = REPEATS_PER_SECOND
        self._repeats_renewed = now
        self._rates = {kind: RateMeter(now) for kind in Kind}

    def receive_rtp(self, data: memoryview, length: int, now: float) -> None:
        """A receiver has nothing to send."""
        self._drops.count(Drop.UNKNOWN_SSRC)

    def receive_rtcp(self, data: bytes, now: float) -> None:
        """Take one compound of the receiver: loss, repeats, key frames."""
        try:
            packets = rtcp.parse(data)
        except PacketError:
            self._drops.count(Drop.BAD_RTCP)
            return
        for packet in packets:
            match packet:
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
                case _:
                    continue

    def poll(self, now: float) -> None:
        """Send the reports that are due."""
        for slot in self.slots:
            if now >= slot.report_due:
                report = slot.sender_report(now)
                if report:
                    name = rtcp.source_description(slot.description.ssrc, self._cname)
                    self.wire.send_rtcp(report + name)

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

    def _repeat(self, ssrc: int, sequences: tuple[int, ...], now: float) -> None:
        slot = self._by_ssrc.get(ssrc)
        if slot is None:
            return
        if now - self._repeats_renewed >= 1.0:
            self._repeats_renewed, self._repeats_left = now, REPEATS_PER_SECOND
        for sequence in sequences:
            if self._repeats_left <= 0:
                self._drops.count(Drop.OVER_BUDGET)
                continue
            self._repeats_left -= 1
            slot.repeat(sequence, now)

    def _want_key_frame(self, ssrc: int) -> None:
        slot = self._by_ssrc.get(ssrc)
        if slot is not None and slot.track is not None:
            slot.track.want_key_frame()
