"""Invariant: whatever bytes arrive, a packet parser returns or raises `PacketError`, nothing else."""

import struct

from hypothesis import example, given, settings, strategies as st

from streaming.errors import PacketError
from streaming.rtp import extensions, header, red, rtcp, rtx
from streaming.rtp.codecs import H264, OPUS, VP8, VP9, starts_key_frame
from streaming.rtp.transport_cc import feedback_packets

BYTES = st.binary(max_size=200)
FIRST = st.one_of(st.integers(0, 255), st.integers(0x80, 0xBF))

RTCP_PACKETS = st.one_of(
    st.just(rtcp.sender_report(1, 2, 3, 4, 5, [rtcp.ReportBlock(1, 2, 3, 4, 5, 6, 7)] * 3)),
    st.just(rtcp.source_description(1, "name")),
    st.just(rtcp.bye([1, 2, 3])),
    st.just(rtcp.nack(1, 2, [1, 5, 40])),
    st.just(rtcp.pli(1, 2)),
    st.just(rtcp.fir(1, 2, 3)),
    st.just(rtcp.remb(1, 500_000, [1, 2])),
    st.just(feedback_packets(1, 2, 3, [(1, 1.0), (2, 1.1), (9, 1.2), (500, 1.3)])[0]),
    st.builds(
        lambda count, kind, body: struct.pack("!BBH", 0x80 | count, kind, len(body)) + body * 4,
        st.integers(0, 63),
        st.integers(192, 223),
        st.binary(max_size=40),
    ),
)


@st.composite
def mutated(draw, packets):
    """Bytes that were packets, with some bytes changed and the end cut or lengthened."""
    data = bytearray(b"".join(draw(st.lists(packets, min_size=1, max_size=5))))
    for _ in range(draw(st.integers(0, 6))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    cut = draw(st.integers(0, len(data)))
    return bytes(data[: max(cut, draw(st.integers(0, len(data))))]) + draw(st.binary(max_size=8))


@settings(max_examples=300)
@given(st.one_of(BYTES, mutated(RTCP_PACKETS)))
@example(b"")
def test_rtcp_is_read_or_refused_within_its_bounds(data):
    try:
        packets = rtcp.parse(data)
    except PacketError:
        return
    assert len(packets) <= rtcp.MAX_PACKETS
    for packet in packets:
        if isinstance(packet, rtcp.Nack):
            assert len(packet.sequences) <= rtcp.MAX_NACK_SEQUENCES
        if isinstance(packet, rtcp.TransportFeedback):
            assert len(packet.arrivals) <= min(packet.status_count, len(data))


@settings(max_examples=300)
@given(FIRST, BYTES, st.integers(0, 20), st.integers(0, 255))
def test_an_rtp_header_lies_within_its_packet(first, rest, spare, identifier):
    data = bytes((first,)) + rest
    length = len(data)
    try:
        found = header.parse(memoryview(data + b"\xff" * spare), length)
    except PacketError:
        return
    assert 12 <= found.payload_start <= found.payload_end <= length
    assert 0 <= found.extension_start <= found.extension_end <= found.payload_start
    content = extensions.element(data, found, identifier)
    sequence = extensions.transport_sequence(data, found, identifier)
    assert content is None or content in data
    expected = int.from_bytes(content, "big") if content and len(content) == 2 else -1
    assert sequence == expected


@given(st.integers(0, 0xFFFF), st.binary(min_size=4, max_size=64), st.integers(0, 255))
def test_header_extensions_of_any_bytes_are_read_alike_by_both_readers(profile, value, identifier):
    profile = profile if profile & 1 else (0xBEDE if profile & 2 else 0x1000)
    value = value[: len(value) & ~3]
    data = struct.pack("!BBHIIHH", 0x90, 96, 1, 2, 3, profile, len(value) // 4) + value
    found = header.parse(data, len(data))
    content = extensions.element(data, found, identifier)
    expected = int.from_bytes(content, "big") if content and len(content) == 2 else -1
    assert extensions.transport_sequence(data, found, identifier) == expected


@settings(max_examples=300)
@given(st.sampled_from([H264, VP9, VP8, OPUS, "AV1", "H265", ""]), st.binary(max_size=64))
def test_any_payload_starts_a_key_frame_or_does_not(codec, payload):
    assert starts_key_frame(codec, payload) in (True, False)
    assert starts_key_frame(codec, memoryview(payload)) == starts_key_frame(codec, payload)


@given(BYTES)
def test_any_datagram_is_rtcp_or_is_not(data):
    assert header.is_rtcp(data) == (len(data) > 1 and 192 <= data[1] < 224)


@settings(max_examples=300)
@given(st.one_of(BYTES, st.builds(bytes.__add__, st.sampled_from([b"\xef\0\0\4", b"\x6f"]), BYTES)))
def test_red_is_read_within_its_bounds_or_refused(payload):
    try:
        blocks = red.parse(payload)
    except PacketError:
        return
    assert 1 <= len(blocks) <= red.MAX_BLOCKS
    assert sum(len(block.payload) for block in blocks) < len(payload)


@given(BYTES)
def test_a_repeat_names_its_original_or_is_refused(payload):
    try:
        sequence, rest = rtx.original(payload)
    except PacketError:
        return
    assert rtx.repeating(sequence, rest) == payload
