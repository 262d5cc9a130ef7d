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
)
from scheduler.errors import InputError
from scheduler.replanning import replan
from scheduler.solver import Effort
from scheduler.term_plan import BellSeason, deficits, stretches
from scheduler.validation import violations
from tests.support.small_weeks import BELLS, HUB, VILLAGE, at, instance, plan

FIRST, LAST = date(2026, 3, 2), date(2026, 7, 3)
MAY = date(2026, 5, 1)
TERM = Term(FIRST, LAST)
SUMMER = tuple(MinuteSpan(each.start_minute + 30, each.end_minute + 30) for each in BELLS)
MUSIC = TimetableEntry(EntryId("music"), Weekday.MONDAY, MinuteSpan(480, 520))
SPORT = TimetableEntry(EntryId("sport"), Weekday.TUESDAY, MinuteSpan(480, 520))


def season(school: str = VILLAGE, first: date = MAY, last: date = LAST) -> BellSeason:
    return BellSeason(school, DaySpan(first, last), SUMMER)  # type: ignore[arg-type]


def with_layer(**layer: object) -> Term:
    return Term(FIRST, LAST, (CalendarLayer(Level.CITY, **layer),))  # type: ignore[arg-type]


def test_a_term_without_seasons_is_one_stretch() -> None:
    (only,) = stretches(TERM, [])
    assert (only.days, only.bells) == (DaySpan(FIRST, LAST), {})


def test_summer_time_begins_a_second_stretch() -> None:
    spring, summer = stretches(TERM, [season()])
    assert spring.days == DaySpan(FIRST, MAY - timedelta(1))
    assert summer.days == DaySpan(MAY, LAST)
    assert summer.instance(instance()).school[VILLAGE].bells == SUMMER
    assert spring.instance(instance()) == instance()


def test_two_seasons_of_a_school_on_one_day_are_refused() -> None:
    with pytest.raises(InputError, match=r"seasons\[1\].days"):
        stretches(TERM, [season(), season(first=LAST)])
    assert len(stretches(TERM, [season(), season(HUB)])) == 2


def test_when_only_the_village_changes_its_bells_the_lesson_that_no_longer_fits_is_lost() -> None:
    spring, summer = stretches(TERM, [season()])
    week, old = instance(), plan(at())
    assert replan(spring.instance(week), old, Effort(1.0, 60.0)).plan == old
    found = replan(summer.instance(week), old, Effort(1.0, 60.0))
    assert (len(found.lost), found.fewest_lost, found.deficits) == (1, 1, {"d": 1})
    assert violations(summer.instance(week), found.plan) == []


def test_a_cancelled_sports_day_leaves_a_deficit_of_that_days_lessons() -> None:
    tuesday = date(2026, 4, 14)
    term = with_layer(suspensions=(DaySpan(tuesday, tuesday, "运动会"),))
    assert deficits(term, [MUSIC, SPORT], FIRST, LAST) == {"sport": 1}
    assert deficits(TERM, [MUSIC, SPORT], FIRST, LAST) == {}


def test_a_saturday_that_runs_a_monday_makes_up_for_the_monday_that_was_free() -> None:
    monday, saturday = date(2026, 4, 6), date(2026, 4, 11)
    free = (DaySpan(monday, monday, "清明节"),)
    assert deficits(with_layer(holidays=free), [MUSIC], FIRST, LAST) == {"music": 1}
    made_up = with_layer(holidays=free, make_up_days=(MakeUpDay(saturday, Weekday.MONDAY),))
    assert deficits(made_up, [MUSIC], FIRST, LAST) == {}
    only_more = with_layer(make_up_days=(MakeUpDay(saturday, Weekday.MONDAY),))
    assert deficits(only_more, [MUSIC], FIRST, LAST) == {"music": -1}
