import struct

import pytest
from hypothesis import given, strategies as st

from streaming.errors import PacketError
from streaming.rtp import rtcp
from streaming.rtp.transport_cc import (
    MAX_GAP,
    MAX_PACKET_SIZE,
    TransportFeedback,
    feedback_packets,
)

TICK = 0.00025


def feedback(chunks, deltas, count, base=10, reference=5, feedback_count=3):
    body = struct.pack("!IIHHI", 1, 2, base, count, reference << 8 | feedback_count)
    body += struct.pack(f"!{len(chunks)}H", *chunks) + deltas
    body += bytes(-len(body) % 4)
    return struct.pack("!BBH", 0x8F, 205, len(body) // 4) + body


def arrivals_of(data):
    (found,) = rtcp.parse(data)
    return found.arrivals


# --- the wire format, by the drawings of the draft ------------------------------------------------


def test_a_run_length_chunk():
    data = feedback([1 << 13 | 3], b"\x01\x02\x03", count=3)
    assert rtcp.parse(data) == [TransportFeedback(1, 2, 10, 3, 5, 3, ((10, 1), (11, 3), (12, 6)))]
    arrivals = [(10, 0.32 + TICK), (11, 0.32 + 3 * TICK), (12, 0.3215)]
    assert feedback_packets(1, 2, 3, arrivals) == [data]


def test_a_vector_of_one_bit_symbols():
    # 1 T, 0 S, then received, lost, received, received, lost … as in section 3.1.4 of the draft.
    data = feedback([0b10_10110000000000], b"\x01\x02\x03", count=14)
    assert arrivals_of(data) == ((10, 1), (12, 3), (13, 6))


def test_a_vector_of_two_bit_symbols():
    data = feedback([0b11_01001000000000], b"\x01\xff\xfe", count=7)
    assert arrivals_of(data) == ((10, 1), (12, -1))


def test_sequences_go_on_across_the_wrap():
    data = feedback([1 << 13 | 3], b"\x00\x00\x00", count=3, base=65_535)
    assert arrivals_of(data) == ((65_535, 0), (0, 0), (1, 0))


def test_what_a_last_chunk_says_beyond_the_count_does_not_count():
    data = feedback([0b10_11111111111111], b"\x01\x01", count=2)
    assert arrivals_of(data) == ((10, 1), (11, 2))
    data = feedback([1 << 13 | 8191], b"\x01\x01", count=2)
    assert arrivals_of(data) == ((10, 1), (11, 2))


def test_padding_with_and_without_the_padding_bit_is_read():
    plain = feedback([1 << 13 | 1], b"\x01", count=1)
    padded = bytes((plain[0] | 0x20,)) + plain[1:-1] + b"\x01"
    assert rtcp.parse(padded) == rtcp.parse(plain)


@pytest.mark.parametrize(
    ("chunks", "deltas", "count", "said"),
    [
        ([], b"", 0, "0 packets"),
        ([], b"", 1, "fewer statuses"),
        ([1 << 13 | 3], b"", 3, "fewer deltas"),
        ([2 << 13 | 3], b"\x01\x01", 3, "fewer deltas"),
        ([0, 0], b"", 5, "fewer statuses"),  # runs of length 0
        ([3 << 13 | 1], b"\x01\x01\x01", 1, "reserved"),
    ],
)
def test_broken_feedback_is_refused_with_its_reason(chunks, deltas, count, said):
    with pytest.raises(PacketError, match=said):
        rtcp.parse(feedback(chunks, deltas, count))


def test_feedback_without_its_own_header_is_refused():
    with pytest.raises(PacketError, match="at least 8"):
        rtcp.parse(struct.pack("!BBHII", 0x8F, 205, 2, 1, 2))


# --- building -------------------------------------------------------------------------------------


def test_a_quiet_stretch_costs_one_chunk():
    (data,) = feedback_packets(1, 2, 0, [(0, 1.0), (5000, 1.001)])
    (found,) = rtcp.parse(data)
    assert found.status_count == 5001
    # One vector that begins with the first packet, one run of losses, one status at the end.
    assert len(data) <= 20 + 3 * 2 + 2 + 3


def test_a_pause_longer_than_a_delta_begins_a_new_packet():
    first, second = feedback_packets(1, 2, 255, [(0, 1.0), (1, 9.5)])
    assert [it.feedback_count for it in rtcp.parse(first + second)] == [255, 0]
    assert [it.base_sequence for it in rtcp.parse(first + second)] == [0, 1]


def test_a_strangers_jumps_cost_no_more_than_their_arrivals():
    arrivals = [(index * 32_768, 1.0) for index in range(1000)]
    packets = feedback_packets(1, 2, 0, arrivals)
    assert sum(map(len, packets)) < 32 * len(arrivals)


def test_of_a_sequence_that_came_twice_the_first_arrival_counts():
    twice = feedback_packets(1, 2, 0, [(7, 1.0), (8, 1.001), (7, 1.5)])
    assert twice == feedback_packets(1, 2, 0, [(7, 1.0), (8, 1.001)])


def test_losses_since_the_last_feedback_are_reported_and_a_restart_is_not_loss():
    (near,) = rtcp.parse(feedback_packets(1, 2, 0, [(13, 1.0)], 11)[0])
    assert (near.base_sequence, near.status_count) == (11, 3)
    (far,) = rtcp.parse(feedback_packets(1, 2, 0, [(20_013, 1.0)], 11)[0])
    assert (far.base_sequence, far.status_count) == (20_013, 1)


def test_no_arrivals_are_no_packets():
    assert feedback_packets(1, 2, 0, []) == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from([1, 1, 1, 1, 1, 2, 3, 9, 15, 700, 40_000, 70_000]),
        st.one_of(
            st.floats(-0.01, 0.1), st.sampled_from([0.0, TICK, 0.06375, 0.064, 8.19, 8.2, -9.0])
        ),
    ),
    min_size=1,
    max_size=400,
)


@given(st.integers(0, 1 << 20), st.floats(0, 3e6), STEPS)
def test_every_arrival_is_read_back_to_the_tick(first, start, steps):
    sequence, seconds, arrivals = first, start, []
    for gap, pause in steps:
        arrivals.append((sequence, seconds))
        sequence, seconds = sequence + gap, seconds + pause
    packets = feedback_packets(1, 2, 9, list(reversed(arrivals)))
    found = []
    for index, data in enumerate(packets):
        assert len(data) <= MAX_PACKET_SIZE
        (read,) = rtcp.parse(data)
        assert read.feedback_count == (9 + index) & 0xFF
        assert (read.arrivals[0][0] - read.base_sequence) & 0xFFFF <= MAX_GAP
        ticks = read.reference_time * 256
        found += [(number, (ticks + delta) & 0xFFFF_FFFF) for number, delta in read.arrivals]
    assert found == [(it & 0xFFFF, round(at * 4000) & 0xFFFF_FFFF) for it, at in arrivals]
