from collections.abc import Callable
from datetime import date, timedelta

import pytest

from scheduler.domain import (
    CalendarLayer,
    DaySpan,
    EntryId,
    Level,
    MakeUpDay,
    MinuteSpan,
    Term,
    TimetableEntry,
    Weekday,
    Weeks,
)
from scheduler.errors import InputError

MONDAY = date(2025, 9, 1)


def entry(
    *, first_week: int = 1, last_week: int | None = None, weeks: Weeks = Weeks.EVERY
) -> TimetableEntry:
    return TimetableEntry(
        EntryId("art-3"), Weekday.MONDAY, MinuteSpan(480, 520), weeks, first_week, last_week
    )


def make_up(day: date, week: int | None = None) -> MakeUpDay:
    return MakeUpDay(day, Weekday.MONDAY, week)


WRONG_VALUES: list[tuple[str, Callable[[], object]]] = [
    ("start_minute", lambda: MinuteSpan(-1, 40)),
    ("start_minute", lambda: MinuteSpan(1440, 1441)),
    ("end_minute", lambda: MinuteSpan(480, 480)),
    ("end_minute", lambda: MinuteSpan(1400, 1441)),
    ("last_day", lambda: DaySpan(MONDAY, MONDAY - timedelta(1))),
    ("week", lambda: make_up(MONDAY, 0)),
    ("make_up_days", lambda: CalendarLayer(Level.CITY, (), (make_up(MONDAY), make_up(MONDAY)))),
    (
        "make_up_days",
        lambda: CalendarLayer(Level.CITY, (DaySpan(MONDAY, MONDAY),), (make_up(MONDAY),)),
    ),
    ("last_day", lambda: Term(MONDAY, MONDAY - timedelta(1))),
    ("last_day", lambda: Term(MONDAY, MONDAY + timedelta(370))),
    (
        "layers",
        lambda: Term(MONDAY, MONDAY, (CalendarLayer(Level.CITY), CalendarLayer(Level.CITY))),
    ),
    (
        "week",
        lambda: Term(
            MONDAY, MONDAY + timedelta(6), (CalendarLayer(Level.CITY, (), (make_up(MONDAY, 2),)),)
        ),
    ),
    ("id", lambda: TimetableEntry(EntryId(""), Weekday.MONDAY, MinuteSpan(0, 1))),
    ("id", lambda: TimetableEntry(EntryId("x" * 61), Weekday.MONDAY, MinuteSpan(0, 1))),
    ("id", lambda: TimetableEntry(EntryId("美术\n"), Weekday.MONDAY, MinuteSpan(0, 1))),
    ("first_week", lambda: entry(first_week=0)),
    ("last_week", lambda: entry(first_week=3, last_week=2)),
]


@pytest.mark.parametrize(("field", "make"), WRONG_VALUES)
def test_a_wrong_value_never_comes_to_exist_and_the_error_names_its_field(
    field: str, make: Callable[[], object]
) -> None:
    with pytest.raises(InputError) as caught:
        make()
    assert caught.value.field == field


def test_the_values_at_the_boundary_are_accepted() -> None:
    assert MinuteSpan(0, 1440).end_minute == 1440
    assert MONDAY in DaySpan(MONDAY, MONDAY)
    assert Term(MONDAY, MONDAY + timedelta(369)).last_day == date(2026, 9, 5)
    assert entry(first_week=2, last_week=2).held_in(2)
    assert TimetableEntry(EntryId("x" * 60), Weekday.SUNDAY, MinuteSpan(1439, 1440)).id


def test_teaching_week_one_is_the_calendar_week_of_the_first_day() -> None:
    wednesday = date(2025, 9, 3)
    term = Term(wednesday, date(2026, 1, 16))

    assert term.week_of(date(2025, 9, 1)) == 1
    assert term.week_of(date(2025, 9, 7)) == 1
    assert term.week_of(date(2025, 9, 8)) == 2
    assert term.week_of(date(2025, 8, 31)) == 0


def test_an_entry_is_held_from_its_first_to_its_last_week_only() -> None:
    middle = entry(first_week=2, last_week=4)

    assert [week for week in range(1, 7) if middle.held_in(week)] == [2, 3, 4]


@pytest.mark.parametrize("week", range(1, 30))
def test_each_week_is_either_odd_or_even(week: int) -> None:
    assert Weeks.ODD.holds(week) != Weeks.EVEN.holds(week)
    assert Weeks.EVERY.holds(week)
