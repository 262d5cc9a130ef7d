import pytest
from hypothesis import given, strategies

from streaming.errors import PacketError
from streaming.rtp import red
from streaming.rtp.red import Block


def test_a_packet_without_redundancy_has_one_byte_before_its_frame():
    assert red.pack(111, [], b"new") == b"\x6fnew"
    assert red.parse(b"\x6fnew") == [Block(111, 0, b"new")]


def test_older_frames_come_first():
    # RFC 2198 section 3: F, 7 bits of type, 14 bits of offset, 10 bits of length; the last header has one byte.
    packet = b"\xef\x0f\x00\x02" + b"\x6f" + b"ol" + b"new"
    assert red.pack(111, [(960, b"ol")], b"new") == packet
    assert red.parse(packet) == [Block(111, 960, b"ol"), Block(111, 0, b"new")]


@pytest.mark.parametrize(
    ("offset", "frame"), [(0, b"x"), (1 << 14, b"x"), (960, b""), (960, bytes(1024))]
)
def test_what_does_not_fit_into_a_header_is_left_out(offset, frame):
    assert red.pack(111, [(offset, frame)], b"new") == b"\x6fnew"


@pytest.mark.parametrize(
    "packet",
    [b"", b"\xef", b"\xef\x0f\x00\x02", b"\xef\x0f\x00\x09\x6fold", b"\xef\x0f\x00\x00" * 9],
)
def test_a_cut_packet_is_refused(packet):
    with pytest.raises(PacketError, match="RED"):
        red.parse(packet)


@given(strategies.binary(max_size=80))
def test_any_bytes_are_read_or_refused(packet):
    try:
        blocks = red.parse(packet)
    except PacketError:
        return
    assert sum(len(block.payload) for block in blocks) <= len(packet)


@given(
    strategies.lists(
        strategies.tuples(
            strategies.integers(1, red.MAX_OFFSET), strategies.binary(min_size=1, max_size=99)
        ),
        max_size=3,
    ),
    strategies.binary(min_size=1, max_size=99),
)
def test_what_is_packed_is_read(older, newest):
    *read, last = red.parse(red.pack(111, older, newest))
    assert [(block.timestamp_offset, block.payload) for block in read] == older
    assert last == Block(111, 0, newest)
