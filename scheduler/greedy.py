"""The plan that a careful person would make by hand: the most constrained demand first, never going back.

A baseline, a first plan within a second, and a hint for the solver. Pure; knows no solver.
"""

from collections.abc import Sequence

from scheduler.domain import Weekday, Weeks
from scheduler.ledger import Ledger
from scheduler.program import Program
from scheduler.rules import Rule


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
    taken = {space.candidates[number].demand for number in chosen}
    for number in order:
        if number in taken:
            continue
        best = best_of(program, ledger, number)
        ledger.add(best)
        chosen += best
    return sorted(chosen)


def best_of(program: Program, ledger: Ledger, demand: int) -> list[int]:
    """Return the candidates of the series that gives a demand the most points now.

    None of the demand's candidates may be chosen yet.
    """
    space = program.space
    most = space.instance.demands[demand].lessons_per_week * len(space.instance.parities)
    by_series: dict[int, list[int]] = {}
    for number in space.by_demand[demand]:
        by_series.setdefault(space.series(space.candidates[number]), []).append(number)
    best: list[int] = []
    best_points = 0
    for candidates in by_series.values():
        candidates.sort(key=lambda number: -int(program.points[number]))
        taken: list[int] = []
        days: set[tuple[Weekday, Weeks]] = set()
        points = 0
        for number in candidates:
            candidate = space.candidates[number]
            day = (candidate.slot.weekday, candidate.weeks)
            if day in days:
                continue
            gain = int(program.points[number]) + ledger.opens(number)
            if gain > 0 and ledger.fits([*taken, number]):
                taken.append(number)
                days.add(day)
                points += gain
                if len(days) == most:
                    break
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
