"""What stands on the slides of the demo's board: cover, poem, song, figure, words. Each function draws one page."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from server.demo.lettering import Colour, Lettering, Style
from server.demo.sound import MELODY

WIDTH, HEIGHT = 1280, 720
"""Pixels; what a shared screen has."""

PAPER, INK, SOFT, HAIRLINE = (255, 255, 255), (29, 42, 48), (76, 90, 96), (226, 223, 214)
GREEN, WASH, OCHRE, RED, BLUE = (
    (15, 95, 87),
    (226, 240, 237),
    (138, 90, 28),
    (165, 64, 45),
    (52, 80, 143),
)

POEM = ("床前明月光，", "疑是地上霜。", "举头望明月，", "低头思故乡。")
POEM_LATIN = ("Twinkle, twinkle,", "little star,", "How I wonder", "what you are!")
WORDS = (
    ("flower", "花"),
    ("jasmine", "茉莉"),
    ("garden", "花园"),
    ("village", "村庄"),
    ("friend", "朋友"),
    ("sing", "唱歌"),
)
STAFF_STEPS = {1: -2, 2: -1, 3: 0, 5: 2, 6: 3, 8: 5}
"""Steps above the lowest line of the staff (E) of each degree of C major."""
NOTES_SHOWN = 11
"""The first two bars of the song."""


@dataclass(frozen=True, slots=True)
class Page:
    """An empty page and what is needed to write on it."""

    picture: Image.Image
    draw: ImageDraw.ImageDraw
    lettering: Lettering
    title: str
    teacher: str

    def write(
        self,
        place: tuple[float, float],
        text: str,
        size: int,
        colour: Colour = INK,
        *,
        bold: bool = False,
        anchor: str = "mm",
    ) -> None:
        """Write one line whose middle is at `place`, or the point that `anchor` says."""
        self.lettering.write(self.picture, place, text, Style(size, colour, bold, anchor))

    def heading(self, chinese: str, latin: str) -> None:
        """Write the page's heading with its mark."""
        self.draw.rectangle((72, 64, 84, 128), fill=GREEN)
        text = self.lettering.choose(chinese, latin)
        self.write((108, 96), text, 52, INK, bold=True, anchor="lm")

    def number(self, number: int, count: int) -> None:
        """Write the page number."""
        self.write((WIDTH - 56, HEIGHT - 48), f"{number} / {count}", 30, SOFT, anchor="rm")


def cover(page: Page) -> None:
    """The lesson's title and teacher."""
    page.draw.rectangle((0, 0, WIDTH, HEIGHT), fill=WASH)
    page.draw.rectangle((0, 0, 40, HEIGHT), fill=GREEN)
    title = page.lettering.drawable(page.title, "Music lesson")
    title, size = page.lettering.fit(title, range(112, 40, -4), WIDTH - 240)
    page.write((WIDTH / 2, 280), title, size, GREEN, bold=True)
    page.draw.line((WIDTH / 2 - 160, 380, WIDTH / 2 + 160, 380), fill=OCHRE, width=4)
    by = page.lettering.drawable(page.teacher, "Demo teacher")
    by, size = page.lettering.fit(by, range(48, 24, -2), WIDTH - 240)
    page.write((WIDTH / 2, 446), by, size)
    page.write((WIDTH / 2, 560), page.lettering.choose("同课 · 三个课堂", "Tongke"), 34, SOFT)


def poem(page: Page) -> None:
    """A poem that every child knows."""
    page.heading("古诗 · 静夜思", "A song to read")
    page.write((640, 186), page.lettering.choose("〔唐〕李白", "Jane Taylor"), 34, SOFT)
    lines = POEM if page.lettering.chinese else POEM_LATIN
    for row, line in enumerate(lines):
        page.write((640, 276 + 104 * row), line, 72)
    page.draw.ellipse((1010, 180, 1150, 320), fill=(250, 226, 150))
    page.draw.ellipse((976, 164, 1104, 292), fill=PAPER)


def score(page: Page) -> None:
    """The first bars of the song that is heard, in notes and in numbers."""
    page.heading("唱一唱 · 茉莉花", "Sing: Jasmine Flower")
    page.write((108, 190), "1 = C   4/4", 36, SOFT, anchor="lm")
    left, bottom, gap = 108, 420, 30
    for line in range(5):
        y = bottom - line * gap
        page.draw.line((left, y, WIDTH - left, y), fill=SOFT, width=2)
    for row, digit in enumerate("44"):
        page.write((left + 34, bottom - gap * (3 - 2 * row)), digit, 62, bold=True)
    beats, x = 0.0, 220.0
    for degree, length in MELODY[:NOTES_SHOWN]:
        _note(page, x, bottom - STAFF_STEPS[degree] * gap / 2, length, gap)
        _numbered(page, x, 530, degree, length)
        beats += length
        x += 62 + 36 * length
        if beats % 4 == 0:
            page.draw.line((x - 40, bottom - 4 * gap, x - 40, bottom), fill=SOFT, width=3)
    words = page.lettering.choose("好 一 朵 美 丽 的 茉 莉 花", "What a lovely jasmine flower")
    page.write((640, 620), words, 44, GREEN, bold=True)


def theorem(page: Page) -> None:
    """A right triangle with the squares over its sides."""
    page.heading("想一想 · 勾股定理", "Think: right triangles")
    unit, corner = 44, (400, 470)
    x, y = corner
    a, b = (x, y - 3 * unit), (x + 4 * unit, y)
    over = [a, b, (b[0] + 3 * unit, b[1] - 4 * unit), (a[0] + 3 * unit, a[1] - 4 * unit)]
    page.draw.polygon(over, fill=(251, 240, 220), outline=OCHRE, width=4)
    page.draw.rectangle((x - 3 * unit, y - 3 * unit, x, y), fill=WASH, outline=GREEN, width=4)
    page.draw.rectangle(
        (x, y, x + 4 * unit, y + 4 * unit), fill=(225, 231, 244), outline=BLUE, width=4
    )
    page.draw.polygon([corner, a, b], fill=PAPER, outline=INK, width=5)
    page.draw.rectangle((x, y - 22, x + 22, y), outline=INK, width=3)
    say = page.lettering.choose  # Pillow's own font has no raised two.
    page.write((x - 1.5 * unit, y - 1.5 * unit), say("a²", "aa"), 48, GREEN, bold=True)
    page.write((x + 2 * unit, y + 2 * unit), say("b²", "bb"), 48, BLUE, bold=True)
    page.write((x + 3.5 * unit, y - 3.5 * unit), say("c²", "cc"), 56, OCHRE, bold=True)
    page.write((960, 330), say("a² + b² = c²", "aa + bb = cc"), 76, bold=True)
    page.write((960, 440), say("3² + 4² = 5²", "9 + 16 = 25"), 56, SOFT)


def words(page: Page) -> None:
    """An English word list."""
    page.heading("English · 单词", "English words")
    for row, (english, chinese) in enumerate(WORDS):
        column, line = divmod(row, 3)
        x, y = 108 + column * 550, 210 + line * 140
        page.draw.rounded_rectangle((x, y, x + 514, y + 112), 16, fill=WASH)
        page.write((x + 36, y + 56), english, 54, GREEN, bold=True, anchor="lm")
        meaning = page.lettering.choose(chinese, "")
        page.write((x + 478, y + 56), meaning, 46, INK, anchor="rm")


def _note(page: Page, x: float, y: float, length: float, gap: int) -> None:
    """A note on the staff: open from two beats on, with a flag below one."""
    head = (x - 19, y - 13, x + 19, y + 13)
    if length >= 2:
        page.draw.ellipse(head, fill=PAPER, outline=INK, width=5)
    else:
        page.draw.ellipse(head, fill=INK)
    page.draw.line((x + 17, y, x + 17, y - 3 * gap), fill=INK, width=4)
    if length < 1:
        top = y - 3 * gap
        page.draw.line((x + 17, top, x + 36, top + 34), fill=INK, width=6)


def _numbered(page: Page, x: float, y: float, degree: int, length: float) -> None:
    """A note as Chinese schools write it: the degree, a line below for half a beat, a dash for each beat more."""
    page.write((x, y), "1" if degree == 8 else str(degree), 44, RED, bold=True)
    if degree == 8:
        page.draw.ellipse((x - 4, y - 40, x + 4, y - 32), fill=RED)
    if length < 1:
        page.draw.line((x - 16, y + 32, x + 16, y + 32), fill=RED, width=4)
    if length >= 2:
        page.draw.line((x + 34, y, x + 62, y), fill=RED, width=5)
