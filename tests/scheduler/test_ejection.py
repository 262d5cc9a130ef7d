from scheduler.ejection import Ejection
from scheduler.greedy import greedy
from scheduler.program import Program
from scheduler.validation import violations
from scheduler.variables import Space
from tests.support.small_weeks import (
    TUESDAY,
    demand,
    instance,
    offered,
    plan,
    school_class,
    series,
)
from tests.support.tiny_cities import small_city, tiny_city


def test_who_stands_in_the_only_place_goes_to_another() -> None:
    late = offered("l2", TUESDAY)
    week = instance(
        classes=[school_class(f"c{n}") for n in range(4)] + [school_class("e", grades=(4,))],
        demands=[demand(f"d{n}", f"c{n}") for n in range(3)] + [demand("d", "e", grade=4)],
        series=[
            series("s", [offered("l1")], grades=(3, 4)),
            series("s2", [late], teacher="u"),
        ],
    )
    program = Program(Space(week))
    full = [number for number in range(len(program.space.candidates)) if _first(program, number)]
    search = Ejection(program, full, seed=0)
    assert search.unserved() == [3]
    search.improve(3, lambda: False)
    assert search.unserved() == []
    assert violations(week, program.plan(search.chosen)) == []


def _first(program: Program, number: int) -> bool:
    placement = program.space.placement(program.space.candidates[number])
    return placement.lesson == "l1" and placement.demand != "d"


def test_a_plan_never_gets_worse_and_stays_valid() -> None:
    for week in (small_city(), tiny_city(2, demands=9, fortnight=True)):
        program = Program(Space(week))
        chosen = greedy(program)
        search = Ejection(program, chosen, seed=0)
        best = program.value(program.values(chosen))
        for _ in range(3):
            search.improve(1, lambda: False)
            values = program.values(search.chosen)
            assert program.is_feasible(values)
            assert program.value(values) >= best
            best = program.value(values)
        assert violations(week, program.plan(search.chosen)) == []


def test_one_seed_gives_one_plan() -> None:
    program = Program(Space(small_city()))
    plans = []
    for _ in range(2):
        search = Ejection(program, greedy(program), seed=3)
        search.improve(2, lambda: False)
        plans.append(program.plan(search.chosen))
    assert plans[0] == plans[1]
    assert plans[0] != plan()


def test_a_stop_is_obeyed_between_two_demands() -> None:
    program = Program(Space(small_city()))
    search = Ejection(program, [], seed=0)
    assert search.improve(5, lambda: True) == 0
    assert search.chosen == []
