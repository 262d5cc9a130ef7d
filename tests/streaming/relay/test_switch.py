from streaming.relay.switch import Switch
from tests.support.layered import Layers


class Owner:
    def __init__(self):
        self.went, self.forgot = [], 0

    def go_over(self, switch, packet):
        self.went.append(packet.arrived)
        switch.leave()

    def forget(self, switch):
        self.forgot += 1


def test_it_asks_for_a_key_frame_and_goes_over_at_the_first():
    layers, owner = Layers(1), Owner()
    Switch(owner, layers.tracks[0])
    assert layers.tracks[0].key_frames.wanted
    layers.send(0, 0.1)
    layers.send(0, 0.2, key=True)
    layers.send(0, 0.3, key=True)
    assert owner.went == [0.2]


def test_a_track_that_ends_is_forgotten():
    layers, owner = Layers(1), Owner()
    switch = Switch(owner, layers.tracks[0])
    switch.restart()
    layers.tracks[0].receivers.end()
    switch.leave()
    layers.send(0, 0.2, key=True)
    assert (owner.went, owner.forgot) == ([], 1)
