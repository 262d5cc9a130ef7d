"""A publishing peer: its packets become tracks, its RTCP their clocks, and feedback goes back to it. No I/O.

Knows which SSRC carries which role by the offer, or by the MID that the packets carry.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from streaming.contract import Kind
from streaming.errors import PacketError
from streaming.metrics import Drop, Drops
from streaming.ports import RtpPacket, TrackDescription, Wire
from streaming.relay.bandwidth import LossEstimate, TransportFeedback
from streaming.relay.statistics import RateMeter
from streaming.relay.track import Track
from streaming.rtp import extensions, rtcp
from streaming.rtp.codecs import starts_key_frame
from streaming.rtp.header import Header, parse

REPORT_INTERVAL = 1.0
"""Seconds between receiver reports; libwebrtc's own interval for video."""
MIN_TRACK_AGE = 1.0
"""Seconds that a section keeps an SSRC at least: each new one costs a journal and a key frame."""


@dataclass(frozen=True, slots=True)
class PublishedMedia:
    """One media section of a publisher's negotiated offer."""

    description: TrackDescription
    mid: str
    ssrcs: tuple[int, ...] = ()
    extensions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Traffic:
    """What one peer carried since the last look. Rates in kbit/s, loss in percent, round trip in ms."""

    audio_kbps: float
    video_kbps: float
    loss_percent: float
    round_trip_ms: float


class Uplink:
    """See the module. `on_track` is called with the first packet of each track, before it is forwarded."""

    def __init__(
        self,
        media: tuple[PublishedMedia, ...],
        wire: Wire,
        on_track: Callable[["Uplink", Track], None],
        drops: Drops,
        ssrc: int,
        now: float,
    ) -> None:
        """`ssrc` is our own, under which feedback is sent."""
        self.wire = wire
        self.tracks: list[Track] = []
        self._media = media
        self._on_track = on_track
        self._drops = drops
        self._ssrc = ssrc
        # RFC 3550 section 6.1: a compound begins with a report. Not every encoder takes reduced-size ones.
        self._compound_head = rtcp.receiver_report(ssrc)
        self._by_ssrc: dict[int, Track] = {}
        self._began: dict[str, float] = {}
        agreed: dict[str, int] = {}
        for section in media:
            agreed.update(section.extensions)
        self._mid_extension = agreed.get(extensions.MID, 0)
        self._transport_extension = agreed.get(extensions.TRANSPORT_WIDE_CC, 0)
        self._feedback = TransportFeedback(now) if self._transport_extension else None
        self._remb = any("goog-remb" in section.description.codec.feedback for section in media)
        self._estimate = LossEstimate()
        self._report_due = now + REPORT_INTERVAL
        self._rates = {kind: RateMeter(now) for kind in Kind}
        self._loss_percent = 0.0

    def receive_rtp(self, data: memoryview, length: int, now: float) -> None:
        """Take one decrypted packet. The payload is copied here, once, for cache, recorder and receivers."""
        try:
            header = parse(data, length)
        except PacketError:
            self._drops.count(Drop.BAD_RTP)
            return
        if self._feedback is not None:
            number = extensions.transport_sequence(data, header, self._transport_extension)
            if number >= 0:
                self._feedback.arrived(number, now)
        track = self._by_ssrc.get(header.ssrc)
        if track is None:
            track = self._recognise(data, header, now)
            if track is None:
                return
        codec = track.description.codec
        if header.payload_type != codec.payload_type:
            self._drops.count(Drop.UNKNOWN_PAYLOAD_TYPE)
            return
        payload = bytes(data[header.payload_start : header.payload_end])
        track.receive(
            RtpPacket(
                header.ssrc,
                header.sequence,
                -1,
                header.timestamp_rtp,
                header.payload_type,
                header.marker,
                payload,
                starts_key_frame(codec.name, payload),
                now,
            )
        )

    def receive_rtcp(self, data: bytes, now: float) -> None:
        """Take one compound of the publisher."""
        try:
            packets = rtcp.parse(data)
        except PacketError:
            self._drops.count(Drop.BAD_RTCP)
            return
        for packet in packets:
            if isinstance(packet, rtcp.SenderReport):
                track = self._by_ssrc.get(packet.ssrc)
                if track is not None:
                    track.receive_sender_report(packet, now)

    def poll(self, now: float) -> None:
        """Send what is due: NACKs, key-frame requests, transport feedback, reports."""
        for track in self.tracks:
            missing = track.losses.due(now)
            if missing:
                self._send(rtcp.nack(self._ssrc, track.ssrc, missing))
            if track.key_frames.due(now):
                self._send(rtcp.pli(self._ssrc, track.ssrc))
        if self._feedback is not None:
            for packet in self._feedback.due(self._ssrc, now):
                self._send(packet)
        if now >= self._report_due:
            self._report_due = now + REPORT_INTERVAL
            self._report(now)

    def traffic(self, now: float) -> Traffic:
        """Return what came since the last call."""
        octets = dict.fromkeys(Kind, 0)
        for track in self.tracks:
            octets[track.description.kind] += track.statistics.octets
        return Traffic(
            self._rates[Kind.AUDIO].rate_kbps(octets[Kind.AUDIO], now),
            self._rates[Kind.VIDEO].rate_kbps(octets[Kind.VIDEO], now),
            self._loss_percent,
            0.0,
        )

    def _recognise(self, data: memoryview, header: Header, now: float) -> Track | None:
        """Find the media section of a new SSRC and make its track; a section has one SSRC at a time."""
        section = self._section_of(data, header)
        if section is None:
            self._drops.count(Drop.UNKNOWN_SSRC)
            return None
        if now - self._began.get(section.mid, float("-inf")) < MIN_TRACK_AGE:
            self._drops.count(Drop.RESTARTED_TOO_OFTEN)
            return None
        self._began[section.mid] = now
        for track in self.tracks:
            if track.description is section.description:
                # The publisher restarted its encoder under a new SSRC: the old one is over.
                self._by_ssrc.pop(track.ssrc, None)
                self.tracks.remove(track)
                break
        track = Track(section.description, header.ssrc, self._drops)
        self._by_ssrc[header.ssrc] = track
        self.tracks.append(track)
        if self._feedback is not None:
            self._feedback.media_ssrc = header.ssrc
        self._on_track(self, track)
        return track

    def _section_of(self, data: memoryview, header: Header) -> PublishedMedia | None:
        for section in self._media:
            if header.ssrc in section.ssrcs:
                return section
        if self._mid_extension:
            mid = extensions.element(data, header, self._mid_extension)
            if mid is not None:
                name = mid.decode("ascii", "replace")
                return next((section for section in self._media if section.mid == name), None)
        matching = [
            section
            for section in self._media
            if section.description.codec.payload_type == header.payload_type and not section.ssrcs
        ]
        return matching[0] if len(matching) == 1 else None

    def _send(self, feedback: bytes) -> None:
        self.wire.send_rtcp(self._compound_head + feedback)

    def _report(self, now: float) -> None:
        blocks = [track.report_block(now) for track in self.tracks]
        compound = rtcp.receiver_report(self._ssrc, blocks)
        worst = max((block.fraction_lost for block in blocks), default=0) / 256
        self._loss_percent = worst * 100
        if self._feedback is None and self._remb:
            video = [t.ssrc for t in self.tracks if t.description.kind is Kind.VIDEO]
            if video:
                compound += rtcp.remb(self._ssrc, self._estimate.update(worst), video)
        self.wire.send_rtcp(compound)
