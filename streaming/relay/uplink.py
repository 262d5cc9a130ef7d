"""A publishing peer: its packets become tracks, its RTCP their clocks, and feedback goes back to it. No I/O.

Takes retransmissions (RFC 4588) and redundant sound (RFC 2198) apart, so that nobody behind it knows of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from streaming.contract import Kind
from streaming.errors import PacketError
from streaming.metrics import Drop, Drops
from streaming.ports import Fan, RtpPacket, Wire
from streaming.relay.bandwidth import LossEstimate, TransportFeedback
from streaming.relay.fan import OneByOne
from streaming.relay.publication import Publication
from streaming.relay.sections import Place, PublishedMedia, Sections
from streaming.relay.statistics import RateMeter
from streaming.relay.track import Track
from streaming.rtp import extensions, red, rtcp, rtx
from streaming.rtp.codecs import starts_key_frame
from streaming.rtp.header import Header, parse

REPORT_INTERVAL = 1.0
"""Seconds between receiver reports; libwebrtc's own interval for video."""
MIN_TRACK_AGE = 1.0
"""Seconds that a layer keeps an SSRC at least: each new one costs a journal and a key frame."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What one peer carried since the last look. Rates in kbit/s, loss in percent, round trip in ms."""

    audio_kbps: float
    video_kbps: float
    loss_percent: float
    round_trip_ms: float


class TrackStarted(Protocol):
    """Who wants to know of new tracks."""

    def __call__(
        self,
        uplink: "Uplink",
        publication: Publication,
        track: Track,
        replaced: Track | None,
        now: float,
    ) -> None:
        """`track` has begun and is one of the publication's layers; `replaced` was that layer until now."""


class Uplink:
    """See the module. `on_track` is called with the first packet of each track, before it is forwarded."""

    def __init__(  # noqa: PLR0913 - what it speaks to, and what it is
        self,
        media: tuple[PublishedMedia, ...],
        wire: Wire,
        on_track: TrackStarted,
        drops: Drops,
        ssrc: int,
        now: float,
        make_fan: Callable[[], Fan] = OneByOne,
    ) -> None:
        """`ssrc` is our own, under which feedback is sent; `make_fan` makes for each track what sends to many receivers."""
        self.wire = wire
        self.tracks: list[Track] = []
        self.publications: dict[str, Publication] = {}
        """By MID, from the first packet of a section on."""
        self._sections = Sections(media)
        self._on_track = on_track
        self._drops = drops
        self._make_fan = make_fan
        self._ssrc = ssrc
        # RFC 3550 section 6.1: a compound begins with a report. Not every encoder takes reduced-size ones.
        self._compound_head = rtcp.receiver_report(ssrc)
        self._by_ssrc: dict[int, Track] = {}
        self._repeats: dict[int, tuple[Track, int]] = {}
        """SSRC of a retransmission stream → its track and payload type; one for each track."""
        self._red: dict[Track, int] = {}
        """Sound that may come as RED → the payload type of that."""
        self._began: dict[tuple[str, int], float] = {}
        agreed: dict[str, int] = {}
        for section in media:
            agreed.update(section.extensions)
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
            if header.ssrc in self._repeats:
                self._receive_repeat(data, header, now)
                return
            track = self._recognise(data, header, now)
            if track is None:
                return
        codec = track.description.codec
        payload = bytes(data[header.payload_start : header.payload_end])
        if header.payload_type != codec.payload_type:
            payload = self._newest_frame(track, header, payload, now)
            if not payload:
                return
        track.receive(
            RtpPacket(
                header.ssrc,
                header.sequence,
                -1,
                header.timestamp_rtp,
                codec.payload_type,
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
        for publication in self.publications.values():
            for track in publication.key_frames_due(now):
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
        """Find the place of a new SSRC and make its track; a layer has one SSRC at a time.

        None when there is no track to be fed with this packet itself.
        """
        place = self._sections.place(data, header)
        if place is None:
            self._drops.count(Drop.UNKNOWN_SSRC)
            return None
        if place.repeats:
            self._recognise_repeats(place, header)
            if header.ssrc in self._repeats:
                self._receive_repeat(data, header, now)
            return None
        key = (place.section.mid, place.layer)
        if now - self._began.get(key, float("-inf")) < MIN_TRACK_AGE:
            self._drops.count(Drop.RESTARTED_TOO_OFTEN)
            return None
        self._began[key] = now
        return self._begin(place, header.ssrc, now)

    def _begin(self, place: Place, ssrc: int, now: float) -> Track:
        section = place.section
        track = Track(section.description, ssrc, self._drops, place.layer, self._make_fan())
        publication = self.publications.get(section.mid)
        if publication is None:
            publication = self.publications[section.mid] = Publication(
                section.description, section.rids
            )
        replaced = publication.add(track)
        if replaced is not None:
            # The publisher restarted its encoder under a new SSRC: the old one is over.
            self._by_ssrc.pop(replaced.ssrc, None)
            self._red.pop(replaced, None)
            self.tracks.remove(replaced)
            for repeating in [s for s, (old, _) in self._repeats.items() if old is replaced]:
                del self._repeats[repeating]
        self._by_ssrc[ssrc] = track
        self.tracks.append(track)
        if section.red_payload_type >= 0:
            self._red[track] = section.red_payload_type
        if self._feedback is not None:
            self._feedback.media_ssrc = ssrc
        self._on_track(self, publication, track, replaced, now)
        return track

    def _recognise_repeats(self, place: Place, header: Header) -> None:
        """Note which track a retransmission stream repeats; one whose track has not begun says nothing yet."""
        publication = self.publications.get(place.section.mid)
        tracks = publication.layers if publication is not None else []
        track = next((track for track in tracks if track.layer == place.layer), None)
        if track is None:
            self._drops.count(Drop.UNKNOWN_SSRC)
            return
        for repeating in [s for s, (other, _) in self._repeats.items() if other is track]:
            del self._repeats[repeating]
        self._repeats[header.ssrc] = (track, place.section.rtx_payload_type)

    def _receive_repeat(self, data: memoryview, header: Header, now: float) -> None:
        """Take a packet of a retransmission stream: its payload goes on under its first sequence."""
        track, payload_type = self._repeats[header.ssrc]
        if header.payload_start == header.payload_end:
            return  # padding, by which the publisher probes its line
        try:
            sequence, payload = rtx.original(bytes(data[header.payload_start : header.payload_end]))
        except PacketError:
            self._drops.count(Drop.BAD_RTP)
            return
        if header.payload_type != payload_type:
            self._drops.count(Drop.UNKNOWN_PAYLOAD_TYPE)
            return
        # Chromium also repeats what nobody lacks, because it probes its line with it: that is no duplicate worth counting.
        if track.statistics.lacks(sequence):
            self._restore(track, sequence, header.timestamp_rtp, payload, now, marker=header.marker)

    def _newest_frame(self, track: Track, header: Header, payload: bytes, now: float) -> bytes:
        """Return the frame of a RED packet, after the older ones in it that were lost; nothing for other types."""
        if header.payload_type != self._red.get(track):
            self._drops.count(Drop.UNKNOWN_PAYLOAD_TYPE)
            return b""
        try:
            *older, newest = red.parse(payload)
        except PacketError:
            self._drops.count(Drop.BAD_RTP)
            return b""
        for back, block in zip(range(len(older), 0, -1), older, strict=True):
            sequence = (header.sequence - back) & 0xFFFF
            if block.payload and track.statistics.lacks(sequence):
                timestamp = (header.timestamp_rtp - block.timestamp_offset) & 0xFFFF_FFFF
                self._restore(track, sequence, timestamp, block.payload, now)
        return newest.payload

    def _restore(
        self,
        track: Track,
        sequence: int,
        timestamp: int,
        payload: bytes,
        now: float,
        *,
        marker: bool = False,
    ) -> None:
        codec = track.description.codec
        key_frame = starts_key_frame(codec.name, payload)
        track.receive(
            RtpPacket(
                track.ssrc,
                sequence,
                -1,
                timestamp,
                codec.payload_type,
                marker,
                payload,
                key_frame,
                now,
            )
        )

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
