"""One media section of one receiver: fed from a layer of whatever publication has its role. No I/O; times are arguments.

Sequence, timestamp and picture numbers go on without a seam whatever feeds it. A change of layer waits for a key frame of the
new one, and the old one flows until then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from streaming.contract import Kind
from streaming.metrics import Drop, Drops
from streaming.ports import Row, RtpPacket, Wire
from streaming.relay.moments import same_moment
from streaming.relay.munger import Munger
from streaming.relay.pacer import Pacer
from streaming.relay.pictures import PictureNumbers
from streaming.relay.publication import Publication
from streaming.relay.redundancy import Redundancy
from streaming.relay.switch import Switch
from streaming.relay.track import Track
from streaming.rtp import rtcp, rtx
from streaming.rtp.codecs import VP8

REPORT_INTERVAL = 1.0
"""Seconds between sender reports."""
FIRST_REPORT = 0.1
"""Seconds from the first packet to the first report, so that picture and sound are in step early."""
FLOWING = 1.0
"""Seconds since its last packet within which a layer is taken to be sent."""
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
    rtx_ssrc: int = 0
    """Repeats go out under this one; 0: under `ssrc`."""
    rtx_payload_types: Mapping[int, int] = field(default_factory=dict)
    """Payload type → that of its repeats."""
    red_payload_type: int = -1
    """-1: this receiver takes no redundant sound."""


class Slot:
    """See the module. Implements `fan.Forward` and `switch.Switching`."""

    __slots__ = (
        "_counted",
        "_drops",
        "_munger",
        "_pacer",
        "_payload_type",
        "_pictures",
        "_repeat_sequence",
        "_reports",
        "_send_rtp",
        "_sent_octets",
        "_sent_packets",
        "_settled",
        "_ssrc",
        "_switch",
        "_waiting",
        "_wire",
        "description",
        "loss_percent",
        "publication",
        "redundancy",
        "report_due",
        "round_trip",
        "switches",
        "track",
    )

    def __init__(
        self, description: SlotDescription, wire: Wire, first: tuple[int, int], drops: Drops
    ) -> None:
        """`first` are the random first sequence (16 bits) and timestamp (32 bits)."""
        self.description = description
        self.publication: Publication | None = None
        self.track: Track | None = None
        """The layer that feeds the slot, or that it waits to begin with."""
        self.loss_percent = 0.0
        self.round_trip = 0.0
        self.report_due = float("inf")
        self.redundancy = Redundancy()
        self.switches = 0
        """Changes of layer so far."""
        self._munger = Munger(description.clock_rate, *first)
        self._pictures = PictureNumbers()
        self._drops = drops
        self._wire = wire
        self._send_rtp = wire.send_rtp
        self._pacer: Pacer | None = None
        self._ssrc = description.ssrc
        self._payload_type = 0
        self._repeat_sequence = first[0]
        self._switch: Switch | None = None
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

    @property
    def wanted(self) -> Track | None:
        """The layer that the slot is to have: the one it goes over to, or the present one."""
        return self._switch.track if self._switch is not None else self.track

    @property
    def showing(self) -> Track | None:
        """The layer whose packets are passed on by now; None: nothing, or it is waited for."""
        return None if self._waiting else self.track

    # --- what feeds it ---------------------------------------------------------------------------

    def attach(self, publication: Publication) -> bool:
        """Belong to a publication from now on; False when the receiver agreed to no codec of it. `choose` feeds."""
        payload_type = self.description.payload_types.get(publication.description.codec.name)
        self.detach()
        if payload_type is None:
            return False
        self.publication = publication
        self._payload_type = payload_type
        return True

    def choose(self, track: Track | None, *, at_once: bool = False) -> None:
        """Have this layer of the publication, or none.

        The present one flows until the new one begins, unless the link cannot carry it (`at_once`).
        """
        if track is self.wanted:
            return
        self._drop_switch()
        if track is self.track:
            return
        patient = self.track is not None and not (at_once or self._waiting)
        if patient and track is not None:
            self._switch = Switch(self, track)
            if self.track is not None and track.layer < self.track.layer:
                self._stir()
            return
        self._leave()
        if track is not None:
            self._enter(track)

    def detach(self) -> None:
        """Stop feeding; idempotent."""
        self._drop_switch()
        self._leave()
        self.publication = None

    def restart(self) -> None:
        """The track counts anew: go on, without a seam, at its next key frame."""
        self._stir()
        self._waiting = True

    def go_over(self, switch: Switch, packet: RtpPacket) -> None:
        """The key frame that a change of layer waited for is here."""
        previous, track = self.track, switch.track
        self._drop_switch()
        self._leave()
        self.track = track
        track.receivers.join(self)
        self.switches += 1
        moment = same_moment(track, packet.timestamp_rtp, previous) if previous else None
        self._begin(packet, moment)
        self._send(packet, packet.extended_sequence + self._munger.sequence_shift & 0xFFFF)

    def forget(self, switch: Switch) -> None:
        """The track of a change of layer is over: stay where the slot is."""
        self._switch = None

    def want_key_frame(self) -> None:
        """The receiver cannot go on without one."""
        if self.track is not None:
            self.track.want_key_frame()

    # --- packets ---------------------------------------------------------------------------------

    def forward(self, packet: RtpPacket) -> None:
        """Begin with this packet if one can begin with it, or pass on one that needs a thought of its own.

        Once begun, most slots get what comes in order by their row.
        """
        munger = self._munger
        if self._waiting:
            if self.description.kind is Kind.VIDEO and not packet.key_frame:
                return
            self._begin(packet, None)
        elif packet.extended_sequence < munger.first_source:
            self._drops.count(Drop.TOO_LATE)
            return
        elif (
            self._switch is not None
            and packet.key_frame
            and not self._settled
            and self._comes_soon(self._switch.track, packet.arrived)
        ):
            # Browsers answer with key frames of all layers: two of them are more than a link bears that is to get less.
            self._leave_for(self._switch)
            return
        elif not self._settled:
            munger.passed(packet)
        self._send(packet, packet.extended_sequence + munger.sequence_shift & 0xFFFF)

    def repeat(self, out_sequence: int, now: float) -> int:
        """Send one packet again (16-bit outgoing sequence) as it was sent first; returns its octets, 0 when it is gone."""
        self._follow()
        origin = self._munger.origin(out_sequence)
        packet = None
        if origin is not None:
            epoch, sequence = origin
            # What came before a change of layer is in the old layer's cache; what another codec's publisher sent is past use.
            if isinstance(epoch.source, Track) and self._can_repeat(epoch.source):
                packet = epoch.source.cache.get(sequence, now)
        if origin is None or packet is None:
            self._drops.count(Drop.NOT_CACHED)
            return 0
        payload = packet.payload
        if self._pictures.rewrites:
            payload = self._pictures.rewrite(payload)
        timestamp = packet.timestamp_rtp + origin[0].timestamp_shift & 0xFFFF_FFFF
        self._send_repeat(packet, out_sequence, timestamp, payload)
        return len(payload)

    def repeat_newest(self, back: int, now: float) -> int:
        """Send the packet again that went out `back` before the newest, for a probe; returns its octets, 0: there is none.

        A picture that is off has nothing new: its last packet serves, which the receiver knows and throws away.
        """
        last = self._munger.last
        if not self.description.rtx_ssrc or last is None:
            return 0
        if self.track is not None and not self._waiting:
            self._follow()
            return self.repeat(self._munger.highest_out - back & 0xFFFF, now)
        timestamp = last.timestamp_rtp + self._munger.timestamp_shift & 0xFFFF_FFFF
        self._send_repeat(last, self._munger.highest_out & 0xFFFF, timestamp, last.payload)
        return len(last.payload)

    def pace(self, pacer: Pacer | None) -> None:
        """Send through a pacer from now on, or by itself again (None); the pacer must be empty then."""
        if pacer is not self._pacer:
            self._stir()
            self._pacer = pacer
            if not self._waiting:
                self._settle()

    def set_redundancy(self) -> None:
        """The redundancy's depth has changed: packets need a thought of their own, or no longer do."""
        if not self._waiting:
            self._stir()
            self._settle()

    # --- reports ---------------------------------------------------------------------------------

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

    # --- inside ----------------------------------------------------------------------------------

    def _enter(self, track: Track) -> None:
        """Wait on a track for a packet to begin with."""
        self.track = track
        self._waiting = True
        track.receivers.join(self)
        track.want_key_frame()

    def _leave(self) -> None:
        if self.track is not None:
            self._stir()
            self.track.receivers.leave(self)
            self.track = None

    def _leave_for(self, switch: Switch) -> None:
        """Leave the present layer now, and wait for the next one alone."""
        track = switch.track
        # First of all: what is left out here must not be taken for passed.
        self._waiting = True
        self._drop_switch()
        self._leave()
        self._enter(track)

    def _comes_soon(self, track: Track, now: float) -> bool:
        """Whether a layer's own key frame may be counted on; a larger one that rests has to be woken first."""
        lower = self.track is not None and track.layer < self.track.layer
        return lower or now - track.last_arrived < FLOWING

    def _drop_switch(self) -> None:
        """Take a wish back; a slot that was asked for each packet because of it settles again."""
        if self._switch is not None:
            self._switch.leave()
            self._switch = None
            if not self._settled and not self._waiting:
                self._settle()

    def _begin(self, packet: RtpPacket, moment: int | None) -> None:
        self._munger.begin(self.track, packet, moment)
        self._munger.passed(packet)
        if self._is_vp8:
            self._pictures.begin(packet.payload)
        self._waiting = False
        if self.report_due == float("inf"):
            self.report_due = packet.arrived + FIRST_REPORT
        self._settle()

    @property
    def _is_vp8(self) -> bool:
        return self.track is not None and self.track.description.codec.name == VP8

    def _can_repeat(self, source: Track) -> bool:
        """Whether packets of this source can go out as they did, and not with the numbers of another picture."""
        if source is self.track:
            return True
        same = self.publication is not None and source in self.publication.layers
        return same and not self._is_vp8

    def _send(self, packet: RtpPacket, out_sequence: int) -> None:
        payload, payload_type = packet.payload, self._payload_type
        if self._pictures.rewrites:
            payload = self._pictures.rewrite(payload)
        elif self.redundancy.depth and self.track is not None:
            payload = self.redundancy.payload(self.track, packet, payload_type)
            payload_type = self.description.red_payload_type
        timestamp = packet.timestamp_rtp + self._munger.timestamp_shift & 0xFFFF_FFFF
        head = payload_type | 0x80 if packet.marker else payload_type
        if self._pacer is None:
            self._send_rtp(head, out_sequence, timestamp, self._ssrc, payload)
        else:
            self._pacer.send((head, out_sequence, timestamp, self._ssrc, payload), packet.arrived)
        self._sent_packets += 1
        self._sent_octets += len(payload)

    def _send_repeat(
        self, packet: RtpPacket, sequence: int, timestamp: int, payload: bytes
    ) -> None:
        """Send a packet again, in the stream for repeats where there is one."""
        payload_type = self.description.rtx_payload_types.get(self._payload_type, -1)
        ssrc, out_sequence = self.description.rtx_ssrc, sequence
        if ssrc and payload_type >= 0:
            payload = rtx.repeating(sequence, payload)
            out_sequence = self._repeat_sequence
            self._repeat_sequence = out_sequence + 1 & 0xFFFF
        else:
            payload_type, ssrc = self._payload_type, self._ssrc
            self._sent_packets += 1
            self._sent_octets += len(payload)
        head = payload_type | 0x80 if packet.marker else payload_type
        self._send_rtp(head, out_sequence, timestamp, ssrc, payload)

    def _settle(self) -> None:
        """Get all that comes in order from the next packet on, without being asked, unless packets have to be changed."""
        changed = self._pictures.rewrites or self.redundancy.depth or self._pacer is not None
        if self.track is None or changed:
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
        newest = receivers.newest
        if newest is not None:
            self._munger.passed(newest)
        if newest is not None and self._is_vp8:
            self._pictures.passed(newest.payload)

    def _stir(self) -> None:
        """Be asked again; idempotent."""
        self._follow()
        self._settled = False
        if self.track is not None:
            self.track.receivers.stir(self)
