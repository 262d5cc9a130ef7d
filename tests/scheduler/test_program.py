import numpy as np

from scheduler.greedy import greedy
from scheduler.objectives import score
from scheduler.program import Program, Sparse
from scheduler.validation import violations
from scheduler.variables import Space
from tests.support.small_weeks import at, instance, plan
from tests.support.tiny_cities import small_city, tiny_city


def test_a_matrix_and_its_transpose_say_the_same() -> None:
    dense = np.array([[1, 0, 2], [0, 0, -3]])
    rows = Sparse(np.array([0, 2, 3]), np.array([0, 2, 2]), np.array([1, 2, -3]))
    assert rows.times(np.array([1, 1, 1])).tolist() == dense.sum(axis=1).tolist()
    assert rows.transposed(3).times(np.array([1, 1])).tolist() == dense.sum(axis=0).tolist()
    assert [each.tolist() for each in rows.line(1)] == [[2], [-3]]


def test_the_programs_value_is_the_plans_score() -> None:
    for week in (small_city(), tiny_city(4, demands=8, fortnight=True)):
        program = Program(Space(week))
        chosen = greedy(program)
        values = program.values(chosen)
        found = program.plan(chosen)
        assert program.is_feasible(values)
        assert program.value(values) == score(week, found).value
        assert program.chosen(values) == chosen
        assert violations(week, found) == []


def test_a_plan_is_found_again_among_the_candidates() -> None:
    program = Program(Space(small_city()))
    chosen = greedy(program)
    assert program.locate(program.plan(chosen)) == chosen


def test_placements_that_no_longer_exist_are_left_out() -> None:
    program = Program(Space(instance()))
    assert program.locate(plan(at(period=2), at(name="nobody"))) == []


def test_two_lessons_at_once_are_not_feasible() -> None:
    program = Program(Space(small_city()))
    everything = range(len(program.space.candidates))
    assert not program.is_feasible(program.values(everything))
