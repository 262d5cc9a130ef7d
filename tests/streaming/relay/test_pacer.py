import pytest

from streaming.metrics import Drop, Drops
from streaming.relay.pacer import MAX_WAIT, MAX_WAITING, MIN_BURST, SPEED, Pacer
from tests.support.relay_parts import MemoryWire

PACKET = bytes(1000)


class Sender:
    def __init__(self, rate_bps=400_000):
        self.wire, self.drops = MemoryWire(), Drops()
        self.pacer = Pacer(self.wire, self.drops, rate_bps, 0.0)

    def send(self, count, now=0.0, first=0):
        for sequence in range(first, first + count):
            self.pacer.send((102, sequence, 0, 7, PACKET), now)

    @property
    def sequences(self):
        return [sent.sequence for sent in self.wire.rtp]


def test_what_fits_into_the_rate_leaves_at_once():
    sender = Sender()
    for step in range(50):
        sender.send(1, step * 0.02, step)
    assert sender.sequences == list(range(50))


def test_a_burst_is_spread_over_the_rate_in_its_order():
    sender = Sender()
    sender.send(20)
    assert len(sender.wire.rtp) == MIN_BURST // len(PACKET)
    for tick in range(1, 31):
        sender.pacer.poll(tick / 100)
    spread = len(sender.wire.rtp) * len(PACKET) * 8 / 0.3
    assert spread == pytest.approx(400_000 * SPEED, rel=0.35)
    assert sender.sequences == sorted(sender.sequences)


def test_a_later_packet_waits_behind_those_that_wait():
    sender = Sender()
    sender.send(10)
    sender.send(1, 0.02, first=99)
    assert 99 not in sender.sequences
    for tick in range(1, 60):
        sender.pacer.poll(tick / 100)
    assert sender.sequences[-1] == 99
    assert sender.pacer.waiting == 0


def test_what_waits_is_bounded_in_octets_and_in_time():
    sender = Sender()
    sender.send(MAX_WAITING // len(PACKET) + 20)
    assert sender.pacer.waiting == MAX_WAITING // len(PACKET)
    assert sender.drops.counts[Drop.PACED_OUT] == 20 - MIN_BURST // len(PACKET)
    before = sender.sequences
    sender.pacer.poll(MAX_WAIT + 1)
    assert sender.pacer.waiting == 0
    assert sender.sequences == before


def test_nothing_leaves_while_it_is_held_and_then_all_in_order():
    sender = Sender()
    sender.pacer.held = True
    sender.send(3)
    sender.pacer.poll(0.5)
    assert sender.sequences == []
    sender.pacer.held = False
    sender.send(1, 0.6, first=3)
    sender.pacer.poll(0.6)
    sender.pacer.poll(0.7)
    assert sender.sequences == [0, 1, 2, 3]
