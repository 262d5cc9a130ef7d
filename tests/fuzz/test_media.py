"""Invariant: a valid peer may send any bytes inside SRTP; the rooms behind it take them or drop them, and never fail.

A node without its event loop: real negotiation of Chromium's offers, real rooms, journals, keys and send batches. What the peers
send is put behind the decryption, where only somebody with valid keys comes.
"""

import struct

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from streaming.metrics import Drop
from tests.fuzz.test_packets import RTCP_PACKETS, mutated
from tests.support.still_node import StillNode

PUBLISHERS = ("chromium-publish", "chromium-simulcast", "obs-publish", "gstreamer-publish")
PAYLOAD_TYPES = (111, 63, 96, 97, 98, 102, 103, 104, 107, 118, 119, 45, 0, 127)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = StillNode(tmp_path_factory.mktemp("fuzz"))
    yield made
    made.close()


EXTENSIONS = st.one_of(
    st.just(b""),
    st.binary(max_size=24),
    # MID and RID as Chromium numbers them, transport-wide sequence, audio level.
    st.builds(
        lambda mid, rid, number: b"\x40" + mid + b"\xa0" + rid + b"\x31" + number + b"\x10\x80",
        st.sampled_from([b"0", b"1", b"2", b"9"]),
        st.sampled_from([b"l", b"m", b"h", b"x"]),
        st.binary(min_size=2, max_size=2),
    ),
)
PAYLOADS = st.one_of(
    st.binary(max_size=60),
    st.builds(
        bytes.__add__,
        st.sampled_from(
            [
                b"\x65", b"\x41", b"\x67", b"\x78\0\x04", b"\x7c\x85", b"\x7c\x05", b"\x7c\x45",  # H.264
                b"\x10", b"\x90\x80", b"\x90\xe0\x80\x01", b"\xff\xff\xff", b"\x80",  # VP8, VP9
                b"\xef\0\0\x20o", b"\x6f", b"\xef\xff\xff\xff",  # RED
                b"\0\x05\x65", b"\xff\xff",  # repeats: the original number comes first
                b"",
            ]
        ),
        st.binary(max_size=60),
    ),
)  # fmt: skip


@st.composite
def rtp_packets(draw, ssrcs):
    """A packet that a peer with valid keys may send: mostly a header that makes sense, with anything behind it."""
    first = draw(st.sampled_from([0x80, 0x90, 0xB0, 0xA0, 0x81, 0x9F]))
    second = draw(st.sampled_from(PAYLOAD_TYPES)) | draw(st.sampled_from([0, 0x80]))
    sequence = draw(st.one_of(st.integers(0, 30), st.integers(0, 0xFFFF)))
    timestamp = draw(st.one_of(st.integers(0, 9_000), st.integers(0, 0xFFFF_FFFF)))
    data = struct.pack("!BBHII", first, second, sequence, timestamp, draw(st.sampled_from(ssrcs)))
    if first & 0x0F:
        data += bytes(4 * (first & 0x0F))
    if first & 0x10:
        block = draw(EXTENSIONS)
        block += bytes(-len(block) % 4)
        lie = draw(st.sampled_from([0, 0, 0, 1, -1]))
        data += struct.pack("!HH", 0xBEDE, max(0, len(block) // 4 + lie)) + block
    return data + draw(PAYLOADS)


@st.composite
def feedback(draw, ssrcs):
    """A compound whose sources are ours at times, so that it reaches slots and tracks."""
    data = bytearray(draw(st.one_of(mutated(RTCP_PACKETS), st.binary(max_size=120))))
    for _ in range(draw(st.integers(0, 3))):
        at = 4 * draw(st.integers(1, 5))
        if at + 4 <= len(data):
            data[at : at + 4] = draw(st.sampled_from(ssrcs)).to_bytes(4, "big")
    return bytes(data)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(PUBLISHERS), st.data())
def test_rooms_take_or_drop_whatever_peers_with_keys_send(house, publisher, data):
    with house.lesson(publisher) as (sender, *receivers, room):
        now = 10.0
        for _ in range(data.draw(st.integers(1, 25))):
            peer, ssrcs = data.draw(st.sampled_from([sender, sender, sender, *receivers]))
            if data.draw(st.booleans()):
                packet = data.draw(rtp_packets(ssrcs))
                slot = memoryview(bytearray(packet) + bytearray(2048 - len(packet)))
                peer.handler.receive_rtp(slot, len(packet), now)
            else:
                peer.handler.receive_rtcp(data.draw(feedback(ssrcs)), now)
            now += data.draw(st.sampled_from([0.0, 0.001, 0.02, 0.3, 2.0]))
            room.poll_publishers(now)
            room.poll_receivers(now)
        house.node._report_quality(now)
        assert house.node._drops.counts[Drop.BROKEN] == 0
