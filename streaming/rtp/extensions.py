"""RTP header extensions: their names, and reading one element of a packet. No I/O, no state.

Knows the one-byte and the two-byte form of RFC 8285. Which number means what is agreed in SDP and is an
argument here. Nothing here raises: an element that is cut is an element that is not there.
"""

import struct

from streaming.rtp.header import Header

MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
RTP_STREAM_ID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
REPAIRED_RTP_STREAM_ID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
TRANSPORT_WIDE_CC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
VIDEO_ORIENTATION = "urn:3gpp:video-orientation"

ONE_BYTE_PROFILE = 0xBEDE
"""Source: RFC 8285 section 4.2."""
TWO_BYTE_PROFILE = 0x1000
"""The upper 12 bits; the lower 4 are "appbits". Source: RFC 8285 section 4.3."""

_NONE = (-1, -1)
_unsigned_16 = struct.Struct("!H").unpack_from


def element(data: memoryview | bytes | bytearray, header: Header, identifier: int) -> bytes | None:
    """Return a copy of the first element with this number, or None. An element may be empty.

    Args:
        data: the buffer that `header` was parsed from.
        header: the parsed header.
        identifier: 1 … 14 (one-byte form) or 1 … 255 (two-byte form), as agreed in SDP.
    """
    start, end = _locate(data, header, identifier)
    return None if start < 0 else bytes(data[start:end])


def transport_sequence(
    data: memoryview | bytes | bytearray, header: Header, identifier: int
) -> int:
    """Return the 16-bit transport-wide sequence of a packet, or -1 when it has none.

    Source: draft-holmer-rmcat-transport-wide-cc-extensions-01 section 2.
    """
    start = header.extension_start
    if not start:
        return -1
    # Chromium writes this element second or third of a few; the common one-byte form is walked here,
    # without a call and without a copy, because every published packet passes.
    if header.extension_profile == ONE_BYTE_PROFILE:
        end = header.extension_end
        while start < end:
            head = data[start]
            if head == 0:
                start += 1
                continue
            number = head >> 4
            if number == identifier:
                fits = head & 0x0F == 1 and start + 3 <= end
                return data[start + 1] << 8 | data[start + 2] if fits else -1
            if number == 15:
                break
            start += (head & 0x0F) + 2
        return -1
    start, end = _locate(data, header, identifier)
    if start < 0 or end - start != 2:
        return -1
    value: int = _unsigned_16(data, start)[0]
    return value


def _locate(
    data: memoryview | bytes | bytearray, header: Header, identifier: int
) -> tuple[int, int]:
    """Return start and end of an element's value, or `_NONE`."""
    if header.extension_profile == ONE_BYTE_PROFILE:
        return _locate_one_byte(data, header, identifier)
    if header.extension_profile & 0xFFF0 == TWO_BYTE_PROFILE:
        return _locate_two_byte(data, header, identifier)
    return _NONE


def _locate_one_byte(
    data: memoryview | bytes | bytearray, header: Header, identifier: int
) -> tuple[int, int]:
    position, end = header.extension_start, header.extension_end
    while position < end:
        head = data[position]
        position += 1
        if head == 0:
            continue
        number = head >> 4
        # RFC 8285 section 4.2: "If the ID value 15 is used, its length field MUST be ignored,
        # processing of the entire extension MUST terminate at that point".
        if number == 15:
            break
        after = position + (head & 0x0F) + 1
        if number == identifier:
            return (position, after) if after <= end else _NONE
        position = after
    return _NONE


def _locate_two_byte(
    data: memoryview | bytes | bytearray, header: Header, identifier: int
) -> tuple[int, int]:
    position, end = header.extension_start, header.extension_end
    while position < end:
        number = data[position]
        position += 1
        # RFC 8285 section 4.3: padding is a single byte 0, without a length byte.
        if number == 0:
            continue
        if position == end:
            break
        after = position + 1 + data[position]
        if number == identifier:
            return (position + 1, after) if after <= end else _NONE
        position = after
    return _NONE
