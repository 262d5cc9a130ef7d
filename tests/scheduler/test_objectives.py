import pytest

from scheduler.domain import Weeks
from scheduler.objectives import (
    WEIGHTS,
    Weights,
    asked,
    comfort,
    disturbance,
    fairness_steps,
    score,
)
from scheduler.plan import Plan
from tests.support.small_weeks import (
    MONDAY,
    TUESDAY,
    at,
    demand,
    hub,
    instance,
    move,
    offered,
    own,
    plan,
    school_class,
    series,
    village,
)


def test_each_band_is_worth_more_than_all_later_ones_of_a_lesson() -> None:
    w = Weights()
    small = w.shift_minute * 15 + w.lost_minute * 10 + w.studio
    far = w.other_county + w.other_hub
    assert w.other_hub > small
    assert w.move > far + small
    assert w.swap > w.move
    assert w.fairness[2] > w.swap + far + small
    assert w.served > w.fairness[0] + w.swap + far + small


def test_fairness_falls_with_each_step() -> None:
    assert list(WEIGHTS.fairness) == sorted(WEIGHTS.fairness, reverse=True)
    assert fairness_steps(8) == (2, 2, 2)
    assert fairness_steps(1) == (1, 0, 0)
    assert fairness_steps(0) == (0, 0, 0)


def test_the_same_lessons_are_worth_more_spread_over_two_schools() -> None:
    other = village(id="village2")
    classes = [school_class("c1"), school_class("c2"), school_class("c3", school="village2")]
    wanted = [demand(f"d{n}", f"c{n}") for n in (1, 2, 3)]
    week = instance(schools=[hub(), village(), other], classes=classes, demands=wanted)
    together = score(week, plan(at(name="d1"), at(name="d2")))
    spread = score(week, plan(at(name="d1"), at(name="d3")))
    assert spread.served == together.served
    assert spread.fairness > together.fairness


def test_everything_that_disturbs_is_counted_in_its_own_band() -> None:
    rows = [own("o", "c", MONDAY, 0, "体育", "v", movable=True), own("m", "c", TUESDAY, 1, "音乐")]
    lesson = offered("l1", MONDAY, 487)
    week = instance(
        schools=[hub(county="south"), village(paired_hub="other")],
        own=rows,
        series=[series(lessons=[lesson], studio=True)],
    )
    found = score(week, plan(at(moves=[move("o", TUESDAY, 1)])))
    assert found.moves == 2 * WEIGHTS.move
    assert found.distance == 2 * (WEIGHTS.other_county + WEIGHTS.other_hub)
    assert found.comfort == 2 * (comfort(7, 2) + WEIGHTS.studio)
    assert (
        found.value == found.served + found.fairness - found.moves - found.distance - found.comfort
    )


def test_priority_multiplies_what_a_lesson_is_worth() -> None:
    urgent = instance(demands=[demand(priority=3)])
    assert score(urgent, plan(at())).served == 3 * score(instance(), plan(at())).served


def test_a_lesson_of_odd_weeks_is_worth_half() -> None:
    week = instance(series=[series(lessons=[offered("l1", weeks=Weeks.ODD)])])
    half = score(week, plan(at(weeks=Weeks.ODD)))
    assert (half.lessons, half.demanded, half.served_percent) == (1, 2, 50.0)
    assert asked(demand(weeks=Weeks.ODD, lessons_per_week=2)) == 2


def test_an_empty_plan_is_worth_nothing() -> None:
    assert score(instance(), Plan()).value == 0


@pytest.mark.parametrize(
    ("moves", "cost"), [(0, 0), (1, WEIGHTS.move), (2, WEIGHTS.swap), (3, WEIGHTS.swap)]
)
def test_moves_cost_by_their_kind(moves: int, cost: int) -> None:
    assert disturbance(moves) == cost
