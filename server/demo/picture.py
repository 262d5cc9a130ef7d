"""The demo teacher's camera: a classroom, a teacher who moves, a running clock, a lamp and a time-code strip.

Everything is drawn once; a frame only pastes what has changed. No I/O. Times are arguments.
"""

from datetime import UTC, datetime, timedelta

from PIL import Image, ImageDraw

from server.demo import figure, planes, timecode
from server.demo.lettering import Lettering, Style
from server.demo.planes import Bytes, Planes

WIDTH, HEIGHT = 640, 360
RATE = 15
"""Pictures a second; a drawn figure needs no more, and half of 30 is half the work."""
LAMP_TIME = 2 / RATE
"""Seconds that the lamp is lit from each full second on; two pictures, so that one may be lost."""
SHANGHAI = timedelta(hours=8)
"""The country's time; it knows no summer time."""

PAPER, BOARD, FRAME = (246, 245, 241), (24, 66, 58), (138, 90, 28)
CHALK, CHALK_SOFT = (242, 245, 244), (185, 214, 205)
DESK, NIGHT, MOON = (168, 118, 62), (16, 24, 28), (242, 245, 244)
LAMP_ON, LAMP_OFF = (242, 184, 75), (51, 67, 74)

FIGURE_PLACE = (8, 64)
CLOCK_PLACE, CLOCK_SIZE = (364, 296), (268, 56)
LAMP_PLACE, LAMP_SIZE = (372, 306), (36, 36)
DIGIT_SIZE, DIGITS_PLACE = (20, 44), (418, 302)
LETTERS = "0123456789:."
EPSILON = 1e-6
"""A frame that is due at a full second must not show the second before for a rounding error."""


class Camera:
    """The picture of one lesson at any moment."""

    def __init__(self, title: str, teacher: str, lettering: Lettering) -> None:
        room = _room(title, teacher, lettering)
        self._frame = planes.from_image(room)
        x, y = FIGURE_PLACE
        behind = room.crop((x, y, x + figure.WIDTH, y + figure.HEIGHT))
        self._poses = [
            planes.from_image(figure.draw(behind, figure.pose(index)))
            for index in range(figure.POSES)
        ]
        self._digits = {letter: _digit(letter, lettering) for letter in LETTERS}
        self._lamp = {lit: _lamp(lit=lit) for lit in (False, True)}

    def frame(self, wall: float) -> Bytes:
        """Return the picture of a moment (UTC seconds since 1970), shape (540, 640), yuv420p.

        The array is used again for the next picture.
        """
        number = timecode.number_at(wall)
        timecode.write(self._frame, number)
        self._frame.paste(self._poses[number % figure.POSES], *FIGURE_PLACE)
        self._frame.paste(self._lamp[is_lit(wall)], *LAMP_PLACE)
        x, y = DIGITS_PLACE
        for letter in clock_text(wall):
            self._frame.paste(self._digits[letter], x, y)
            x += DIGIT_SIZE[0]
        return self._frame.data


def is_lit(wall: float) -> bool:
    """Whether the lamp is on at a moment."""
    return (wall + EPSILON) % 1 < LAMP_TIME


def clock_text(wall: float) -> str:
    """Return the time of day in China, `HH:MM:SS.t`."""
    local = datetime.fromtimestamp(wall + EPSILON, UTC) + SHANGHAI
    return f"{local:%H:%M:%S}.{local.microsecond // 100_000}"


def _room(title: str, teacher: str, lettering: Lettering) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((196, 48, 628, 252), 6, fill=BOARD, outline=FRAME, width=6)
    draw.rectangle((0, 268, WIDTH, 276), fill=(226, 223, 214))
    draw.rectangle((0, 312, WIDTH, HEIGHT), fill=DESK)
    draw.rectangle((0, 306, WIDTH, 314), fill=FRAME)
    heading = lettering.drawable(title, "Music lesson")
    heading, size = lettering.fit(heading, range(40, 20, -2), 330)
    lettering.write(picture, (444, 120), heading, Style(size, CHALK, bold=True))
    by, size = lettering.fit(lettering.drawable(teacher, "A demo teacher"), range(22, 12, -1), 330)
    lettering.write(picture, (444, 168), by, Style(size, CHALK_SOFT))
    draw.line((344, 196, 544, 196), fill=(120, 160, 148), width=2)
    x, y = CLOCK_PLACE
    box = (x, y, x + CLOCK_SIZE[0] - 1, y + CLOCK_SIZE[1] - 1)
    draw.rounded_rectangle(box, 10, fill=NIGHT)
    return picture


def _digit(letter: str, lettering: Lettering) -> Planes:
    tile = Image.new("RGB", DIGIT_SIZE, NIGHT)
    middle = (DIGIT_SIZE[0] / 2, DIGIT_SIZE[1] * 0.8)
    lettering.write(tile, middle, letter, Style(34, MOON, bold=True, anchor="ms"))
    return planes.from_image(tile)


def _lamp(*, lit: bool) -> Planes:
    width, height = LAMP_SIZE
    tile = Image.new("RGB", (width * 3, height * 3), NIGHT)
    ImageDraw.Draw(tile).ellipse(
        (12, 12, width * 3 - 12, height * 3 - 12), LAMP_ON if lit else LAMP_OFF
    )
    return planes.from_image(tile.resize(LAMP_SIZE, Image.Resampling.LANCZOS))
