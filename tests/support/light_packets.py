"""RTP and RTCP bytes for test peers, written apart from the product's own codec so that the two check each other."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NTP_EPOCH_OFFSET = 2_208_988_800
SENDER_REPORT, RECEIVER_REPORT, DESCRIPTION, GOODBYE = 200, 201, 202, 203
TRANSPORT_FEEDBACK, PAYLOAD_FEEDBACK = 205, 206
NACK_FORMAT, TRANSPORT_WIDE_FORMAT = 1, 15
PLI_FORMAT, FIR_FORMAT, REMB_FORMAT = 1, 4, 15

_SPS, _PPS, _IDR_SLICE, _SLICE = 0x67, 0x68, 0x65, 0x41


@dataclass(frozen=True, slots=True)
class LightRtp:
    """One RTP packet in the clear."""

    ssrc: int
    sequence: int
    timestamp_rtp: int
    payload_type: int
    marker: bool
    payload: bytes
    extension: bytes = b""
    """Elements of the one-byte form (RFC 8285 section 4.2), filled up to whole words; `read_rtp` leaves them out."""

    def __bytes__(self) -> bytes:
        second = self.payload_type | (0x80 if self.marker else 0)
        header = struct.pack(
            "!BBHII",
            0x90 if self.extension else 0x80,
            second,
            self.sequence,
            self.timestamp_rtp & 0xFFFF_FFFF,
            self.ssrc,
        )
        if self.extension:
            header += struct.pack("!HH", 0xBEDE, len(self.extension) // 4) + self.extension
        return header + self.payload


def read_rtp(data: bytes) -> LightRtp:
    """Read a packet in the clear; header extensions are skipped."""
    first, second, sequence, timestamp, ssrc = struct.unpack_from("!BBHII", data)
    start = 12 + 4 * (first & 15)
    if first & 0x10:
        start += 4 + 4 * int(struct.unpack_from("!H", data, start + 2)[0])
    end = len(data) - (data[-1] if first & 0x20 else 0)
    return LightRtp(ssrc, sequence, timestamp, second & 127, bool(second & 128), data[start:end])


@dataclass(frozen=True, slots=True)
class LightRtcp:
    """One RTCP packet of a compound. `count` is the 5-bit field: report count or feedback format."""

    packet_type: int
    count: int
    body: bytes
    """Everything after the first four bytes."""

    @property
    def sender(self) -> int:
        """SSRC of whoever sent it."""
        return int(struct.unpack_from("!I", self.body)[0])

    @property
    def media(self) -> int:
        """SSRC that a feedback packet speaks of."""
        return int(struct.unpack_from("!I", self.body, 4)[0])


def read_rtcp(data: bytes) -> Iterator[LightRtcp]:
    """Yield the packets of a compound in the clear."""
    start = 0
    while start + 4 <= len(data):
        first, packet_type, words = struct.unpack_from("!BBH", data, start)
        end = start + 4 + 4 * words
        yield LightRtcp(packet_type, first & 31, data[start + 4 : end])
        start = end


def nack_sequences(packet: LightRtcp) -> list[int]:
    """Return the 16-bit sequences that a generic NACK asks for."""
    sequences = []
    for start in range(8, len(packet.body), 4):
        first, mask = struct.unpack_from("!HH", packet.body, start)
        sequences.append(first)
        sequences += [(first + bit + 1) & 0xFFFF for bit in range(16) if mask >> bit & 1]
    return sequences


def sender_report(ssrc: int, wall: float, timestamp_rtp: int, packets: int, octets: int) -> bytes:
    """Return a sender report with its CNAME. `wall` is UTC seconds."""
    ntp_time = int((wall + NTP_EPOCH_OFFSET) * (1 << 32)) & 0xFFFF_FFFF_FFFF_FFFF
    body = struct.pack(
        "!IQIII",
        ssrc,
        ntp_time,
        timestamp_rtp & 0xFFFF_FFFF,
        packets & 0xFFFF_FFFF,
        octets & 0xFFFF_FFFF,
    )
    return _packet(0, SENDER_REPORT, body) + _description(ssrc)


def receiver_report(
    own_ssrc: int, ssrc: int, highest_sequence: int, last_report: int = 0, lost: int = 0
) -> bytes:
    """Return a receiver report of one stream with a CNAME; `lost` is the fraction in 1/256."""
    block = struct.pack("!IIIIII", ssrc, lost << 24, highest_sequence, 0, last_report, 0)
    body = struct.pack("!I", own_ssrc) + block
    return _packet(1, RECEIVER_REPORT, body) + _description(own_ssrc)


def nack(own_ssrc: int, ssrc: int, sequences: Sequence[int]) -> bytes:
    """Return a receiver report and a generic NACK (RFC 4585 section 6.2.1), one entry a sequence."""
    body = struct.pack("!II", own_ssrc, ssrc)
    body += b"".join(struct.pack("!HH", sequence, 0) for sequence in sequences)
    feedback = _packet(NACK_FORMAT, TRANSPORT_FEEDBACK, body)
    return _packet(0, RECEIVER_REPORT, struct.pack("!I", own_ssrc)) + feedback


def pli(own_ssrc: int, ssrc: int) -> bytes:
    """Return a receiver report and a picture loss indication (RFC 4585 section 6.3.1)."""
    feedback = _packet(PLI_FORMAT, PAYLOAD_FEEDBACK, struct.pack("!II", own_ssrc, ssrc))
    return _packet(0, RECEIVER_REPORT, struct.pack("!I", own_ssrc)) + feedback


def key_frame(size: int) -> bytes:
    """Return an H.264 payload (STAP-A) of `size` bytes that starts a key frame: SPS, PPS and an IDR slice."""
    units = [bytes([_SPS, 0x42, 0xE0, 0x1F, 0x8C]), bytes([_PPS, 0xCE, 0x3C, 0x80])]
    rest = size - 1 - sum(2 + len(unit) for unit in units) - 2
    units.append(bytes([_IDR_SLICE]) + b"\x88" * (rest - 1))
    return b"\x78" + b"".join(struct.pack("!H", len(unit)) + unit for unit in units)


def delta_frame(size: int, number: int = 0) -> bytes:
    """Return an H.264 payload (one slice) of `size` bytes that no key frame begins with; holds `number` in 32 bits."""
    return bytes([_SLICE, 0x9A]) + struct.pack("!I", number) + b"\x5a" * (size - 6)


def number_in(payload: bytes) -> int:
    """Return the number that `delta_frame` put in."""
    return int(struct.unpack_from("!I", payload, 2)[0])


def _packet(count: int, packet_type: int, body: bytes) -> bytes:
    return struct.pack("!BBH", 0x80 | count, packet_type, len(body) // 4) + body


def _description(ssrc: int) -> bytes:
    item = b"\x01\x05light"  # CNAME, 5 bytes
    chunk = struct.pack("!I", ssrc) + item
    return _packet(1, DESCRIPTION, chunk + b"\0" * (4 - len(chunk) % 4))
