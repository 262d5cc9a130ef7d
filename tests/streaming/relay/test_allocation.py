from dataclasses import replace

import pytest

from streaming.contract import Kind
from streaming.ports import Departures, TrackDescription
from streaming.relay.allocation import Allocation, Appetite
from streaming.relay.slot import Slot, SlotDescription
from streaming.rtp import rtcp
from tests.support.layered import PICTURE, Layers
from tests.support.relay_parts import BOARD_VIDEO, OPUS, TEACHER_AUDIO, MemoryWire
from tests.support.thin_link import STEP, Listener, ThinLink

BOARD = replace(PICTURE, role="board", ssrc=2010, rtx_ssrc=2011)
VOICE = SlotDescription("teacher", Kind.AUDIO, 1000, {"opus": 111}, 48_000)
CAMERA_OCTETS, BOARD_OCTETS = (500, 2000, 6000), (750, 4000)
"""Of a picture, 25 a second: 100, 400 and 1,200 kbit/s; 150 and 800 kbit/s."""


class NumberedWire(MemoryWire):
    """Notes what it sends, and sends it over a link in numbers."""

    def __init__(self, classroom):
        super().__init__()
        self.classroom = classroom

    def send_rtp(self, marker_and_type, sequence, timestamp_rtp, ssrc, payload):
        super().send_rtp(marker_and_type, sequence, timestamp_rtp, ssrc, payload)
        room = self.classroom
        room.octets[ssrc] = room.octets.get(ssrc, 0) + len(payload)
        # A packet as large as a picture is a convenience of this test; the link is given its MTU's worth.
        for start in range(0, max(len(payload), 1), 1200):
            size = min(1200, len(payload) - start)
            number = room.departures.next
            room.departures.put(size, room.now)
            arrived = room.link.carry(size, room.now)
            if arrived is not None:
                room.listener.take(number, arrived)


class Classroom:
    """A receiver of sound, camera and board behind a thin link."""

    def __init__(self, link, *, numbered=True):
        self.link, self.now = link, 0.0
        self.departures, self.octets = Departures(), {}
        self.listener = Listener(self.departures)
        self.wire = NumberedWire(self)
        self.camera, self.board = Layers(3), Layers(2, BOARD_VIDEO)
        self.voice = Layers(1, TEACHER_AUDIO)
        self.slots = tuple(
            Slot(description, self.wire, (0, 0), self.camera.drops)
            for description in (VOICE, PICTURE, BOARD)
        )
        self.allocation = Allocation(self.slots, self.departures if numbered else None, 0.0)
        for slot, layers in zip(self.slots, (self.voice, self.camera, self.board), strict=True):
            slot.attach(layers.publication)
        self.ticks = 0

    def run(self, seconds):
        for _ in range(round(seconds / STEP)):
            self.now += STEP
            self.ticks += 1
            if self.ticks % 2 == 0:
                self.voice.send(0, self.now, octets=60)
            if self.ticks % 4 == 0:
                # A browser answers a request with key frames of all layers; here one comes each second anyway.
                self.film(self.camera, CAMERA_OCTETS)
                self.film(self.board, BOARD_OCTETS)
            for feedback in self.listener.feedback(self.now):
                self.allocation.receive_feedback(feedback, self.now)
            if self.ticks % 10 == 0:
                for layers in (self.voice, self.camera, self.board):
                    layers.publication.measure(self.now)
                self.allocation.poll(self.now)
            self.allocation.probe(self.now)
        return self.layers

    def film(self, layers, octets):
        key = self.ticks % 100 == 0
        for layer, size in enumerate(octets[: layers.sent]):
            layers.send(layer, self.now, key=key, octets=size - 21)

    @property
    def layers(self):
        """Layer of camera and board; None: off."""
        return tuple(slot.track.layer if slot.track else None for slot in self.slots[1:])


def test_a_wide_link_carries_the_best_of_everything():
    classroom = Classroom(ThinLink(20_000_000))
    assert classroom.run(6.0) == (2, 1)
    assert classroom.allocation.bitrate_bps > 2_000_000


def test_at_half_a_megabit_sound_and_both_pictures_go_on():
    classroom = Classroom(ThinLink(512_000))
    camera, board = classroom.run(12.0)
    assert camera == 0
    assert board == 0
    before = dict(classroom.octets)
    classroom.run(5.0)
    assert classroom.octets[1000] - before[1000] == pytest.approx(81 * 250, rel=0.05)


def test_a_link_for_sound_alone_carries_sound_alone():
    classroom = Classroom(ThinLink(90_000, queue=0.5))
    classroom.run(12.0)
    before = dict(classroom.octets)
    classroom.run(6.0)
    assert classroom.octets[1000] - before[1000] == pytest.approx(81 * 300, rel=0.1)
    pictures = classroom.octets[2000] - before[2000]
    assert pictures * 8 / 6.0 < 60_000


def test_a_link_that_collapses_and_comes_back_is_followed():
    classroom = Classroom(ThinLink(2_000_000))
    classroom.run(8.0)
    assert classroom.layers[0] in (1, 2)
    classroom.link.rate_bps = 150_000
    classroom.run(2.0)
    assert classroom.layers[0] in (None, 0)
    classroom.run(8.0)
    classroom.link.rate_bps = 2_000_000
    classroom.run(10.0)
    camera, board = classroom.layers
    assert camera in (1, 2)
    assert board == 1
    assert len([sent for sent in classroom.wire.rtp if sent.ssrc == 2001]) > 3


def test_without_feedback_everything_is_sent_up_to_a_rate_that_the_receiver_names():
    classroom = Classroom(ThinLink(20_000_000), numbered=False)
    assert classroom.run(2.0) == (2, 1)
    assert classroom.allocation.bitrate_bps == 0
    assert set(classroom.allocation.layers.values()) == {2, 1}
    classroom.allocation.receive_limit(700_000)
    classroom.run(3.0)
    assert classroom.layers == (1, 0)
    assert not classroom.allocation.probing
    assert classroom.allocation.calm_loss is None
    assert classroom.allocation.redundancy_depth == 4
    assert not classroom.allocation.estimates
    assert classroom.allocation.picture_bps == 0, "nothing is known that pictures would be paced by"


@pytest.mark.parametrize(
    ("appetite", "layers"),
    [(Appetite.SAVER, (0, 1)), (Appetite.BOARD, (None, 1)), (Appetite.EVERYTHING, (2, 1))],
)
def test_a_receiver_gets_no_more_than_it_asks_for(appetite, layers):
    classroom = Classroom(ThinLink(20_000_000))
    classroom.allocation.appetite = appetite
    assert classroom.run(6.0) == layers


def test_a_role_without_a_publisher_costs_nothing():
    wire = MemoryWire()
    slots = (
        Slot(PICTURE, wire, (0, 0), Layers().drops),
        Slot(VOICE, wire, (0, 0), Layers().drops),
    )
    allocation = Allocation(slots, Departures(), 0.0)
    allocation.poll(1.0)
    allocation.probe(1.0)
    voice = Layers(1, TrackDescription("teacher", Kind.AUDIO, OPUS))
    slots[1].attach(voice.publication)
    voice.publication.remove(voice.tracks[0])
    allocation.choose(2.0)
    assert slots[1].track is None


def test_feedback_without_numbers_is_no_matter():
    allocation = Allocation((), None, 0.0)
    allocation.receive_feedback(rtcp.TransportFeedback(1, 2, 0, 1, 0, 0, ((0, 0),)), 1.0)
    allocation.probe(1.0)
    assert allocation.bitrate_bps == 0


@pytest.mark.parametrize(
    ("name", "appetite"),
    [
        ("saver", Appetite.SAVER),
        ("board", Appetite.BOARD),
        ("everything", Appetite.EVERYTHING),
        ("", Appetite.EVERYTHING),
        ("more", Appetite.EVERYTHING),
    ],
)
def test_whoever_names_no_known_appetite_asks_for_everything(name, appetite):
    assert Appetite.named(name) is appetite


def test_a_resting_layer_is_woken_by_who_can_pay_for_it_and_nobody_waits_without_a_picture():
    classroom = Classroom(ThinLink(20_000_000), numbered=False)
    camera = classroom.camera.publication
    classroom.allocation.appetite = Appetite.SAVER
    for _ in range(120):
        classroom.run(0.1)
        camera.resting.look(camera.layers, classroom.now)
    assert camera.resting.tracks == tuple(classroom.camera.tracks[1:])
    classroom.camera.sent = 1
    classroom.run(2.0)
    classroom.allocation.appetite = Appetite.EVERYTHING
    classroom.run(0.5)
    camera.resting.look(camera.layers, classroom.now)
    # It waits for the largest, and shows the smallest meanwhile.
    assert classroom.allocation.layers["teacher"] == 2
    assert classroom.layers[0] == 0
    assert camera.resting.tracks == (classroom.camera.tracks[1],)
    shown = classroom.octets[2000]
    classroom.run(1.0)
    assert classroom.octets[2000] > shown
    classroom.camera.sent = 3
    classroom.run(1.5)
    assert classroom.layers[0] == 2


def test_a_layer_that_nobody_can_wake_is_given_up():
    classroom = Classroom(ThinLink(20_000_000), numbered=False)
    camera = classroom.camera.publication
    classroom.allocation.appetite = Appetite.SAVER
    for _ in range(120):
        classroom.run(0.1)
        camera.resting.look(camera.layers, classroom.now)
    classroom.camera.sent = 1
    classroom.run(4.0)
    classroom.allocation.appetite = Appetite.EVERYTHING
    for _ in range(160):
        classroom.run(0.1)
        camera.resting.look(camera.layers, classroom.now)
    assert classroom.layers[0] == 0
    assert classroom.camera.tracks[2].receivers.slots == ()
