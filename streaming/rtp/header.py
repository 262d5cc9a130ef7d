"""The RTP header, parsed once per datagram. No I/O, no state.

Knows offsets only: nothing is copied, and whoever wants bytes takes them from the datagram by these.
Header extension elements are read by `streaming.rtp.extensions`.
"""

import struct

from streaming.errors import PacketError

HEADER_SIZE = 12
"""Bytes of the fixed part. Source: RFC 3550 section 5.1."""

_fixed = struct.Struct("!BBHII").unpack_from
_extension = struct.Struct("!HH").unpack_from


class Header:
    """Where things are in one RTP datagram. Offsets count from the datagram's first byte.

    `extension_start == extension_end == 0` means that there is no header extension; `extension_start`
    is the first byte after the extension's own 4-byte header. `payload_end` excludes RTP padding.
    """

    __slots__ = (
        "extension_end",
        "extension_profile",
        "extension_start",
        "marker",
        "payload_end",
        "payload_start",
        "payload_type",
        "sequence",
        "ssrc",
        "timestamp_rtp",
    )

    def __init__(  # noqa: PLR0913 - filled by position on the packet path, by `parse` only
        self,
        ssrc: int,
        sequence: int,
        timestamp_rtp: int,
        payload_type: int,
        marker: bool,  # noqa: FBT001 - as above
        payload_start: int,
        payload_end: int,
        extension_start: int,
        extension_end: int,
        extension_profile: int,
    ) -> None:
        self.ssrc = ssrc
        self.sequence = sequence
        self.timestamp_rtp = timestamp_rtp
        self.payload_type = payload_type
        self.marker = marker
        self.payload_start = payload_start
        self.payload_end = payload_end
        self.extension_start = extension_start
        self.extension_end = extension_end
        self.extension_profile = extension_profile


def parse(data: memoryview | bytes | bytearray, length: int) -> Header:
    """Read the header of an RTP packet.

    Args:
        data: a buffer that begins with the packet; it may be longer.
        length: bytes of the packet, at most `len(data)`.

    Every offset of the result lies within `length`, so a reader needs no further check. The payload may
    be empty (padding-only probes).

    Raises:
        PacketError: and nothing else, whatever the bytes are.

    Source: RFC 3550 section 5.1, RFC 8285 section 4.
    """
    if length < HEADER_SIZE or length > len(data):
        raise PacketError(f"RTP: {length} bytes; at least {HEADER_SIZE} are needed")
    first, second, sequence, time, ssrc = _fixed(data)
    if first & 0xC0 != 0x80:
        raise PacketError(f"RTP: version {first >> 6}; only 2 is allowed")
    start = HEADER_SIZE + ((first & 0x0F) << 2)
    extension_start = extension_end = profile = 0
    if first & 0x10:
        if start + 4 > length:
            raise PacketError("RTP: the header extension is cut")
        profile, words = _extension(data, start)
        extension_start = start + 4
        start = extension_end = extension_start + (words << 2)
    end = length
    if first & 0x20:
        # RFC 3550 section 5.1: "The last octet of the padding contains a count of how many padding
        # octets should be ignored, including itself." So 0 is not a count.
        padding = data[length - 1]
        if padding == 0:
            raise PacketError("RTP: padding of 0 bytes")
        end -= padding
    if start > end:
        raise PacketError(f"RTP: header and padding need more than the {length} bytes there are")
    kind = second & 0x7F
    return Header(
        ssrc, sequence, time, kind, second > 0x7F, start, end, extension_start, extension_end, profile
    )  # fmt: skip


def is_rtcp(data: memoryview | bytes | bytearray) -> bool:
    """Return whether a datagram that is RTP or RTCP is RTCP; False for fewer than 2 bytes.

    Source: RFC 5761 section 4: the second byte of RTCP is 192 … 223, which RTP never uses when its
    payload types 64 … 95 are kept free.
    """
    return len(data) > 1 and 192 <= data[1] <= 223
