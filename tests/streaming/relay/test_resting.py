import pytest

from streaming.metrics import Drops
from streaming.relay.resting import REST_AFTER, WAKE_PATIENCE, Resting
from streaming.relay.track import Track
from tests.support.relay_parts import TEACHER_VIDEO


class Watching:
    """Whoever gets a track's packets and does nothing with them."""

    def forward(self, packet):
        pass

    def restart(self):
        pass

    def detach(self):
        pass


@pytest.fixture
def tracks():
    return [Track(TEACHER_VIDEO, 100 + layer, Drops(), layer) for layer in range(3)]


@pytest.fixture
def resting():
    return Resting()


def test_a_larger_layer_rests_when_nobody_has_used_it_for_a_while(tracks, resting):
    watching = Watching()
    tracks[2].receivers.join(watching)
    assert not resting.look(tracks, 0.0)
    assert not resting.look(tracks, REST_AFTER - 0.1)
    assert resting.look(tracks, REST_AFTER)
    assert resting.tracks == (tracks[1],)
    tracks[2].receivers.leave(watching)
    assert not resting.look(tracks, 2 * REST_AFTER - 0.1)
    assert resting.look(tracks, 2 * REST_AFTER)
    assert resting.tracks == (tracks[1], tracks[2])


def test_the_smallest_layer_never_rests(tracks, resting):
    resting.look(tracks[:1], 0.0)
    assert not resting.look(tracks[:1], 100.0)
    assert resting.tracks == ()


def test_a_layer_that_is_wanted_rests_no_more_and_is_waited_for_a_moment(tracks, resting):
    resting.look(tracks, 0.0)
    resting.look(tracks, REST_AFTER)
    assert resting.can_wake(tracks[1], 20.0)
    tracks[1].receivers.join(Watching())
    assert resting.look(tracks, 20.0)
    assert resting.tracks == (tracks[2],)
    assert resting.can_wake(tracks[1], 20.0 + WAKE_PATIENCE - 0.1)
    assert not resting.can_wake(tracks[1], 20.0 + WAKE_PATIENCE)
    assert not resting.can_wake(tracks[0], 20.0)


def test_nobody_asks_a_layer_that_begins_to_rest_for_a_key_frame(tracks, resting):
    resting.look(tracks, 0.0)
    tracks[1].want_key_frame()
    resting.look(tracks, REST_AFTER)
    assert not tracks[1].key_frames.wanted
    tracks[1].want_key_frame()
    resting.look(tracks, REST_AFTER + 0.1)
    assert tracks[1].key_frames.wanted


def test_a_layer_that_is_over_is_forgotten(tracks, resting):
    resting.look(tracks, 0.0)
    resting.look(tracks, REST_AFTER)
    resting.forget(tracks[1])
    resting.forget(tracks[1])
    assert resting.tracks == (tracks[2],)
    assert not resting.can_wake(tracks[1], REST_AFTER)
