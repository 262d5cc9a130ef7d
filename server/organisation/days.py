"""From calendar rows to the scheduler's calendar: which layers a school has, which bells ring on a date. Pure; no I/O."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler import calendar
from scheduler.domain import CalendarLayer, DaySpan, Level, MakeUpDay, Term, Weekday
from scheduler.errors import InputError
from server.auth.policy import Place
from server.models import BellSchedule, CalendarEntry, DayKind, Term as TermRow

LEAP_YEAR = 2024
"""A year that has every day that any year has."""


@dataclass(frozen=True, slots=True)
class SchoolDay:
    """What a date of a term is at a school; `teaching` None: no lessons, for `reason`."""

    day: date
    week: int
    teaching: calendar.TeachingDay | None
    reason: str = ""
    level: Level | None = None


class Calendars:
    """What the levels of a city say about its days."""

    def __init__(self, entries: Iterable[CalendarEntry]) -> None:
        self._by_owner: dict[tuple[Level, str], list[CalendarEntry]] = {}
        for entry in entries:
            self._by_owner.setdefault(owner_of(entry), []).append(entry)
        self._terms: dict[tuple[str, Place], Term] = {}
        self._open: dict[tuple[str, Place, date], bool] = {}

    def term_of(self, row: TermRow, place: Place) -> Term:
        """Return a term as it runs at a school. Makes one object for a term and school, so that it may be a key."""
        key = (row.id, place)
        if key not in self._terms:
            bare = Term(row.first_day, row.last_day)
            layers = (
                _layer(level, self._by_owner.get((level, owner), ()), bare)
                for level, owner in (
                    (Level.CITY, place.city),
                    (Level.DISTRICT, place.district),
                    (Level.SCHOOL, place.school),
                )
            )
            self._terms[key] = Term(row.first_day, row.last_day, tuple(layers))
        return self._terms[key]

    def is_open(self, row: TermRow, place: Place, day: date) -> bool:
        """Return whether a school holds lessons on a date of a term."""
        # Asked for every receiver of every lesson: a term of a hub has thousands of them on a hundred days.
        key = (row.id, place, day)
        if key not in self._open:
            self._open[key] = calendar.day_off_reason(self.term_of(row, place), day) is None
        return self._open[key]


def school_days(term: Term, first: date, last: date) -> list[SchoolDay]:
    """Return every date of a term in a span, in order: a teaching day, or one off with its reason."""
    teaching = {each.day: each for each in calendar.teaching_days(term, first, last)}
    start, end = max(first, term.first_day), min(last, term.last_day)
    days = (date.fromordinal(number) for number in range(start.toordinal(), end.toordinal() + 1))
    return [_school_day(term, day, teaching.get(day)) for day in days]


def bells_on(schedules: Iterable[BellSchedule], day: date) -> BellSchedule | None:
    """Return the schedule that rings on a date: the one whose day of the year came last."""
    ordered = sorted(schedules, key=lambda each: (each.from_month, each.from_day))
    begun = [each for each in ordered if (each.from_month, each.from_day) <= (day.month, day.day)]
    # Before the first day of the year's first schedule the last one of the year before still rings.
    return next(iter([*begun[-1:], *ordered[-1:]]), None)


def owner_of(entry: CalendarEntry) -> tuple[Level, str]:
    """Return whose entry it is."""
    if entry.city_id is not None:
        return Level.CITY, entry.city_id
    if entry.district_id is not None:
        return Level.DISTRICT, entry.district_id
    return Level.SCHOOL, entry.school_id or ""


def check_layer(level: Level, entries: Sequence[CalendarEntry]) -> None:
    """See that what one level says does not contradict itself.

    Raises:
        InputError: naming the field and the day.
    """
    CalendarLayer(
        level, _spans(entries, DayKind.HOLIDAY), tuple(map(_make_up, _making_up(entries)))
    )


def check_bells(month: int, day: int, periods: Sequence[tuple[int, int, int]]) -> None:
    """See that a season begins on a day of the year, and that periods are numbered 1, 2, … and follow each other.

    `periods` are (number, start minute, end minute).

    Raises:
        InputError: naming the field.
    """
    try:
        date(LEAP_YEAR, month, day)
    except ValueError as error:
        raise InputError("from_day", day, f"a day of month {month}") from error
    free_from = 0
    for expected, (number, start, end) in enumerate(periods, 1):
        if number != expected:
            raise InputError("periods.number", number, f"{expected} (1, 2, … in order)")
        if start < free_from:
            allowed = f"{free_from} or later (the end of the period before)"
            raise InputError("periods.start_minute", start, allowed)
        if end <= start:
            raise InputError("periods.end_minute", end, f"{start + 1} to 1440 (after its start)")
        free_from = end


def _school_day(term: Term, day: date, teaching: calendar.TeachingDay | None) -> SchoolDay:
    if teaching is not None:
        return SchoolDay(day, teaching.week, teaching)
    for level in (Level.CITY, Level.DISTRICT, Level.SCHOOL):
        for layer in (each for each in term.layers if each.level is level):
            for span in layer.holidays + layer.suspensions:
                if day in span:
                    return SchoolDay(day, term.week_of(day), None, span.reason, level)
    raise AssertionError(f"{day} is neither a teaching day nor off")


def _layer(level: Level, entries: Sequence[CalendarEntry], term: Term) -> CalendarLayer:
    """Return what a level says about a term. Forgives what the rules of today would not let in.

    A term that was shortened later must not stop the city's lessons: make-up days outside it, beyond its weeks or
    on a holiday of the same level are left out.
    """
    holidays = _spans(entries, DayKind.HOLIDAY)
    weeks = term.week_of(term.last_day)
    make_up_days: dict[date, MakeUpDay] = {}
    for entry in _making_up(entries):
        inside = term.first_day <= entry.first_day <= term.last_day
        off = any(entry.first_day in span for span in holidays)
        if inside and not off and (entry.runs_week or 1) <= weeks:
            make_up_days.setdefault(entry.first_day, _make_up(entry))
    suspensions = _spans(entries, DayKind.SUSPENSION)
    return CalendarLayer(level, holidays, tuple(make_up_days.values()), suspensions)


def _spans(entries: Sequence[CalendarEntry], kind: DayKind) -> tuple[DaySpan, ...]:
    return tuple(
        DaySpan(each.first_day, each.last_day, each.reason) for each in entries if each.kind is kind
    )


def _making_up(entries: Sequence[CalendarEntry]) -> list[CalendarEntry]:
    return [each for each in entries if each.kind is DayKind.MAKE_UP]


def _make_up(entry: CalendarEntry) -> MakeUpDay:
    if entry.runs_weekday is None:
        raise InputError("runs_weekday", None, "1 to 7 for a make-up day")
    return MakeUpDay(entry.first_day, Weekday(entry.runs_weekday), entry.runs_week)
