from dataclasses import replace

from scheduler.domain import MinuteSpan
from scheduler.instance import DemandId, TeacherId
from scheduler.replanning import replan
from scheduler.solver import Effort
from scheduler.validation import violations
from tests.support.small_weeks import (
    MONDAY,
    TUESDAY,
    at,
    demand,
    hub,
    instance,
    offered,
    plan,
    rooms,
    school_class,
    series,
    village,
)

EFFORT = Effort(deterministic=1.0, seconds=60.0)
SERIES = [
    series("s", [offered("l1"), offered("l2", TUESDAY)]),
    series("s2", [offered("m1"), offered("m2", TUESDAY)], teacher=TeacherId("u")),
]
CLASSES = [school_class(f"c{number}") for number in range(4)]
DEMANDS = [demand(f"d{number}", f"c{number}") for number in range(4)]
OLD = plan(at("l1", "d0"), at("l1", "d1"), at("m1", "d2"), at("m2", "d3", TUESDAY))
WEEK = instance(classes=CLASSES, demands=DEMANDS, series=SERIES)


def test_where_nothing_has_changed_nothing_changes() -> None:
    found = replan(WEEK, OLD, EFFORT)
    assert found.plan == OLD
    assert (found.lost, found.gained, found.fewest_lost, found.deficits) == ((), (), 0, {})


def test_a_sick_teachers_classes_are_placed_anew_and_nobody_else_is_touched() -> None:
    sick = replace(WEEK, series=tuple(SERIES[:1]))
    found = replan(sick, OLD, EFFORT)
    assert {each.demand for each in found.lost} == {"d2", "d3"}
    assert {each.demand for each in found.gained} == {"d2", "d3"}
    assert found.fewest_lost == len(found.lost) == 2
    assert set(plan(at("l1", "d0"), at("l1", "d1")).placements) <= set(found.plan.placements)
    assert found.deficits == {}
    assert violations(sick, found.plan) == []


def test_a_lost_room_moves_as_few_classes_as_it_must() -> None:
    smaller = replace(WEEK, schools=(hub(), village(receiving_rooms=rooms("r", 1))))
    found = replan(smaller, OLD, EFFORT)
    assert len(found.lost) == found.fewest_lost == 2
    assert sum(found.deficits.values()) == 2
    assert violations(smaller, found.plan) == []


def test_new_bells_take_only_the_lessons_that_no_longer_fit() -> None:
    late = tuple(MinuteSpan(start, start + 40) for start in (500, 550, 610, 660))
    summer = replace(WEEK, schools=(hub(), village(bells=late)))
    found = replan(summer, OLD, EFFORT)
    assert found.fewest_lost == len(found.lost) == 4
    assert sum(found.deficits.values()) == 4
    assert violations(summer, found.plan) == []


def test_a_new_demand_comes_in_without_a_change() -> None:
    more = replace(
        WEEK, demands=(*DEMANDS, demand("d4", "c4")), classes=(*CLASSES, school_class("c4"))
    )
    found = replan(more, OLD, EFFORT, also=[DemandId("d4")])
    assert found.lost == ()
    assert [each.demand for each in found.gained] == ["d4"]


def test_who_lost_one_of_two_lessons_keeps_the_other() -> None:
    wanted = [demand("d0", "c0", lessons_per_week=2)]
    old = plan(at("l1", "d0"), at("l2", "d0", TUESDAY))
    week = instance(classes=CLASSES, demands=wanted, series=SERIES)
    assert violations(week, old) == []
    cut = replace(week, series=(series("s", [offered("l1")]), SERIES[1]))
    found = replan(cut, old, EFFORT)
    assert found.plan == plan(at("l1", "d0"))
    assert found.deficits == {"d0": 1}
    assert found.plan.placements[0].slot.weekday == MONDAY
