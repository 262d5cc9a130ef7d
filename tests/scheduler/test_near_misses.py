from collections.abc import Callable

import pytest

from scheduler.instance import DemandId, Instance, Policy
from scheduler.near_misses import NearSpace
from scheduler.rules import Rule
from scheduler.variables import Space
from tests.support.small_weeks import MONDAY, demand, instance, offered, own, series
from tests.support.tiny_cities import small_city

NEAR: list[tuple[Rule, Callable[[], Instance]]] = [
    (Rule.EDITION, lambda: instance(demands=[demand(edition="x")])),
    (Rule.PROGRESS, lambda: instance(demands=[demand(progress=2)], series=[series(progress=9)])),
    (Rule.SHIFT, lambda: instance(series=[series(lessons=[offered("l1", MONDAY, 640 + 20)])])),
    (
        Rule.SLOT,
        lambda: instance(
            own=[own("o", "c", MONDAY, 0, "体育", "v"), own("m", "c", MONDAY, 2, "音乐")]
        ),
    ),
]


@pytest.mark.parametrize(("rule", "make"), NEAR, ids=[rule for rule, _ in NEAR])
def test_what_one_rule_forbids_is_a_wish_with_what_lifts_it(
    rule: Rule, make: Callable[[], Instance]
) -> None:
    space = NearSpace(make(), {}, DemandId("d"))
    assert {each.rule for each in space.wishes.values()} == {rule}
    assert space.forbidden[rule] >= 1


def test_what_two_rules_forbid_is_counted_but_no_wish() -> None:
    week = instance(demands=[demand(edition="x", progress=2)], series=[series(progress=9)])
    space = NearSpace(week, {}, DemandId("d"))
    assert space.wishes == {}
    assert sum(space.forbidden.values()) >= 1


def test_a_studio_lesson_at_which_its_teacher_teaches_is_no_wish() -> None:
    late = series(lessons=[offered("l1", MONDAY, 640 + 20)], studio=True)
    rows = [own("o", "c", MONDAY, 3, "音乐", "t")]
    space = NearSpace(instance(series=[late], own=rows), {}, DemandId("d"))
    assert space.wishes == {}
    assert space.forbidden == {Rule.TEACHER_ONCE: 1}


def test_every_wish_of_a_city_is_a_candidate_once_its_rule_is_lifted() -> None:
    week = small_city()
    tried = 0
    for each in week.demands[::7]:
        space = NearSpace(week, {}, each.id)
        number = week.demands.index(each)
        wishes = {
            relaxation.rule: (column, relaxation) for column, relaxation in space.wishes.items()
        }
        for column, relaxation in wishes.values():
            candidate = space.candidates[column]
            lifted = Space(relaxation.apply(week))
            assert space.placement(candidate) in {
                lifted.placement(lifted.candidates[own_column])
                for own_column in lifted.by_demand[number]
            }
            tried += 1
    assert tried >= 10


def test_a_rule_that_is_wide_enough_leaves_no_wish() -> None:
    wide = instance(
        series=[series(lessons=[offered("l1", MONDAY, 640 + 9)])],
        policy=Policy(max_shift_minutes=9),
    )
    assert NearSpace(wide, {}, DemandId("d")).wishes == {}
