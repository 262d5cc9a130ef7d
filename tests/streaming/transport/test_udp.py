import socket

import pytest

from streaming.errors import NodeError
from streaming.transport.paths import parse_address
from streaming.transport.udp import (
    RECEIVE_SLOTS,
    SEND_SLOTS,
    Destination,
    UdpSocket,
)


@pytest.fixture
def media():
    made = UdpSocket("127.0.0.1", 0)
    yield made
    made.close()


@pytest.fixture
def other():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.bind(("127.0.0.1", 0))
        made.settimeout(2)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        yield made


def collect(media):
    got = []
    while media.receive(lambda data, length, name: got.append((bytes(data[:length]), name))):
        pass
    return got


def address_of(media, other):
    other.sendto(b"hello", ("127.0.0.1", media.port))
    return collect(media)[0][1]


def test_datagrams_come_with_length_and_address(media, other):
    for data in (b"", b"a", b"b" * 1500):
        other.sendto(data, ("127.0.0.1", media.port))
    got = collect(media)
    assert [data for data, _ in got] == [b"", b"a", b"b" * 1500]
    assert {parse_address(name) for _, name in got} == {other.getsockname()}


def test_more_datagrams_than_one_batch_are_taken_in_several(media, other):
    for index in range(RECEIVE_SLOTS + 5):
        other.sendto(bytes([index]), ("127.0.0.1", media.port))
    counts = []
    while count := media.receive(lambda data, length, name: None):
        counts.append(count)
    assert counts == [RECEIVE_SLOTS, 5]


def test_a_batch_is_sent_in_order(media, other):
    destination = Destination(address_of(media, other), media.batch)
    for index in range(40):
        media.batch.send(bytes([index]) * 100, destination)
    media.batch.flush()
    assert [other.recv(2000)[0] for _ in range(40)] == list(range(40))
    assert media.batch.sent == 40


def test_a_full_batch_is_sent_by_itself(media, other):
    destination = Destination(address_of(media, other), media.batch)
    for index in range(SEND_SLOTS + 1):
        media.batch.send(index.to_bytes(2, "big"), destination)
    assert media.batch.sent == SEND_SLOTS
    media.batch.flush()
    assert media.batch.sent == SEND_SLOTS + 1


def test_one_unreachable_address_does_not_hold_the_others(media, other):
    good = Destination(address_of(media, other), media.batch)
    port_zero = bytearray(good.raw)
    port_zero[2:4] = b"\0\0"
    media.batch.send(b"1", good)
    media.batch.send(b"2", Destination(bytes(port_zero), media.batch))
    media.batch.send(b"3", good)
    media.batch.flush()
    assert [other.recv(10), other.recv(10)] == [b"1", b"3"]
    assert media.batch.dropped_unreachable == 1


def test_an_answer_leaves_from_the_address_that_was_asked(other):
    everywhere = UdpSocket("0.0.0.0", 0)  # noqa: S104 - the point of this test
    try:
        for asked in ("127.0.0.1", "127.0.0.77"):
            other.sendto(b"?", (asked, everywhere.port))
            ((_, path),) = collect(everywhere)
            assert parse_address(path) == other.getsockname()
            everywhere.batch.send(b"!", Destination(path, everywhere.batch))
            everywhere.batch.flush()
            assert other.recvfrom(10) == (b"!", (asked, everywhere.port))
    finally:
        everywhere.close()


def test_a_taken_port_ends_in_a_sentence_that_tells_what_to_do(media):
    with pytest.raises(NodeError, match=rf"media port {media.port}/udp .* TONGKE_MEDIA_PORT"):
        UdpSocket("127.0.0.1", media.port)


def test_ipv6_answers_leave_from_the_address_that_was_asked():
    everywhere = UdpSocket("::", 0)
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as other:
            other.bind(("::1", 0))
            other.settimeout(2)
            other.sendto(b"?", ("::1", everywhere.port))
            ((_, path),) = collect(everywhere)
            assert parse_address(path) == other.getsockname()[:2]
            assert path[28:] == socket.inet_pton(socket.AF_INET6, "::1")
            everywhere.batch.send(b"!", Destination(path, everywhere.batch))
            everywhere.batch.flush()
            assert other.recvfrom(10)[1][:2] == ("::1", everywhere.port)
    finally:
        everywhere.close()


def test_a_destination_outlives_its_owner_until_it_has_been_sent_to(media, other):
    path = address_of(media, other)
    for index in range(20):
        media.batch.send(bytes([index]), Destination(path, media.batch))
        # Memory that was freed too early is used again by these.
        [Destination(b"\x02\x00" + bytes(18), media.batch) for _ in range(20)]
    given_up = Destination(path, media.batch)
    media.batch.memory[media.batch.free << 11] = 20
    media.batch.commit(1, given_up)
    media.batch.keep(given_up)
    del given_up
    [Destination(b"\x02\x00" + bytes(18), media.batch) for _ in range(20)]
    media.batch.flush()
    assert [other.recv(10)[0] for _ in range(21)] == list(range(21))
