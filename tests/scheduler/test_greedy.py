from scheduler.domain import Weekday
from scheduler.greedy import greedy
from scheduler.instance import DemandId, LessonId, Lock, Slot
from scheduler.program import Program
from scheduler.variables import Space
from tests.support.rule_cases import many
from tests.support.small_weeks import TUESDAY, demand, instance, offered, school_class, series


def test_the_most_urgent_demand_comes_first() -> None:
    week, _ = many(4)
    week = instance(
        classes=week.classes,
        demands=[*week.demands[:3], demand("d3", "c3", priority=3)],
    )
    program = Program(Space(week))
    assert "d3" in program.plan(greedy(program)).by_demand


def test_who_has_only_one_way_comes_before_who_has_two() -> None:
    offers = [series(lessons=[offered("l1")]), series("s2", [offered("l2", TUESDAY)], grades=(3,))]
    week = instance(
        classes=[school_class("c1"), school_class("c2")],
        demands=[demand("d1", "c1"), demand("d2", "c2")],
        series=offers,
    )
    program = Program(Space(week))
    assert len(greedy(program)) == 2


def test_what_is_kept_and_locked_comes_before_all() -> None:
    lock = Lock(DemandId("d"), LessonId("l2"), Slot(Weekday.TUESDAY, 0))
    offers = [series(lessons=[offered("l1"), offered("l2", TUESDAY)])]
    week = instance(series=offers, locks=(lock,))
    program = Program(Space(week))
    (placement,) = program.plan(greedy(program)).placements
    assert placement.lesson == "l2"
