"""Proofs of how good a week could be at most.

Every set of prices (dual values, none below 0) proves a bound: what rows may be used, at their prices, plus what each
column would gain beyond its prices. So an approximate solver's prices give a safe bound, however early it stops.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from scheduler.program import Floats, Program


@dataclass(frozen=True, slots=True)
class Prices:
    """What half a use of each row is worth, and the bound that this proves."""

    rows: Floats
    bound: int


def bound_of(program: Program, prices: Floats) -> int:
    """Return the bound that prices prove; plans have whole points, so it is rounded down.

    A billionth of it is added for what floating point may have lost in the sums.
    """
    gain = program.points - program.by_column.times(prices)
    bound = float(prices @ program.uppers) + float(np.maximum(gain, 0) @ program.limits)
    return int(np.floor(bound + 1e-9 * abs(bound)))


def independent_bound(program: Program) -> int:
    """Return the bound in which no demand is in another's way: instant, and never far off by more than rivalry."""
    space = program.space
    total = int((program.points * program.limits)[list(program.columns.f.values())].sum())
    for number, demand in enumerate(space.instance.demands):
        best: dict[int, dict[tuple[int, str], int]] = {}
        for column in space.by_demand[number]:
            candidate = space.candidates[column]
            days = best.setdefault(space.series(candidate), {})
            key = (candidate.slot.weekday.value, candidate.weeks.value)
            days[key] = max(days.get(key, 0), int(program.points[column]))
        share = demand.lessons_per_week * len(space.instance.parities)
        total += max(
            (sum(sorted(days.values(), reverse=True)[:share]) for days in best.values()), default=0
        )
    return total


def relaxed_prices(
    program: Program,
    *,
    iterations: int,
    seconds: float | None = None,
    workers: int = 1,
    stopped: Callable[[], bool] = lambda: False,
) -> Prices | None:
    """Return the prices of the linear relaxation as far as a first-order method (PDLP) comes.

    Deterministic with one worker as long as `iterations`, not `seconds`, ends it. None: it was stopped
    before it had any.
    """
    if stopped():
        return None
    parameters = mathopt.SolveParameters(threads=workers)
    if seconds is not None:
        parameters.time_limit = timedelta(seconds=seconds)
    criteria = parameters.pdlp.termination_criteria
    criteria.iteration_limit = iterations
    criteria.simple_optimality_criteria.eps_optimal_relative = 1e-5
    criteria.simple_optimality_criteria.eps_optimal_absolute = 1e-3
    parameters.pdlp.num_threads = workers
    model = mathopt.Model.from_model_proto(_proto(program))
    result = mathopt.solve(model, mathopt.SolverType.PDLP, params=parameters)
    for solution in result.solutions:
        if solution.dual_solution is not None:
            prices = np.zeros(len(program.uppers))
            for row, price in solution.dual_solution.dual_values.items():
                prices[row.id] = max(0.0, price)
            return Prices(prices, bound_of(program, prices))
    return None


def _proto(program: Program) -> model_pb2.ModelProto:
    count, rows = program.columns.count, len(program.uppers)
    proto = model_pb2.ModelProto()
    proto.variables.ids.extend(range(count))
    proto.variables.lower_bounds.extend([0.0] * count)
    proto.variables.upper_bounds.extend(program.limits.astype(float).tolist())
    proto.variables.integers.extend([False] * count)
    proto.linear_constraints.ids.extend(range(rows))
    proto.linear_constraints.lower_bounds.extend([-np.inf] * rows)
    proto.linear_constraints.upper_bounds.extend(program.uppers.astype(float).tolist())
    proto.objective.maximize = True
    paid = np.flatnonzero(program.points)
    proto.objective.linear_coefficients.ids.extend(paid.tolist())
    proto.objective.linear_coefficients.values.extend(program.points[paid].astype(float).tolist())
    lines = np.repeat(np.arange(rows), np.diff(program.rows.starts))
    order = np.lexsort((program.rows.places, lines))
    matrix = proto.linear_constraint_matrix
    matrix.row_ids.extend(lines[order].tolist())
    matrix.column_ids.extend(program.rows.places[order].tolist())
    matrix.coefficients.extend(program.rows.values[order].astype(float).tolist())
    return proto
