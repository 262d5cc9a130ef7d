import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from scheduler.alignment import Infeasible, Limits, Progress, Solved, align, gap_percent
from scheduler.domain import Weekday
from scheduler.formats import write_plan
from scheduler.instance import DemandId, Instance, LessonId, Lock, Slot
from scheduler.objectives import halves, score
from scheduler.plan import Plan
from scheduler.rules import Rule
from scheduler.validation import violations
from tests.support.rule_cases import CASES, Case
from tests.support.small_weeks import demand, instance, offered, series
from tests.support.tiny_cities import best_by_trying, planted, small_city, tiny_city

BINDING = [case for case in CASES if case.rule is not Rule.LOCK]
"""A lock forbids no lesson but chooses one: it has a test of its own."""
QUICK = Limits(seconds=1e6, rounds=2, bound_iterations=100, workers=1)


def solve(week: Instance, limits: Limits = QUICK) -> Solved:
    """A run whose clock stands still: only the work itself can end it."""
    result = align(week, limits, lambda: 0.0)
    assert isinstance(result, Solved)
    return result


def held(found: Plan) -> int:
    """Return how much a plan holds: half lessons, replays and sessions."""
    lessons = sum(halves(each.weeks) for each in found.placements)
    return lessons + len(found.replays) + len(found.sessions)


@pytest.mark.parametrize("case", BINDING, ids=lambda case: f"{case.rule}")
def test_the_rule_alone_decides_whether_all_is_served(case: Case) -> None:
    allowed, wanted = case.week(case.boundary)
    forbidden, too_much = case.week(case.broken)
    assert held(solve(allowed).plan) == held(wanted)
    found = solve(forbidden).plan
    assert held(found) < held(too_much)
    assert violations(forbidden, found) == []


@settings(max_examples=8)
@given(st.integers(0, 10_000), st.booleans())
def test_tiny_weeks_are_as_good_as_the_best_of_all_plans(seed: int, fortnight: bool) -> None:
    week = tiny_city(seed, demands=2, fortnight=fortnight)
    found = solve(week)
    assert violations(week, found.plan) == []
    assert found.score.value == found.bound == best_by_trying(week)


@settings(max_examples=4)
@given(st.integers(0, 10_000), st.booleans())
def test_whatever_comes_back_passes_validation(seed: int, fortnight: bool) -> None:
    week = tiny_city(seed, demands=10, fortnight=fortnight)
    found = solve(week)
    assert violations(week, found.plan) == []
    assert found.score == score(week, found.plan)
    assert found.score.value <= found.bound


def test_two_runs_of_one_seed_give_the_same_plan_byte_for_byte() -> None:
    first, second = (solve(small_city()) for _ in range(2))
    assert write_plan(first.plan) == write_plan(second.plan)
    assert first.bound == second.bound
    assert violations(small_city(), first.plan) == []


def test_a_limit_of_no_seconds_still_gives_the_greedy_plan() -> None:
    week = small_city()
    found = solve(week, replace(QUICK, seconds=0.0))
    assert found.stopped == "seconds"
    assert found.score.lessons > 0
    assert violations(week, found.plan) == []


def test_a_planted_week_is_served_nearly_to_the_last_lesson() -> None:
    week, hidden = planted(small_city())
    assert violations(week, hidden) == []
    assert solve(week).score.value >= 0.99 * score(week, hidden).value


def test_a_stop_ends_the_run_with_the_best_plan_so_far() -> None:
    asked = itertools.count()
    result = align(small_city(), QUICK, lambda: 0.0, stopped=lambda: next(asked) > 2)
    assert isinstance(result, Solved)
    assert result.stopped == "stop"
    assert violations(small_city(), result.plan) == []


def test_progress_only_gets_better() -> None:
    steps: list[Progress] = []
    plans: list[Plan] = []

    def report(progress: Progress, plan: object) -> None:
        steps.append(progress)
        plans.append(plan())  # type: ignore[operator]

    align(small_city(), QUICK, lambda: 0.0, report)
    assert steps[0].stage == "greedy"
    assert {"chains", "bound"} <= {step.stage for step in steps}
    assert all(a.value <= b.value and a.bound >= b.bound for a, b in itertools.pairwise(steps))
    assert all(not violations(small_city(), plan) for plan in plans[:2])


def test_two_workers_find_what_one_finds() -> None:
    one, two = solve(small_city()), solve(small_city(), replace(QUICK, workers=2))
    assert write_plan(one.plan) == write_plan(two.plan)


def test_a_lock_alone_decides_which_lesson_is_attended() -> None:
    lessons = [offered("l1"), offered("l2", Weekday.TUESDAY, start=487)]
    free = instance(series=[series(lessons=lessons)])
    lock = Lock(DemandId("d"), LessonId("l2"), Slot(Weekday.TUESDAY, 0))
    bound = replace(free, locks=(lock,))
    best, kept = solve(free), solve(bound)
    assert [each.lesson for each in best.plan.placements] == ["l1"]  # no minute is shifted
    assert [each.lesson for each in kept.plan.placements] == ["l2"]
    assert kept.score.value < best.score.value


def test_locks_that_cannot_all_be_kept_are_named() -> None:
    offers = [series(lessons=[offered("l1"), offered("l2", start=590)])]
    locks = tuple(
        Lock(DemandId("d"), LessonId(name), Slot(Weekday.MONDAY, period))
        for name, period in (("l1", 0), ("l2", 2))
    )
    week = instance(series=offers, demands=[demand(lessons_per_week=2)], locks=locks)
    assert align(week, QUICK, lambda: 0.0) == Infeasible(locks)


def test_an_empty_week_has_an_empty_plan() -> None:
    found = solve(instance(demands=[]))
    assert found.plan == Plan()
    assert found.score.served_percent == 100.0


@pytest.mark.parametrize(("value", "bound", "gap"), [(99, 100, 1.0), (100, 100, 0.0), (0, 0, 0.0)])
def test_the_gap_is_a_part_of_the_bound(value: int, bound: int, gap: float) -> None:
    assert gap_percent(value, bound) == gap
