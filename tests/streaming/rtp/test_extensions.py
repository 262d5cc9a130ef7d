import struct

import pytest
from aiortc.rtp import pack_header_extensions
from hypothesis import given, strategies as st

from streaming.rtp import extensions, header


def packet(profile, value):
    value += bytes(-len(value) % 4)
    data = struct.pack("!BBHIIHH", 0x90, 96, 1, 2, 3, profile, len(value) // 4) + value + b"payload"
    return data, header.parse(data, len(data))


def test_an_element_is_found_behind_padding_and_others():
    data, found = packet(0xBEDE, b"\x00\x10\x01\x00\x42abc\x51\x12\x34")
    assert extensions.element(data, found, 1) == b"\x01"
    assert extensions.element(data, found, 4) == b"abc"
    assert extensions.element(data, found, 6) is None
    assert extensions.transport_sequence(data, found, 5) == 0x1234


def test_the_two_byte_form_carries_empty_elements_and_large_numbers():
    data, found = packet(0x1003, b"\x00\x07\x00\xc8\x02\xab\xcd")
    assert extensions.element(data, found, 7) == b""
    assert extensions.element(data, found, 200) == b"\xab\xcd"
    assert extensions.transport_sequence(data, found, 200) == 0xABCD


def test_number_15_ends_a_one_byte_extension():
    data, found = packet(0xBEDE, b"\xf1\x51\x12\x34\x51\x12\x34")
    assert extensions.element(data, found, 5) is None
    assert extensions.transport_sequence(data, found, 5) == -1


@pytest.mark.parametrize(
    ("profile", "value"),
    [
        (0xBEDE, b"\x00\x00\x00\x57"),  # says 8 bytes, has none
        (0xBEDE, b"\x00\x00\x51\x12"),  # says 2 bytes, has one
        (0x1000, b"\x00\x00\x00\x05"),  # no length
        (0x1000, b"\x00\x05\x02\x12"),  # says 2 bytes, has one
        (0x2000, b"\x51\x12\x34\x00"),  # a profile of somebody else
    ],
)
def test_a_cut_element_is_not_there(profile, value):
    data, found = packet(profile, value)
    assert extensions.element(data, found, 5) is None
    assert extensions.transport_sequence(data, found, 5) == -1


@pytest.mark.parametrize("value", [b"\x50\x12", b"\x52\x12\x34\x56"])
def test_a_transport_sequence_of_another_size_is_none(value):
    data, found = packet(0xBEDE, value)
    assert extensions.transport_sequence(data, found, 5) == -1


def test_a_packet_without_extension_has_no_element():
    data = struct.pack("!BBHII", 0x80, 96, 1, 2, 3)
    found = header.parse(data, 12)
    assert extensions.element(data, found, 1) is None
    assert extensions.transport_sequence(data, found, 1) == -1


@given(st.dictionaries(st.integers(1, 255), st.binary(max_size=255), min_size=1, max_size=8))
def test_what_aiortc_packs_is_found(elements):
    profile, value = pack_header_extensions(list(elements.items()))
    data, found = packet(profile, value)
    for number, content in elements.items():
        assert extensions.element(data, found, number) == content
        expected = int.from_bytes(content, "big") if len(content) == 2 else -1
        assert extensions.transport_sequence(data, found, number) == expected


def test_an_element_that_is_not_among_whole_ones_is_not_there():
    data, found = packet(0x1000, b"\x01\x02ab")
    assert extensions.element(data, found, 9) is None
