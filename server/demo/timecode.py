"""A number in a picture that a program reads back after encoding, relay and scaling. No I/O. Times are arguments.

The strip lies along the upper edge: sixteen cells, each a sixteenth of the width.
Cells 0 to 13 are the number's bits, lowest first, light for one; cell 14 is their parity and cell 15 its
opposite, so that a plain picture (all dark or all light) never reads as a number.
"""

import numpy

from server.demo.planes import Planes

BITS = 14
CELLS = BITS + 2
COUNT = 1 << BITS
"""Numbers wrap here: after 18 minutes at 15 a second."""
RATE = 15
"""Numbers a second."""
HEIGHT = 28
"""Pixels of the strip in a picture 360 high; readers look at line 20."""
LINE = 20 / 360
"""Where to read, as a part of the picture's height."""
LIGHT, DARK = 225, 24
"""Luma of the cells."""
TINT = (132, 118)
"""Chroma of the strip: the calm green of the product, still black and white to a reader."""
EPSILON = 1e-6
"""A frame that is due at a tick must not fall before it for a rounding error."""


def number_at(wall: float) -> int:
    """Return the number of a moment, UTC seconds since 1970: the same for every picture of it."""
    return int((wall + EPSILON) * RATE) % COUNT


def write(picture: Planes, number: int) -> None:
    """Draw the strip into a picture whose width is a multiple of 32."""
    bits = [number >> bit & 1 for bit in range(BITS)]
    parity = sum(bits) & 1
    cells = numpy.array([*bits, parity, 1 - parity], dtype=numpy.uint8)
    line = numpy.repeat(cells * (LIGHT - DARK) + DARK, picture.width // CELLS)
    picture.luma[:HEIGHT] = line
    picture.blue[: HEIGHT // 2] = TINT[0]
    picture.red[: HEIGHT // 2] = TINT[1]


def read(picture: Planes) -> int | None:
    """Return the number in a picture of any size; None if there is no strip or it is damaged."""
    line = picture.luma[int(picture.height * LINE)]
    middles = (numpy.arange(CELLS) * 2 + 1) * picture.width // (CELLS * 2)
    cells = [int(value > 128) for value in line[middles]]
    parity = sum(cells[:BITS]) & 1
    if cells[BITS] != parity or cells[BITS + 1] == parity:
        return None
    return sum(cell << bit for bit, cell in enumerate(cells[:BITS]))
