from streaming.ports import Row
from streaming.relay.fan import OneByOne, Receivers
from tests.support.relay_parts import SLICE, MemoryWire, SentPacket, packet


class Settling:
    """A slot that settles with its first packet."""

    def __init__(self, receivers, wire):
        self.receivers, self.wire = receivers, wire
        self.asked, self.restarts, self.detached = [], 0, False
        receivers.join(self)

    def forward(self, received):
        self.asked.append(received.sequence)
        self.receivers.settle(self, Row(self.wire, 96, 65_535, 10, 5))

    def restart(self):
        self.restarts += 1
        self.receivers.stir(self)

    def detach(self):
        self.detached = True
        self.receivers.leave(self)


def sent(wire):
    return [each.sequence for each in wire.rtp]


def test_a_row_gives_the_packet_the_receivers_own_numbers():
    wire, fan = MemoryWire(), OneByOne()
    fan.prepare([Row(wire, 120, 65_530, 0xFFFF_FFFF, 2000), Row(wire, 63, 1, 1, 2001)])
    fan.send(packet(10, timestamp=1, marker=True))
    assert wire.rtp == [
        SentPacket(True, 120, 4, 0, 2000, SLICE),
        SentPacket(True, 63, 11, 2, 2001, SLICE),
    ]


def test_a_slot_is_asked_until_it_settles_and_then_gets_each_packet_once():
    receivers, wire = Receivers(OneByOne()), MemoryWire()
    slot = Settling(receivers, wire)
    for sequence in (1, 2, 3):
        receivers.forward(packet(sequence))
    assert slot.asked == [1]
    assert sent(wire) == [1, 2]
    assert (receivers.packets, receivers.octets) == (3, 3 * len(SLICE))
    assert receivers.newest.sequence == 3


def test_late_packets_are_for_each_slot_to_judge():
    receivers, wire = Receivers(OneByOne()), MemoryWire()
    slot = Settling(receivers, wire)
    receivers.forward(packet(5))
    receivers.forward_late(packet(4))
    assert slot.asked == [5, 4]
    assert sent(wire) == []
    assert receivers.newest.sequence == 5


def test_a_slot_that_stirs_is_asked_again():
    receivers, wire = Receivers(OneByOne()), MemoryWire()
    slot = Settling(receivers, wire)
    receivers.forward(packet(1))
    receivers.restart()
    receivers.forward(packet(2))
    assert slot.asked == [1, 2]
    assert slot.restarts == 1


def test_who_left_gets_nothing_and_the_others_do_not_notice():
    receivers = Receivers(OneByOne())
    wires = [MemoryWire(), MemoryWire(), MemoryWire()]
    slots = [Settling(receivers, wire) for wire in wires]
    receivers.forward(packet(1))
    slots[1].detach()
    slots[1].detach()
    receivers.forward(packet(2))
    assert [sent(wire) for wire in wires] == [[1], [], [1]]
    receivers.end()
    receivers.forward(packet(3))
    assert all(slot.detached for slot in slots)
    assert [sent(wire) for wire in wires] == [[1], [], [1]]
    assert receivers.slots == ()
