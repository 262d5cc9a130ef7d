import base64

import pytest
from hypothesis import given, strategies as st

from streaming.errors import JournalError
from streaming.ports import Codec
from streaming.recording.assembly import (
    Assembler,
    Av1Assembler,
    Frame,
    H264Assembler,
    OpusAssembler,
    OpusParameters,
    Vp8Assembler,
    Vp8Parameters,
    Vp9Assembler,
    make_assembler,
    opus_duration,
    vp8_descriptor_length,
)
from streaming.recording.av1 import Av1Parameters
from streaming.recording.vp9 import Vp9Parameters
from tests.support.rtp_media import (
    AV1,
    H264,
    OPUS,
    VP8,
    VP9,
    EncodedFrame,
    Pictures,
    encode_audio,
    encode_video,
    nal_units,
    obus,
    payloads_av1,
    payloads_h264,
    payloads_vp8,
    payloads_vp9,
)

SHORT_KEYS = Pictures(key_seconds=0.4, bitrate=800_000)


def assemble(assembler: Assembler, payloads: list[bytes]) -> Frame | None:
    for payload in payloads:
        assembler.take(payload)
    return assembler.finish()


def avcc(frame: EncodedFrame) -> bytes:
    nals = [nal for nal in nal_units(frame.data) if nal[0] & 0x1F not in {7, 8, 9}]
    return b"".join(len(nal).to_bytes(4, "big") + nal for nal in nals)


@pytest.mark.parametrize("aggregate", [True, False])
def test_h264_frames_come_out_as_they_were_encoded(*, aggregate: bool) -> None:
    assembler = H264Assembler()
    sent = encode_video("H264", 1.0, SHORT_KEYS)
    frames = [assemble(assembler, payloads_h264(one.data, aggregate=aggregate)) for one in sent]
    assert [frame.data for frame in frames if frame] == [avcc(one) for one in sent]
    assert [frame.key_frame for frame in frames if frame] == [one.key_frame for one in sent]
    first = frames[0]
    assert first is not None
    assert first.parameters is not None
    assert (first.parameters.width, first.parameters.height) == (320, 240)  # type: ignore[union-attr]


def test_h264_waits_for_a_key_frame_at_the_start() -> None:
    sent = encode_video("H264", 1.0, SHORT_KEYS)
    assembler = H264Assembler()
    frames = [assemble(assembler, payloads_h264(one.data)) for one in sent[1:]]
    assert [frame is not None for frame in frames] == [False] * 5 + [True] * 9


@pytest.mark.parametrize("lost", [0, 1, 2, -1])
def test_h264_after_a_torn_frame_waits_for_a_key_frame(lost: int) -> None:
    sent = encode_video("H264", 1.2, SHORT_KEYS)
    assembler = H264Assembler()
    kept = []
    for number, one in enumerate(sent):
        payloads = payloads_h264(one.data)
        if number == 6:  # the second key frame
            place = lost % len(payloads)
            for payload in payloads[:place]:
                assembler.take(payload)
            assembler.hole()
            payloads = payloads[place + 1 :]
        kept.append(assemble(assembler, payloads) is not None)
    assert kept == [True] * 6 + [False] * 6 + [True] * 6


def test_h264_a_hole_between_frames_costs_everything_up_to_the_next_key_frame() -> None:
    sent = encode_video("H264", 1.2, SHORT_KEYS)
    assembler = H264Assembler()
    kept = []
    for number, one in enumerate(sent):
        if number == 8:
            assembler.hole()
            assembler.finish()
            continue
        kept.append(assemble(assembler, payloads_h264(one.data)) is not None)
    assert kept == [True] * 8 + [False] * 3 + [True] * 6


def test_h264_after_a_loss_trusts_only_key_frames_with_their_own_parameter_sets() -> None:
    sent = encode_video("H264", 1.2, SHORT_KEYS)
    assembler = H264Assembler()
    assemble(assembler, payloads_h264(sent[0].data))
    assembler.hole()
    assembler.finish()
    slices_only = payloads_h264(sent[6].data)[1:]
    assert assemble(assembler, slices_only) is None
    assert assemble(assembler, payloads_h264(sent[12].data)) is not None


def test_h264_streams_with_parameter_sets_in_the_description_need_none_in_band() -> None:
    sent = encode_video("H264", 0.4, SHORT_KEYS)
    sets = tuple(nal for nal in nal_units(sent[0].data) if nal[0] & 0x1F in {7, 8})
    assembler = H264Assembler(sets)
    assert assemble(assembler, payloads_h264(sent[0].data)[1:]) is not None


def test_h264_a_new_sps_gives_new_parameters() -> None:
    assembler = H264Assembler()
    small = assemble(assembler, payloads_h264(encode_video("H264", 0.2)[0].data))
    large = assemble(
        assembler, payloads_h264(encode_video("H264", 0.2, Pictures(width=640, height=480))[0].data)
    )
    assert small is not None
    assert large is not None
    assert small.parameters != large.parameters


def test_parameter_sets_alone_are_no_frame_and_no_loss() -> None:
    sent = encode_video("H264", 0.4, SHORT_KEYS)
    assembler = H264Assembler()
    assert assemble(assembler, payloads_h264(sent[0].data)[:1]) is None
    assert assemble(assembler, payloads_h264(sent[0].data)[1:]) is not None
    assert assemble(assembler, payloads_h264(sent[1].data)) is not None


@given(
    st.lists(st.binary(min_size=1, max_size=60), max_size=12),
    st.sampled_from([H264, VP9, VP8, AV1, OPUS]),
)
def test_no_bytes_make_an_assembler_raise(payloads: list[bytes], codec: Codec) -> None:
    assembler = make_assembler(codec)
    for payload in payloads:
        assembler.take(payload)
        if payload[0] & 1:
            assembler.finish()
    assembler.finish()


def test_vp8_frames_come_out_as_they_were_encoded() -> None:
    assembler = Vp8Assembler()
    sent = encode_video("VP8", 1.0, SHORT_KEYS)
    frames = [assemble(assembler, payloads_vp8(one.data, n)) for n, one in enumerate(sent)]
    assert [frame.data for frame in frames if frame] == [one.data for one in sent]
    assert [frame.key_frame for frame in frames if frame] == [one.key_frame for one in sent]
    assert frames[0] is not None
    assert frames[0].parameters == Vp8Parameters(320, 240)


def test_vp8_after_a_torn_frame_waits_for_a_key_frame() -> None:
    sent = encode_video("VP8", 1.2, SHORT_KEYS)
    keys = [number for number, one in enumerate(sent) if one.key_frame]
    assembler = Vp8Assembler()
    kept = []
    for number, one in enumerate(sent):
        payloads = payloads_vp8(one.data, number)
        if number == keys[1]:
            payloads = payloads[1:]
            assembler.hole()
        kept.append(assemble(assembler, payloads) is not None)
    assert kept == [not keys[1] <= n < keys[2] for n in range(len(sent))]


def vp9_payloads(sent: tuple[EncodedFrame, ...]) -> list[list[bytes]]:
    return [payloads_vp9(one.data, n, key_frame=one.key_frame) for n, one in enumerate(sent)]


def test_vp9_frames_come_out_as_they_were_encoded() -> None:
    assembler = Vp9Assembler()
    sent = encode_video("VP9", 1.0, SHORT_KEYS)
    frames = [assemble(assembler, payloads) for payloads in vp9_payloads(sent)]
    assert [frame.data for frame in frames if frame] == [one.data for one in sent]
    assert [frame.key_frame for frame in frames if frame] == [one.key_frame for one in sent]
    assert frames[0] is not None
    assert frames[0].parameters == Vp9Parameters(320, 240)


@pytest.mark.parametrize("lost", [0, -1])
def test_vp9_after_a_torn_frame_waits_for_a_key_frame(lost: int) -> None:
    sent = encode_video("VP9", 1.2, SHORT_KEYS)
    keys = [number for number, one in enumerate(sent) if one.key_frame]
    assembler = Vp9Assembler()
    kept = []
    for number, payloads in enumerate(vp9_payloads(sent)):
        if number == keys[1]:
            assert len(payloads) > 2
            # B and E tell, also where no sequence number is missing.
            del payloads[lost]
        kept.append(assemble(assembler, payloads) is not None)
    assert kept == [not keys[1] <= n < keys[2] for n in range(len(sent))]


def test_vp9_of_several_layers_is_kept_in_the_lowest() -> None:
    assembler = Vp9Assembler()
    key, other = encode_video("VP9", 1.0, SHORT_KEYS)[:2]
    # I, L, B, E; then picture id, layer indices, TL0PICIDX.
    lowest, above = b"\xac\x05\x00\x07", b"\xac\x05\x03\x07"
    frame = assemble(assembler, [lowest + key.data, above + other.data])
    assert frame is not None
    assert frame.data == key.data
    assert frame.key_frame
    assert assemble(assembler, [above + other.data]) is None


def without_delimiter(data: bytes) -> bytes:
    return b"".join(obu for kind, obu in obus(data) if kind != 2)


@pytest.mark.parametrize("sized", [False, True])
def test_av1_pictures_come_out_as_they_were_encoded_but_for_the_delimiters(*, sized: bool) -> None:
    assembler = Av1Assembler()
    sent = encode_video("AV1", 1.0, SHORT_KEYS)
    frames = [
        assemble(assembler, payloads_av1(one.data, key_frame=one.key_frame, sized=sized))
        for one in sent
    ]
    assert [frame.data for frame in frames if frame] == [
        without_delimiter(one.data) for one in sent
    ]
    assert [frame.key_frame for frame in frames if frame] == [one.key_frame for one in sent]
    assert frames[0] is not None
    assert isinstance(frames[0].parameters, Av1Parameters)
    assert (frames[0].parameters.width, frames[0].parameters.height) == (320, 240)


@pytest.mark.parametrize("lost", [0, -1])
def test_av1_after_a_torn_picture_waits_for_a_key_frame(lost: int) -> None:
    sent = encode_video("AV1", 1.2, SHORT_KEYS)
    keys = [number for number, one in enumerate(sent) if one.key_frame]
    assembler = Av1Assembler()
    kept = []
    for number, one in enumerate(sent):
        payloads = payloads_av1(one.data, key_frame=one.key_frame)
        if number == keys[1]:
            assert len(payloads) > 1
            # Z and Y tell, also where no sequence number is missing.
            del payloads[lost]
        kept.append(assemble(assembler, payloads) is not None)
    assert kept == [not keys[1] <= n < keys[2] for n in range(len(sent))]


def test_av1_of_several_layers_is_kept_in_the_lowest() -> None:
    assembler = Av1Assembler()
    data = encode_video("AV1", 1.0, SHORT_KEYS)[0].data
    # An OBU_FRAME with an extension: spatial layer 1.
    above = b"\x10\x34\x08" + bytes(20)
    frame = assemble(assembler, [*payloads_av1(data, key_frame=True), above])
    assert frame is not None
    assert frame.data == without_delimiter(data)


@pytest.mark.parametrize(
    ("payload", "length"),
    [
        (b"\x10\x00", 1),
        (b"\x90\x80\x05\x00", 3),
        (b"\x90\x80\x85\x05\x00", 4),
        (b"\x90\xe0\x85\x05\x01\x40\x00", 6),
        (b"\x90\x10\x40\x00", 3),
        (b"\x10", 0),
        (b"\x90", 0),
        (b"\x90\x80", 0),
    ],
)
def test_vp8_descriptors_of_every_length(payload: bytes, length: int) -> None:
    assert vp8_descriptor_length(payload) == length


def test_opus_packets_are_frames_of_their_own() -> None:
    assembler = OpusAssembler()
    sent = encode_audio(0.2)
    frames = [assemble(assembler, [one.data]) for one in sent]
    assert [frame.data for frame in frames if frame] == [one.data for one in sent]
    assert frames[0] is not None
    assert frames[0].parameters == OpusParameters()
    assert assemble(assembler, [b"\x03"]) is None


@pytest.mark.parametrize("frame_ms", [5, 10, 20, 40, 60])
def test_knows_how_long_an_opus_packet_lasts(frame_ms: int) -> None:
    lengths = {opus_duration(one.data) for one in encode_audio(0.36, frame_ms)}
    assert lengths == {frame_ms * 48}


@pytest.mark.parametrize(
    ("packet", "samples"),
    [
        (b"", 0),
        (b"\xfc", 960),
        (b"\xfd", 1920),
        (b"\xff\x03", 2880),
        (b"\xff\x3f", 0),
        (b"\x03\x01", 480),
        (b"\x18", 2880),
    ],
)
def test_knows_the_length_of_rare_opus_packets(packet: bytes, samples: int) -> None:
    assert opus_duration(packet) == samples


def test_names_a_codec_that_cannot_be_recorded() -> None:
    with pytest.raises(JournalError, match="H265"):
        make_assembler(Codec("H265", 49, 90_000))


def test_takes_parameter_sets_from_the_description_and_ignores_rubbish_there() -> None:
    sps, pps = (n for n in nal_units(encode_video("H264", 0.2)[0].data) if n[0] & 0x1F in {7, 8})
    text = ",".join(base64.b64encode(nal).decode() for nal in (sps, pps))
    codec = Codec("H264", 102, 90_000, parameters={"sprop-parameter-sets": text + ",%%%"})
    sent = encode_video("H264", 0.2)
    assert assemble(make_assembler(codec), payloads_h264(sent[0].data)[1:]) is not None
