import os

import pytest
from aioice import stun

from streaming.metrics import Drop
from streaming.transport import ice
from streaming.transport.budget import CHECKS, REFUSALS, Allowance
from streaming.transport.demux import MAX_ADDRESSES
from streaming.transport.udp import MAX_DATAGRAM
from tests.support.relay_parts import rtp_bytes
from tests.support.transport_parts import Client, Port, binding_request

STRANGER = b"\x02\x00\xff\xff\x7f\0\0\x09" + bytes(8)


@pytest.fixture
def port():
    return Port()


@pytest.mark.parametrize("first", [*range(4, 256, 7), 20, 22, 63, 128, 191])
def test_nothing_but_stun_passes_from_an_address_without_a_check(port, first):
    client = Client(port)
    port.receive(bytes([first]) + bytes(80), STRANGER)
    assert port.drops.counts[Drop.STRANGER] == 1
    assert port.batch.mailbox == []
    assert client.handler.rtp == []


def test_an_empty_datagram_ends_at_the_door_even_from_a_known_address(port):
    client = Client(port)
    client.connect()
    port.receive(b"", client.address)
    port.receive(b"", STRANGER)
    assert port.drops.counts[Drop.EMPTY] == 2


def test_a_stranger_never_gets_an_answer(port):
    Client(port)
    for datagram in (
        binding_request("nobody", "x"),
        binding_request("ours", "wrong"),
        b"\x00\x01" + bytes(18),
        b"\x00",
        os.urandom(40),
    ):
        port.receive(datagram, STRANGER)
    assert port.batch.mailbox == []


def test_each_refused_check_has_a_named_reason(port):
    client = Client(port)
    port.receive(binding_request("nobody", "x"), STRANGER)
    port.receive(binding_request(client.local.ufrag, "wrong"), STRANGER)
    port.receive(b"\x00\x01" + bytes(18), STRANGER)
    counts = port.drops.counts
    assert counts[Drop.UNKNOWN_USER] == 1
    assert counts[Drop.BAD_INTEGRITY] == 1
    assert counts[Drop.BAD_STUN] == 1


def test_two_peers_are_told_apart_by_address(port):
    one, two = Client(port), Client(port)
    one.connect()
    two.connect()
    two.send_rtp(rtp_bytes(1, payload=b"two"))
    assert one.handler.rtp == []
    assert len(two.handler.rtp) == 1


def test_first_bytes_of_nobody_are_counted(port):
    client = Client(port)
    client.connect()
    for first in (4, 19, 64, 127, 192, 255):
        port.receive(bytes([first]) + bytes(30), client.address)
    assert port.drops.counts[Drop.UNKNOWN_PROTOCOL] == 6


THEIRS = ice.Credentials("them2", "their-second-password-of-24")


def restarted(port, client):
    """Return our new credentials; the client's checks name the old ones still."""
    ours = port.demux.restart(client.peer, THEIRS)
    assert ours.ufrag != client.local.ufrag
    return ours


def test_a_restart_leaves_the_present_pair_in_force_until_another_one_is_chosen(port):
    client = Client(port)
    client.connect()
    before, ours = client.address, restarted(port, client)
    client.check()
    assert port.batch.mailbox.pop()[0] == client.address
    old, client.local = client.local, ours
    client.move()
    client.check(nominate=False)
    assert client.peer.destination.raw == before
    client.check()
    assert client.peer.destination.raw == client.address
    assert (client.peer.ice.local, client.peer.ice.remote) == (ours, THEIRS)
    client.send_rtp(rtp_bytes(1))
    assert len(client.handler.rtp) == 1
    client.local = old
    client.check()
    assert port.drops.counts[Drop.UNKNOWN_USER] == 1


def test_a_restart_that_is_asked_twice_is_one(port):
    client = Client(port)
    client.connect()
    ours = restarted(port, client)
    assert port.demux.restart(client.peer, THEIRS) == ours
    client.local = ours
    client.check()
    assert port.demux.restart(client.peer, THEIRS) == ours


def test_of_two_restarts_the_newer_one_counts(port):
    client = Client(port)
    client.connect()
    first = restarted(port, client)
    second = port.demux.restart(client.peer, ice.Credentials("them3", THEIRS.password))
    assert second != first
    client.local = first
    client.check()
    assert port.drops.counts[Drop.UNKNOWN_USER] == 1


def test_a_peer_that_ends_takes_its_restart_with_it(port):
    client = Client(port)
    client.connect()
    client.local = restarted(port, client)
    port.demux.remove(client.peer)
    client.check()
    assert port.drops.counts[Drop.UNKNOWN_USER] == 1


def test_media_before_the_keys_is_dropped(port):
    client = Client(port)
    client.check()
    port.receive(bytes(rtp_bytes(1)), client.address)
    assert port.drops.counts[Drop.NO_KEYS] == 1


def test_the_addresses_of_one_peer_are_bounded(port):
    client = Client(port)
    client.connect()
    first = client.address
    for _ in range(MAX_ADDRESSES):
        client.move()
        client.check()
    port.receive(b"\x80\x60" + bytes(60), first)
    assert port.drops.counts[Drop.STRANGER] == 1


def test_a_removed_peer_is_a_stranger_again(port):
    client = Client(port)
    client.connect()
    port.demux.remove(client.peer)
    port.demux.remove(client.peer)
    client.send_rtp(rtp_bytes(1))
    assert port.drops.counts[Drop.STRANGER] == 1
    client.check()
    assert port.drops.counts[Drop.UNKNOWN_USER] == 1


def test_the_newest_peer_owns_an_address_that_is_used_again(port):
    old = Client(port)
    old.connect()
    new = Client(port)
    new.address = old.address
    new.connect()
    new.send_rtp(rtp_bytes(3))
    assert len(new.handler.rtp) == 1
    port.demux.remove(old.peer)
    new.send_rtp(rtp_bytes(4))
    assert len(new.handler.rtp) == 2


def test_a_datagram_longer_than_any_of_webrtc_is_refused(port):
    client = Client(port)
    client.connect()
    port.receive(b"\x80" + bytes(MAX_DATAGRAM), client.address)
    assert port.drops.counts[Drop.TOO_LONG] == 1


def test_a_failure_of_our_own_ends_only_the_peer_that_caused_it(port):
    one, two = Client(port), Client(port)
    one.connect()
    two.connect()

    def fail(data, length, now):
        raise RuntimeError("a mistake of ours")

    one.handler.receive_rtp = fail
    one.send_rtp(rtp_bytes(1))
    two.send_rtp(rtp_bytes(1))
    assert [peer for peer, _ in port.broken] == [one.peer]
    assert port.drops.counts[Drop.BROKEN] == 1
    assert len(two.handler.rtp) == 1


def test_the_address_in_use_is_never_the_one_forgotten(port):
    client = Client(port)
    client.connect()
    in_use = client.address
    for _ in range(MAX_ADDRESSES + 3):
        client.move()
        client.check(nominate=False)
    client.address = in_use
    client.send_rtp(rtp_bytes(5))
    assert len(client.handler.rtp) == 1


def test_a_peer_of_a_session_that_is_gone_is_told_so_and_a_stranger_is_not():
    port = Port()
    gone = port.mint.credentials()
    address = b"\x02\x00\x11\x11\x7f\0\0\x01" + bytes(8)
    port.receive(binding_request(gone.ufrag, "guessed"), address)
    assert port.batch.mailbox == []
    port.receive(binding_request(gone.ufrag, gone.password), address)
    ((to, answer),) = port.batch.mailbox
    assert to == address
    assert stun.parse_message(answer).attributes["ERROR-CODE"][0] == 403
    assert port.drops.counts[Drop.UNKNOWN_USER] == 2


def test_a_peer_that_sends_beyond_its_share_loses_the_rest_and_lives_on(port):
    client = Client(port, allowance=Allowance(datagrams=20, octets=10_000))
    client.connect()
    port.demux.now += 1
    for sequence in range(50):
        client.send_rtp(rtp_bytes(sequence, payload=b"flood"))
    assert len(client.handler.rtp) == 20
    assert port.drops.counts[Drop.OVER_RATE] == 30
    port.demux.now += 1
    client.send_rtp(rtp_bytes(50, payload=b"later"))
    assert len(client.handler.rtp) == 21


def test_checks_beyond_any_browser_s_are_not_even_read(port):
    client = Client(port)
    client.connect()
    client.take_checks()
    port.demux.now += 1
    for _ in range(CHECKS + 30):
        client.check()
    assert len(client.take_checks()) == CHECKS
    assert port.drops.counts[Drop.TOO_MANY_CHECKS] == 30


def test_a_spray_of_checks_for_nobody_costs_a_bounded_number_of_looks(port):
    for number in range(REFUSALS + 50):
        port.receive(binding_request(f"nobody{number}", "guessed"), STRANGER)
    assert port.drops.counts[Drop.UNKNOWN_USER] == REFUSALS
    assert port.drops.counts[Drop.TOO_MANY_CHECKS] == 50
    client = Client(port)
    client.connect()
    assert client.peer.connected
