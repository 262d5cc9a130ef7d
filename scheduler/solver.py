"""Solves a program or a part of it with CP-SAT: seed, limits, best and bound, stop. Knows no neighbourhoods.

With one worker and a deterministic limit the same input gives the same result on every machine; a limit in
seconds is a guard, and where it ends a run that promise is void.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from scheduler.model import Part, build
from scheduler.program import Integers, Program


@dataclass(frozen=True, slots=True)
class Effort:
    """How much one solve may cost."""

    deterministic: float
    """CP-SAT's own measure of work: about 0.1 a second on one core here."""
    seconds: float
    """Wall clock, as a guard."""
    workers: int = 1
    seed: int = 0
    hints: bool = True
    """Whether the solver is told the values it shall improve; without them it is a baseline to compare with."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best values found for all columns, never worse than those given, and a bound on any."""

    values: Integers
    bound: int
    proven: bool
    """The values are optimal among those in which the other columns stay."""
    infeasible: bool = False


def solve_part(
    program: Program,
    columns: Integers,
    values: Integers,
    effort: Effort,
    on_better: Callable[[Integers, int], bool] | None = None,
) -> Outcome:
    """Improve `columns`, the others staying as they are; `values` need not be feasible.

    `on_better` is told each better solution and the bound, and says whether to go on. It runs in the solver's
    thread.
    """
    if not len(columns):
        return Outcome(values, program.value(values), proven=True)
    part = build(program, columns, values, hints=effort.hints)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = effort.workers
    solver.parameters.max_deterministic_time = effort.deterministic
    solver.parameters.max_time_in_seconds = max(effort.seconds, 0.01)
    solver.parameters.random_seed = effort.seed
    solver.parameters.interleave_search = effort.workers > 1
    # The rows make a strong relaxation: with all of them in it a county's gap after 8 s was 1.2 %, without 12 %.
    solver.parameters.linearization_level = 2
    # Parts are small and many: what is looked for here costs a quarter of the time and closed none of them.
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.cut_level = 0
    # Left alone, a solve takes over Ctrl-C, and afterwards it ends the process at once: a server's, too.
    solver.parameters.catch_sigint_signal = False
    others = values.copy()
    others[columns] = 0
    watcher = _Watcher(part, others, on_better)
    status = solver.solve(part.model, watcher if on_better is not None else None)
    if status == cp_model.INFEASIBLE:
        return Outcome(values, program.value(values), proven=False, infeasible=True)
    bound = int(np.floor(solver.best_objective_bound + 0.5)) + part.constant
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Outcome(values, bound, proven=False)
    found = values.copy()
    found[columns] = 0
    found[part.columns] = [solver.value(variable) for variable in part.variables]
    return Outcome(found, bound, proven=status == cp_model.OPTIMAL)


class _Watcher(cp_model.CpSolverSolutionCallback):
    """Tells of each better solution."""

    def __init__(
        self, part: Part, others: Integers, on_better: Callable[[Integers, int], bool] | None
    ) -> None:
        super().__init__()
        self._part = part
        self._others = others
        self._on_better = on_better

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        values = self._others.copy()
        values[self._part.columns] = [self.value(variable) for variable in self._part.variables]
        bound = int(np.floor(self.best_objective_bound + 0.5)) + self._part.constant
        if self._on_better is not None and not self._on_better(values, bound):
            self.stop_search()
