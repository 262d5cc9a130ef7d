from scheduler.domain import MinuteSpan
from scheduler.plan import Plan, SessionTime, changes
from tests.support.small_weeks import MONDAY, TUESDAY, at, plan


def test_equal_plans_are_equal_whatever_their_order() -> None:
    assert plan(at(), at("l2", "e")) == plan(at("l2", "e"), at())
    times = [SessionTime(name, MONDAY, MinuteSpan(480, 540), ()) for name in ("b", "a")]
    assert [each.session for each in Plan.of(sessions=times).sessions] == ["a", "b"]


def test_only_lost_and_other_lessons_are_changes() -> None:
    old = plan(at(), at("l2", "e"))
    assert changes(old, plan(at(), at("l2", "e"), at("l3", "f"))) == 0
    assert changes(old, plan(at(weekday=TUESDAY))) == 2


def test_placements_are_found_by_demand() -> None:
    made = plan(at(), at("l2", weekday=TUESDAY), at("l3", "e"))
    assert {demand: len(each) for demand, each in made.by_demand.items()} == {"d": 2, "e": 1}
