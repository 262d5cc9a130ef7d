"""What a cell of a table may hold: reading and writing one value. Pure; no I/O.

A reader takes what a file's cell held (text, a number, a date, a time; never empty) and returns the value,
or raises `WrongCell`; the column says in words what is allowed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from server.words import Words

Raw = str | int | float | bool | date | time | None
"""What a file's cell holds."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs text that begins like this. Source: OWASP, "CSV Injection"."""
WEEKDAYS = "一二三四五六日"
GRADES = (
    *("一年级", "二年级", "三年级", "四年级", "五年级", "六年级"),
    *("七年级", "八年级", "九年级", "高一", "高二", "高三"),
)


class WrongCell(Exception):
    """A cell holds something that its column does not take."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet."""

    key: str
    heading: Words
    allowed: Words
    """What a cell may hold, in words."""
    read: Callable[[Raw], Any]
    required: bool = True
    write: Callable[[Any], str | int] = str
    default: Any = None
    """The value of an empty cell, where it is not required."""
    choices: tuple[str, ...] = field(default=())
    """The words that a spreadsheet offers for a cell; empty: any."""


def text(longest: int) -> Callable[[Raw], str]:
    """Return a reader of text of 1 to `longest` characters; numbers become text."""

    def read(raw: Raw) -> str:
        said = plain(raw)
        if not said or len(said) > longest or not said.isprintable():
            raise WrongCell
        return said

    return read


def plain(raw: Raw) -> str:
    """Return what a cell says as text, without the apostrophe that keeps a spreadsheet from running it."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    said = "" if raw is None else str(raw).strip()
    return said[1:].strip() if said[:1] == "'" and said[1:].startswith(FORMULA_STARTS) else said


def harmless(said: str) -> str:
    """Return text that no spreadsheet runs as a formula."""
    return f"'{said}" if said.startswith(FORMULA_STARTS) else said


def whole(lowest: int, highest: int) -> Callable[[Raw], int]:
    """Return a reader of whole numbers."""

    def read(raw: Raw) -> int:
        said = plain(raw)
        if isinstance(raw, bool) or not re.fullmatch(r"[0-9]{1,12}", said, re.ASCII):
            raise WrongCell
        if not lowest <= int(said) <= highest:
            raise WrongCell
        return int(said)

    return read


def word(words: Mapping[str, Any]) -> Callable[[Raw], Any]:
    """Return a reader of one of some words, in any case of letters."""
    known = {key.casefold(): value for key, value in words.items()}

    def read(raw: Raw) -> Any:
        said = plain(raw).casefold()
        if said not in known:
            raise WrongCell
        return known[said]

    return read


def names_of(words: Mapping[str, StrEnum | int]) -> Callable[[Any], str]:
    """Return a writer of the first word of a value."""
    first: dict[Any, str] = {}
    for name, value in words.items():
        first.setdefault(value, name)
    return lambda value: first[value]


def day(raw: Raw) -> date:
    """Read a date: a date cell, 2026-10-01, 2026/10/1, 2026.10.1 or 2026年10月1日.

    Raises:
        WrongCell: if it is none.
    """
    if isinstance(raw, datetime):
        found = raw.date()
    elif isinstance(raw, date):
        found = raw
    else:
        match = re.fullmatch(
            r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?",
            plain(raw),
            re.ASCII,
        )
        found = _date(*map(int, match.groups())) if match else date.min
    if not date(2000, 1, 1) <= found <= date(2100, 12, 31):
        raise WrongCell
    return found


def month_day(raw: Raw) -> tuple[int, int]:
    """Read a day of the year: 5月1日, 05-01, 5/1 or a date cell.

    Raises:
        WrongCell: if it is none.
    """
    if isinstance(raw, date):
        return raw.month, raw.day
    match = re.fullmatch(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", plain(raw), re.ASCII)
    if match is None:
        raise WrongCell
    found = _date(2024, *map(int, match.groups()))
    return found.month, found.day


def minute(raw: Raw) -> int:
    """Read a time of the day as minutes after midnight: 8:00, 08：00 or a time cell.

    Raises:
        WrongCell: if it is none.
    """
    if isinstance(raw, datetime):
        raw = raw.time()
    if isinstance(raw, time):
        return raw.hour * 60 + raw.minute
    match = re.fullmatch(r"(\d{1,2})[:：](\d{2})(?:[:：]00)?", plain(raw), re.ASCII)
    if match is None:
        raise WrongCell
    hour, minutes = map(int, match.groups())
    if minutes > 59 or hour * 60 + minutes > 1440:
        raise WrongCell
    return hour * 60 + minutes


def weekday(raw: Raw) -> int:
    """Read a weekday, ISO 8601: 周一, 星期一, 一 or 1.

    Raises:
        WrongCell: if it is none.
    """
    said = re.sub("^(周|星期|礼拜)", "", plain(raw)).replace("天", "日")
    if said in WEEKDAYS and len(said) == 1:
        return WEEKDAYS.index(said) + 1
    return whole(1, 7)(raw)


def grade(raw: Raw) -> int:
    """Read a grade of 1 to 12: 三年级, 3, 3年级, 初一 or 高一.

    Raises:
        WrongCell: if it is none.
    """
    said = plain(raw).replace("初一", "七年级").replace("初二", "八年级").replace("初三", "九年级")
    if said in GRADES:
        return GRADES.index(said) + 1
    return whole(1, 12)(said.removesuffix("年级"))


def clock(minutes: int) -> str:
    """Write minutes after midnight as a time of the day."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _date(year: int, month: int, day_of_month: int) -> date:
    try:
        return date(year, month, day_of_month)
    except ValueError as error:
        raise WrongCell from error
