"""What people type into the search field, forgivingly read. Pure: no I/O."""

import re
import unicodedata

WORDS_MAX = 8
"""Of a search; what comes behind them is left out."""

_BETWEEN = re.compile(r"[\s,:;!?()、，。：；！？（）《》〈〉“”‘’「」·]+")
_GRADE = re.compile(r"([1-9]|[一二三四五六七八九])年级")
_DIGITS = "一二三四五六七八九"


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a search: full width as half width (ＡＢＣ１), punctuation as spaces, each word once."""
    plain = unicodedata.normalize("NFKC", text)
    return tuple(dict.fromkeys(word for word in _BETWEEN.split(plain) if word))[:WORDS_MAX]


def grade_of(word: str) -> int | None:
    """Return the grade that a word names, 1 to 9: 三年级, 3年级."""
    found = _GRADE.fullmatch(word)
    if found is None:
        return None
    digit = found.group(1)
    return int(digit) if digit.isascii() else _DIGITS.index(digit) + 1
