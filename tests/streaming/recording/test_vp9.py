from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from streaming.recording.vp9 import Vp9Parameters, read_descriptor, read_key_frame
from tests.support.rtp_media import Pictures, encode_video


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b"\x0c\x82", (1, True, True, 0)),
        (b"\x88\x05\x82", (2, True, False, 0)),
        (b"\x84\x85\x05\x82", (3, False, True, 0)),
        # L without F: layer indices and TL0PICIDX. Spatial layer 2 of temporal layer 1.
        (b"\xa8\x85\x05\x24\x07\x82", (5, True, False, 2)),
        # F: no TL0PICIDX, and one to three references when P is set.
        (b"\xb8\x05\x00\x82", (3, True, False, 0)),
        (b"\xf8\x05\x00\x02\x82", (4, True, False, 0)),
        (b"\xf8\x05\x00\x03\x05\x02\x82", (6, True, False, 0)),
        # V: one layer, without and with size and group.
        (b"\x0a\x00\x82", (2, True, False, 0)),
        (b"\x0a\x18\x01\x40\x00\xf0\x02\x04\x01\x28\x01\x02\x82", (12, True, False, 0)),
        # V: three layers with their sizes.
        (b"\x0a\x50" + bytes(12) + b"\x82", (14, True, False, 0)),
    ],
)
def test_descriptors_of_every_shape(payload: bytes, expected: tuple[int, bool, bool, int]) -> None:
    said = read_descriptor(payload)
    assert said is not None
    assert (said.length, said.begins, said.ends, said.layer) == expected
    # Without the byte of media behind it, and cut anywhere before, it is damaged.
    for size in range(1, len(payload)):
        assert read_descriptor(payload[:size]) is None


def test_more_than_three_references_are_damage() -> None:
    assert read_descriptor(b"\xf8\x05\x00\x03\x03\x03\x02\x82") is None


@given(st.binary(min_size=1, max_size=40))
def test_whatever_comes_is_read_or_refused(payload: bytes) -> None:
    said = read_descriptor(payload)
    assert said is None or 0 < said.length < len(payload)
    with suppress(ValueError):
        read_key_frame(payload)


@pytest.mark.parametrize(("width", "height"), [(320, 240), (1280, 720), (642, 362)])
def test_key_frames_of_a_real_encoder_tell_their_size(width: int, height: int) -> None:
    first, second = encode_video("VP9", 0.2, Pictures(width=width, height=height))[:2]
    assert read_key_frame(first.data) == Vp9Parameters(width, height)
    assert read_key_frame(second.data) is None


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (b"\x42", "profile 0"),
        (b"\xa2", "profile 0"),
        (b"\x82\x49\x83\x42", "sync code"),
        (b"\x82\x00\x00\x00" + bytes(8), "sync code"),
        (b"\x82\x49\x83\x42\xe0" + bytes(8), "RGB"),
    ],
)
def test_what_is_not_vp9_of_profile_0_is_refused(frame: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_key_frame(frame)


@pytest.mark.parametrize(
    ("width", "height", "codec"),
    [
        (320, 240, "vp09.00.20.08"),
        (640, 360, "vp09.00.21.08"),
        (1280, 720, "vp09.00.31.08"),
        (1920, 1080, "vp09.00.40.08"),
        (3840, 2160, "vp09.00.50.08"),
        (16384, 16384, "vp09.00.62.08"),
    ],
)
def test_the_level_is_that_of_the_size(width: int, height: int, codec: str) -> None:
    assert Vp9Parameters(width, height).codec == codec


def test_colours_stand_in_the_configuration() -> None:
    # BT.709 in full range: color_space 2, color_range 1.
    key = b"\x82\x49\x83\x42" + ((0b0101 << 44) | 1279 << 28 | 719 << 12).to_bytes(6, "big")
    parameters = read_key_frame(key)
    assert parameters == Vp9Parameters(1280, 720, 0b0101)
    assert parameters.configuration() == bytes((0, 31, 0x83, 1, 1, 1, 0, 0))
