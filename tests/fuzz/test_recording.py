"""Invariants: whatever a publisher sent is a frame, a gap or nothing for the archiver; whatever a disk returns is a record or damage."""

from hypothesis import given, settings, strategies as st

from streaming.ports import Codec
from streaming.recording.depacketize import Depacketizer
from streaming.recording.journal import RtpRecord

CODECS = (
    Codec("H264", 102, 90_000),
    Codec("VP8", 96, 90_000),
    Codec("VP9", 98, 90_000),
    Codec("AV1", 45, 90_000),
    Codec("opus", 111, 48_000, channels=2),
)
STARTS = st.sampled_from(
    [
        b"",
        b"\x67\x42\xe0\x1f",  # H.264: SPS, PPS, IDR, slice, STAP-A, FU-A start, middle and end
        b"\x68\xce",
        b"\x65\x88",
        b"\x41\x9a",
        b"\x78\x00\x04\x67\x42\xe0\x1f",
        b"\x7c\x85\x88",
        b"\x7c\x05",
        b"\x7c\x45",
        b"\x10\x00\x9d\x01\x2a",  # VP8, VP9 descriptors
        b"\x90\x80\x80\x01",
        b"\x90\xe0\x81\x02\x03",
        b"\x8a\x80\x01",
        b"\x18\x0a\x0b\0\0\0\x04<\xff\xbcJ\xf9\0@",  # AV1: a sequence header, two elements, the middle and the end of one
        b"\x28\x0d\x0a\x0b\0\0\0\x04<\xff\xbcJ\xf9\0@\x30\x10",
        b"\xd0\x30",
        b"\x90\x30",
        b"\xfc\xff\xfe",  # Opus: code 3 with lengths that do not fit
        b"\x0b\x81\xff",
    ]
)
PACKETS = st.lists(
    st.tuples(
        st.one_of(st.integers(0, 12), st.integers(0, 0xFFFF)),
        st.one_of(st.integers(0, 9_000), st.integers(0, 0xFFFF_FFFF)),
        st.booleans(),
        st.booleans(),
        st.builds(bytes.__add__, STARTS, st.binary(max_size=60)),
    ),
    max_size=20,
)


@settings(max_examples=300)
@given(st.sampled_from(CODECS), PACKETS)
def test_any_packets_become_frames_or_gaps(codec, packets):
    depacketizer = Depacketizer(codec)
    units = []
    for number, (sequence, timestamp, marker, key_frame, payload) in enumerate(packets):
        record = RtpRecord(
            1_000.0 + number / 50, sequence, timestamp, marker, key_frame, payload, 40 * number
        )
        units += depacketizer.push(record)
    units += depacketizer.expire(2_000.0)
    units += depacketizer.flush()
    assert len(units) <= sum(1 + len(payload) for *_, payload in packets)
    for unit in units:
        assert unit.data
