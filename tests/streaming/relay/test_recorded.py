import pytest

from streaming.relay.recorded import FIRST_HOLD, UP_HOLD, RecordedLayers, RecordedStream
from streaming.relay.resting import REST_AFTER
from streaming.relay.track import Track
from tests.support.layered import Layers
from tests.support.relay_parts import IDR, TEACHER_VIDEO, MemorySink


class Recording:
    def __init__(self, count=2):
        self.layers, self.sink = Layers(count), MemorySink()
        self.recorded = RecordedLayers(self.layers.publication, self.sink)

    def send(self, now, *layers, key=False):
        for layer in layers:
            self.layers.send(layer, now, key=key, octets=layer)
        self.recorded.poll(now)

    @property
    def layers_kept(self):
        return [len(packet.payload) - len(IDR) for packet in self.sink.packets]


def test_the_best_layer_is_recorded_from_a_key_frame_on():
    recording = Recording()
    recording.send(0.0, 0, 1, key=True)
    recording.send(0.1, 0, 1)
    recording.send(0.2, 0, 1, key=True)
    recording.send(0.3, 0, 1)
    assert recording.layers_kept == [1, 1]
    assert recording.recorded.track is recording.layers.tracks[1]


def test_nothing_is_recorded_before_anything_flows():
    recording = Recording(0)
    recording.recorded.poll(1.0)
    assert recording.recorded.track is None


def test_a_layer_that_stops_is_replaced_and_the_numbers_go_on():
    recording = Recording()
    for layer in (0, 1):
        recording.layers.report(layer, 0.0)
    recording.send(0.0, 0, 1)
    recording.send(0.1, 0, 1, key=True)
    for step in range(2, 15):
        recording.send(step / 10, 0)
    recording.send(1.5, 0, key=True)
    recording.send(1.6, 0)
    assert recording.layers_kept == [1, 0, 0]
    first, second, third = recording.sink.packets
    assert second.sequence == first.sequence + 1
    assert third.extended_sequence == second.extended_sequence + 1
    assert second.timestamp_rtp - first.timestamp_rtp == pytest.approx(1.4 * 90_000, abs=2)
    assert {packet.ssrc for packet in recording.sink.packets} == {101}


def climb(recording, now):
    """Let both layers flow until the better one is recorded; returns the seconds that it took."""
    began = now
    while recording.recorded.track is recording.layers.tracks[0]:
        now += 0.1
        assert now < began + 30
        recording.send(now, 0, 1, key=True)
    return now - began


def test_a_better_layer_is_taken_soon_at_first_and_after_a_while_once_it_has_failed():
    recording = Recording()
    for step in range(5):
        recording.send(step / 10, 0, key=True)
    assert climb(recording, 0.5) == pytest.approx(FIRST_HOLD, abs=0.35)
    for step in range(20, 60):
        recording.send(step / 10, 0, key=True)
    assert recording.recorded.track is recording.layers.tracks[0]
    assert climb(recording, 6.0) == pytest.approx(UP_HOLD, abs=0.35)


def test_a_better_layer_that_comes_and_goes_is_not_followed():
    recording = Recording()
    for step in range(5):
        recording.send(step / 10, 0, key=True)
    climb(recording, 0.5)
    for step in range(20, 60):
        recording.send(step / 10, 0, key=True)
    for step in range(60, 200):
        layers = (0, 1) if step % 40 < 15 else (0,)
        recording.send(step / 10, *layers, key=True)
        assert recording.recorded.track is recording.layers.tracks[0]


def test_the_publishers_clock_reaches_the_recording_in_its_numbers():
    recording = Recording(1)
    recording.layers.report(0, 0.0)
    recording.send(0.0, 0)
    recording.send(1.0, 0, key=True)
    recording.layers.report(0, 2.0)
    recording.send(2.1, 0)
    (ntp_time, timestamp, arrived) = recording.sink.reports[-1]
    assert arrived == 2.0
    assert ntp_time == 1002 << 32
    assert timestamp - recording.sink.packets[0].timestamp_rtp == 90_000
    assert len(recording.sink.reports) == 2


def test_what_is_older_than_the_beginning_is_not_recorded():
    recording = Recording(1)
    recording.send(0.0, 0)
    recording.layers.sequences[0] += 2
    recording.send(0.1, 0, key=True)
    recording.layers.sequences[0] -= 2
    recording.send(0.2, 0)
    assert len(recording.sink.packets) == 1


def test_new_numbers_and_new_tracks_go_on_at_their_next_key_frame():
    recording = Recording(1)
    recording.send(0.0, 0)
    recording.send(0.1, 0, key=True)
    recording.recorded.restart()
    recording.send(0.2, 0)
    recording.send(0.3, 0, key=True)
    assert len(recording.sink.packets) == 2
    old = recording.layers.tracks[0]
    recording.layers.tracks[0] = Track(TEACHER_VIDEO, 100, recording.layers.drops, 0)
    recording.layers.publication.add(recording.layers.tracks[0])
    old.receivers.end()
    assert recording.recorded.track is None
    recording.send(0.4, 0, key=True)
    recording.send(0.5, 0, key=True)
    numbers = [packet.sequence for packet in recording.sink.packets]
    assert numbers == [0, 1, 2]


def test_a_layer_that_ends_while_it_is_waited_for_is_forgotten():
    recording = Recording()
    recording.send(0.0, 0)
    recording.send(0.1, 0, key=True)
    for step in range(2, 60):
        recording.send(step / 10, 0, 1)
    recording.layers.tracks[1].receivers.end()
    recording.send(6.0, 0)
    assert recording.recorded.track is recording.layers.tracks[0]


def test_closing_stops_everything():
    recording = Recording()
    recording.send(0.0, 0)
    recording.send(0.1, 0, key=True)
    for step in range(2, 60):
        recording.send(step / 10, 0, 1)
    recording.recorded.close()
    count = len(recording.sink.packets)
    recording.layers.send(1, 6.0, key=True)
    recording.layers.send(0, 6.0, key=True)
    assert recording.sink.closed
    assert len(recording.sink.packets) == count


def test_a_single_stream_is_handed_over_as_it_is():
    layers, sink = Layers(1), MemorySink()
    recorded = RecordedStream(layers.publication, sink)
    layers.send(0, 0.0)
    assert sink.packets[0].sequence == 1000
    recorded.poll(0.1)
    recorded.close()
    layers.send(0, 0.1)
    assert (len(sink.packets), sink.closed) == (1, True)


def test_a_publication_that_has_lost_its_stream_is_waited_for():
    layers, sink = Layers(1), MemorySink()
    recorded = RecordedStream(layers.publication, sink)
    track = layers.tracks[0]
    layers.publication.remove(track)
    recorded.poll(0.1)
    assert (recorded.track, track.sink) == (None, None)


def test_closing_twice_or_before_anything_began_is_no_matter():
    recording = Recording()
    recording.recorded.close()
    recording.recorded.close()
    assert recording.sink.closed


def test_a_better_layer_that_rests_is_woken_for_the_recording():
    recording = Recording()
    publication = recording.layers.publication
    low, high = recording.layers.tracks
    publication.resting.look(publication.layers, -REST_AFTER)
    publication.resting.look(publication.layers, 0.0)
    recording.send(0.0, 0, key=True)
    for step in range(1, 20):
        recording.send(step / 10, 0, key=step == 1)
    assert recording.recorded.track is low
    assert high.receivers.slots
    publication.resting.look(publication.layers, 2.0)
    recording.send(2.1, 0, 1, key=True)
    assert recording.recorded.track is high
