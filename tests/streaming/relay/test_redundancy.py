import pytest

from streaming.relay.redundancy import CALM_REPORTS, Redundancy
from streaming.rtp import red
from tests.support.layered import Layers
from tests.support.relay_parts import TEACHER_AUDIO


@pytest.mark.parametrize(
    ("loss", "depth"), [(0.0, 0), (0.01, 0), (0.03, 1), (0.1, 2), (0.2, 3), (0.9, 4)]
)
def test_the_more_is_lost_the_more_is_repeated(loss, depth):
    redundancy = Redundancy()
    assert redundancy.reported(loss) == (depth > 0)
    assert redundancy.depth == depth


def test_it_ends_after_a_calm_while_and_not_before():
    redundancy = Redundancy()
    redundancy.reported(0.1)
    assert not redundancy.reported(0.03)
    changes = [redundancy.reported(0.0) for _ in range(CALM_REPORTS)]
    assert changes == [False] * (CALM_REPORTS - 1) + [True]
    assert redundancy.depth == 0


def test_a_second_with_less_loss_takes_back_all_but_one_frame():
    redundancy = Redundancy()
    redundancy.reported(0.3)
    assert not redundancy.reported(0.2)
    assert redundancy.reported(0.03)
    assert redundancy.depth == 2


def test_no_more_is_repeated_than_the_link_has_room_for():
    redundancy = Redundancy()
    redundancy.reported(0.3, 1)
    assert redundancy.depth == 1


def test_frames_are_given_up_one_at_a_time_for_want_of_room():
    redundancy = Redundancy()
    redundancy.reported(0.3)
    depths = []
    for _ in range(5):
        redundancy.reported(0.3, 1)
        depths.append(redundancy.depth)
    assert depths == [3, 2, 1, 1, 1]


def test_frames_that_are_gone_are_left_out():
    layers = Layers(1, TEACHER_AUDIO)
    redundancy = Redundancy()
    redundancy.reported(0.1)
    layers.send(0, 0.00, payload=b"one")
    layers.sequences[0] += 1
    layers.send(0, 0.04, payload=b"three")
    track = layers.tracks[0]
    newest = track.cache.get(track.statistics.highest, 0.04)
    blocks = red.parse(redundancy.payload(track, newest, 111))
    assert [block.payload for block in blocks] == [b"one", b"three"]
    assert blocks[0].timestamp_offset == 3600
