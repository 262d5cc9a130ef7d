"""Letters for the demo teacher's pictures: Chinese where the machine has a Chinese font, else Latin, never empty boxes."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Colour = tuple[int, int, int]

KNOWN_FONTS = {
    False: (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
        "/System/Library/Fonts/PingFang.ttc",
    ),
    True: (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
        "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
        "/System/Library/Fonts/PingFang.ttc",
    ),
}
"""Bold or not: where distributions put a font with Chinese, in order of preference."""
FACES_OF_A_COLLECTION = 12
"""A .ttc holds one face for each region; twelve covers the collections that we know."""
LAST_LATIN = "\u024f"


@dataclass(frozen=True, slots=True)
class Style:
    """How a line of text looks."""

    size: int
    """Pixels."""
    colour: Colour
    bold: bool = False
    anchor: str = "mm"
    """Which point of the text lies at the place, as Pillow spells it: `mm` middle, `lm` left, `ms` middle of the base line."""


class Lettering:
    """Draws text. `chinese` says which of two wordings a picture should use."""

    def __init__(self, candidates: Sequence[str] | None = None) -> None:
        """Choose fonts among `candidates` (paths); None: among those of this machine."""
        self._paths = {
            bold: _first_font(candidates if candidates is not None else _machine_fonts(bold=bold))
            for bold in (False, True)
        }
        self.chinese = all(self._paths.values())

    def font(self, size: int, *, bold: bool = False) -> Font:
        """Return the font of a size in pixels."""
        return _load(self._paths[bold], size)

    def choose(self, chinese: str, latin: str) -> str:
        """Return the wording that can be drawn here."""
        return chinese if self.chinese else latin

    def drawable(self, text: str, instead: str) -> str:
        """Return `text` if every letter of it can be drawn here, else `instead`."""
        return text if self.chinese or all(letter <= LAST_LATIN for letter in text) else instead

    def write(
        self, picture: Image.Image, place: tuple[float, float], text: str, style: Style
    ) -> None:
        """Write one line."""
        font = self.font(style.size, bold=style.bold)
        ImageDraw.Draw(picture).text(place, text, fill=style.colour, font=font, anchor=style.anchor)

    def width(self, text: str, size: int, *, bold: bool = False) -> float:
        """Return the width of one line in pixels."""
        return self.font(size, bold=bold).getlength(text)

    def fit(self, text: str, sizes: range, width: float) -> tuple[str, int]:
        """Return a bold line that is at most `width` pixels wide, and its size.

        The first of the falling `sizes` that is small enough; at the last one the text is cut.
        """
        for size in sizes:
            if self.width(text, size, bold=True) <= width:
                return text, size
        least = sizes[-1]
        while text and self.width(text + "…", least, bold=True) > width:
            text = text[:-1]
        return text + "…", least


def _machine_fonts(*, bold: bool) -> list[str]:
    found = [path for path in KNOWN_FONTS[bold] if Path(path).is_file()]
    program = shutil.which("fc-list")
    if not found and program:
        said = subprocess.run(  # noqa: S603 - a fixed command
            [program, ":lang=zh-cn", "file"], capture_output=True, text=True, check=False
        )
        found = sorted(line.split(":")[0] for line in said.stdout.splitlines() if line)
    return found


def _first_font(candidates: Sequence[str]) -> tuple[str, int] | None:
    """Return path and face of the first font that opens; its simplified Chinese face where it has one."""
    for path in candidates:
        faces = _faces(path)
        if faces:
            simplified = [index for index, name in faces if name.endswith((" SC", " CN"))]
            return path, (simplified or [faces[0][0]])[0]
    return None


def _faces(path: str) -> list[tuple[int, str]]:
    faces: list[tuple[int, str]] = []
    for index in range(FACES_OF_A_COLLECTION):
        try:
            name = ImageFont.truetype(path, 12, index=index).getname()[0] or ""
        except OSError:
            break
        faces.append((index, name))
    return faces


@cache
def _load(where: tuple[str, int] | None, size: int) -> Font:
    if where is None:
        return ImageFont.load_default(size)  # Latin, carried by Pillow itself.
    path, face = where
    return ImageFont.truetype(path, size, index=face)
