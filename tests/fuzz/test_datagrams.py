"""Invariant: whatever comes to the port, from strangers or from a connected peer's own address, our code does not fail."""

from functools import cache

from hypothesis import given, settings, strategies as st

from streaming.metrics import Drop
from tests.support.relay_parts import rtp_bytes
from tests.support.transport_parts import Client, Port, binding_request

FIRST = st.one_of(st.integers(0, 255), st.sampled_from([0, 1, 20, 22, 23, 0x80, 0x90, 0xBF]))
DATAGRAMS = st.one_of(
    st.binary(max_size=1_900),
    st.builds(lambda first, rest: bytes((first,)) + rest, FIRST, st.binary(max_size=128)),
    # DTLS records of every type with every length said and true.
    st.builds(
        lambda kind, length, body: (
            bytes((kind,)) + b"\xfe\xfd" + bytes(8) + length.to_bytes(2, "big") + body
        ),
        st.integers(20, 63),
        st.integers(0, 65_535),
        st.binary(max_size=200),
    ),
    st.builds(
        lambda kind, body: b"\x80" + bytes((kind,)) + body,
        st.integers(192, 223),
        st.binary(max_size=100),
    ),
)


@cache
def house():
    """A port with a connected peer; made once, because a handshake costs milliseconds."""
    port = Port()
    client = Client(port)
    client.connect()
    client.sequence = 0
    return port, client


@settings(max_examples=300)
@given(st.lists(DATAGRAMS, min_size=1, max_size=5), st.booleans())
def test_a_connected_peer_outlives_whatever_comes_beside_it(datagrams, from_its_own_address):
    port, client = house()
    stranger = b"\x02\x00\xff\xfe\x7f\0\0\x09" + bytes(8)
    port.demux.now += 1
    port.batch.mailbox.clear()
    client.check()
    for datagram in datagrams:
        port.receive(datagram, client.address if from_its_own_address else stranger)
    assert port.drops.counts[Drop.BROKEN] == 0
    assert port.broken == []
    client.sequence += 1
    heard = len(client.handler.rtp)
    client.send_rtp(rtp_bytes(client.sequence & 0xFFFF, payload=b"still here"))
    assert len(client.handler.rtp) == heard + 1
    client.handler.rtp.clear()


@settings(max_examples=100, deadline=None)
@given(st.lists(DATAGRAMS, min_size=1, max_size=6), st.integers(0, 3))
def test_a_handshake_survives_strangers_and_fails_cleanly_at_worst(datagrams, stage):
    port = Port()
    client = Client(port)
    stranger = b"\x02\x00\xff\xfe\x7f\0\0\x09" + bytes(8)
    client.check()
    client.dtls.start()
    for turn in range(4):
        if turn == stage:
            for datagram in datagrams:
                port.receive(datagram, stranger)
        for datagram in client.dtls.take_outgoing():
            port.receive(datagram, client.address)
        client.take_dtls()
    assert client.peer.connected
    assert port.drops.counts[Drop.BROKEN] == 0


def test_what_is_mutated_is_known_to_the_port():
    port, client = house()
    assert client.peer.connected
    port.receive(binding_request(client.local.ufrag, client.local.password), client.address)
    assert client.take_checks()
