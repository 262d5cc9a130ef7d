import io
from contextlib import suppress

import av
import pytest
from hypothesis import given, strategies as st

from streaming.recording import av1
from tests.support.rtp_media import Pictures, encode_video, obus, payloads_av1


def sequence_of(width: int = 320, height: int = 240) -> bytes:
    """The sequence header that a real encoder writes."""
    data = encode_video("AV1", 0.2, Pictures(width=width, height=height))[0].data
    return next(obu for kind, obu in obus(data) if kind == av1.SEQUENCE_HEADER)


def bits(*fields: tuple[int, int]) -> bytes:
    """Write numbers of so many bits each, as OBU 1 with its size."""
    text = "".join(f"{value:0{count}b}" for value, count in fields)
    text += "1" + "0" * (-(len(text) + 1) % 8)
    body = int(text, 2).to_bytes(len(text) // 8, "big")
    return bytes((0x0A, len(body))) + body


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b"\x10\x30\x01", (False, False, (b"\x30\x01",))),
        (b"\x18\x30\x01", (False, False, (b"\x30\x01",))),
        (b"\xd0\x30\x01", (True, True, (b"\x30\x01",))),
        (b"\x20\x02\x08\x01\x30\x01", (False, False, (b"\x08\x01", b"\x30\x01"))),
        (b"\x30\x01\x08\x01\x28\x30", (False, False, (b"\x08", b"\x28", b"\x30"))),
        (b"\x00\x02\x08\x01\x01\x30", (False, False, (b"\x08\x01", b"\x30"))),
        # leb128 may be padded.
        (b"\x00\x82\x00\x08\x01", (False, False, (b"\x08\x01",))),
    ],
)
def test_payloads_of_every_shape(
    payload: bytes, expected: tuple[bool, bool, tuple[bytes, ...]]
) -> None:
    found = av1.read_elements(payload)
    assert (found.continued, found.unfinished, found.parts) == expected


@pytest.mark.parametrize(
    "payload",
    [b"\x10", b"\x00", b"\x20\x05\x08\x01", b"\x20\x02\x08\x01", b"\x00\x80" + b"\x80" * 8],
)
def test_damaged_payloads_are_refused(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"element|length"):
        av1.read_elements(payload)


@given(st.binary(min_size=1, max_size=60))
def test_whatever_comes_is_read_or_refused(payload: bytes) -> None:
    with suppress(ValueError):
        for part in av1.read_elements(payload).parts:
            with suppress(ValueError):
                whole = av1.with_size(part)
                # What says its size once is not changed any more.
                assert av1.with_size(whole) == whole
                av1.shows_key_frame(whole)
                av1.read_sequence(whole)


@pytest.mark.parametrize(("width", "height"), [(320, 240), (1280, 720), (642, 362)])
def test_the_configuration_is_that_of_ffmpegs_own_muxer(width: int, height: int) -> None:
    frames = encode_video("AV1", 0.2, Pictures(width=width, height=height))
    stream, file = io.BytesIO(b"".join(frame.data for frame in frames)), io.BytesIO()
    with av.open(stream, format="obu") as source, av.open(file, "w", format="mp4") as container:
        copied = container.add_stream_from_template(source.streams.video[0], opaque=True)
        for number, packet in enumerate(source.demux(video=0)):
            if packet.size:
                packet.stream, packet.pts, packet.dts = copied, number, number
                container.mux(packet)
    found = av1.read_sequence(sequence_of(width, height))
    assert (found.width, found.height) == (width, height)
    content = file.getvalue()
    at = content.index(b"av1C")
    size = int.from_bytes(content[at - 4 : at], "big")
    assert found.configuration() == content[at + 4 : at - 4 + size]
    assert found.codec.startswith("av01.0.0")


def test_a_sequence_header_with_everything_in_it() -> None:
    timing = (
        (1, 1),
        (1, 32),
        (25, 32),
        (1, 1),
        (0b00101, 5),
        (1, 1),
        (9, 5),
        (1, 32),
        (4, 5),
        (4, 5),
    )
    points = (
        (1, 1),
        (1, 5),
        (0x101, 12),
        (13, 5),
        (1, 1),
        (1, 1),
        (3, 10),
        (4, 10),
        (0, 1),
        (1, 1),
        (2, 4),
    )
    second = ((0x103, 12), (5, 5), (0, 1), (0, 1))
    size = ((10, 4), (9, 4), (1919, 11), (1000, 10), (1, 1), (3, 4), (2, 3))
    tools = ((0, 3), (0, 4), (1, 1), (0, 2), (0, 1), (1, 1), (0, 1), (1, 1), (6, 3), (0, 3))
    colour = ((1, 1), (0, 1), (1, 1), (9, 8), (16, 8), (9, 8), (0, 1), (2, 2), (0, 1), (0, 1))
    still = ((0, 3), (0, 1), (0, 1))
    found = av1.read_sequence(bits(*still, *timing, *points, *second, *size, *tools, *colour))
    assert (found.width, found.height, found.level, found.high_tier) == (1920, 1001, 13, True)
    assert (found.ten_bits, found.mono, found.chroma_position) == (True, False, 2)
    assert found.codec == "av01.0.13H.10"


@pytest.mark.parametrize(
    ("obu", "reason"),
    [
        (bits((1, 3), (0, 2)), "profile 1"),
        (bits((0, 3), (1, 1), (1, 1)), "reduced 1"),
        (b"\x0a\x01\x00", "too early"),
        (b"\x0a\x09\x00", "9 bytes"),
    ],
)
def test_other_sequences_are_refused_with_a_reason(obu: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        av1.read_sequence(obu)


def test_only_shown_key_frames_are_key_frames() -> None:
    key, other = encode_video("AV1", 0.2)[:2]
    pictures = [obu for one in (key, other) for kind, obu in obus(one.data) if kind == av1.FRAME]
    assert [av1.shows_key_frame(one) for one in pictures] == [True, False]
    # show_existing_frame
    assert not av1.shows_key_frame(b"\x1a\x01\x90")


def test_the_packets_of_the_tests_begin_a_sequence_with_n() -> None:
    key, other = encode_video("AV1", 0.2)[:2]
    assert [one[0] & 8 for one in payloads_av1(key.data, key_frame=True)][:1] == [8]
    assert payloads_av1(other.data, key_frame=False)[0][0] & 8 == 0
