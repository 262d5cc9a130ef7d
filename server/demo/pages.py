"""What stands on the slides of the demo's board. Each function draws one page."""

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
RHYTHM = ((1.0,), (0.5, 0.5), (1.0,), (0.5, 0.5), (0.5, 0.5), (0.5, 0.5), (1.0,), (1.0,))
"""Two bars of 4/4, beat by beat: lengths of the claps in beats."""
STATES = (
    ("冰", "固态", "Ice", "solid"),
    ("水", "液态", "Water", "liquid"),
    ("水蒸气", "气态", "Steam", "gas"),
)
CHANGES = (("熔化", "melts"), ("汽化", "boils"))
TALK = (
    ("What's this?", "这是什么？"),
    ("It's a jasmine flower.", "这是一朵茉莉花。"),
    ("What colour is it?", "它是什么颜色的？"),
    ("It's white.", "它是白色的。"),
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


def rhythm(page: Page) -> None:
    """Two bars to clap, with the syllables that children say."""
    page.heading("拍一拍 · 节奏", "Clap the rhythm")
    page.write((108, 190), "4/4", 36, SOFT, anchor="lm")
    for beat, claps in enumerate(RHYTHM):
        row, column = divmod(beat, 4)
        left, middle = 190 + 240 * column, 310 + 220 * row
        for place, length in enumerate(claps):
            x = left + 30 + place * 90
            page.draw.ellipse((x - 30, middle - 30, x + 30, middle + 30), fill=GREEN)
            long = length == 1.0
            page.write(
                (x, middle + 70),
                page.lettering.choose("嗒" if long else "滴", "ta" if long else "ti"),
                40,
            )
        if column < 3:
            page.draw.line(
                (left + 192, middle - 44, left + 192, middle + 92), fill=HAIRLINE, width=3
            )
    page.write(
        (108, 664),
        page.lettering.choose("嗒：一拍　滴：半拍", "ta: a beat   ti: half a beat"),
        30,
        SOFT,
        anchor="lm",
    )


def states_of_water(page: Page) -> None:
    """Ice, water, steam, and what turns one into the next."""
    page.heading("看一看 · 水的三种样子", "Ice, water, steam")
    say = page.lettering.choose
    for column, (chinese, state, latin, latin_state) in enumerate(STATES):
        left = 108 + 376 * column
        page.draw.rounded_rectangle((left, 200, left + 312, 520), 20, fill=WASH)
        page.write((left + 156, 320), say(chinese, latin), 84, GREEN, bold=True)
        page.write((left + 156, 440), say(state, latin_state), 44, SOFT)
    for column, (chinese, latin) in enumerate(CHANGES):
        x = 452 + 376 * column
        page.draw.line((x - 26, 360, x + 16, 360), fill=RED, width=6)
        page.draw.polygon([(x + 14, 346), (x + 30, 360), (x + 14, 374)], fill=RED)
        page.write((x, 572), say(chinese, latin), 40, RED, bold=True)
    page.write(
        (640, 640),
        say("加热：冰变成水，水变成水蒸气", "Heat turns ice to water and water to steam"),
        34,
    )


def water_cycle(page: Page) -> None:
    """Sea, cloud, rain, river: where the water goes."""
    page.heading("想一想 · 水到哪里去了", "Where does the water go?")
    say = page.lettering.choose
    page.draw.polygon([(760, 600), (960, 330), (1170, 600)], fill=WASH, outline=GREEN)
    page.draw.rectangle((108, 540, 760, 620), fill=(205, 217, 240))
    page.draw.line((880, 470, 740, 580), fill=BLUE, width=8)
    for x, y, size in ((500, 250, 60), (570, 225, 78), (650, 250, 62)):
        page.draw.ellipse((x - size, y - size * 0.62, x + size, y + size * 0.62), fill=HAIRLINE)
    for column in range(4):
        x = 800 + 46 * column
        page.draw.line((x, 230, x - 18, 282), fill=BLUE, width=5)
    for column in range(3):
        x = 210 + 60 * column
        page.draw.line((x, 500, x, 380), fill=RED, width=5)
        page.draw.polygon([(x - 14, 384), (x, 356), (x + 14, 384)], fill=RED)
    page.write((270, 310), say("蒸发", "rises"), 44, RED, bold=True)
    page.write((575, 250), say("云", "cloud"), 46, bold=True)
    page.write((1010, 256), say("降雨", "rain"), 44, BLUE, bold=True)
    page.write((400, 580), say("江河湖海", "rivers and the sea"), 42, BLUE, bold=True)
    page.write((965, 540), say("山", "hills"), 46, GREEN, bold=True)


def dialogue(page: Page) -> None:
    """Four lines of talk, in turn left and right."""
    page.heading("English · 说一说", "Let's talk")
    for row, (english, chinese) in enumerate(TALK):
        answer = row % 2
        left, y = 108 + 124 * answer, 176 + 118 * row
        page.draw.rounded_rectangle(
            (left, y, left + 940, y + 98), 22, fill=WASH if answer else (246, 243, 235)
        )
        page.write(
            (left + 36, y + 49), english, 44, GREEN if answer else INK, bold=True, anchor="lm"
        )
        page.write((left + 904, y + 49), page.lettering.choose(chinese, ""), 34, SOFT, anchor="rm")


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
