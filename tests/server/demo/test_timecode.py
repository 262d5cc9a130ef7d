"""The time code: readable after damage and scaling, unreadable where there is none."""

import numpy
import pytest
from hypothesis import given, strategies

from server.demo import timecode
from server.demo.planes import Planes
from tests.support.timecode import number_of, strip_of


def picture(width: int = 640, height: int = 360, luma: int = 128) -> Planes:
    return Planes(numpy.full((height * 3 // 2, width), luma, dtype=numpy.uint8))


@given(strategies.integers(0, timecode.COUNT - 1))
def test_a_number_comes_back(number: int) -> None:
    drawn = picture()
    timecode.write(drawn, number)
    assert timecode.read(drawn) == number


@given(strategies.integers(0, timecode.COUNT - 1))
def test_the_strip_is_the_one_that_the_browser_tests_read(number: int) -> None:
    drawn = picture()
    timecode.write(drawn, number)
    cells = [bool(value > 128) for value in drawn.luma[20, 20::40]]
    assert cells == strip_of(number)
    assert number_of(cells) == number


@pytest.mark.parametrize("luma", [0, 16, 128, 129, 235, 255])
def test_a_plain_picture_has_no_number(luma: int) -> None:
    assert timecode.read(picture(luma=luma)) is None


@given(strategies.integers(0, timecode.COUNT - 1), strategies.integers(0, timecode.CELLS - 1))
def test_one_flipped_cell_is_noticed(number: int, cell: int) -> None:
    drawn = picture()
    timecode.write(drawn, number)
    part = drawn.luma[: timecode.HEIGHT, cell * 40 : (cell + 1) * 40]
    part[:] = timecode.LIGHT + timecode.DARK - part
    assert timecode.read(drawn) is None


def test_a_picture_of_half_the_size_is_read_too() -> None:
    drawn = picture()
    timecode.write(drawn, 0x2A5C & (timecode.COUNT - 1))
    half = Planes(numpy.ascontiguousarray(drawn.data[:540:2, ::2][:270]))
    assert timecode.read(half) == 0x2A5C


def test_numbers_count_fifteenths_of_a_second_and_wrap() -> None:
    start = 1_700_000_000.0
    first = timecode.number_at(start)
    walls = [start + tick / timecode.RATE for tick in range(100)]
    wanted = [(first + tick) % timecode.COUNT for tick in range(100)]
    assert [timecode.number_at(wall) for wall in walls] == wanted
    assert timecode.number_at(start + timecode.COUNT / timecode.RATE) == first
