"""The rows of a program, or of a part of it, as a CP-SAT model. The only module that builds one."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model

from scheduler.program import Integers, Program


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a program: some columns are free, all others stay as they are."""

    model: cp_model.CpModel
    variables: list[cp_model.IntVar]
    columns: Integers
    """The columns of the variables. Free columns that are not among them can only be 0."""
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


def build(program: Program, columns: Integers, values: Integers, *, hints: bool = True) -> Part:
    """Return the model in which `columns` are free and all others keep `values`; `values` are the hint, if any.

    Rows that cannot bind and columns that the others leave no room for are left out before the solver sees them:
    in a neighbourhood of a full week that is most of both. A lesson that a fixed class attends stays broadcast,
    because its row leaves no other choice.
    """
    fixed = values.copy()
    fixed[columns] = 0
    slack = program.uppers - program.rows.times(fixed).astype(np.int64)
    entries = _Entries(program, columns, slack)
    touched = entries.touched
    for _ in range(
        2
    ):  # a column that goes makes others' rows slack; a third pass finds next to nothing
        entries = entries.without_impossible()
    kept = entries.kept
    model = cp_model.CpModel()
    variables = [model.new_int_var(0, limit, "") for limit in program.limits[kept].tolist()]
    entries.add_rows(model, variables)
    if entries.cannot_be(touched):  # a lock whose candidates have all gone, for instance
        model.add_bool_or([])
    points = program.points[kept].tolist()
    model.maximize(cp_model.LinearExpr.weighted_sum(variables, points))
    if hints:
        for variable, value in zip(variables, values[kept].tolist(), strict=True):
            model.add_hint(variable, value)
    return Part(model, variables, kept, program.value(fixed))


class _Entries:
    """The coefficients of some columns, row by row, with what the other columns leave of each row."""

    def __init__(self, program: Program, columns: Integers, slack: Integers) -> None:
        self._program = program
        self.kept = columns
        self._slack = slack
        lengths = np.diff(program.by_column.starts)[columns]
        places = _ranges(program.by_column.starts[columns], lengths)
        self._rows = program.by_column.places[places]
        self._values = program.by_column.values[places]
        self._columns = np.repeat(columns, lengths)
        weights = self._values * program.limits[self._columns]
        count = len(program.uppers)
        self._most = np.bincount(self._rows, np.maximum(weights, 0), count)
        self._least = np.bincount(self._rows, np.minimum(weights, 0), count)

    def without_impossible(self) -> "_Entries":
        """Return the same without columns of which not even one fits a row with everything that helps it."""
        alone = self._values > (self._slack - self._least)[self._rows]
        impossible = np.zeros(self._program.columns.count, bool)
        impossible[self._columns[alone & (self._values > 0)]] = True
        return _Entries(self._program, self.kept[~impossible[self.kept]], self._slack)

    @property
    def touched(self) -> Integers:
        """Rows in which any of the columns stands."""
        return np.unique(self._rows)

    def cannot_be(self, rows: Integers) -> bool:
        """Return whether one of the rows is broken whatever the columns are."""
        return bool(np.any(self._least[rows] > self._slack[rows]))

    def add_rows(self, model: cp_model.CpModel, variables: list[cp_model.IntVar]) -> None:
        """Add every row that can bind."""
        position = np.zeros(self._program.columns.count, np.int64)
        position[self.kept] = np.arange(len(self.kept))
        binding = (self._most > self._slack)[self._rows]
        order = np.argsort(self._rows[binding], kind="stable")
        rows = self._rows[binding][order]
        chosen = position[self._columns[binding][order]].tolist()
        values = self._values[binding][order].tolist()
        firsts = np.flatnonzero(np.diff(rows, prepend=-1)).tolist()
        for first, last in pairwise([*firsts, len(chosen)]):
            upper = int(self._slack[rows[first]])
            taken = [variables[each] for each in chosen[first:last]]
            weights = values[first:last]
            if upper == 1 and min(weights) == 1 == max(weights):
                model.add_at_most_one(taken)
            else:
                model.add(cp_model.LinearExpr.weighted_sum(taken, weights) <= upper)


def _ranges(starts: Integers, lengths: Integers) -> Integers:
    """Return the numbers of all ranges one after another: starts 5, 9 and lengths 2, 1 give 5, 6, 9."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) - np.repeat(ends - lengths, lengths) + np.repeat(starts, lengths)
