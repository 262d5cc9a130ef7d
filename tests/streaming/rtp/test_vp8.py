import pytest
from hypothesis import given, strategies

from streaming.rtp.vp8 import Vp8Descriptor, describe, renumber

WIDE = b"\x90\xe0\x92\x34\x07\x60picture"
"""X; I, L, T; 15 bits of picture number 0x1234, base 7, temporal layer 1 with sync."""
NARROW = b"\x90\x80\x12picture"
PLAIN = b"\x10picture"


def test_numbers_and_temporal_layer_are_read():
    assert describe(WIDE) == Vp8Descriptor(True, 2, 0x1234, True, 4, 7, 1, True)
    assert describe(NARROW) == Vp8Descriptor(True, 2, 0x12, False, -1, 0, 0, False)
    assert describe(PLAIN) == Vp8Descriptor(True, -1, 0, False, -1, 0, 0, False)


def test_a_key_index_without_a_temporal_layer_is_stepped_over():
    assert describe(b"\x90\x10\x05picture").temporal_layer == 0


def test_a_continuation_starts_no_frame():
    assert not describe(b"\x00picture").starts_frame


@pytest.mark.parametrize("size", range(7))
def test_a_cut_descriptor_is_none(size):
    assert describe(WIDE[:size]) is None


def test_a_cut_narrow_number_is_none():
    assert describe(NARROW[:2]) is None
    assert describe(b"\x90\x40") is None


def test_numbers_are_rewritten_in_their_own_width():
    wide = renumber(WIDE, describe(WIDE), 0x9235, 0x108)
    assert wide == b"\x90\xe0\x92\x35\x08\x60picture"
    assert renumber(NARROW, describe(NARROW), 0xFF, 0) == b"\x90\x80\x7fpicture"
    assert renumber(PLAIN, describe(PLAIN), 5, 5) is PLAIN


@given(strategies.binary(max_size=12), strategies.integers(0, 1 << 16), strategies.integers(0, 300))
def test_any_bytes_keep_their_length_and_all_but_the_numbers(payload, picture, base):
    descriptor = describe(payload)
    if descriptor is None:
        return
    rewritten = renumber(payload, descriptor, picture, base)
    again = describe(rewritten)
    assert len(rewritten) == len(payload)
    assert again.temporal_layer == descriptor.temporal_layer
    assert renumber(rewritten, again, descriptor.picture, descriptor.base) == payload
