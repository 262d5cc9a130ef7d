import struct

import pytest
from aiortc.rtp import RtpPacket
from hypothesis import given, strategies as st

from streaming.errors import PacketError
from streaming.rtp import header

U16, U32 = st.integers(0, 0xFFFF), st.integers(0, 0xFFFF_FFFF)


def packet(first=0x80, second=96, tail=b""):
    return struct.pack("!BBHII", first, second, 7, 8, 9) + tail


def payload_of(data):
    found = header.parse(data, len(data))
    return data[found.payload_start : found.payload_end]


def test_the_fields_of_a_plain_packet():
    data = packet(second=0x80 | 111, tail=b"payload")
    found = header.parse(data, len(data))
    assert (found.ssrc, found.sequence, found.timestamp_rtp) == (9, 7, 8)
    assert (found.payload_type, found.marker) == (111, True)
    assert (found.extension_start, found.extension_end) == (0, 0)
    assert payload_of(data) == b"payload"


def test_contributors_extension_and_padding_are_not_payload():
    extension = struct.pack("!HH", 0xBEDE, 1) + b"\x10\xaa\x00\x00"
    data = packet(first=0xB2, tail=bytes(8) + extension + b"payload" + b"\x00\x00\x03")
    found = header.parse(data, len(data))
    assert payload_of(data) == b"payload"
    assert data[found.extension_start : found.extension_end] == b"\x10\xaa\x00\x00"
    assert found.extension_profile == 0xBEDE


def test_a_packet_of_padding_only_has_an_empty_payload():
    assert payload_of(packet(first=0xA0, tail=bytes(254) + b"\xff")) == b""


def test_a_longer_buffer_is_read_only_up_to_the_length():
    data = packet(first=0xA0, tail=b"payload\x01")
    found = header.parse(memoryview(data + b"\xff" * 100), len(data))
    assert data[found.payload_start : found.payload_end] == b"payload"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "0 bytes"),
        (packet()[:11], "11 bytes"),
        (packet(first=0x40), "version 1"),
        (packet(first=0x81, tail=b"abc"), "more than the 15 bytes"),
        (packet(first=0x90, tail=b"\xbe\xde\x00"), "extension is cut"),
        (packet(first=0x90, tail=b"\xbe\xde\x00\x01abc"), "more than the 19 bytes"),
        (packet(first=0xA0, tail=b"abc\x00"), "padding of 0"),
        (packet(first=0xA0, tail=b"abc\x05"), "more than the 16 bytes"),
    ],
)
def test_a_broken_packet_is_refused_with_its_reason(data, said):
    with pytest.raises(PacketError, match=said):
        header.parse(data, len(data))


def test_a_length_beyond_the_buffer_is_refused():
    with pytest.raises(PacketError):
        header.parse(packet(), 100)


FIXED = st.tuples(st.integers(0, 127), st.integers(0, 1), U16, U32, U32)
"""Payload type, marker, sequence, timestamp, SSRC."""


@given(FIXED, st.lists(U32, max_size=15), st.binary(max_size=64), st.integers(0, 255))
def test_what_aiortc_writes_is_read_as_meant(fixed, csrc, payload, padding):
    written = RtpPacket(*fixed, payload)
    written.csrc, written.padding_size = csrc, padding
    data = written.serialize()
    found = header.parse(data, len(data))
    assert fixed == (
        found.payload_type,
        found.marker,
        found.sequence,
        found.timestamp_rtp,
        found.ssrc,
    )
    assert payload_of(data) == payload


def test_rtcp_is_told_from_rtp_by_its_second_byte():
    assert [second for second in range(256) if header.is_rtcp(bytes((0x80, second)))] == list(
        range(192, 224)
    )
    assert not header.is_rtcp(b"")
    assert not header.is_rtcp(b"\x80")
