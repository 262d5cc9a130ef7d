"""The rows of a program, or of a part of it, as a CP-SAT model. The only module that builds one."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from scheduler.program import Integers, Program


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a program: some columns are free, all others stay as they are."""

    model: cp_model.CpModel
    variables: list[cp_model.IntVar]
    columns: Integers
    """The free columns, as the variables stand."""
    constant: int
    """Points of the columns that stay."""


def free_columns(program: Program, demands: Iterable[int]) -> Integers:
    """Return the columns that a plan for some demands decides, the others' plans staying as they are."""
    space, columns = program.space, program.columns
    chosen = set(demands)
    free: list[int] = []
    offers: set[int] = set()
    schools: set[str] = set()
    for number in sorted(chosen):
        free.extend(space.by_demand[number])
        offers |= {space.candidates[each].offer for each in space.by_demand[number]}
        class_id = space.instance.demands[number].class_id
        schools.add(space.instance.school_class[class_id].school)
    free += [columns.y[offer] for offer in sorted(offers)]
    free += [column for (demand, _), column in columns.z.items() if demand in chosen]
    free += [column for (school, _), column in columns.f.items() if school in schools]
    return np.array(free, np.int64)


def build(program: Program, columns: Integers, values: Integers) -> Part:
    """Return the model in which `columns` are free and all others keep `values`; `values` are the hint.

    A lesson that a fixed class attends stays broadcast, because its row leaves no other choice.
    """
    model = cp_model.CpModel()
    position = np.full(program.columns.count, -1, np.int64)
    position[columns] = np.arange(len(columns))
    limits = program.limits[columns].tolist()
    variables = [model.new_int_var(0, limit, "") for limit in limits]
    fixed = values.copy()
    fixed[columns] = 0
    slack = program.uppers - program.rows.times(fixed).astype(np.int64)
    for row in _touched(program, columns):
        places, coefficients = program.rows.line(row)
        inside = position[places]
        mine = inside >= 0
        weights = coefficients[mine]
        if int(np.maximum(weights * program.limits[places[mine]], 0).sum()) <= slack[row]:
            continue
        chosen = [variables[place] for place in inside[mine]]
        if slack[row] == 1 and weights.min() == 1 == weights.max():
            model.add_at_most_one(chosen)
        else:
            left = cp_model.LinearExpr.weighted_sum(chosen, weights.tolist())
            model.add(left <= int(slack[row]))
    points = program.points[columns]
    model.maximize(cp_model.LinearExpr.weighted_sum(variables, points.tolist()))
    for variable, value in zip(variables, values[columns].tolist(), strict=True):
        model.add_hint(variable, value)
    return Part(model, variables, columns, program.value(fixed))


def _touched(program: Program, columns: Integers) -> list[int]:
    starts, ends = program.by_column.starts[columns], program.by_column.starts[columns + 1]
    parts = [program.by_column.places[start:end] for start, end in zip(starts, ends, strict=True)]
    return np.unique(np.concatenate(parts)).tolist() if parts else []
