import pytest

from streaming.rtp.codecs import AV1, H264, OPUS, VP8, VP9, starts_key_frame

SPS, PPS, IDR, SLICE = b"\x67\x42\xe0\x1f", b"\x68\xce", b"\x65\x88\x84", b"\x41\x9a\x12"


def aggregate(*nals):
    return b"\x78" + b"".join(len(nal).to_bytes(2, "big") + nal for nal in nals)


@pytest.mark.parametrize(
    ("payload", "starts"),
    [
        (SPS, True),
        (IDR, True),
        (PPS, False),
        (SLICE, False),
        (aggregate(SPS, PPS), True),
        (aggregate(PPS, IDR), True),
        (aggregate(b"\x09\xf0", SLICE), False),
        (b"\x7c\x85\x88", True),  # FU-A, start of an IDR slice
        (b"\x7c\x05\x88", False),  # FU-A, middle of an IDR slice
        (b"\x7c\x45\x88", False),  # FU-A, end of an IDR slice
        (b"\x7c\x81\x9a", False),  # FU-A, start of another slice
        (b"\x78\x00", False),
        (b"\x78\x00\x00\x00\x00", False),
        (b"\x78\xff\xff\x41", False),
        (b"\x67", False),
        (b"", False),
    ],
)
def test_h264_key_frames_start_with_parameter_sets_or_an_idr_slice(payload, starts):
    assert starts_key_frame(H264, payload) is starts
    assert starts_key_frame(H264, memoryview(payload)) is starts


KEY, DELTA = b"\x10\x02\x00\x9d\x01\x2a", b"\x11\x02\x00"
"""VP8 frame headers: the lowest bit of the first byte is 0 in key frames."""


@pytest.mark.parametrize(
    ("payload", "starts"),
    [
        (b"\x10" + KEY, True),
        (b"\x10" + DELTA, False),
        (b"\x00" + KEY, False),  # not the start of a partition
        (b"\x11" + KEY, False),  # the start of partition 1
        (b"\x90\x80\x12" + KEY, True),  # picture id of 7 bits
        (b"\x90\x80\x92\x34" + KEY, True),  # picture id of 15 bits
        (b"\x90\xe0\x92\x34\x07\x20" + KEY, True),  # picture id, TL0PICIDX, TID
        (b"\x90\xf0\x92\x34\x07\x21" + DELTA, False),
        (b"\x90\x10\x01" + KEY, True),  # KEYIDX only
        (b"\x90\x80", False),
        (b"\x90\xff\xff\xff\xff", False),
        (b"\x10", False),
        (b"", False),
    ],
)
def test_vp8_key_frames_start_with_partition_0_and_p_0(payload, starts):
    assert starts_key_frame(VP8, payload) is starts


@pytest.mark.parametrize(
    ("payload", "starts"),
    [
        (b"\x08\x82", True),  # B
        (b"\x88\x92\x34\x82", True),  # I, picture id of 15 bits
        (b"\x8a\x92\x34\x18\x01\x40\x00\xf0\x82", True),  # I, V: with its structure
        (b"\x48\x86", False),  # P: predicted
        (b"\x00\x82", False),  # not the first packet
        (b"\x28\x20\x00\x82", True),  # L: temporal layer 1 of the lowest spatial layer
        (b"\xa8\x12\x00\x00\x82", True),  # I, picture id of 7 bits, L
        (b"\xa8\x92\x34\x02\x00\x82", False),  # I, L: spatial layer 1
        (b"\xa8\x92\x34", False),
        (b"\xa8\x92", False),
        (b"\x08", False),
        (b"", False),
    ],
)
def test_vp9_key_frames_start_with_b_and_without_p_in_the_lowest_layer(payload, starts):
    assert starts_key_frame(VP9, payload) is starts
    assert starts_key_frame(VP9, memoryview(payload)) is starts


@pytest.mark.parametrize(
    ("payload", "starts"),
    [
        (b"\x18\x30", True),  # N
        (b"\x68\x0b\x08", True),  # Y, W = 2, N
        (b"\xc8\x30", False),  # Z: in the middle of an OBU
        (b"\x10\x30", False),
        (b"\x08", False),
        (b"", False),
    ],
)
def test_av1_key_frames_start_with_a_coded_video_sequence(payload, starts):
    assert starts_key_frame(AV1, payload) is starts
    assert starts_key_frame(AV1, memoryview(payload)) is starts


def test_audio_and_unknown_codecs_have_no_key_frames():
    assert not starts_key_frame(OPUS, SPS)
    assert not starts_key_frame("H265", SPS)
