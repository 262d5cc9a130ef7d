import signal
from pathlib import Path

import numpy as np

from scheduler.greedy import greedy
from scheduler.model import free_columns
from scheduler.program import Program
from scheduler.solver import Effort, solve_part
from scheduler.variables import Space
from tests.support.tiny_cities import best_by_trying, small_city, tiny_city

EFFORT = Effort(deterministic=1.0, seconds=600.0)


def test_a_whole_tiny_week_is_solved_to_its_proven_end() -> None:
    week = tiny_city(7, demands=2)
    program = Program(Space(week))
    nothing = np.zeros(program.columns.count, np.int64)
    found = solve_part(program, np.arange(program.columns.count), nothing, EFFORT)
    assert found.proven
    assert program.value(found.values) == found.bound == best_by_trying(week)


def test_a_part_changes_only_its_own_columns() -> None:
    program = Program(Space(small_city()))
    values = program.values(greedy(program))
    columns = free_columns(program, range(12))
    found = solve_part(program, columns, values, EFFORT)
    others = np.setdiff1d(np.arange(program.columns.count), columns)
    assert np.array_equal(found.values[others], values[others])
    assert program.is_feasible(found.values)
    assert program.value(values) <= program.value(found.values) <= found.bound


def test_nothing_free_is_solved_at_once() -> None:
    program = Program(Space(tiny_city(1)))
    values = program.values(greedy(program))
    found = solve_part(program, np.array([], np.int64), values, EFFORT)
    assert (found.proven, found.bound) == (True, program.value(values))


def test_better_solutions_are_told_and_may_end_the_search() -> None:
    program = Program(Space(tiny_city(5, demands=12)))
    nothing = np.zeros(program.columns.count, np.int64)
    told: list[int] = []

    def on_better(values: np.ndarray, bound: int) -> bool:
        told.append(program.value(values))
        return False

    columns = np.arange(program.columns.count)
    found = solve_part(program, columns, nothing, EFFORT, on_better)
    assert told
    assert program.value(found.values) >= told[0]


def test_a_solve_leaves_ctrl_c_to_the_process() -> None:
    def is_caught() -> bool:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        caught = int(status.split("SigCgt:")[1].split()[0], 16)
        return bool(caught >> (signal.SIGINT - 1) & 1)

    program = Program(Space(tiny_city(1)))
    before = is_caught()
    nothing = np.zeros(program.columns.count, np.int64)
    solve_part(program, np.arange(program.columns.count), nothing, EFFORT)
    assert is_caught() == before
