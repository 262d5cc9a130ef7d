import pytest

from streaming.contract import Ending
from streaming.metrics import Drop
from streaming.transport import peer as module
from streaming.transport.negotiation import State
from tests.support.relay_parts import rtp_bytes
from tests.support.transport_parts import Client, Port


@pytest.fixture
def port():
    return Port()


@pytest.fixture
def client(port):
    made = Client(port)
    made.connect()
    return made


def test_a_session_goes_from_checking_to_connected(port):
    client = Client(port)
    assert client.peer.state is State.CHECKING
    client.check()
    assert client.peer.state is State.HANDSHAKING
    client.handshake()
    assert client.peer.connected
    assert port.owner.connected == [client.peer]


def test_media_in_the_clear_reaches_the_handler(port, client):
    client.send_rtp(rtp_bytes(9, payload=b"sound"))
    assert client.handler.rtp == [bytes(rtp_bytes(9, payload=b"sound"))]


def test_control_packets_reach_the_handler_by_their_own_door(port, client):
    compound = bytes.fromhex("80c9000100000007")
    client.send_rtcp(compound)
    assert client.handler.rtcp == [compound]
    assert client.handler.rtp == []


def test_forged_media_is_counted_and_goes_no_further(port, client):
    port.receive(b"\x80\x60" + bytes(60), client.address)
    assert client.handler.rtp == []
    assert port.drops.counts[Drop.NOT_AUTHENTIC] == 1


def test_what_we_send_can_be_read_by_the_other_side(port, client):
    client.peer.send_rtp(0x80 | 102, 7, 1234, 99, b"picture")
    assert client.take_rtp() == [
        bytes(rtp_bytes(7, timestamp=1234, ssrc=99, payload_type=0x80 | 102, payload=b"picture"))
    ]


def test_control_packets_of_ours_can_be_read_too(port, client):
    compound = bytes.fromhex("80c9000100000007")
    client.peer.send_rtcp(compound)
    assert client.take_rtcp() == [compound]


def test_a_silent_peer_is_asked_and_then_counts_as_dead_within_three_seconds(port, client):
    port.pass_time(2.0, poll=client.peer)
    assert client.peer.connected
    assert client.take_checks(), "consent was asked for"
    port.pass_time(0.9, poll=client.peer)
    assert port.owner.ended == [(client.peer, Ending.TIMED_OUT)]


def test_a_peer_that_answers_consent_checks_lives_on(port, client):
    for _ in range(100):
        port.pass_time(0.1, poll=client.peer)
        client.answer_checks()
    assert client.peer.connected


def test_a_machine_that_was_away_takes_nobody_for_dead_and_the_dead_for_dead_soon(port, client):
    port.demux.now += 60.0
    client.peer.poll(port.demux.now)
    assert client.peer.connected
    port.pass_time(2.2, poll=client.peer)
    assert client.peer.connected
    port.pass_time(0.6, poll=client.peer)
    assert port.owner.ended == [(client.peer, Ending.TIMED_OUT)]


def test_forged_packets_do_not_keep_a_dead_peer_alive(port, client):
    for _ in range(30):
        port.pass_time(0.1, poll=client.peer)
        port.receive(b"\x80\x60" + bytes(60), client.address)
    assert port.owner.ended == [(client.peer, Ending.TIMED_OUT)]


def test_a_handshake_that_never_comes_is_given_up(port):
    client = Client(port)
    client.check()
    port.pass_time(module.SETUP_LIMIT + 0.1, poll=client.peer)
    assert port.owner.ended == [(client.peer, Ending.HANDSHAKE_FAILED)]


def test_a_close_alert_of_the_peer_ends_the_session_at_once(port, client):
    client.close()
    assert port.owner.ended == [(client.peer, Ending.LEFT)]


def test_ending_is_told_once_and_the_peer_hears_of_it(port, client):
    client.peer.end(Ending.REPLACED)
    client.peer.end(Ending.LEFT)
    assert port.owner.ended == [(client.peer, Ending.REPLACED)]
    client.take_dtls()
    assert client.dtls.closed
    client.peer.send_rtp(102, 1, 1, 1, b"late")
    assert client.take_rtp() == []


def test_a_changed_address_is_used_after_a_nominating_check(port, client):
    client.move()
    client.check(nominate=False)
    client.peer.send_rtp(102, 1, 1, 1, b"x")
    assert client.take_rtp() == []
    client.check()
    client.peer.send_rtp(102, 2, 1, 1, b"x")
    assert len(client.take_rtp()) == 1


def test_a_client_that_wants_to_be_called_is_called(port):
    client = Client(port, our_role="client")
    client.connect()
    assert client.peer.connected


def test_a_peer_whose_stream_was_closed_takes_the_next_path_without_a_nomination(port, client):
    old = client.address
    client.peer.destination.batch.closed = True
    try:
        port.demux.forget(old)
        client.move()
        client.check(nominate=False)
        assert client.peer.destination.raw == client.address
    finally:
        port.batch.closed = False
    client.send_rtp(rtp_bytes(3, payload=b"on"))
    assert client.handler.rtp == [bytes(rtp_bytes(3, payload=b"on"))]


def test_a_peer_may_have_a_bounded_number_of_sources_and_keeps_those_that_it_has(port, client):
    for ssrc in range(1, module.MAX_SSRCS + 50):
        client.send_rtp(rtp_bytes(1, ssrc=ssrc, payload=b"x"))
    assert len(client.handler.rtp) == module.MAX_SSRCS
    assert port.drops.counts[Drop.TOO_MANY_SSRCS] == 49
    client.send_rtp(rtp_bytes(2, ssrc=1, payload=b"still here"))
    assert len(client.handler.rtp) == module.MAX_SSRCS + 1


def test_forged_sources_take_no_place(port, client):
    for number in range(2 * module.MAX_SSRCS):
        port.receive(bytes(rtp_bytes(1, ssrc=number + 5, payload=bytes(40))), client.address)
    client.send_rtp(rtp_bytes(1, ssrc=3, payload=b"true"))
    assert client.handler.rtp == [bytes(rtp_bytes(1, ssrc=3, payload=b"true"))]
