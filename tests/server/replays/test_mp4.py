import struct

import pytest
from hypothesis import given, settings, strategies as st

from server.replays import mp4
from server.replays.mp4 import Index, NotCmaf, Reference
from streaming.recording import muxer
from streaming.recording.assembly import OpusParameters
from streaming.recording.h264 import make_parameters
from streaming.recording.muxer import Sample
from tests.support.rtp_media import encode_video, nal_units

SPS, PPS = (n for n in nal_units(encode_video("H264", 0.2)[0].data) if n[0] & 0x1F in {7, 8})
PICTURES = muxer.header(make_parameters(SPS, (PPS,)))
SOUND = muxer.header(OpusParameters())
SETS = b"".join(len(nal).to_bytes(4, "big") + nal for nal in (SPS, PPS))
SEGMENT = muxer.fragment(
    4, 9000, [Sample(b"key", 100, key_frame=True), Sample(b"other", 100, False)]
)


def test_a_header_tells_its_clock_and_its_parameter_sets() -> None:
    pictures, sound = mp4.read_header(PICTURES), mp4.read_header(SOUND)
    assert (pictures.timescale, pictures.parameter_sets) == (90_000, SETS)
    assert (sound.timescale, sound.parameter_sets) == (48_000, b"")


def test_the_beginning_numbers_the_tracks_and_its_indexes_point_behind_it() -> None:
    headers = [mp4.read_header(PICTURES), mp4.read_header(SOUND)]
    references = [Reference(100, 180_000, True), Reference(200, 90_000, False)]
    indexes = [Index(0, 0, references), Index(480, 30, references[:1])]
    data = mp4.beginning(headers, indexes)
    assert [struct.unpack_from(">I", data, at + 16)[0] for at in places(data, b"tkhd")] == [1, 2]
    assert [struct.unpack_from(">I", data, at + 8)[0] for at in places(data, b"trex")] == [1, 2]
    first, second = places(data, b"sidx")
    fields = struct.unpack_from(">IIIQQHH", data, first + 4)
    assert fields == (1 << 24, 1, 90_000, 0, len(data) - second + 4, 0, 2)
    fields = struct.unpack_from(">IIIQQHH", data, second + 4)
    assert fields == (1 << 24, 2, 48_000, 480, 30, 0, 1)
    assert data.endswith(struct.pack(">III", 100, 180_000, 0x9000_0000))


def places(data: bytes, name: bytes) -> list[int]:
    found, at = [], data.find(name)
    while at >= 0:
        found.append(at)
        at = data.find(name, at + 4)
    return found


def test_a_segment_gets_new_numbers_and_is_else_as_it_was() -> None:
    made = mp4.segment(SEGMENT, 77, 3)
    assert len(made) == len(SEGMENT)
    (sequence,), (track,) = places(made, b"mfhd"), places(made, b"tfhd")
    assert struct.unpack_from(">I", made, sequence + 8) == (77,)
    assert struct.unpack_from(">I", made, track + 8) == (3,)
    assert sum(a != b for a, b in zip(made, SEGMENT, strict=True)) == 2


def test_parameter_sets_go_before_the_first_sample() -> None:
    made = mp4.segment(SEGMENT, 5, 1, SETS)
    assert len(made) == len(SEGMENT) + len(SETS)
    assert made.endswith(SETS + b"keyother")
    (run,), (media,) = places(made, b"trun"), places(made, b"mdat")
    assert struct.unpack_from(">I", made, run + 20) == (len(SETS) + 3,)
    assert struct.unpack_from(">I", made, media - 4) == (8 + len(SETS) + 8,)


@pytest.mark.parametrize(
    "data", [b"", b"\0\0\0\x08free", PICTURES[:100], SEGMENT, b"\0\0\0\x04moov"]
)
def test_what_is_no_header_is_refused(data: bytes) -> None:
    with pytest.raises(NotCmaf):
        mp4.read_header(data)


@given(st.integers(0, len(SEGMENT) - 1), st.integers(0, 255), st.booleans())
@settings(max_examples=200)
def test_a_damaged_segment_is_refused_or_keeps_its_length(at: int, byte: int, cut: bool) -> None:
    data = SEGMENT[:at] if cut else SEGMENT[:at] + bytes((byte,)) + SEGMENT[at + 1 :]
    try:
        made = mp4.segment(data, 1, 1, SETS)
    except NotCmaf:
        return
    assert len(made) == len(data) + len(SETS)
