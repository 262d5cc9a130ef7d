"""The teacher who is drawn into the demo's camera picture: a few shapes whose arm, head and mouth move."""

from dataclasses import dataclass
from math import cos, pi, radians, sin

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 264, 248
"""Pixels of the part of the picture in which the figure moves; even, for the encoder's chroma."""
POSES = 30
"""One round of movement; two seconds at 15 pictures a second."""
SCALE = 3
"""Drawn three times as large and shrunk, which smooths the edges."""

SKIN, HAIR, COAT, SHIRT = (240, 205, 172), (43, 37, 38), (15, 95, 87), (246, 245, 241)
CHEEK, MOUTH, GLASSES, POINTER = (233, 176, 148), (165, 64, 45), (73, 86, 94), (138, 90, 28)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """What moves. Angles in degrees, lengths in pixels."""

    arm: float
    """Of the forearm above the horizontal."""
    nod: float
    """How far the head is lowered."""
    turn: float
    """How far the face looks to its side of the board."""
    mouth: float
    """How far the mouth is open."""
    blink: bool


def pose(index: int) -> Pose:
    """Return pose `index` of the round; any integer."""
    phase = 2 * pi * (index % POSES) / POSES
    return Pose(
        arm=34 + 9 * sin(phase),
        nod=1.6 * sin(2 * phase),
        turn=3 + 2.5 * sin(phase + 1),
        mouth=3 + 2.5 * sin(5 * phase),
        blink=index % POSES in (11, 12),
    )


def draw(background: Image.Image, now: Pose) -> Image.Image:
    """Return the background (WIDTH by HEIGHT) with the figure before it."""
    picture = background.resize((WIDTH * SCALE, HEIGHT * SCALE))
    pen = _Pen(ImageDraw.Draw(picture))
    _body(pen)
    _arm(pen, now.arm)
    _head(pen, now)
    return picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


class _Pen:
    """Draws in the small picture's pixels."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self._draw = draw

    def oval(self, centre: Point, across: float, down: float, colour: tuple[int, ...]) -> None:
        x, y = centre
        box = [n * SCALE for n in (x - across, y - down, x + across, y + down)]
        self._draw.ellipse(box, fill=colour)

    def ring(self, centre: Point, radius: float, colour: tuple[int, ...]) -> None:
        x, y = centre
        box = [n * SCALE for n in (x - radius, y - radius, x + radius, y + radius)]
        self._draw.ellipse(box, outline=colour, width=2 * SCALE)

    def shape(self, points: list[Point], colour: tuple[int, ...]) -> None:
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def line(self, points: list[Point], width: float, colour: tuple[int, ...]) -> None:
        places = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.line(places, fill=colour, width=round(width * SCALE), joint="curve")
        for x, y in points:
            self.oval((x, y), width / 2, width / 2, colour)


def _body(pen: _Pen) -> None:
    pen.shape([(54, 250), (58, 170), (78, 148), (126, 148), (146, 170), (150, 250)], COAT)
    pen.oval((76, 168), 20, 22, COAT)
    pen.oval((128, 168), 20, 22, COAT)
    pen.shape([(90, 146), (114, 146), (102, 178)], SHIRT)
    pen.line([(102, 132), (102, 150)], 18, SKIN)
    pen.line([(60, 176), (50, 214), (66, 246)], 22, COAT)


def _arm(pen: _Pen, angle: float) -> None:
    """The arm beside the board, with a pointer in its hand."""
    shoulder, elbow = (138.0, 174.0), (164.0, 206.0)
    across, up = cos(radians(angle)), sin(radians(angle))
    hand = (elbow[0] + 44 * across, elbow[1] - 44 * up)
    tip = (hand[0] + 46 * across, hand[1] - 46 * up)
    pen.line([hand, tip], 3, POINTER)
    pen.line([shoulder, elbow, hand], 22, COAT)
    pen.oval(hand, 11, 11, SKIN)


def _head(pen: _Pen, now: Pose) -> None:
    x, y = 102.0, 88 + now.nod
    pen.oval((x, y - 6), 50, 54, HAIR)
    pen.oval((x - 40, y + 18), 13, 32, HAIR)
    pen.oval((x + 40, y + 18), 13, 32, HAIR)
    pen.oval((x, y + 4), 40, 46, SKIN)
    pen.shape([(x - 40, y - 12), (x - 30, y - 42), (x + 30, y - 42), (x + 40, y - 12)], HAIR)
    pen.oval((x - 6, y - 22), 36, 15, HAIR)
    face = x + now.turn
    for side in (-1, 1):
        eye = (face + side * 17, y + 4)
        pen.oval((eye[0] + side * 5, y + 22), 7, 4, CHEEK)
        pen.oval(eye, 4, 1 if now.blink else 5, HAIR)
        pen.ring(eye, 13, GLASSES)
    pen.line([(face - 4, y + 3), (face + 4, y + 3)], 2, GLASSES)
    pen.oval((face, y + 30), 10, 3 + now.mouth, MOUTH)
    pen.oval((face, y + 27), 9, 2, SHIRT)
