import numpy as np

from scheduler.model import build, free_columns
from scheduler.program import Program
from scheduler.variables import Space
from tests.support.tiny_cities import small_city


def test_a_part_leaves_out_rows_that_cannot_bind() -> None:
    program = Program(Space(small_city()))
    values = np.zeros(program.columns.count, np.int64)
    columns = free_columns(program, [0])
    part = build(program, columns, values)
    assert part.constant == 0
    assert 0 < len(part.model.proto.constraints) < len(program.uppers) / 10


def test_the_columns_of_a_demand_are_its_own_and_its_lessons() -> None:
    program = Program(Space(small_city()))
    free = set(free_columns(program, [0]).tolist())
    mine = set(program.space.by_demand[0])
    assert mine <= free
    others = set(range(len(program.space.candidates))) - mine
    assert not others & free
    offers = {program.space.candidates[each].offer for each in mine}
    assert {program.columns.y[offer] for offer in offers} <= free


def test_values_are_hinted_or_kept_from_the_solver() -> None:
    program = Program(Space(small_city()))
    values = np.zeros(program.columns.count, np.int64)
    columns = free_columns(program, [0])
    told, alone = (build(program, columns, values, hints=hints) for hints in (True, False))
    assert len(told.model.proto.solution_hint.vars) == len(told.columns)
    assert len(alone.model.proto.solution_hint.vars) == 0
    assert len(alone.columns) == len(told.columns)
