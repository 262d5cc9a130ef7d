"""Pictures as the encoder wants them: YUV 4:2:0 planes in one array, with tiles that are pasted instead of redrawn."""

from typing import Any

import numpy
from numpy.typing import NDArray
from PIL import Image

Bytes = NDArray[numpy.uint8]


class Planes:
    """One picture of even width and height in `yuv420p`, limited range, ITU-R BT.601."""

    def __init__(self, data: Bytes) -> None:
        """Take over an array of shape (height * 3 / 2, width), the layout that PyAV expects."""
        height, width = data.shape[0] * 2 // 3, data.shape[1]
        self.data = data
        self.width, self.height = width, height
        self.luma = data[:height]
        chroma = data[height:].reshape(2, height // 2, width // 2)
        self.blue, self.red = chroma[0], chroma[1]

    def copy(self) -> "Planes":
        """Return a picture of its own with the same content."""
        return Planes(self.data.copy())

    def part(self, width: int) -> "Planes":
        """Return a copy of the leftmost columns; `width` is even."""
        half = slice(0, width // 2)
        rows = self.height * 3 // 2
        small = Planes(numpy.empty((rows, width), dtype=numpy.uint8))
        small.luma[:] = self.luma[:, :width]
        small.blue[:], small.red[:] = self.blue[:, half], self.red[:, half]
        return small

    def paste(self, tile: "Planes", x: int, y: int) -> None:
        """Put a tile with its upper left corner at an even `x`, `y`, wholly inside."""
        self.luma[y : y + tile.height, x : x + tile.width] = tile.luma
        rows = slice(y // 2, y // 2 + tile.height // 2)
        columns = slice(x // 2, x // 2 + tile.width // 2)
        self.blue[rows, columns] = tile.blue
        self.red[rows, columns] = tile.red


def from_image(picture: Image.Image) -> Planes:
    """Convert a drawn picture of even width and height."""
    rgb = numpy.asarray(picture.convert("RGB"), dtype=numpy.float32) / 255
    height, width = rgb.shape[:2]
    planes = Planes(numpy.empty((height * 3 // 2, width), dtype=numpy.uint8))
    # ITU-R BT.601: 219 steps of luma from 16, 224 steps of chroma around 128.
    planes.luma[:] = _rounded(16 + rgb @ numpy.array((65.481, 128.553, 24.966), numpy.float32))
    small = rgb.reshape(height // 2, 2, width // 2, 2, 3).mean(axis=(1, 3))
    planes.blue[:] = _rounded(128 + small @ numpy.array((-37.797, -74.203, 112.0), numpy.float32))
    planes.red[:] = _rounded(128 + small @ numpy.array((112.0, -93.786, -18.214), numpy.float32))
    return planes


def _rounded(values: NDArray[Any]) -> Bytes:
    rounded: Bytes = numpy.clip(numpy.rint(values), 0, 255).astype(numpy.uint8)
    return rounded
