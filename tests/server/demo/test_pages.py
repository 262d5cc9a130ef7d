"""The slides' pages: each tells something, fits, and has no empty box for a letter."""

from collections.abc import Callable
from itertools import chain

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFont

from server.demo import pages, slides
from server.demo.lettering import Lettering, Style
from server.demo.pages import HEIGHT, WIDTH, Page

NO_LETTER = "\U0010fffd"
"""No font has it: what is drawn for it is the empty box."""


PAINTERS = sorted(
    {*chain(*slides.DECKS.values()), *slides.ANY_SUBJECT}, key=lambda one: one.__name__
)


class Proofreader(Lettering):
    """Draws as usual, and notes every line and where it reached."""

    def __init__(self, candidates: list[str] | None = None) -> None:
        super().__init__(candidates)
        self.lines: list[str] = []
        self.boxes: list[tuple[float, float, float, float]] = []

    def write(
        self, picture: Image.Image, place: tuple[float, float], text: str, style: Style
    ) -> None:
        self.lines.append(text)
        font = self.font(style.size, bold=style.bold)
        box = ImageDraw.Draw(picture).textbbox(place, text, font=font, anchor=style.anchor)
        self.boxes.append(box)
        super().write(picture, place, text, style)


def draw(painter: Callable[[Page], None], lettering: Lettering) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), pages.PAPER)
    page = Page(picture, ImageDraw.Draw(picture), lettering, "茉莉花", "周静 · 实验小学")
    painter(page)
    page.number(1, 5)
    return picture


def has_letter(font: ImageFont.FreeTypeFont, letter: str) -> bool:
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask(NO_LETTER))


@pytest.mark.parametrize("painter", PAINTERS)
@pytest.mark.parametrize("candidates", [None, []], ids=["chinese", "latin"])
def test_every_letter_of_a_page_is_in_the_font(
    painter: Callable[[Page], None], candidates: list[str] | None
) -> None:
    lettering = Proofreader(candidates)
    draw(painter, lettering)
    assert lettering.lines
    missing = {
        letter
        for line in lettering.lines
        for letter in line
        if not has_letter(lettering.font(40), letter)  # type: ignore[arg-type]
    }
    assert missing == set()


@pytest.mark.parametrize("painter", PAINTERS)
@pytest.mark.parametrize("candidates", [None, []], ids=["chinese", "latin"])
def test_every_line_of_a_page_lies_on_it(
    painter: Callable[[Page], None], candidates: list[str] | None
) -> None:
    lettering = Proofreader(candidates)
    draw(painter, lettering)
    for left, top, right, bottom in lettering.boxes:
        assert left >= 40
        assert right <= WIDTH - 40
        assert top >= 20
        assert bottom <= HEIGHT - slides.LINE_HEIGHT


@pytest.mark.parametrize("painter", PAINTERS)
def test_a_page_is_neither_empty_nor_full(painter: Callable[[Page], None]) -> None:
    grey = numpy.asarray(draw(painter, Lettering()).convert("L"))
    assert 0.005 < (grey < 128).mean() < 0.3


def test_the_song_on_the_page_is_the_song_that_is_heard() -> None:
    lettering = Proofreader()
    draw(pages.score, lettering)
    numbers = [line for line in lettering.lines if line in set("12356")]
    assert numbers == ["3", "3", "5", "6", "1", "1", "6", "5", "5", "6", "5", "1"][: len(numbers)]
    assert len(numbers) >= pages.NOTES_SHOWN
