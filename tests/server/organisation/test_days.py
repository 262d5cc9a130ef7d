from datetime import date

import pytest

from scheduler.domain import Level
from scheduler.errors import InputError
from server.auth.policy import Place
from server.models import BellSchedule, CalendarEntry, DayKind, Term
from server.organisation.days import Calendars, bells_on, check_bells, check_layer, school_days

HUB = Place("hub", "fucheng", "mianyang")
TERM = Term(id="t", first_day=date(2026, 8, 31), last_day=date(2027, 1, 22))
SATURDAY = date(2026, 10, 10)


def entry(kind: DayKind, day: date, **columns: object) -> CalendarEntry:
    columns = {"city_id": "mianyang", "reason": "", **columns}
    return CalendarEntry(id="e", kind=kind, first_day=day, last_day=day, **columns)


def test_a_season_rings_until_the_next_ones_day_and_over_new_year() -> None:
    summer = BellSchedule(id="s", from_month=5, from_day=1)
    winter = BellSchedule(id="w", from_month=10, from_day=8)
    for day, expected in (
        (date(2026, 4, 30), winter),
        (date(2026, 5, 1), summer),
        (date(2026, 10, 7), summer),
        (date(2026, 10, 8), winter),
        (date(2027, 1, 1), winter),
    ):
        assert bells_on([winter, summer], day) is expected
    assert bells_on([], SATURDAY) is None


def test_a_term_that_was_shortened_forgets_make_up_days_beyond_it() -> None:
    entries = [
        entry(DayKind.MAKE_UP, date(2027, 3, 6), runs_weekday=1),
        entry(DayKind.MAKE_UP, SATURDAY, runs_weekday=1, runs_week=40),
        entry(DayKind.HOLIDAY, date(2026, 10, 17)),
        entry(DayKind.MAKE_UP, date(2026, 10, 17), runs_weekday=1),
    ]
    term = Calendars(entries).term_of(TERM, HUB)
    assert [layer.make_up_days for layer in term.layers] == [(), (), ()]


def test_a_school_hears_its_own_levels_only() -> None:
    holiday = {"city_id": None, "district_id": "pingwu"}
    known = Calendars([entry(DayKind.HOLIDAY, SATURDAY, **holiday)])
    village = Place("village", "pingwu", "mianyang")
    assert known.is_open(TERM, HUB, SATURDAY)
    assert not known.is_open(TERM, village, SATURDAY)
    assert known.term_of(TERM, HUB) is known.term_of(TERM, HUB)


def test_each_day_is_a_teaching_day_or_has_a_reason() -> None:
    entries = [
        entry(DayKind.SUSPENSION, SATURDAY, city_id=None, school_id="hub", reason="运动会"),
        entry(DayKind.HOLIDAY, date(2026, 10, 1), reason="国庆"),
    ]
    term = Calendars(entries).term_of(TERM, HUB)
    days = school_days(term, date(2026, 8, 1), date(2027, 2, 28))
    assert (days[0].day, days[-1].day) == (TERM.first_day, TERM.last_day)
    off = {each.day: (each.reason, each.level) for each in days if each.teaching is None}
    assert off == {date(2026, 10, 1): ("国庆", Level.CITY), SATURDAY: ("运动会", Level.SCHOOL)}


def test_a_level_that_contradicts_itself_is_refused() -> None:
    holiday = entry(DayKind.HOLIDAY, SATURDAY)
    make_up = entry(DayKind.MAKE_UP, SATURDAY, runs_weekday=1)
    with pytest.raises(InputError, match="make_up_days"):
        check_layer(Level.CITY, [holiday, make_up])
    with pytest.raises(InputError, match="runs_weekday"):
        check_layer(Level.CITY, [entry(DayKind.MAKE_UP, SATURDAY)])


@pytest.mark.parametrize(
    ("periods", "field"),
    [
        ([(2, 500, 540)], "periods.number"),
        ([(1, 500, 540), (2, 539, 580)], "periods.start_minute"),
        ([(1, 500, 500)], "periods.end_minute"),
    ],
)
def test_periods_follow_each_other(periods: list[tuple[int, int, int]], field: str) -> None:
    with pytest.raises(InputError) as caught:
        check_bells(5, 1, periods)
    assert caught.value.field == field
    check_bells(2, 29, [(1, 500, 540), (2, 540, 580)])
