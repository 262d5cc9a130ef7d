from types import SimpleNamespace

import pytest

from streaming.contract import Ending
from streaming.metrics import Drop
from streaming.ports import Departures, Row
from streaming.relay.fan import OneByOne
from streaming.rtp.extensions import transport_sequence
from streaming.rtp.header import parse
from streaming.transport.copies import NativeCopies, PythonCopies
from streaming.transport.fan import FanOut
from streaming.transport.udp import SEND_SLOTS
from tests.support.relay_parts import packet, rtp_bytes
from tests.support.transport_parts import Client, MemoryBatch, Port

RECEIVERS = 3


@pytest.fixture
def port():
    return Port()


@pytest.fixture
def clients(port):
    made = [Client(port) for _ in range(RECEIVERS)]
    for client in made:
        client.connect()
    return made


@pytest.fixture(params=[PythonCopies, NativeCopies])
def fan(port, request):
    return FanOut(port.batch, request.param(port.batch), port.drops)


def rows_of(clients, first=100):
    return [
        Row(client.peer, 100 + index, first + index & 0xFFFF, 0xFFFF_FFFE + index, 2000 + index)
        for index, client in enumerate(clients)
    ]


def read(port, clients):
    port.batch.flush()
    return [client.take_rtp() for client in clients]


@pytest.mark.parametrize("payload", [b"", b"x", b"picture" * 150, bytes(1_788)])
@pytest.mark.parametrize("marker", [False, True])
def test_each_receiver_reads_what_one_by_one_would_have_sent(port, clients, fan, payload, marker):
    rows = rows_of(clients, first=65_534)
    plain = OneByOne()
    plain.prepare(rows)
    fan.prepare(rows)
    fan.send(packet(7, timestamp=40, payload=payload, marker=marker))
    fanned = read(port, clients)
    port.batch.mailbox.clear()
    # The same numbers again: a repeat, which is allowed and must be the same ciphertext.
    plain.send(packet(8, timestamp=41, payload=payload, marker=marker))
    fan.send(packet(8, timestamp=41, payload=payload, marker=marker))
    port.batch.flush()
    assert len(port.batch.mailbox) == 2 * RECEIVERS
    assert port.batch.mailbox[:RECEIVERS] == port.batch.mailbox[RECEIVERS:]
    assert fanned == [
        [
            bytes(
                rtp_bytes(
                    (7 + 65_534 + index) & 0xFFFF,
                    timestamp=(40 + 0xFFFF_FFFE + index) & 0xFFFF_FFFF,
                    payload=payload,
                    payload_type=(0x80 if marker else 0) | 100 + index,
                    ssrc=2000 + index,
                )
            )
        ]
        for index in range(RECEIVERS)
    ]


def test_more_receivers_than_a_batch_has_slots(port, clients, fan):
    count = 2 * SEND_SLOTS + 5
    fan.prepare([Row(clients[0].peer, 96, 0, 0, 10_000 + number) for number in range(count)])
    fan.send(packet(1))
    (opened,) = read(port, clients[:1])
    assert [int.from_bytes(data[8:12], "big") for data in opened] == list(
        range(10_000, 10_000 + count)
    )


def test_a_receiver_that_moved_is_reached_at_its_new_address(port, clients, fan):
    fan.prepare(rows_of(clients))
    fan.send(packet(1))
    port.batch.flush()
    clients[1].move()
    clients[1].check()
    port.batch.mailbox.clear()
    fan.send(packet(2))
    port.batch.flush()
    assert [address for address, _ in port.batch.mailbox] == [c.address for c in clients]


def test_a_receiver_that_ended_gets_nothing_more(port, clients, fan):
    fan.prepare(rows_of(clients))
    fan.send(packet(1))
    clients[0].peer.end(Ending.LEFT)
    port.batch.flush()
    port.batch.mailbox.clear()
    fan.send(packet(2))
    assert [len(opened) for opened in read(port, clients)] == [0, 1, 1]


def test_a_receiver_without_keys_waits_and_is_served_once_it_has_them(port, clients, fan):
    late = Client(port)
    fan.prepare(rows_of([*clients, late]))
    fan.send(packet(1))
    late.connect()
    fan.send(packet(2))
    assert [len(opened) for opened in read(port, [*clients, late])] == [2, 2, 2, 1]


def test_a_receiver_that_another_batch_reaches_is_asked_by_itself(port, clients, fan):
    fan.prepare(rows_of(clients))
    other = MemoryBatch()
    peer = clients[2].peer
    peer.destination.batch = other
    peer._batch = other
    fan.send(packet(1))
    assert [len(opened) for opened in read(port, clients)] == [1, 1, 0]
    assert [address for address, _ in other.mailbox] == [clients[2].address]


def test_a_copy_that_cannot_be_encrypted_is_counted_and_the_others_leave(port, clients, fan):
    rows = rows_of(clients)
    fan.prepare(rows)
    fan.send(packet(5000))
    # Further back than the window of repeats, for one receiver only.
    fan.prepare([rows[0]._replace(sequence_shift=0xFFFF - 3000), *rows[1:]])
    fan.send(packet(5001))
    assert [len(opened) for opened in read(port, clients)] == [1, 2, 2]
    assert port.drops.counts[Drop.PROTECT_FAILED] == 1


def test_packets_of_a_peer_that_says_when_they_came_are_numbered_and_noted(port, clients, fan):
    departures = Departures(3)
    clients[1].peer.number(departures, SimpleNamespace(now=9.0))
    fan.prepare(rows_of(clients))
    for number in range(2 * SEND_SLOTS):
        fan.send(packet(number, payload=b"picture", now=5.0))
    opened = read(port, clients)[1]
    headers = [parse(data, len(data)) for data in opened]
    numbers = [
        transport_sequence(data, header, 3) for data, header in zip(opened, headers, strict=True)
    ]
    assert numbers == list(range(2 * SEND_SLOTS))
    assert opened[0][headers[0].payload_start :] == b"picture"
    assert (departures.times[0], departures.sizes[0]) == (5.0, len(opened[0]))


def test_a_numbered_packet_by_itself_counts_on_and_looks_the_same(port, clients, fan):
    departures = Departures(3)
    clients[0].peer.number(departures, SimpleNamespace(now=9.0))
    fan.prepare(rows_of(clients))
    fan.send(packet(1, payload=b"repeat", now=5.0))
    clients[0].peer.send_rtp(100, 102, 0xFFFF_FFFE, 2000, b"repeat")
    first, second = read(port, clients)[0]
    assert (first[:2], first[4:17]) == (second[:2], second[4:17])
    header = parse(second, len(second))
    assert transport_sequence(second, header, 3) == 1
    assert second[header.payload_start :] == b"repeat"
    assert (departures.times[1], departures.sizes[1]) == (9.0, len(second))
