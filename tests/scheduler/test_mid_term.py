"""What happens in the middle of a term, told as a school lives it: the least change, and every lost lesson counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from scheduler.calendar import expand
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
from scheduler.greedy import greedy
from scheduler.instance import DemandId, Instance, SchoolId, TeacherId
from scheduler.plan import Placement, Plan
from scheduler.program import Program
from scheduler.replanning import Replanned, replan
from scheduler.solver import Effort
from scheduler.term_plan import BellSeason, deficits, stretches
from scheduler.validation import violations
from scheduler.variables import Space
from tests.support.tiny_cities import small_city

FIRST, LAST = date(2026, 3, 2), date(2026, 7, 3)
TERM = Term(FIRST, LAST)
SICK = DaySpan(date(2026, 4, 13), date(2026, 4, 26), "两周病假")
SPORTS = date(2026, 4, 15)
"""A Wednesday."""
EFFORT = Effort(deterministic=1.0, seconds=600.0)


@cache
def week() -> tuple[Instance, Plan]:
    city = small_city()
    program = Program(Space(city))
    return city, program.plan(greedy(program))


def entries(city: Instance, placements: Sequence[Placement]) -> dict[EntryId, TimetableEntry]:
    """Return the weekly lessons of some placements, one for each class; ids are their numbers."""
    found = {}
    for number, placement in enumerate(placements):
        lesson = city.offer[placement.lesson][1]
        key = EntryId(f"e{number}")
        found[key] = TimetableEntry(key, lesson.weekday, lesson.span, placement.weeks)
    return found


def school_of(city: Instance, demand: DemandId) -> SchoolId:
    return city.school_of(city.demand[demand].class_id).id


def repaired(changed: Instance, old: Plan) -> Replanned:
    """Repair a plan, and demand that it is valid and that nothing was changed without need."""
    found = replan(changed, old, EFFORT)
    assert violations(changed, found.plan) == []
    assert len(found.lost) == found.fewest_lost > 0
    untouched = {each.demand for each in old.placements} - {each.demand for each in found.lost}
    for demand in untouched:
        assert found.plan.by_demand[demand] == old.by_demand[demand]
    return found


def kept_count(old: Plan, found: Replanned) -> None:
    """Demand that every weekly lesson that is gone stands among the deficits."""
    gone = {
        demand: len(placements) - len(found.plan.by_demand.get(demand, ()))
        for demand, placements in old.by_demand.items()
    }
    assert found.deficits == {demand: count for demand, count in gone.items() if count > 0}


def test_a_teacher_is_sick_for_two_weeks_and_comes_back() -> None:
    city, old = week()
    sick = Counter(city.offer[each.lesson][0].teacher for each in old.placements)
    teacher = sick.most_common(1)[0][0]
    without = replace(city, series=tuple(each for each in city.series if each.teacher != teacher))
    found = repaired(without, old)
    kept_count(old, found)
    assert len(found.lost) == sick[teacher]
    assert {city.offer[each.lesson][0].teacher for each in found.lost} == {teacher}
    # For two weeks the repaired plan runs, before and after them the old one.
    usual, meanwhile = entries(city, old.placements), entries(without, found.plan.placements)
    before = expand(TERM, usual.values(), FIRST, SICK.first_day - timedelta(1))
    during = expand(TERM, meanwhile.values(), SICK.first_day, SICK.last_day)
    after = expand(TERM, usual.values(), SICK.last_day + timedelta(1), LAST)
    assert len(during) == 2 * len(found.plan.placements)
    whole = expand(TERM, usual.values(), FIRST, LAST)
    missing = len(whole) - len(before) - len(during) - len(after)
    assert missing == 2 * (sum(found.deficits.values()) - _more(old, found))


def _more(old: Plan, found: Replanned) -> int:
    """Weekly lessons that somebody has more than before."""
    return sum(
        max(0, len(placements) - len(old.by_demand.get(demand, ())))
        for demand, placements in found.plan.by_demand.items()
    )


def test_a_school_loses_its_receiving_room() -> None:
    city, old = week()
    busiest = Counter(school_of(city, each.demand) for each in old.placements).most_common(1)[0][0]
    schools = tuple(
        replace(each, receiving_rooms=()) if each.id == busiest else each for each in city.schools
    )
    found = repaired(replace(city, schools=schools), old)
    kept_count(old, found)
    assert {school_of(city, each.demand) for each in found.lost} == {busiest}
    assert not any(school_of(city, each.demand) == busiest for each in found.plan.placements)


def test_one_schools_bells_change_to_summer_time_on_the_first_of_may() -> None:
    city, old = week()
    school = city.school[school_of(city, old.placements[0].demand)]
    later = tuple(MinuteSpan(each.start_minute + 30, each.end_minute + 30) for each in school.bells)
    may = date(2026, 5, 1)
    spring, summer = stretches(TERM, [BellSeason(school.id, DaySpan(may, LAST), later)])
    assert spring.days.last_day == date(2026, 4, 30)
    assert replan(spring.instance(city), old, EFFORT).plan == old
    found = repaired(summer.instance(city), old)
    kept_count(old, found)
    assert {school_of(city, each.demand) for each in found.lost} == {school.id}


@pytest.mark.parametrize("with_make_up", [True, False])
def test_a_saturday_makes_up_for_a_day_off_and_else_the_deficit_is_kept(with_make_up: bool) -> None:
    city, old = week()
    monday, saturday = date(2026, 4, 6), date(2026, 4, 11)
    made_up = (MakeUpDay(saturday, Weekday.MONDAY),) if with_make_up else ()
    layer = CalendarLayer(Level.CITY, (DaySpan(monday, monday, "清明节"),), made_up)
    term = Term(FIRST, LAST, (layer,))
    usual = entries(city, old.placements)
    lessons = expand(term, usual.values(), FIRST, LAST)
    mondays = {key for key, entry in usual.items() if entry.weekday is Weekday.MONDAY}
    assert mondays
    held = [each.entry for each in lessons if each.day == saturday]
    if with_make_up:
        assert sorted(held) == sorted(mondays)
        assert deficits(term, list(usual.values()), FIRST, LAST) == {}
    else:
        assert held == []
        assert deficits(term, list(usual.values()), FIRST, LAST) == dict.fromkeys(mondays, 1)
    others = [each for each in lessons if each.day not in (monday, saturday)]
    plain = expand(TERM, usual.values(), FIRST, LAST)
    assert others == [each for each in plain if each.day not in (monday, saturday)]


def test_a_cancelled_sports_day_takes_that_days_lessons_of_that_school_alone() -> None:
    city, old = week()
    wednesday = [
        each for each in old.placements if city.offer[each.lesson][1].weekday is Weekday.WEDNESDAY
    ]
    school = school_of(city, wednesday[0].demand)
    here = [each for each in old.placements if school_of(city, each.demand) == school]
    layer = CalendarLayer(Level.SCHOOL, suspensions=(DaySpan(SPORTS, SPORTS, "运动会"),))
    term = Term(FIRST, LAST, (layer,))
    usual = entries(city, here)
    lost = deficits(term, list(usual.values()), FIRST, LAST)
    assert lost == dict.fromkeys(
        (key for key, entry in usual.items() if entry.weekday is Weekday.WEDNESDAY), 1
    )
    # The sports day does not take place after all: nothing is lost.
    assert deficits(TERM, list(usual.values()), FIRST, LAST) == {}
    assert TeacherId(city.offer[wednesday[0].lesson][0].teacher) in city.teacher
