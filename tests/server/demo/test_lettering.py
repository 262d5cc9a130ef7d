"""Letters: Chinese where there is a font, Latin elsewhere, never an empty box."""

from pathlib import Path

import numpy
import pytest
from PIL import Image

from server.demo.lettering import KNOWN_FONTS, Lettering, Style

MACHINE = Lettering()
WITHOUT_FONTS = Lettering([])


def drawn(lettering: Lettering, text: str) -> numpy.ndarray:
    picture = Image.new("L", (200, 80), 0).convert("RGB")
    lettering.write(picture, (100, 40), text, Style(40, (255, 255, 255)))
    return numpy.asarray(picture.convert("L"))


def test_the_tests_machine_has_chinese() -> None:
    assert MACHINE.chinese, "make test installs fonts-noto-cjk"


def test_chinese_letters_are_drawn_and_differ() -> None:
    one, other, box = drawn(MACHINE, "花"), drawn(MACHINE, "课"), drawn(MACHINE, "\U0010fffd")
    assert one.any()
    assert (one != other).any()
    assert (one != box).any()


def test_the_simplified_chinese_face_of_a_collection_is_chosen() -> None:
    assert str(MACHINE.font(20).getname()[0]).endswith("SC")


def test_without_a_font_the_latin_wording_is_chosen() -> None:
    assert not WITHOUT_FONTS.chinese
    assert WITHOUT_FONTS.choose("茉莉花", "Jasmine") == "Jasmine"
    assert WITHOUT_FONTS.drawable("茉莉花", "Music lesson") == "Music lesson"
    assert WITHOUT_FONTS.drawable("Lesson 3", "Music lesson") == "Lesson 3"
    assert drawn(WITHOUT_FONTS, "Jasmine").any()


def test_with_a_font_every_title_is_kept() -> None:
    assert MACHINE.choose("茉莉花", "Jasmine") == "茉莉花"
    assert MACHINE.drawable("茉莉花", "Music lesson") == "茉莉花"


def test_a_file_that_is_no_font_is_passed_over(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_text("not a font")
    assert not Lettering([str(broken)]).chinese
    good = [path for path in KNOWN_FONTS[False] if Path(path).is_file()]
    assert Lettering([str(broken), *good]).chinese


def test_the_width_of_a_line_grows_with_its_size() -> None:
    assert MACHINE.width("茉莉花", 40) == pytest.approx(2 * MACHINE.width("茉莉花", 20), rel=0.1)


def test_a_title_is_made_smaller_before_it_is_cut() -> None:
    assert MACHINE.fit("茉莉花", range(40, 20, -2), 300) == ("茉莉花", 40)
    assert MACHINE.fit("茉莉花", range(40, 20, -2), 100) == ("茉莉花", 32)
    text, size = MACHINE.fit("茉莉花" * 9, range(40, 20, -2), 300)
    assert size == 22
    assert text.startswith("茉莉花")
    assert text.endswith("…")
    assert MACHINE.width(text, size, bold=True) <= 300
