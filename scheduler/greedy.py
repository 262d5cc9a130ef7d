"""The plan that a careful person would make by hand: the most constrained demand first, never going back.

A baseline, a first plan within a second, and a hint for the solver. Pure; knows no solver.
"""

from collections.abc import Iterable, Sequence

from scheduler.objectives import WEIGHTS
from scheduler.program import Program
from scheduler.rules import Rule


class Ledger:
    """How much of every row is used by the chosen columns; says what else would fit."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._starts: list[int] = program.by_column.starts.tolist()
        self._rows: list[int] = program.by_column.places.tolist()
        self._values: list[int] = program.by_column.values.tolist()
        self._uppers: list[int] = program.uppers.tolist()
        self._activity = [0] * len(self._uppers)
        self.on: set[int] = set()
        """Chosen columns."""

    def fits(self, candidates: Iterable[int]) -> bool:
        """Return whether these candidates could be chosen too."""
        return not self.broken(candidates)

    def broken(self, candidates: Iterable[int]) -> list[int]:
        """Return the rows that choosing these candidates too would break; broken ones that it helps are none."""
        delta = self._delta(self._needed(candidates))
        return [
            row
            for row, change in delta.items()
            if change > 0 and self._activity[row] + change > self._uppers[row]
        ]

    def add(self, candidates: Iterable[int]) -> None:
        """Choose these candidates, whether or not they fit."""
        columns = self._needed(candidates)
        for row, change in self._delta(columns).items():
            self._activity[row] += change
        self.on.update(columns)

    def opens(self, candidate: int) -> int:
        """Return the points that broadcasting the candidate's lesson costs, if nobody attends it yet."""
        program = self._program
        y = program.columns.y[program.space.candidates[candidate].offer]
        return 0 if y in self.on else int(program.points[y])

    def _needed(self, candidates: Iterable[int]) -> set[int]:
        program = self._program
        columns: set[int] = set()
        for number in candidates:
            candidate = program.space.candidates[number]
            columns.add(number)
            columns.add(program.columns.y[candidate.offer])
            z = program.columns.z.get((candidate.demand, program.space.series(candidate)))
            if z is not None:
                columns.add(z)
        return columns - self.on

    def _delta(self, columns: Iterable[int]) -> dict[int, int]:
        delta: dict[int, int] = {}
        for column in columns:
            for place in range(self._starts[column], self._starts[column + 1]):
                row = self._rows[place]
                delta[row] = delta.get(row, 0) + self._values[place]
        return delta


def greedy(program: Program, kept: Sequence[int] = ()) -> list[int]:
    """Return the candidates that are chosen, `kept` ones (which must be compatible) and locks first."""
    ledger = Ledger(program)
    ledger.add(kept)
    chosen = list(kept)
    for locked in _locked(program):
        if locked not in ledger.on and ledger.fits([locked]):
            ledger.add([locked])
            chosen.append(locked)
    space = program.space
    demands = space.instance.demands
    order = sorted(
        (number for number, candidates in enumerate(space.by_demand) if candidates),
        key=lambda number: (
            -demands[number].priority,
            len(space.by_demand[number]) / demands[number].lessons_per_week,
            number,
        ),
    )
    for number in order:
        best = _best_of(program, ledger, number)
        ledger.add(best)
        chosen += best
    return sorted(chosen)


def _best_of(program: Program, ledger: Ledger, demand: int) -> list[int]:
    """Return the candidates of the series that gives a demand the most points now."""
    space = program.space
    by_series: dict[int, list[int]] = {}
    for number in space.by_demand[demand]:
        by_series.setdefault(space.series(space.candidates[number]), []).append(number)
    best: list[int] = []
    best_points = 0
    for candidates in by_series.values():
        candidates.sort(key=lambda number: -int(program.points[number]))
        taken: list[int] = []
        points = 0
        for number in candidates:
            gain = int(program.points[number]) + ledger.opens(number)
            if number not in ledger.on and gain > -WEIGHTS.served and ledger.fits([*taken, number]):
                taken.append(number)
                points += gain
        if points > best_points:
            best, best_points = taken, points
    return best


def _locked(program: Program) -> list[int]:
    """Return for each lock the first candidate that keeps it."""
    locked: list[int] = []
    for row, rule in enumerate(program.rules):
        if rule is Rule.LOCK:
            columns, _ = program.rows.line(row)
            locked += [int(column) for column in columns[:1]]
    return locked
