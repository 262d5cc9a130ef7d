"""A peer's life on links that delay, lose and fall silent: simulated time, real STUN and SRTP."""

import pytest
from aioice import stun

from streaming.contract import Ending
from tests.support.network import OUTAGE, Conditions, both_ways, ticks
from tests.support.transport_parts import Client, Port, binding_request

RECEIVER_REPORT = bytes.fromhex("80c9000100000007")
SATELLITE = Conditions(delay=0.55, jitter=0.1, loss=0.1, burst_seconds=0.2)
"""A round trip of 1.1 to 1.3 s; a tenth of the time nothing passes, for 0.2 s in the mean."""


class Life:
    """A connected receiver behind two links: it reports each second, checks as Chromium does, and answers checks."""

    def __init__(self, conditions, seed):
        self.port = Port()
        self.client = Client(self.port)
        self.client.connect()
        self.port.batch.mailbox.clear()
        self.there, self.back = both_ways(conditions, seed)
        self.now = self.next_report = self.next_check = 0.0

    def run(self, seconds):
        for now in ticks(self.now, seconds, 0.05):
            self.port.demux.now = self.now = now
            self._client_sends()
            for datagram in self.there.receive(self.now):
                self.port.receive(datagram, self.client.address)
            self.client.peer.poll(self.now)
            for _, datagram in self.port.batch.mailbox:
                self.back.send(self.now, datagram)
            self.port.batch.mailbox.clear()
            for datagram in self.back.receive(self.now):
                self._answer(datagram)
        return self.client.peer

    def change(self, conditions):
        self.there.change(conditions)
        self.back.change(conditions)

    def _client_sends(self):
        if self.now >= self.next_report:
            self.next_report = self.now + 1.0
            self.there.send(self.now, self._protected(RECEIVER_REPORT))
        if self.now >= self.next_check:
            self.next_check = self.now + 2.5
            local = self.client.local
            self.there.send(self.now, binding_request(local.ufrag, local.password))

    def _protected(self, compound):
        arena = self.client._arena
        arena.memory[: len(compound)] = compound
        return bytes(
            arena.memory[: self.client.srtp.protect_rtcp(arena.pointers[0], len(compound))]
        )

    def _answer(self, datagram):
        if datagram[0] >= 4:
            return
        request = stun.parse_message(datagram)
        if request.message_class != stun.Class.REQUEST:
            return
        response = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, request.transaction_id)
        response.attributes["XOR-MAPPED-ADDRESS"] = ("127.0.0.1", 1)
        response.add_message_integrity(self.client.remote.password.encode())
        self.there.send(self.now, bytes(response))


@pytest.mark.parametrize("seed", range(2))
def test_a_satellite_s_round_trip_with_burst_loss_ends_no_lesson(seed):
    life = Life(SATELLITE, seed)
    assert life.run(45 * 60).connected, f"ended after {life.now:.1f} s"


@pytest.mark.parametrize("seconds", [0.5, 1.0, 1.5])
def test_a_short_outage_ends_nothing(seconds):
    life = Life(Conditions(delay=0.075), 1)
    life.run(10)
    life.change(OUTAGE)
    life.run(seconds)
    life.change(Conditions(delay=0.075))
    assert life.run(10).connected


def test_a_far_peer_is_given_the_time_that_its_answers_take():
    life = Life(Conditions(delay=0.6), 1)
    assert 1.2 <= life.run(10).round_trip < 1.4
    life.change(OUTAGE)
    life.run(4.0)
    assert life.client.peer.connected
    life.run(2.0)
    assert not life.client.peer.connected


def test_a_long_outage_ends_a_peer_within_three_seconds():
    life = Life(Conditions(delay=0.075), 1)
    life.run(10)
    life.change(OUTAGE)
    life.run(3.0)
    assert life.port.owner.ended == [(life.client.peer, Ending.TIMED_OUT)]
