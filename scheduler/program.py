"""The week as an integer program in arrays: rows, columns, points. Knows no solver.

Rows are stored by row (`starts`, `columns`, `coefficients`) and transposed, so that a solver, a bound, a greedy
walk and a neighbourhood all read the same rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler import constraints, objectives
from scheduler.constraints import Columns
from scheduler.objectives import WEIGHTS
from scheduler.plan import Plan
from scheduler.rules import Rule
from scheduler.variables import Candidate, Space

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sparse:
    """A matrix by lines: line `i` holds `places[starts[i]:starts[i + 1]]` with as many `values`."""

    starts: Integers
    places: Integers
    values: Integers

    def line(self, number: int) -> tuple[Integers, Integers]:
        """Return places and values of a line."""
        part = slice(self.starts[number], self.starts[number + 1])
        return self.places[part], self.values[part]

    def transposed(self, count: int) -> "Sparse":
        """Return the matrix by its `count` other lines."""
        order = np.argsort(self.places, kind="stable")
        lines = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        starts = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(self.places, minlength=count), out=starts[1:])
        return Sparse(starts, lines[order], self.values[order])

    def times(self, vector: Integers | Floats) -> Floats:
        """Return the product with a vector."""
        lines = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        weights = (self.values * vector[self.places]).astype(np.float64)
        return np.bincount(lines, weights, minlength=len(self.starts) - 1).astype(np.float64)


class Program:
    """Maximize `points` · v where rows · v ≤ `uppers` and 0 ≤ v ≤ `limits`, v whole numbers."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.columns = Columns(space)
        self.limits = np.ones(self.columns.count, np.int64)
        self.points = np.zeros(self.columns.count, np.int64)
        self._set_points()
        starts, places, values, uppers = [0], list[int](), list[int](), list[int]()
        self.rules: list[Rule] = []
        for row in constraints.rows(self.columns):
            places.extend(row.coefficients)
            values.extend(row.coefficients.values())
            starts.append(len(places))
            uppers.append(row.upper)
            self.rules.append(row.rule)
        self.rows = Sparse(*(np.array(each, np.int64) for each in (starts, places, values)))
        self.uppers = np.array(uppers, np.int64)
        self.by_column = self.rows.transposed(self.columns.count)

    def values(self, chosen: Iterable[int]) -> Integers:
        """Return the best values of all columns where exactly the candidates `chosen` are."""
        space = self.space
        vector = np.zeros(self.columns.count, np.int64)
        for number in chosen:
            candidate = space.candidates[number]
            vector[number] = 1
            vector[self.columns.y[candidate.offer]] = 1
            z = self.columns.z.get((candidate.demand, space.series(candidate)))
            if z is not None:
                vector[z] = 1
        served: dict[str, int] = {}
        for number in chosen:
            candidate = space.candidates[number]
            demand = space.instance.demands[candidate.demand]
            school = space.instance.school_class[demand.class_id].school
            served[school] = served.get(school, 0) + objectives.halves(candidate.weeks)
        for (school, _), column in self.columns.f.items():
            vector[column] = min(served.get(school, 0), self.limits[column])
            served[school] = served.get(school, 0) - int(vector[column])
        return vector

    def value(self, vector: Integers) -> int:
        """Return the points of a vector."""
        return int(self.points @ vector)

    def is_feasible(self, vector: Integers) -> bool:
        """Return whether a vector keeps every row."""
        return bool(np.all(self.rows.times(vector) <= self.uppers))

    def chosen(self, vector: Integers) -> list[int]:
        """Return the candidates that a vector of whole numbers chooses."""
        return [int(each) for each in np.flatnonzero(vector[: len(self.space.candidates)])]

    def plan(self, chosen: Iterable[int]) -> Plan:
        """Return the plan of some candidates."""
        return Plan.of(self.space.placement(self.space.candidates[number]) for number in chosen)

    def locate(self, plan: Plan) -> list[int]:
        """Return the candidates that stand for a plan's placements; those that no longer exist are left out."""
        wanted = set(plan.placements)
        numbers = {demand.id: number for number, demand in enumerate(self.space.instance.demands)}
        asked = {numbers[each.demand] for each in plan.placements if each.demand in numbers}
        return [
            column
            for demand in sorted(asked)
            for column in self.space.by_demand[demand]
            if self.space.placement(self.space.candidates[column]) in wanted
        ]

    def _set_points(self) -> None:
        space = self.space
        far: dict[tuple[int, int], int] = {}
        for number, candidate in enumerate(space.candidates):
            pair = (candidate.demand, space.series(candidate))
            if pair not in far:
                demand, series = space.instance.demands[pair[0]], space.instance.series[pair[1]]
                far[pair] = objectives.distance(space.instance, demand, series)
            self.points[number] = self._points_of(candidate, far[pair])
        for offer, y in self.columns.y.items():
            if space.offers[offer].studio:
                weeks = space.offers[offer].lesson.weeks
                self.points[y] = -WEIGHTS.studio * objectives.halves(weeks)
        steps = {
            school: objectives.fairness_steps(demanded)
            for school, demanded in objectives.demanded_by_school(space.instance).items()
        }
        for (school, step), column in self.columns.f.items():
            self.points[column] = WEIGHTS.fairness[step]
            self.limits[column] = steps[school][step]

    def _points_of(self, candidate: Candidate, far: int) -> int:
        demand = self.space.instance.demands[candidate.demand]
        cost = far + objectives.disturbance(len(candidate.moves))
        cost += objectives.comfort(candidate.shift_minutes, candidate.lost_minutes)
        served = WEIGHTS.served * demand.priority
        return (served - cost) * objectives.halves(candidate.weeks)
