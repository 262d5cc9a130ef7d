from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from scheduler.calendar import SHANGHAI, day_off_reason, days_held, expand, teaching_days
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
SATURDAY = date(2025, 9, 6)
AUTUMN = Term(MONDAY, date(2026, 1, 16))
NATIONAL_DAY = DaySpan(date(2025, 10, 1), date(2025, 10, 8), "国庆节")


def lesson_on(weekday: Weekday, weeks: Weeks = Weeks.EVERY, name: str = "") -> TimetableEntry:
    return TimetableEntry(
        EntryId(name or weekday.name.lower()), weekday, MinuteSpan(500, 540), weeks
    )


WHOLE_WEEK = [lesson_on(weekday) for weekday in Weekday]


def with_layers(*layers: CalendarLayer) -> Term:
    return replace(AUTUMN, layers=layers)


def days(term: Term, *entries: TimetableEntry) -> list[date]:
    return [lesson.day for lesson in expand(term, entries, term.first_day, term.last_day)]


# --- one lesson ---------------------------------------------------------------------------------


def test_local_minutes_become_aware_utc() -> None:
    early = TimetableEntry(EntryId("reading"), Weekday.MONDAY, MinuteSpan(470, 485))

    (lesson,) = expand(AUTUMN, [early], MONDAY, MONDAY)

    assert lesson.starts_at == datetime(2025, 8, 31, 23, 50, tzinfo=UTC)
    assert lesson.ends_at == datetime(2025, 9, 1, 0, 5, tzinfo=UTC)
    assert lesson.starts_at.tzinfo is UTC
    assert lesson.day == MONDAY


def test_a_span_to_midnight_ends_on_the_next_day() -> None:
    late = TimetableEntry(EntryId("stars"), Weekday.MONDAY, MinuteSpan(1400, 1440))

    (lesson,) = expand(AUTUMN, [late], MONDAY, MONDAY)

    assert lesson.ends_at.astimezone(SHANGHAI) == datetime(2025, 9, 2, tzinfo=SHANGHAI)


def test_a_key_is_the_entry_and_the_date() -> None:
    (lesson,) = expand(AUTUMN, WHOLE_WEEK, SATURDAY, SATURDAY)

    assert lesson.key == "saturday:2025-09-06"


# --- the term -----------------------------------------------------------------------------------


def test_days_before_and_after_the_term_hold_no_lesson() -> None:
    lessons = expand(AUTUMN, WHOLE_WEEK, date(2025, 8, 1), date(2026, 3, 1))

    assert lessons[0].day == AUTUMN.first_day
    assert lessons[-1].day == AUTUMN.last_day


def test_a_range_that_ends_before_it_begins_is_refused_by_name() -> None:
    with pytest.raises(InputError) as caught:
        expand(AUTUMN, WHOLE_WEEK, MONDAY, MONDAY - timedelta(1))
    assert caught.value.field == "last_day"


def test_two_entries_of_one_id_are_refused_by_name() -> None:
    with pytest.raises(InputError, match="entries: monday came"):
        expand(AUTUMN, [lesson_on(Weekday.MONDAY)] * 2, MONDAY, MONDAY)


# --- holidays and suspensions -------------------------------------------------------------------


def test_a_holiday_holds_no_lesson_and_the_days_beside_it_do() -> None:
    held = days(with_layers(CalendarLayer(Level.CITY, holidays=(NATIONAL_DAY,))), *WHOLE_WEEK)

    assert date(2025, 9, 30) in held
    assert not any(day in NATIONAL_DAY for day in held)
    assert date(2025, 10, 9) in held


@pytest.mark.parametrize("level", list(Level))
def test_what_any_level_suspends_is_not_held(level: Level) -> None:
    snow = DaySpan(date(2025, 12, 8), date(2025, 12, 9), "大雪停课")

    term = with_layers(CalendarLayer(level, suspensions=(snow,)))

    assert days(AUTUMN, *WHOLE_WEEK) != days(term, *WHOLE_WEEK)
    assert set(days(AUTUMN, *WHOLE_WEEK)) - set(days(term, *WHOLE_WEEK)) == {
        snow.first_day,
        snow.last_day,
    }
    assert day_off_reason(term, snow.first_day) == "大雪停课"
    assert day_off_reason(term, snow.last_day + timedelta(1)) is None


def test_a_school_cannot_open_on_a_day_that_the_city_closed() -> None:
    term = with_layers(
        CalendarLayer(Level.SCHOOL, make_up_days=(MakeUpDay(date(2025, 10, 1), Weekday.MONDAY),)),
        CalendarLayer(Level.CITY, holidays=(NATIONAL_DAY,)),
    )

    assert date(2025, 10, 1) not in days(term, *WHOLE_WEEK)


def test_the_widest_level_gives_the_reason() -> None:
    sports = DaySpan(date(2025, 9, 30), date(2025, 10, 1), "运动会")
    term = with_layers(
        CalendarLayer(Level.SCHOOL, suspensions=(sports,)),
        CalendarLayer(Level.CITY, holidays=(NATIONAL_DAY,)),
    )

    assert day_off_reason(term, date(2025, 10, 1)) == "国庆节"
    assert day_off_reason(term, date(2025, 9, 30)) == "运动会"


# --- make-up days -------------------------------------------------------------------------------


def test_a_make_up_saturday_runs_the_named_weekday_and_not_its_own() -> None:
    term = with_layers(
        CalendarLayer(Level.CITY, make_up_days=(MakeUpDay(SATURDAY, Weekday.TUESDAY),))
    )

    (lesson,) = expand(term, WHOLE_WEEK, SATURDAY, SATURDAY)

    assert (lesson.entry, lesson.make_up) == ("tuesday", True)


def test_without_a_make_up_day_a_saturday_runs_its_own() -> None:
    (lesson,) = expand(AUTUMN, WHOLE_WEEK, SATURDAY, SATURDAY)

    assert (lesson.entry, lesson.make_up) == ("saturday", False)


def test_the_nearest_level_decides_which_weekday_a_make_up_day_runs() -> None:
    term = with_layers(
        CalendarLayer(Level.CITY, make_up_days=(MakeUpDay(SATURDAY, Weekday.MONDAY),)),
        CalendarLayer(Level.SCHOOL, make_up_days=(MakeUpDay(SATURDAY, Weekday.FRIDAY),)),
        CalendarLayer(Level.DISTRICT, make_up_days=(MakeUpDay(SATURDAY, Weekday.TUESDAY),)),
    )

    assert [lesson.entry for lesson in expand(term, WHOLE_WEEK, SATURDAY, SATURDAY)] == ["friday"]


@pytest.mark.parametrize(("week", "expected"), [(None, "odd"), (1, "odd"), (2, "even")])
def test_a_make_up_day_runs_the_odd_or_even_timetable_of_the_week_it_names(
    week: int | None, expected: str
) -> None:
    term = with_layers(
        CalendarLayer(Level.CITY, make_up_days=(MakeUpDay(SATURDAY, Weekday.MONDAY, week),))
    )
    entries = [
        lesson_on(Weekday.MONDAY, Weeks.ODD, "odd"),
        lesson_on(Weekday.MONDAY, Weeks.EVEN, "even"),
    ]

    assert [lesson.entry for lesson in expand(term, entries, SATURDAY, SATURDAY)] == [expected]


# --- odd and even weeks -------------------------------------------------------------------------


def test_odd_and_even_weeks_alternate_from_week_one() -> None:
    term = replace(AUTUMN, last_day=MONDAY + timedelta(27))

    assert days(term, lesson_on(Weekday.MONDAY, Weeks.ODD)) == [MONDAY, MONDAY + timedelta(14)]
    assert days(term, lesson_on(Weekday.MONDAY, Weeks.EVEN)) == [
        MONDAY + timedelta(7),
        MONDAY + timedelta(21),
    ]


# --- whatever the calendar says -----------------------------------------------------------------

few = settings(max_examples=50)
"""Each example expands whole terms; all of them together stay below a second."""

TERM_DAYS = st.dates(AUTUMN.first_day, AUTUMN.last_day)
SPANS = st.builds(
    lambda day, more: DaySpan(day, day + timedelta(more)), TERM_DAYS, st.integers(0, 9)
)
MAKE_UPS = st.builds(MakeUpDay, TERM_DAYS, st.sampled_from(Weekday), st.none() | st.integers(1, 20))
ENTRY_VALUES = st.tuples(
    st.sampled_from(Weekday), st.integers(0, 1400), st.sampled_from(Weeks), st.integers(1, 20)
)


@st.composite
def layers(draw: st.DrawFn, level: Level) -> CalendarLayer:
    holidays = tuple(draw(st.lists(SPANS, max_size=3)))
    make_ups = draw(st.lists(MAKE_UPS, max_size=4, unique_by=lambda make_up: make_up.day))
    return CalendarLayer(
        level,
        holidays,
        tuple(one for one in make_ups if not any(one.day in holiday for holiday in holidays)),
        tuple(draw(st.lists(SPANS, max_size=2))),
    )


TERMS = st.tuples(*(layers(level) for level in Level)).map(lambda found: with_layers(*found))
ENTRIES = st.lists(ENTRY_VALUES, min_size=1, max_size=8).map(
    lambda values: [
        TimetableEntry(EntryId(f"e{i}"), weekday, MinuteSpan(minute, minute + 40), weeks, first)
        for i, (weekday, minute, weeks, first) in enumerate(values)
    ]
)


@few
@given(TERMS, ENTRIES)
def test_no_lesson_is_held_on_a_day_off_of_any_level(
    term: Term, entries: list[TimetableEntry]
) -> None:
    off = [span for layer in term.layers for span in layer.holidays + layer.suspensions]

    assert not any(day in span for day in days(term, *entries) for span in off)


@few
@given(TERMS)
def test_every_make_up_day_runs_exactly_the_entries_of_the_named_weekday(term: Term) -> None:
    decided = {
        make_up.day: make_up
        for level in Level  # a later, nearer level overrides
        for layer in term.layers
        if layer.level is level
        for make_up in layer.make_up_days
    }
    for teaching in teaching_days(term, term.first_day, term.last_day):
        make_up = decided.get(teaching.day)
        runs = make_up.runs if make_up else Weekday.of(teaching.day)
        held = expand(term, WHOLE_WEEK, teaching.day, teaching.day)

        assert [lesson.entry for lesson in held] == [runs.name.lower()]
        assert teaching.make_up == (make_up is not None)


@few
@given(TERMS, st.sampled_from(Weekday))
def test_odd_and_even_weeks_together_are_all_weeks(term: Term, weekday: Weekday) -> None:
    odd, even, every = (
        days(term, lesson_on(weekday, weeks)) for weeks in (Weeks.ODD, Weeks.EVEN, Weeks.EVERY)
    )

    assert sorted(odd + even) == every
    assert not set(odd) & set(even)


@few
@given(TERMS, ENTRIES, TERM_DAYS)
def test_expanding_in_two_pieces_or_again_gives_the_same_lessons(
    term: Term, entries: list[TimetableEntry], cut: date
) -> None:
    whole = expand(term, entries, term.first_day, term.last_day)
    first = expand(term, list(reversed(entries)), term.first_day, cut)
    second = expand(term, entries, cut, term.last_day)

    assert {lesson.key: lesson for lesson in first + second} == {
        lesson.key: lesson for lesson in whole
    }
    assert whole == sorted(whole, key=lambda lesson: (lesson.starts_at, lesson.key))
    assert len({lesson.key for lesson in whole}) == len(whole)


@few
@given(TERMS)
def test_days_alone_are_those_of_the_dated_lessons(term: Term) -> None:
    found: dict[str, list[date]] = {}
    for lesson in expand(term, WHOLE_WEEK, term.first_day, term.last_day):
        found.setdefault(lesson.entry, []).append(lesson.day)
    assert days_held(term, WHOLE_WEEK, term.first_day, term.last_day) == found
