"""RTCP: compound packets to values, and values to packets. No I/O, no state.

Knows reports, BYE, NACK, PLI, FIR, REMB and transport-wide feedback; packets of other types are skipped.
SRTCP is taken off before and put on after.
"""

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from streaming.errors import PacketError
from streaming.rtp.transport_cc import (
    TransportFeedback as TransportFeedback,
    parse_feedback,
)

MAX_PACKETS = 64
"""Packets in one compound. Chromium sends at most a handful; a datagram of 1,500 bytes could hold 375."""
MAX_NACK_SEQUENCES = 1_000
"""Sequences in one NACK: libwebrtc asks for a key frame instead when more than 1,000 are missing."""

SENDER_REPORT = 200
RECEIVER_REPORT = 201
SOURCE_DESCRIPTION = 202
GOODBYE = 203
TRANSPORT_LAYER_FEEDBACK = 205
PAYLOAD_SPECIFIC_FEEDBACK = 206

_NACK = 1
_TRANSPORT_CC = 15
_PLI = 1
_FIR = 4
_APPLICATION_LAYER = 15

_MAX_BLOCKS = 31
"""The count field has 5 bits."""

_header = struct.Struct("!BBH")
_two_words = struct.Struct("!II")
_sender_info = struct.Struct("!QIII")
_block = struct.Struct("!IIIIII")
_pair = struct.Struct("!HH")


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """What one receiver says of one stream. Source: RFC 3550 section 6.4.1."""

    ssrc: int
    fraction_lost: int
    """Since the last report, in 1/256."""
    cumulative_lost: int
    """Signed: duplicates make it negative. -8,388,608 … 8,388,607."""
    highest_sequence: int
    """Extended by the receiver's own count of wraps, 32 bits."""
    jitter: int
    """In units of the stream's RTP clock."""
    last_sender_report: int
    """The middle 32 bits of the NTP time of the last sender report; 0: none came."""
    delay_since_last: int
    """Since that report came, in 1/65,536 s."""


@dataclass(frozen=True, slots=True)
class SenderReport:
    """A sender's mapping of RTP time to NTP time, and its counts. Source: RFC 3550 section 6.4.1."""

    ssrc: int
    ntp_time: int
    """64 bits, see `streaming.clock`."""
    timestamp_rtp: int
    packets: int
    octets: int
    reports: tuple[ReportBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiverReport:
    """What a receiver that sends nothing says. Source: RFC 3550 section 6.4.2."""

    ssrc: int
    reports: tuple[ReportBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class Bye:
    """These sources leave. Source: RFC 3550 section 6.6."""

    ssrcs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Nack:
    """Please send these again. Source: RFC 4585 section 6.2.1."""

    sender: int
    ssrc: int
    sequences: tuple[int, ...]
    """16 bits each, in the order of the packet; duplicates are possible."""


@dataclass(frozen=True, slots=True)
class Pli:
    """The picture is broken: send a key frame. Source: RFC 4585 section 6.3.1."""

    sender: int
    ssrc: int


@dataclass(frozen=True, slots=True)
class Fir:
    """Send a key frame, because somebody new looks. Source: RFC 5104 section 4.3.1."""

    sender: int
    ssrcs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Remb:
    """A receiver's estimate of what its link carries. Source: draft-alvestrand-rmcat-remb-03."""

    sender: int
    bitrate_bps: int
    ssrcs: tuple[int, ...]


Packet = SenderReport | ReceiverReport | Bye | Nack | Pli | Fir | Remb | TransportFeedback


def parse(data: bytes) -> list[Packet]:
    """Read a compound packet, or a reduced-size one (RFC 5506).

    Raises:
        PacketError: and nothing else, whatever the bytes are; also when there are more than
            `MAX_PACKETS` packets or a NACK names more than `MAX_NACK_SEQUENCES`.
    """
    packets: list[Packet] = []
    position, size, count = 0, len(data), 0
    while position < size:
        count += 1
        if count > MAX_PACKETS:
            raise PacketError(f"RTCP: more than {MAX_PACKETS} packets in a compound")
        if position + 4 > size:
            raise PacketError(f"RTCP: {size - position} bytes left; a header needs 4")
        first, packet_type, words = _header.unpack_from(data, position)
        if first & 0xC0 != 0x80:
            raise PacketError(f"RTCP: version {first >> 6}; only 2 is allowed")
        start, position = position + 4, position + 4 + (words << 2)
        if position > size:
            raise PacketError(f"RTCP: type {packet_type} says {words << 2} bytes, beyond the end")
        end = _without_padding(data, start, position) if first & 0x20 else position
        if read := _READERS.get(packet_type):
            packet = read(first & 0x1F, data[start:end])
            if packet is not None:
                packets.append(packet)
    return packets


# --- builders: one RTCP packet each, to be joined into a compound and protected by the caller ----


def sender_report(
    ssrc: int,
    ntp_time: int,
    timestamp_rtp: int,
    packets: int,
    octets: int,
    reports: Sequence[ReportBlock] = (),
) -> bytes:
    """Return a sender report; counts wrap at 32 bits. Blocks beyond 31 go into receiver reports behind it."""
    info = _sender_info.pack(ntp_time, timestamp_rtp, packets & 0xFFFF_FFFF, octets & 0xFFFF_FFFF)
    now, later = reports[:_MAX_BLOCKS], reports[_MAX_BLOCKS:]
    body = ssrc.to_bytes(4, "big") + info + b"".join(map(_pack_block, now))
    first = _packet(SENDER_REPORT, len(now), body)
    return first + receiver_report(ssrc, later) if later else first


def receiver_report(ssrc: int, reports: Sequence[ReportBlock] = ()) -> bytes:
    """Return a receiver report, or several behind each other for more than 31 blocks."""
    parts = []
    for start in range(0, max(len(reports), 1), _MAX_BLOCKS):
        blocks = reports[start : start + _MAX_BLOCKS]
        body = ssrc.to_bytes(4, "big") + b"".join(map(_pack_block, blocks))
        parts.append(_packet(RECEIVER_REPORT, len(blocks), body))
    return b"".join(parts)


def source_description(ssrc: int, cname: str) -> bytes:
    """Return an SDES packet with a CNAME of at most 255 bytes of UTF-8. Source: RFC 3550 section 6.5."""
    name = cname.encode()
    if len(name) > 255:
        raise ValueError(f"cname: {len(name)} bytes; at most 255 are allowed")
    chunk = ssrc.to_bytes(4, "big") + bytes((1, len(name))) + name
    # The item list ends with one to four zero bytes, up to the next word.
    return _packet(SOURCE_DESCRIPTION, 1, chunk + bytes(4 - len(chunk) % 4))


def bye(ssrcs: Sequence[int]) -> bytes:
    """Return a BYE for up to 31 sources."""
    if len(ssrcs) > _MAX_BLOCKS:
        raise ValueError(f"bye: {len(ssrcs)} sources; at most {_MAX_BLOCKS} are allowed")
    return _packet(GOODBYE, len(ssrcs), struct.pack(f"!{len(ssrcs)}I", *ssrcs))


def nack(sender: int, ssrc: int, sequences: Iterable[int]) -> bytes:
    """Return a NACK for 16-bit sequences (extended ones are cut to 16 bits), in any order, none lost.

    Up to 17 neighbours share one entry of four bytes; the sequences may lie across the wrap.
    """
    wanted = [sequence & 0xFFFF for sequence in sequences]
    origin = wanted[0] if wanted else 0
    # Sorted by the distance from one of them, so that 65,535 comes before 0.
    wanted.sort(key=lambda sequence: (sequence - origin + 0x8000) & 0xFFFF)
    entries: list[bytes] = []
    position = 0
    while position < len(wanted):
        base, mask = wanted[position], 0
        while position < len(wanted) and (distance := (wanted[position] - base) & 0xFFFF) <= 16:
            mask |= 1 << distance >> 1  # distance 1 is bit 0; base itself, and again, is no bit
            position += 1
        entries.append(_pair.pack(base, mask & 0xFFFF))
    return _feedback(TRANSPORT_LAYER_FEEDBACK, _NACK, sender, ssrc, b"".join(entries))


def pli(sender: int, ssrc: int) -> bytes:
    """Return a picture loss indication."""
    return _feedback(PAYLOAD_SPECIFIC_FEEDBACK, _PLI, sender, ssrc, b"")


def fir(sender: int, ssrc: int, sequence: int) -> bytes:
    """Return a full intra request; `sequence` (8 bits, wraps) goes up with each new request.

    Source: RFC 5104 section 4.3.1.2: the media source of the common header is 0.
    """
    entry = struct.pack("!IBxxx", ssrc, sequence & 0xFF)
    return _feedback(PAYLOAD_SPECIFIC_FEEDBACK, _FIR, sender, 0, entry)


def remb(sender: int, bitrate_bps: int, ssrcs: Sequence[int]) -> bytes:
    """Return a REMB for up to 255 streams. The rate is rounded down to 18 significant bits."""
    exponent = max(bitrate_bps.bit_length() - 18, 0)
    if exponent > 63 or bitrate_bps < 0:
        raise ValueError(f"bitrate_bps: {bitrate_bps}; 0 to 2^81 are allowed")
    if len(ssrcs) > 255:
        raise ValueError(f"remb: {len(ssrcs)} streams; at most 255 are allowed")
    rate = exponent << 18 | bitrate_bps >> exponent
    body = b"REMB" + (len(ssrcs) << 24 | rate).to_bytes(4, "big")
    body += struct.pack(f"!{len(ssrcs)}I", *ssrcs)
    return _feedback(PAYLOAD_SPECIFIC_FEEDBACK, _APPLICATION_LAYER, sender, 0, body)


def _packet(packet_type: int, count: int, body: bytes) -> bytes:
    return _header.pack(0x80 | count, packet_type, len(body) >> 2) + body


def _feedback(packet_type: int, fmt: int, sender: int, ssrc: int, body: bytes) -> bytes:
    return _packet(packet_type, fmt, _two_words.pack(sender, ssrc) + body)


def _pack_block(block: ReportBlock) -> bytes:
    lost = max(-0x80_0000, min(block.cumulative_lost, 0x7F_FFFF)) & 0xFF_FFFF
    return _block.pack(
        block.ssrc,
        block.fraction_lost << 24 | lost,
        block.highest_sequence & 0xFFFF_FFFF,
        block.jitter & 0xFFFF_FFFF,
        block.last_sender_report,
        block.delay_since_last & 0xFFFF_FFFF,
    )


# --- readers: `body` is one packet without its header and padding --------------------------------


def _without_padding(data: bytes, start: int, end: int) -> int:
    padding = data[end - 1] if end > start else 0
    if not 0 < padding <= end - start:
        raise PacketError(f"RTCP: padding of {padding} bytes in {end - start}")
    return end - padding


def _need(body: bytes, size: int, what: str) -> None:
    if len(body) < size:
        raise PacketError(f"RTCP: {what} of {len(body)} bytes; at least {size} are needed")


def _read_sender_report(count: int, body: bytes) -> Packet:
    _need(body, 24 + 24 * count, "sender report")
    ntp_time, timestamp_rtp, packets, octets = _sender_info.unpack_from(body, 4)
    reports = _read_blocks(body, 24, count)
    ssrc = int.from_bytes(body[:4], "big")
    return SenderReport(ssrc, ntp_time, timestamp_rtp, packets, octets, reports)


def _read_receiver_report(count: int, body: bytes) -> Packet:
    _need(body, 4 + 24 * count, "receiver report")
    return ReceiverReport(int.from_bytes(body[:4], "big"), _read_blocks(body, 4, count))


def _read_blocks(body: bytes, position: int, count: int) -> tuple[ReportBlock, ...]:
    blocks = []
    for start in range(position, position + 24 * count, 24):
        ssrc, losses, highest, jitter, last, delay = _block.unpack_from(body, start)
        lost = ((losses & 0xFF_FFFF) ^ 0x80_0000) - 0x80_0000  # sign of a 24-bit number
        blocks.append(ReportBlock(ssrc, losses >> 24, lost, highest, jitter, last, delay))
    return tuple(blocks)


def _read_bye(count: int, body: bytes) -> Packet:
    _need(body, 4 * count, "BYE")
    return Bye(struct.unpack_from(f"!{count}I", body))


def _read_transport_layer(fmt: int, body: bytes) -> Packet | None:
    _need(body, 8, "feedback")
    sender, ssrc = _two_words.unpack_from(body)
    if fmt == _TRANSPORT_CC:
        return parse_feedback(sender, ssrc, body[8:])
    if fmt != _NACK:
        return None
    sequences: list[int] = []
    for position in range(8, len(body) - 3, 4):
        base, mask = _pair.unpack_from(body, position)
        sequences.append(base)
        sequences += [(base + bit + 1) & 0xFFFF for bit in range(16) if mask >> bit & 1]
        if len(sequences) > MAX_NACK_SEQUENCES:
            raise PacketError(f"RTCP: a NACK of more than {MAX_NACK_SEQUENCES} sequences")
    return Nack(sender, ssrc, tuple(sequences))


def _read_payload_specific(fmt: int, body: bytes) -> Packet | None:
    _need(body, 8, "feedback")
    sender, ssrc = _two_words.unpack_from(body)
    if fmt == _PLI:
        return Pli(sender, ssrc)
    if fmt == _FIR:
        entries = range(8, len(body) - 7, 8)
        return Fir(sender, tuple(_two_words.unpack_from(body, start)[0] for start in entries))
    if fmt == _APPLICATION_LAYER and body[8:12] == b"REMB":
        return _read_remb(sender, body)
    return None


def _read_remb(sender: int, body: bytes) -> Remb:
    _need(body, 16, "REMB")
    count, rate = body[12], int.from_bytes(body[13:16], "big")
    _need(body, 16 + 4 * count, "REMB")
    bitrate_bps = (rate & 0x3_FFFF) << (rate >> 18)
    return Remb(sender, bitrate_bps, struct.unpack_from(f"!{count}I", body, 16))


_READERS: dict[int, Callable[[int, bytes], Packet | None]] = {
    SENDER_REPORT: _read_sender_report,
    RECEIVER_REPORT: _read_receiver_report,
    GOODBYE: _read_bye,
    TRANSPORT_LAYER_FEEDBACK: _read_transport_layer,
    PAYLOAD_SPECIFIC_FEEDBACK: _read_payload_specific,
}
