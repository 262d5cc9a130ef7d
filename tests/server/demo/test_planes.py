"""YUV planes: colours as FFmpeg converts them, tiles where they belong."""

import numpy
import pytest
from av import VideoFrame
from PIL import Image

from server.demo import planes
from server.demo.planes import Planes

COLOURS = [(0, 0, 0), (255, 255, 255), (15, 95, 87), (165, 64, 45), (0, 0, 255), (246, 245, 241)]


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_are_those_of_ffmpeg(colour: tuple[int, int, int]) -> None:
    ours = planes.from_image(Image.new("RGB", (32, 16), colour))
    theirs = VideoFrame.from_ndarray(ours.data, format="yuv420p").to_ndarray(format="rgb24")
    assert numpy.abs(theirs.astype(int) - numpy.array(colour)).max() <= 4


def test_a_tile_covers_its_place_and_nothing_else() -> None:
    ground = planes.from_image(Image.new("RGB", (32, 16), (255, 255, 255)))
    before = ground.copy()
    ground.paste(planes.from_image(Image.new("RGB", (8, 4), (0, 0, 0))), 6, 2)
    changed = ground.luma != before.luma
    assert changed[2:6, 6:14].all()
    assert changed.sum() == 32
    assert (ground.luma[2:6, 6:14] == 16).all()
    assert ground.data.shape == (24, 32)


def test_the_planes_lie_in_one_array_as_the_encoder_reads_it() -> None:
    ground = Planes(numpy.zeros((24, 32), dtype=numpy.uint8))
    ground.blue[:] = 1
    ground.red[:] = 2
    assert ground.data.reshape(-1)[512:].tolist() == [1] * 128 + [2] * 128


def test_a_part_is_the_left_of_the_picture() -> None:
    ground = planes.from_image(Image.new("RGB", (32, 16), (15, 95, 87)))
    part = ground.part(10)
    assert (part.width, part.height) == (10, 16)
    assert (part.luma == ground.luma[:, :10]).all()
    assert (part.red == ground.red[:, :5]).all()
    part.luma[:] = 0
    assert ground.luma.any(), "a copy, not a window"
