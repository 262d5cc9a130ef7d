"""The journal: an append-only file of the RTP packets of one published track, as they arrived.

Layout: the magic, then records. A record is framed as

    sync u8 | CRC-32 u32 | type u8 | length u32 | body

big endian; the CRC covers type, length and body. Arrival times are microseconds since the journal
began (signed, monotonic clock); the first record, a JSON header, says when that was on the wall.
Times are arguments; reading and writing files is `JournalWriter`'s and `journal_reader`'s business.
"""

import json
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass
from zlib import crc32

from streaming.contract import Kind
from streaming.errors import JournalError
from streaming.ports import Codec

MAGIC = b"TKRTPJ1\n"
SYNC = 0xA7
BODY_MAX = 65_536 + 64
"""Bytes. An RTP packet is at most a UDP datagram; anything longer is damage."""

HEADER, RTP, REPORT, GAP, SEAL = range(1, 6)

FRAME = struct.Struct(">BIBI")
"""Sync, CRC, type, length."""
_CRC_FRAME = struct.Struct(">BI")
_COVERED = struct.Struct(">BI")
_RTP_COVERED = struct.Struct(">BIqHIB")
_RTP_FRAME = struct.Struct(">BIBIqHIB")
"""A whole RTP record up to its payload."""
_REPORT_BODY = struct.Struct(">qQI")
_GAP_BODY = struct.Struct(">qI")
_SEAL_BODY = struct.Struct(">q")

_MARKER, _KEY_FRAME = 1, 2


@dataclass(frozen=True, slots=True)
class JournalHeader:
    """What the track is, and when the journal began."""

    lesson: str
    session: str
    role: str
    kind: Kind
    codec: Codec
    started_wall: float
    """UTC seconds since 1970."""
    started_now: float
    """Monotonic seconds of the node at the same moment; means nothing to other processes."""


@dataclass(slots=True)
class RtpRecord:
    """One packet. Not frozen because millions of them are made."""

    arrived: float
    """UTC seconds since 1970, from the monotonic clock: it never jumps within a journal."""
    sequence: int
    timestamp_rtp: int
    marker: bool
    key_frame: bool
    payload: bytes
    position: int
    """Byte offset of the record in its file."""


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A sender report: the publisher's NTP time of an RTP time."""

    arrived: float
    ntp_time: int
    timestamp_rtp: int


@dataclass(frozen=True, slots=True)
class GapRecord:
    """Packets that came but are not in the journal: the disk stalled, or the file is damaged here."""

    arrived: float
    packets: int
    """0 where nobody knows."""
    reason: str


@dataclass(frozen=True, slots=True)
class SealRecord:
    """The last record: nothing follows."""

    arrived: float
    reason: str


Record = RtpRecord | ReportRecord | GapRecord | SealRecord


def encode_header(header: JournalHeader) -> bytes:
    """Return the beginning of a journal: magic and header record."""
    return MAGIC + _frame(HEADER, json.dumps(asdict(header), ensure_ascii=False).encode())


def encode_rtp(
    arrived_us: int,
    sequence: int,
    timestamp_rtp: int,
    marker: bool,  # noqa: FBT001
    key_frame: bool,  # noqa: FBT001
    payload: bytes,
) -> bytes:
    """Return the record of one packet without its payload, which is to follow it in the file."""
    covered = _RTP_COVERED.pack(
        RTP,
        15 + len(payload),
        arrived_us,
        sequence,
        timestamp_rtp,
        (_MARKER if marker else 0) | (_KEY_FRAME if key_frame else 0),
    )
    return _CRC_FRAME.pack(SYNC, crc32(payload, crc32(covered))) + covered


def encode_report(arrived_us: int, ntp_time: int, timestamp_rtp: int) -> bytes:
    """Return the record of one sender report."""
    return _frame(REPORT, _REPORT_BODY.pack(arrived_us, ntp_time, timestamp_rtp))


def encode_gap(arrived_us: int, packets: int, reason: str) -> bytes:
    """Return the record of `packets` packets that were not journaled."""
    return _frame(GAP, _GAP_BODY.pack(arrived_us, packets & 0xFFFF_FFFF) + reason.encode())


def encode_seal(arrived_us: int, reason: str) -> bytes:
    """Return the last record of a journal."""
    return _frame(SEAL, _SEAL_BODY.pack(arrived_us) + reason.encode())


def decode_header(body: bytes) -> JournalHeader:
    """Read the body of the first record.

    Raises:
        JournalError: if it is not a header of ours.
    """
    try:
        fields = json.loads(body)
        codec = fields["codec"]
        return JournalHeader(
            lesson=str(fields["lesson"]),
            session=str(fields["session"]),
            role=str(fields["role"]),
            kind=Kind(fields["kind"]),
            codec=Codec(
                name=str(codec["name"]),
                payload_type=int(codec["payload_type"]),
                clock_rate=int(codec["clock_rate"]),
                channels=int(codec["channels"]),
                parameters={str(k): str(v) for k, v in codec["parameters"].items()},
                feedback=tuple(str(value) for value in codec["feedback"]),
            ),
            started_wall=float(fields["started_wall"]),
            started_now=float(fields["started_now"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise JournalError(f"header record: {type(error).__name__} {error}") from error


def decode_packets(data: bytes, at: int, base: int, started: float, records: list[Record]) -> int:
    """Append the whole RTP records that follow each other from `data[at]` on; return where the next record begins.

    The hot loop of reading: one unpack and one CRC a packet. `base` is the file position of `data[0]`,
    `started` the wall time of the journal's beginning.
    """
    view, end = memoryview(data), len(data)
    unpack, header = _RTP_FRAME.unpack_from, _RTP_FRAME.size
    while at + header <= end:
        sync, crc, kind, length, arrived_us, sequence, timestamp_rtp, flags = unpack(data, at)
        stop = at + FRAME.size + length
        if kind != RTP or sync != SYNC or not 15 <= length <= BODY_MAX or stop > end:
            break
        if crc32(view[at + 5 : stop]) != crc:
            break
        records.append(
            RtpRecord(
                started + arrived_us / 1e6,
                sequence,
                timestamp_rtp,
                flags & _MARKER != 0,
                flags & _KEY_FRAME != 0,
                data[at + header : stop],
                base + at,
            )
        )
        at = stop
    return at


def _decode_report(body: bytes, started: float) -> ReportRecord:
    arrived_us, ntp_time, timestamp_rtp = _REPORT_BODY.unpack(body)
    return ReportRecord(started + arrived_us / 1e6, ntp_time, timestamp_rtp)


def _decode_gap(body: bytes, started: float) -> GapRecord:
    arrived_us, packets = _GAP_BODY.unpack_from(body)
    return GapRecord(started + arrived_us / 1e6, packets, body[12:].decode(errors="replace"))


def _decode_seal(body: bytes, started: float) -> SealRecord:
    (arrived_us,) = _SEAL_BODY.unpack_from(body)
    return SealRecord(started + arrived_us / 1e6, body[8:].decode(errors="replace"))


_DECODERS: dict[int, Callable[[bytes, float], ReportRecord | GapRecord | SealRecord]] = {
    REPORT: _decode_report,
    GAP: _decode_gap,
    SEAL: _decode_seal,
}


def decode_other(kind: int, body: bytes, started: float) -> Record | None:
    """Read a record that is not RTP; None for a type that a later version invented.

    Raises:
        JournalError: if the body does not fit its type.
    """
    decoder = _DECODERS.get(kind)
    if decoder is None:
        return None
    try:
        return decoder(body, started)
    except struct.error as error:
        raise JournalError(f"record type {kind} of {len(body)} bytes: {error}") from error


def frame_length(data: bytes, at: int) -> int:
    """Return the whole length of the frame that claims to begin at `data[at]`; 0 if none can.

    At least `FRAME.size` bytes must be there. Says nothing about the CRC.
    """
    sync, _, kind, length = FRAME.unpack_from(data, at)
    if sync != SYNC or not kind or length > BODY_MAX:
        return 0
    if kind == RTP and length < 15:
        return 0
    return FRAME.size + int(length)


def frame_is_whole(data: bytes, at: int, length: int) -> bool:
    """Say if the CRC of the frame of `length` bytes at `data[at]` fits."""
    expected = int.from_bytes(data[at + 1 : at + 5], "big")
    return crc32(data[at + 5 : at + length]) == expected


def _frame(kind: int, body: bytes) -> bytes:
    covered = _COVERED.pack(kind, len(body)) + body
    return _CRC_FRAME.pack(SYNC, crc32(covered)) + covered
