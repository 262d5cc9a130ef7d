from fractions import Fraction

import av
import pytest
from hypothesis import given, strategies as st

from streaming.recording import h264
from streaming.recording.h264 import begins_picture, make_parameters
from tests.support.rtp_media import Pictures, encode_video, nal_units


def sets_of(film: Pictures) -> tuple[bytes, bytes]:
    nals = nal_units(encode_video("H264", 0.2, film)[0].data)
    sps = next(nal for nal in nals if nal[0] & 0x1F == h264.SPS)
    pps = next(nal for nal in nals if nal[0] & 0x1F == h264.PPS)
    return sps, pps


@pytest.mark.parametrize(
    ("width", "height"), [(320, 240), (640, 360), (1280, 720), (1920, 1080), (322, 182)]
)
def test_reads_the_size_of_pictures_with_cropping(width: int, height: int) -> None:
    sps, pps = sets_of(Pictures(width=width, height=height))
    parameters = make_parameters(sps, (pps,))
    assert (parameters.width, parameters.height) == (width, height)


@pytest.mark.parametrize(
    ("profile", "pixels"), [("baseline", "yuv420p"), ("high", "yuv420p"), ("high444", "yuv444p")]
)
def test_the_configuration_is_the_one_that_ffmpeg_would_write(profile: str, pixels: str) -> None:
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height, context.pix_fmt = 640, 360, pixels
    context.time_base = Fraction(1, 15)
    context.options = {"preset": "ultrafast", "profile": profile}
    frame = av.VideoFrame(640, 360, pixels)
    frame.pts = 0
    data = b"".join(bytes(packet) for packet in [*context.encode(frame), *context.encode(None)])
    nals = nal_units(data)
    sps = next(nal for nal in nals if nal[0] & 0x1F == h264.SPS)
    pps = tuple(nal for nal in nals if nal[0] & 0x1F == h264.PPS)
    parameters = make_parameters(sps, pps)
    assert parameters.codec == f"avc1.{sps[1]:02x}{sps[2]:02x}{sps[3]:02x}"
    record = parameters.configuration()
    assert record[0] == 1
    assert record[4] & 3 == 3, "NAL lengths of four bytes"
    decoder = av.CodecContext.create("h264", "r")
    decoder.extradata = record
    first = next(nal for nal in nals if nal[0] & 0x1F == h264.IDR)
    packet = av.Packet(len(first).to_bytes(4, "big") + first)
    frames = [*decoder.decode(packet), *decoder.decode(None)]
    assert [(frame.width, frame.height, frame.format.name) for frame in frames] == [
        (640, 360, pixels)
    ]


def test_reads_scaling_lists_and_frame_cropping_of_interlaced_streams() -> None:
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height, context.pix_fmt = 1920, 1080, "yuv420p"
    context.time_base = Fraction(1, 25)
    context.options = {
        "preset": "ultrafast",
        "profile": "high",
        "x264-params": "interlaced=1:cqm=jvt",
    }
    frame = av.VideoFrame(1920, 1080, "yuv420p")
    frame.pts = 0
    data = b"".join(bytes(packet) for packet in [*context.encode(frame), *context.encode(None)])
    sps = next(nal for nal in nal_units(data) if nal[0] & 0x1F == h264.SPS)
    parameters = make_parameters(sps, (b"\x68\xce",))
    assert (parameters.width, parameters.height) == (1920, 1080)


@given(st.binary(min_size=1, max_size=80))
def test_any_bytes_are_parameters_or_a_value_error(data: bytes) -> None:
    try:
        parameters = make_parameters(b"\x67" + data, (b"\x68\xce",))
    except ValueError:
        return
    assert 0 < parameters.width <= 16_384
    assert 0 < parameters.height <= 16_384


def test_parameters_are_equal_when_their_sets_are() -> None:
    sps, pps = sets_of(Pictures())
    other_sps, _ = sets_of(Pictures(width=640, height=480))
    assert make_parameters(sps, (pps,)) == make_parameters(sps, (pps,))
    assert make_parameters(sps, (pps,)) != make_parameters(other_sps, (pps,))
    assert make_parameters(sps, (pps,)) != make_parameters(sps, (pps, pps))


def test_knows_the_first_slice_of_a_picture() -> None:
    nals = nal_units(encode_video("H264", 0.2)[0].data)
    slices = [nal for nal in nals if nal[0] & 0x1F == h264.IDR]
    assert begins_picture(slices[0])
    assert not begins_picture(bytes((0x65, 0x40)))
    assert not begins_picture(b"\x65")


@pytest.mark.parametrize(
    ("nal", "number"),
    [(b"\x68\xce\x38", 0), (b"\x68\x4e", 1), (b"\x68\x6e", 2), (b"\x68", -1), (b"\x68\x00", -1)],
)
def test_reads_the_id_of_a_picture_parameter_set(nal: bytes, number: int) -> None:
    assert h264.picture_parameter_set_id(nal) == number
