import pytest

from streaming.metrics import Drops
from streaming.relay.publication import BEHIND, MEASURE_INTERVAL, SILENT, LayerRate, Publication
from streaming.relay.resting import REST_AFTER
from streaming.relay.track import Track
from tests.support.relay_parts import TEACHER_AUDIO, TEACHER_VIDEO, packet


class Forgetful:
    """A receiver of packets that does nothing with them."""

    def forward(self, packet):
        pass


def layered(*layers, description=TEACHER_VIDEO):
    publication = Publication(description)
    for layer in layers:
        publication.add(Track(description, 100 + layer, Drops(), layer))
    return publication


def test_layers_are_sorted_whichever_begins_first():
    assert [track.layer for track in layered(2, 0, 1).layers] == [0, 1, 2]


def test_a_layer_that_begins_again_replaces_itself():
    publication = layered(0, 1)
    first = publication.layers[0]
    assert publication.add(Track(TEACHER_VIDEO, 500, Drops(), 0)) is first
    assert [track.ssrc for track in publication.layers] == [500, 101]
    publication.remove(first)
    assert len(publication.layers) == 2


def test_a_layer_costs_what_it_sends():
    publication = layered(0)
    track = publication.layers[0]
    for step in range(200):
        track.receive(packet(step, payload=bytes(125), now=step / 100))
        publication.measure(step / 100)
    assert publication.bitrate_bps(track) == pytest.approx(100_000, rel=0.1)


def test_a_rate_falls_slower_than_it_rises():
    rate = LayerRate()
    rate.measure(0, 0.0)
    rate.measure(100, MEASURE_INTERVAL / 2)
    assert rate.bitrate_bps == 0
    rate.measure(125_000, 1.0)
    assert rate.bitrate_bps == 500_000
    rate.measure(125_000, 2.0)
    assert rate.bitrate_bps == 425_000


def hear(publication, *times):
    for track, now in zip(publication.layers, times, strict=True):
        track.last_arrived = now


def test_a_layer_that_stays_behind_the_others_is_off():
    publication = layered(0, 1, 2)
    hear(publication, 10.0, 10.0 - BEHIND / 2, 10.0 - BEHIND * 2)
    assert [track.layer for track in publication.flowing(10.0)] == [0, 1]


def test_a_layer_of_few_pictures_is_not_taken_for_off():
    publication = layered(0, 1)
    low, high = publication.layers
    for step in range(100):
        now = step / 10
        high.last_arrived = now
        if step % 10 == 0:
            low.last_arrived = now
        publication.measure(now)
        if step > 20:
            assert publication.flowing(now) == [low, high]
    high.last_arrived = low.last_arrived + 2.6
    assert publication.flowing(high.last_arrived) == [high]


def test_a_pause_of_all_layers_leaves_the_newest():
    publication = layered(0, 1)
    hear(publication, 10.0, 10.5)
    assert [track.layer for track in publication.flowing(11.0 + SILENT)] == [1]


def test_a_single_stream_always_counts():
    publication = layered(0)
    assert publication.flowing(1e9) == publication.layers


def test_one_request_a_second_for_all_layers_together():
    publication = layered(0, 1, 2)
    low, middle, high = publication.layers
    low.want_key_frame()
    high.want_key_frame()
    assert publication.key_frames_due(1.0) == [low, high]
    middle.want_key_frame()
    assert publication.key_frames_due(1.9) == []
    assert publication.key_frames_due(2.0) == [low, middle, high]


def test_sound_needs_no_key_frames():
    publication = layered(0, description=TEACHER_AUDIO)
    publication.layers[0].want_key_frame()
    assert publication.key_frames_due(5.0) == []


def at_rest(publication, now):
    """Let all layers rest by `now`, the smallest apart."""
    publication.resting.look(publication.layers, now - REST_AFTER)
    publication.resting.look(publication.layers, now)


def test_above_what_somebody_sees_a_resting_layer_is_within_reach():
    publication = layered(0, 1, 2)
    low, middle, high = publication.layers
    at_rest(publication, 20.0)
    hear(publication, 20.0, 5.0, 20.0)
    assert publication.within_reach(low, 20.0) == [low, middle, high]
    assert publication.within_reach(high, 20.0) == [low, high]
    assert publication.within_reach(None, 20.0) == [low, high]
    assert publication.within_reach(middle, 20.0) == [low, high]


def test_what_a_layer_cost_is_remembered_while_it_rests():
    publication = layered(0, 1)
    low, high = publication.layers
    for step in range(200):
        for track in (low, high):
            track.receive(packet(step, payload=bytes(125), now=step / 100))
        publication.measure(step / 100)
    cost = publication.bitrate_bps(high)
    at_rest(publication, 20.0)
    for step in range(200, 400):
        low.receive(packet(step, payload=bytes(125), now=18 + step / 100))
        publication.measure(18 + step / 100)
    assert publication.bitrate_bps(high) == cost
    high.receivers.join(Forgetful())
    publication.resting.look(publication.layers, 22.0)
    for step in range(400, 500):
        for track in (low, high):
            track.receive(packet(step, payload=bytes(125), now=18 + step / 100))
        publication.measure(18 + step / 100)
    # The rest was no pause of its pictures: when it stops now, that is seen as soon as ever.
    assert publication.flowing(23.0) == [low, high]
    low.last_arrived = 24.0
    assert publication.flowing(24.0) == [low]


def test_a_layer_that_is_to_be_woken_is_not_asked_for_a_key_frame():
    publication = layered(0, 1)
    high = publication.layers[1]
    at_rest(publication, 20.0)
    hear(publication, 20.0, 5.0)
    high.want_key_frame()
    assert publication.key_frames_due(20.0) == []
    hear(publication, 20.1, 20.1)
    assert publication.key_frames_due(20.1) == [high]
