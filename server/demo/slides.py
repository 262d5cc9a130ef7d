"""The demo teacher's board: a deck of slides that change, each with its page number and a line that shows the time gone.

Slides are drawn once; a frame only pastes what has changed. No I/O. Times are arguments.
"""

from collections.abc import Callable, Mapping

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

Deck = tuple[Callable[[Page], None], ...]
DECKS: Mapping[str, Deck] = {
    "音乐": (pages.cover, pages.score, pages.rhythm),
    "科学": (pages.cover, pages.states_of_water, pages.water_cycle),
    "英语": (pages.cover, pages.words, pages.dialogue),
}
"""Pages by subject."""
ANY_SUBJECT: Deck = (pages.cover, pages.poem, pages.theorem)


class Board:
    """The slides of one lesson."""

    def __init__(self, subject: str, title: str, teacher: str, lettering: Lettering) -> None:
        self._title, self._teacher = title, teacher
        self._deck = DECKS.get(subject, ANY_SUBJECT)
        self._lettering = lettering
        self._gone = planes.from_image(Image.new("RGB", (WIDTH, LINE_HEIGHT), pages.GREEN))
        self._left = planes.from_image(Image.new("RGB", (WIDTH, LINE_HEIGHT), pages.HAIRLINE))
        self._slides = [planes.from_image(self._draw(number)) for number in range(len(self._deck))]

    def frame(self, wall: float) -> Bytes:
        """Return the picture of a moment (UTC seconds since 1970), shape (1080, 1280), yuv420p.

        The array is used again for the next picture.
        """
        slide = self._slides[index(wall, len(self._slides))]
        top = HEIGHT - LINE_HEIGHT
        slide.paste(self._left, 0, top)
        slide.paste(self._gone.part(reach(wall)), 0, top)
        return slide.data

    def _draw(self, number: int) -> Image.Image:
        picture = Image.new("RGB", (WIDTH, HEIGHT), pages.PAPER)
        page = Page(picture, ImageDraw.Draw(picture), self._lettering, self._title, self._teacher)
        self._deck[number](page)
        page.number(number + 1, len(self._deck))
        return picture


def index(wall: float, count: int) -> int:
    """Return which of `count` slides, 0, 1, …, is shown at a moment."""
    return int((wall + EPSILON) / PERIOD) % count


def reach(wall: float) -> int:
    """Return how many pixels long the line is at a moment; even."""
    gone = (wall + EPSILON) % PERIOD / PERIOD
    return round(gone * WIDTH) // 2 * 2
