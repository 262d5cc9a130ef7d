"""The values a calendar works on: days, real minutes, terms, timetable entries. Immutable; no I/O.

Lessons are compared by real minutes, never by period numbers: two schools' third periods rarely start
together. A wrong value never comes to exist: constructors raise `InputError` naming the field.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from typing import NewType

from scheduler.errors import InputError

EntryId = NewType("EntryId", str)
"""Id of a timetable entry: 1 to 60 of `A-Z a-z 0-9 _ . : -`, so that a key with a date fits in 80."""

MINUTES_PER_DAY = 1440
LONGEST_TERM_DAYS = 370
"""A school year with its holidays; a longer term is a slip of the pen in a year."""

_ENTRY_ID = re.compile(r"[A-Za-z0-9_.:-]{1,60}")


class Weekday(IntEnum):
    """A day of the week, numbered as in ISO 8601."""

    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7

    @classmethod
    def of(cls, day: date) -> "Weekday":
        """Return the weekday of a date."""
        return cls(day.isoweekday())


class Weeks(StrEnum):
    """In which teaching weeks an entry is held (单双周)."""

    EVERY = "every"
    ODD = "odd"
    EVEN = "even"

    def holds(self, week: int) -> bool:
        """Return whether teaching week `week` (1, 2, …) is one of these."""
        return self is Weeks.EVERY or (week % 2 == 1) == (self is Weeks.ODD)


class Level(StrEnum):
    """Whose calendar it is; later members are nearer to the class."""

    CITY = "city"
    DISTRICT = "district"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class MinuteSpan:
    """A half-open piece of a day, in local minutes after midnight: 480 to 520 is 08:00 to 08:40."""

    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_minute < MINUTES_PER_DAY:
            raise InputError("start_minute", self.start_minute, "0 to 1439")
        if not self.start_minute < self.end_minute <= MINUTES_PER_DAY:
            allowed = f"{self.start_minute + 1} to 1440 (after start_minute)"
            raise InputError("end_minute", self.end_minute, allowed)


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days from `first_day` to `last_day`, both included; `reason` is shown to people."""

    first_day: date
    last_day: date
    reason: str = ""

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise InputError("last_day", self.last_day, f"{self.first_day} (first_day) or later")

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class MakeUpDay:
    """A date that runs another weekday's timetable (调休), usually a Saturday that runs a Monday's."""

    day: date
    runs: Weekday
    week: int | None = None
    """Teaching week whose timetable it runs, for odd and even weeks; None: the week that `day` lies in."""

    def __post_init__(self) -> None:
        if self.week is not None and self.week < 1:
            raise InputError("week", self.week, "1 or more, or none")


@dataclass(frozen=True, slots=True)
class CalendarLayer:
    """What one level says about the days of a term.

    Days off add up over the levels: what the city closes, no school opens. Make-up days do not: where
    several levels name the same date, the nearest one decides which weekday it runs.
    """

    level: Level
    holidays: tuple[DaySpan, ...] = ()
    make_up_days: tuple[MakeUpDay, ...] = ()
    suspensions: tuple[DaySpan, ...] = ()
    """Days without lessons that no calendar foresaw: smog, snow, an examination, a sports day."""

    def __post_init__(self) -> None:
        seen: set[date] = set()
        for make_up in self.make_up_days:
            if make_up.day in seen:
                raise InputError(
                    "make_up_days", make_up.day, f"each date once in a {self.level} layer"
                )
            if any(make_up.day in holiday for holiday in self.holidays):
                allowed = f"a date that is no holiday of the same {self.level} layer"
                raise InputError("make_up_days", make_up.day, allowed)
            seen.add(make_up.day)


@dataclass(frozen=True, slots=True)
class Term:
    """A term (学期). Teaching week 1 is the week, Monday to Sunday, in which `first_day` lies."""

    first_day: date
    last_day: date
    layers: tuple[CalendarLayer, ...] = ()
    """At most one per level, in any order."""

    def __post_init__(self) -> None:
        if not self.first_day <= self.last_day < self.first_day + timedelta(LONGEST_TERM_DAYS):
            allowed = f"{self.first_day} (first_day) to {LONGEST_TERM_DAYS - 1} days later"
            raise InputError("last_day", self.last_day, allowed)
        levels = [layer.level for layer in self.layers]
        if len(set(levels)) < len(levels):
            raise InputError("layers", ", ".join(levels), "each level at most once")
        weeks = self.week_of(self.last_day)
        for make_up in (each for layer in self.layers for each in layer.make_up_days):
            if make_up.week is not None and make_up.week > weeks:
                raise InputError("week", make_up.week, f"1 to {weeks} (the weeks of the term)")

    def week_of(self, day: date) -> int:
        """Return the teaching week of a date, 1 for the first; below 1 before the term."""
        return (_monday(day) - _monday(self.first_day)).days // 7 + 1


@dataclass(frozen=True, slots=True)
class TimetableEntry:
    """One weekly lesson of a template week."""

    id: EntryId
    weekday: Weekday
    span: MinuteSpan
    weeks: Weeks = Weeks.EVERY
    first_week: int = 1
    last_week: int | None = None
    """Last teaching week in which it is held; None: to the end of the term."""

    def __post_init__(self) -> None:
        if not _ENTRY_ID.fullmatch(self.id):
            raise InputError("id", self.id, "1 to 60 of A-Z a-z 0-9 _ . : -")
        if self.first_week < 1:
            raise InputError("first_week", self.first_week, "1 or more")
        if self.last_week is not None and self.last_week < self.first_week:
            allowed = f"{self.first_week} (first_week) or more, or none"
            raise InputError("last_week", self.last_week, allowed)

    def held_in(self, week: int) -> bool:
        """Return whether this lesson is held in teaching week `week`."""
        if week < self.first_week or (self.last_week is not None and week > self.last_week):
            return False
        return self.weeks.holds(week)


def _monday(day: date) -> date:
    return day - timedelta(day.isoweekday() - 1)
