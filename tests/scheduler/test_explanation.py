from collections.abc import Callable

import pytest

from scheduler.explanation import explain
from scheduler.greedy import greedy
from scheduler.instance import DemandId, Instance, Policy
from scheduler.plan import Plan
from scheduler.program import Program
from scheduler.rules import Rule
from scheduler.validation import violations
from scheduler.variables import Space
from tests.support.rule_cases import CASES, Case
from tests.support.small_weeks import MONDAY, demand, instance, offered, own, plan, series
from tests.support.tiny_cities import small_city

UNLOCKED = {
    Rule.EDITION,
    Rule.PROGRESS,
    Rule.ALLIANCE,
    Rule.CONSENT,
    Rule.SHIFT,
    Rule.BREAK,
    Rule.LIVE_MINUTES,
    Rule.LESSON_CAPACITY,
    Rule.TEACHER_DAY,
    Rule.TEACHER_WEEK,
    Rule.STUDIO_WEEK,
    Rule.BROADCAST_ROOM,
    Rule.RECEIVING_ROOM,
    Rule.DOWNLINK,
    Rule.UPLINK,
    Rule.RELAY,
}
BINDING = [case for case in CASES if case.rule in UNLOCKED]


def greedy_plan(week: Instance) -> Plan:
    program = Program(Space(week))
    return program.plan(greedy(program))


def unmet(week: Instance, found: Plan) -> list[DemandId]:
    return [
        each.id
        for each in week.demands
        if len(found.by_demand.get(each.id, ())) < each.lessons_per_week
    ]


@pytest.mark.parametrize("case", BINDING, ids=lambda case: f"{case.rule}")
def test_the_rule_that_alone_forbids_is_named_and_lifting_it_places_the_demand(case: Case) -> None:
    week, _ = case.week(case.broken)
    before = greedy_plan(week)
    found = explain(week, before, unmet(week, before)[0])
    assert case.rule in dict(found.reasons)
    assert found.relaxation is not None
    assert found.relaxation.rule is case.rule
    assert found.placement is not None
    after = Plan.of((*before.placements, found.placement))
    assert violations(found.relaxation.apply(week), after) == []


def test_a_lesson_of_the_timetable_that_would_have_to_move_is_named() -> None:
    rows = [own("o", "c", MONDAY, 0, "体育", "v"), own("m", "c", MONDAY, 2, "音乐")]
    found = explain(instance(own=rows), Plan(), DemandId("d"))
    assert found.relaxation is not None
    assert (found.relaxation.rule, found.relaxation.subject) == (Rule.SLOT, "o")


def test_where_two_rules_forbid_no_single_one_is_named() -> None:
    week = instance(demands=[demand(edition="x", progress=2)], series=[series(progress=9)])
    found = explain(week, Plan(), DemandId("d"))
    assert found.relaxation is None
    assert "放宽任何一条规定都不够" in found.words(week)


@pytest.mark.parametrize(
    ("make", "chinese", "english"),
    [
        (lambda: instance(series=[]), "没有主播学校开这门课", "No hub offers"),
        (
            lambda: instance(demands=[demand(edition="x")]),
            "可以：改用教材版本 人音版",
            "It would do to: follow",
        ),
    ],
)
def test_words_are_there_in_both_languages(
    make: Callable[[], Instance], chinese: str, english: str
) -> None:
    found = explain(make(), Plan(), DemandId("d"))
    assert chinese in found.words(make())
    assert english in found.words(make(), chinese=False)


def test_a_demand_that_is_met_needs_no_words() -> None:
    week = instance()
    found = explain(week, greedy_plan(week), DemandId("d"))
    assert (found.served, found.asked, found.relaxation) == (1, 1, None)
    assert found.words(week) == "已排满"


def test_sentences_carry_the_policys_numbers() -> None:
    late = series(lessons=[offered("l1", MONDAY, 640 + 9)])
    week = instance(series=[late], policy=Policy(max_shift_minutes=7))
    words = explain(week, Plan(), DemandId("d")).words(week)
    assert "相差不超过 7 分钟" in words
    assert "允许与铃声相差 9 分钟" in words


def test_what_is_named_for_a_generated_city_really_unlocks() -> None:
    week = small_city()
    before = greedy_plan(week)
    named = 0
    for demand_id in unmet(week, before)[:6]:
        found = explain(week, before, demand_id)
        assert found.reasons
        if found.relaxation is not None and found.placement is not None:
            named += 1
            after = plan(*before.placements, found.placement)
            assert violations(found.relaxation.apply(week), after) == []
    assert named
