import pytest

from streaming.metrics import Drops
from streaming.relay.publication import BEHIND, MEASURE_INTERVAL, SILENT, LayerRate, Publication
from streaming.relay.track import Track
from tests.support.relay_parts import TEACHER_AUDIO, TEACHER_VIDEO, packet


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
