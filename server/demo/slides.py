"""The demo teacher's board: a deck of slides that change, each with its page number and a line that shows the time gone.

Slides are drawn once; a frame only pastes what has changed. No I/O. Times are arguments.
"""

from collections.abc import Callable

from PIL import Image, ImageDraw

from server.demo import pages, planes
from server.demo.lettering import Lettering
from server.demo.pages import HEIGHT, WIDTH, Page
from server.demo.planes import Bytes

RATE = 5
"""Pictures a second; a slide stands still, and its line moves slowly."""
PERIOD = 8.0
"""Seconds that one slide stays."""
LINE_HEIGHT = 8
EPSILON = 1e-6
"""A frame that is due at the turn must not show the slide before for a rounding error."""

DECK: tuple[Callable[[Page], None], ...] = (
    pages.cover,
    pages.poem,
    pages.score,
    pages.theorem,
    pages.words,
)


class Board:
    """The slides of one lesson."""

    def __init__(self, title: str, teacher: str, lettering: Lettering) -> None:
        self._title, self._teacher = title, teacher
        self._lettering = lettering
        self._gone = planes.from_image(Image.new("RGB", (WIDTH, LINE_HEIGHT), pages.GREEN))
        self._left = planes.from_image(Image.new("RGB", (WIDTH, LINE_HEIGHT), pages.HAIRLINE))
        self._slides = [planes.from_image(self._draw(number)) for number in range(len(DECK))]

    def frame(self, wall: float) -> Bytes:
        """Return the picture of a moment (UTC seconds since 1970), shape (1080, 1280), yuv420p.

        The array is used again for the next picture.
        """
        slide = self._slides[index(wall)]
        top = HEIGHT - LINE_HEIGHT
        slide.paste(self._left, 0, top)
        slide.paste(self._gone.part(reach(wall)), 0, top)
        return slide.data

    def _draw(self, number: int) -> Image.Image:
        picture = Image.new("RGB", (WIDTH, HEIGHT), pages.PAPER)
        page = Page(picture, ImageDraw.Draw(picture), self._lettering, self._title, self._teacher)
        DECK[number](page)
        page.number(number + 1, len(DECK))
        return picture


def index(wall: float) -> int:
    """Return which slide, 0, 1, …, is shown at a moment."""
    return int((wall + EPSILON) / PERIOD) % len(DECK)


def reach(wall: float) -> int:
    """Return how many pixels long the line is at a moment; even."""
    gone = (wall + EPSILON) % PERIOD / PERIOD
    return round(gone * WIDTH) // 2 * 2
