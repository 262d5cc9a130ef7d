"""The board: slides that change by the clock, and a line that shows the time gone."""

import numpy
import pytest

from server.demo import slides
from server.demo.lettering import Lettering
from server.demo.planes import Bytes
from server.demo.slides import Board

WALL = 1_790_000_000.0
"""A turn of slides: a whole number of periods since 1970."""


@pytest.fixture(scope="module")
def board() -> Board:
    return Board("音乐", "茉莉花", "周静 · 实验小学", Lettering())


def luma(data: Bytes) -> numpy.ndarray:
    return data[:720].copy()


def test_a_frame_is_what_the_encoder_wants(board: Board) -> None:
    assert board.frame(WALL).shape == (1080, 1280)


def test_slides_change_every_eight_seconds_and_come_round() -> None:
    shown = [slides.index(WALL + second, 5) for second in range(0, 48, 4)]
    assert shown == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 0, 0]


def test_a_frame_due_at_the_turn_shows_the_new_slide() -> None:
    assert slides.index(WALL + 8 - 1e-7, 5) == 1


@pytest.mark.parametrize("subject", [*slides.DECKS, "美术"])
def test_every_slide_looks_different(subject: str) -> None:
    board = Board(subject, "一课", "周静 · 实验小学", Lettering())
    shown = [luma(board.frame(WALL + 8 * number)) for number in range(3)]
    for number, one in enumerate(shown):
        for other in shown[number + 1 :]:
            assert (one != other).mean() > 0.02


def test_the_line_grows_with_the_time_gone(board: Board) -> None:
    lengths = []
    for second in (0, 2, 4, 6, 7.99):
        line = board.frame(WALL + second)[719, :1280]
        lengths.append(int((line < 150).sum()))
    assert lengths == [0, 320, 640, 960, 1278]


def test_nothing_but_the_line_moves_while_a_slide_stands(board: Board) -> None:
    before, after = luma(board.frame(WALL + 1)), luma(board.frame(WALL + 6))
    assert (before[: -slides.LINE_HEIGHT] == after[: -slides.LINE_HEIGHT]).all()
    assert (before[-slides.LINE_HEIGHT :] != after[-slides.LINE_HEIGHT :]).any()
