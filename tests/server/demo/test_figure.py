"""The drawn teacher moves, smoothly and for ever."""

import numpy
from PIL import Image

from server.demo import figure

GROUND = Image.new("RGB", (figure.WIDTH, figure.HEIGHT), (246, 245, 241))


def picture(index: int) -> numpy.ndarray:
    return numpy.asarray(figure.draw(GROUND, figure.pose(index))).astype(int)


def test_a_round_of_poses_closes() -> None:
    assert figure.pose(0) == figure.pose(figure.POSES)
    assert figure.pose(-1) == figure.pose(figure.POSES - 1)


def test_each_pose_differs_from_the_next_but_not_much() -> None:
    for index in (0, 7, figure.POSES - 1):
        difference = numpy.abs(picture(index) - picture(index + 1)).max(axis=2)
        assert 50 < (difference > 40).sum() < difference.size / 20


def test_the_eyes_close_now_and_then() -> None:
    blinks = [figure.pose(index).blink for index in range(figure.POSES)]
    assert 0 < sum(blinks) < figure.POSES / 5


def test_the_figure_stands_on_the_ground_that_it_is_given() -> None:
    drawn = picture(0)
    assert drawn.shape == (figure.HEIGHT, figure.WIDTH, 3)
    assert (drawn[0, 0] == (246, 245, 241)).all()
    assert (drawn[60:120, 82:122].mean(axis=(0, 1)) < (240, 230, 220)).all(), "a face"
