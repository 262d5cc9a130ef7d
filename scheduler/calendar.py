"""From a template week to dated lessons: terms, teaching weeks, holidays, make-up days, odd and even weeks.

Pure: no I/O, no clock; the same input gives the same lessons with the same keys, so expanding again
after a change adds, moves and removes exactly what changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from scheduler.domain import (
    CalendarLayer,
    DaySpan,
    EntryId,
    Level,
    MakeUpDay,
    Term,
    TimetableEntry,
    Weekday,
)
from scheduler.errors import InputError

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The one time zone of the country. Fixed, because it has had no daylight saving since 1991, and because
a small machine may have no time zone database."""

_NEAREST_FIRST = (Level.SCHOOL, Level.DISTRICT, Level.CITY)


@dataclass(frozen=True, slots=True)
class TeachingDay:
    """What a date of the term runs: which weekday's timetable, of which teaching week."""

    day: date
    runs: Weekday
    week: int
    make_up: bool


@dataclass(frozen=True, slots=True)
class DatedLesson:
    """One occurrence of a timetable entry."""

    key: str
    """`<entry id>:<YYYY-MM-DD>`: the same entry and date always give the same key. At most 71 characters."""
    entry: EntryId
    day: date
    """Local date, Asia/Shanghai."""
    week: int
    """Teaching week whose timetable the day runs."""
    starts_at: datetime
    """Aware, UTC."""
    ends_at: datetime
    """Aware, UTC."""
    make_up: bool
    """The day runs another weekday's timetable."""


def expand(
    term: Term, entries: Sequence[TimetableEntry], first_day: date, last_day: date
) -> list[DatedLesson]:
    """Return the lessons from `first_day` to `last_day` (both included), sorted by start, then key.

    Days outside the term give none. An entry may run on any date, at most once a date.

    Raises:
        InputError: if `last_day` is before `first_day` (field `last_day`), or if two entries have the
            same id (field `entries`).
    """
    if last_day < first_day:
        raise InputError("last_day", last_day, f"{first_day} (first_day) or later")
    by_weekday = _by_weekday(entries)
    lessons = [
        _dated(entry, teaching)
        for teaching in teaching_days(term, first_day, last_day)
        for entry in by_weekday.get(teaching.runs, ())
        if entry.held_in(teaching.week)
    ]
    return sorted(lessons, key=lambda lesson: (lesson.starts_at, lesson.key))


def days_held(
    term: Term, entries: Sequence[TimetableEntry], first_day: date, last_day: date
) -> dict[EntryId, list[date]]:
    """Return the dates of `expand`'s lessons by entry, in order, for whoever needs no more of them.

    Raises:
        InputError: if two entries have the same id (field `entries`).
    """
    by_weekday = _by_weekday(entries)
    held: dict[EntryId, list[date]] = {}
    for teaching in teaching_days(term, first_day, last_day):
        for entry in by_weekday.get(teaching.runs, ()):
            if entry.held_in(teaching.week):
                held.setdefault(entry.id, []).append(teaching.day)
    return held


def teaching_days(term: Term, first_day: date, last_day: date) -> Iterator[TeachingDay]:
    """Yield the days on which lessons are held, in order, cut to the term.

    A Saturday or Sunday is a teaching day too: it holds whatever entries name that weekday.
    """
    layers = sorted(term.layers, key=lambda layer: _NEAREST_FIRST.index(layer.level))
    day, last = max(first_day, term.first_day), min(last_day, term.last_day)
    while day <= last:
        if not _is_off(layers, day):
            yield _teaching_day(term, layers, day)
        day += timedelta(1)


def day_off_reason(term: Term, day: date) -> str | None:
    """Return why no lesson is held on a date of the term, or None where lessons are held.

    The widest level that closes the day speaks; the text may be empty.
    """
    for layer in sorted(term.layers, key=lambda layer: -_NEAREST_FIRST.index(layer.level)):
        for span in _days_off(layer):
            if day in span:
                return span.reason
    return None


def _by_weekday(entries: Iterable[TimetableEntry]) -> dict[Weekday, list[TimetableEntry]]:
    seen: set[EntryId] = set()
    by_weekday: dict[Weekday, list[TimetableEntry]] = {}
    for entry in entries:
        if entry.id in seen:
            raise InputError("entries", entry.id, "each id once")
        seen.add(entry.id)
        by_weekday.setdefault(entry.weekday, []).append(entry)
    return by_weekday


def _days_off(layer: CalendarLayer) -> tuple[DaySpan, ...]:
    return layer.holidays + layer.suspensions


def _is_off(layers: Sequence[CalendarLayer], day: date) -> bool:
    return any(day in span for layer in layers for span in _days_off(layer))


def _teaching_day(term: Term, nearest_first: Sequence[CalendarLayer], day: date) -> TeachingDay:
    make_up = _make_up(nearest_first, day)
    if make_up is None:
        return TeachingDay(day, Weekday.of(day), term.week_of(day), make_up=False)
    week = make_up.week if make_up.week is not None else term.week_of(day)
    return TeachingDay(day, make_up.runs, week, make_up=True)


def _make_up(nearest_first: Sequence[CalendarLayer], day: date) -> MakeUpDay | None:
    for layer in nearest_first:
        for make_up in layer.make_up_days:
            if make_up.day == day:
                return make_up
    return None


def _dated(entry: TimetableEntry, teaching: TeachingDay) -> DatedLesson:
    midnight = datetime.combine(teaching.day, time(), SHANGHAI)
    return DatedLesson(
        key=f"{entry.id}:{teaching.day.isoformat()}",
        entry=entry.id,
        day=teaching.day,
        week=teaching.week,
        starts_at=(midnight + timedelta(minutes=entry.span.start_minute)).astimezone(UTC),
        ends_at=(midnight + timedelta(minutes=entry.span.end_minute)).astimezone(UTC),
        make_up=teaching.make_up,
    )
