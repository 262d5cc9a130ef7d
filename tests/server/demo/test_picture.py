"""The camera's picture: its code, its clock and its lamp tell the same moment."""

import numpy
import pytest

from server.demo import picture, timecode
from server.demo.lettering import Lettering
from server.demo.picture import Camera
from server.demo.planes import Planes

WALL = 1_790_000_000.0
"""2026-09-21 22:13:20 in China."""


@pytest.fixture(scope="module")
def camera() -> Camera:
    return Camera("茉莉花", "周静 · 实验小学", Lettering())


def frame(camera: Camera, wall: float) -> Planes:
    return Planes(camera.frame(wall).copy())


def test_a_frame_is_what_the_encoder_wants(camera: Camera) -> None:
    data = camera.frame(WALL)
    assert data.shape == (540, 640)
    assert data.dtype == numpy.uint8


def test_every_frame_carries_the_number_of_its_moment(camera: Camera) -> None:
    for tick in range(40):
        wall = WALL + tick / picture.RATE
        assert timecode.read(frame(camera, wall)) == timecode.number_at(wall)


def test_the_clock_shows_the_time_of_day_in_china() -> None:
    assert picture.clock_text(WALL) == "22:13:20.0"
    assert picture.clock_text(WALL + 0.95) == "22:13:20.9"
    assert picture.clock_text(WALL + 2 * 3600) == "00:13:20.0"


def test_a_frame_due_at_a_second_does_not_show_the_one_before() -> None:
    for second in range(100):
        due = WALL + (second * picture.RATE) / picture.RATE - 1e-7
        assert picture.clock_text(due).endswith(f"{(20 + second) % 60:02}.0")
        assert picture.is_lit(due)


def test_only_the_digits_that_change_are_drawn_anew(camera: Camera) -> None:
    before, after = frame(camera, WALL + 0.2), frame(camera, WALL + 0.4)
    x, y = picture.DIGITS_PLACE
    width, height = picture.DIGIT_SIZE
    strip = (before.luma != after.luma)[y : y + height]
    changed = [bool(strip[:, x + n * width : x + (n + 1) * width].any()) for n in range(10)]
    assert changed == [False] * 9 + [True]


def test_the_lamp_is_lit_in_the_first_two_pictures_of_each_second(camera: Camera) -> None:
    x, y = picture.LAMP_PLACE
    width, height = picture.LAMP_SIZE
    middle = (y + height // 2, x + width // 2)
    lit = [frame(camera, WALL + n / picture.RATE).luma[middle] > 120 for n in range(30)]
    assert [n for n, is_lit in enumerate(lit) if is_lit] == [0, 1, 15, 16]


def test_the_teacher_moves(camera: Camera) -> None:
    before, after = frame(camera, WALL), frame(camera, WALL + 0.5)
    x, y = picture.FIGURE_PLACE
    assert (before.luma != after.luma)[y + 40 : y + 240, x : x + 260].sum() > 500


def test_a_long_title_is_made_to_fit() -> None:
    long = Camera(
        "小学三年级下册音乐第七单元第二课时欣赏与演唱《茉莉花》",
        "欧阳周静 · 绵阳市涪城区临江实验小学东校区",
        Lettering(),
    )
    chalk = frame(long, WALL).luma[90:185, 264:620] > 150
    columns = numpy.flatnonzero(chalk.any(axis=0)) + 264
    assert columns.min() >= 276
    assert columns.max() <= 612


def test_without_a_chinese_font_there_is_still_a_title() -> None:
    latin = Camera("茉莉花", "周静", Lettering([]))
    assert frame(latin, WALL).luma[90:150, 280:610].max() > 200
