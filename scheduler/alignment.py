"""A run from instance to result: greedy at once, then chains, then neighbourhoods solved exactly; a proof beside.

No I/O and no clock of its own. Two lines of work: one improves the plan, the other lowers the bound; neither
changes what the other finds, so that a run without a limit in seconds is the same every time.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

import numpy as np

from scheduler.bounds import independent_bound, relaxed_prices
from scheduler.ejection import Ejection
from scheduler.greedy import greedy
from scheduler.instance import Instance, Lock
from scheduler.kinds import add_other_kinds
from scheduler.model import free_columns
from scheduler.neighbourhoods import Neighbours, Seeds
from scheduler.objectives import Score, score
from scheduler.plan import Plan
from scheduler.program import Integers, Program
from scheduler.solver import Effort, Outcome, solve_part
from scheduler.variables import Space

SMALL = 40
"""Demands up to which the whole week is one model, solved to its proven end."""
PART_WORK = 0.06
"""Deterministic time of a neighbourhood: half a second to a second."""
CHAIN_ROUNDS = 24
"""Rounds of chains: two seconds for a city, after which a round finds nothing more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a run ends; whichever limit comes first."""

    seconds: float = 60.0
    """0 gives the greedy plan. A guard: a run that it ends is not repeatable."""
    rounds: int = 1_000_000
    """Pairs of neighbourhoods planned anew; with a number that ends before `seconds`, a run is repeatable."""
    bound_iterations: int = 1_500
    """Iterations of the relaxation that proves the bound: for a city a bound within 0.01 % of the relaxation's own."""
    gap_percent: float = 0.0
    """A run may end when its gap is proven to be no larger."""
    workers: int = 2
    """1: first the plan, then the proof; 2: side by side."""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    stage: str
    seconds: float
    value: int
    bound: int
    lessons: int

    @property
    def gap_percent(self) -> float:
        """How much better than the plan the best one could be at most, in per cent of that."""
        return gap_percent(self.value, self.bound)


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan, how good it is and how good it could be at most."""

    plan: Plan
    score: Score
    bound: int
    seconds: float
    stopped: str
    """Why the run ended: `optimal`, `gap`, `rounds`, `seconds` or `stop`."""

    @property
    def gap_percent(self) -> float:
        """As in `Progress`."""
        return gap_percent(self.score.value, self.bound)


@dataclass(frozen=True, slots=True)
class Infeasible:
    """The locks cannot all be kept; without locks an empty week is always possible."""

    locks: tuple[Lock, ...]


def gap_percent(value: int, bound: int) -> float:
    """Return the proven gap in per cent of the bound; 0 where the plan is as good as can be."""
    return 100 * (bound - value) / bound if bound > value else 0.0


def align(
    instance: Instance,
    limits: Limits,
    clock: Callable[[], float],
    report: Callable[[Progress, Callable[[], Plan]], None] = lambda progress, plan: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Solved | Infeasible:
    """Return the best week found within the limits.

    Args:
        instance: A whole instance (`integrity.check`).
        limits: When to end.
        clock: Seconds that only grow.
        report: Is told each step, and given a function that makes the best plan so far.
        stopped: Is asked between steps; true ends the run with the best plan so far.
    """
    return _Run(instance, limits, clock, report, stopped).result()


class _Run:
    def __init__(
        self,
        instance: Instance,
        limits: Limits,
        clock: Callable[[], float],
        report: Callable[[Progress, Callable[[], Plan]], None],
        stopped: Callable[[], bool],
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._report = report
        self._stopped = stopped
        self._begin = clock()
        self._instance = instance
        self._program = Program(Space(instance))
        self._values = np.zeros(self._program.columns.count, np.int64)
        self._bound = 0
        self._proven = False
        self._lock = threading.Lock()

    def result(self) -> Solved | Infeasible:
        self._values = self._program.values(greedy(self._program))
        self._bound = independent_bound(self._program)
        if not self._program.is_feasible(self._values):
            return self._with_locks()
        self._tell("greedy")
        return self._improve()

    def _with_locks(self) -> Solved | Infeasible:
        """Greedy cannot keep all locks: ask for their demands alone whether anything can."""
        locks = self._instance.locks
        locked = {each.demand for each in locks}
        numbers = [
            number for number, demand in enumerate(self._instance.demands) if demand.id in locked
        ]
        empty = np.zeros(self._program.columns.count, np.int64)
        columns = free_columns(self._program, numbers)
        outcome = solve_part(self._program, columns, empty, self._effort(10.0, 0))
        if outcome.infeasible or not self._program.is_feasible(outcome.values):
            return Infeasible(locks)
        kept = self._program.chosen(outcome.values)
        self._values = self._program.values(greedy(self._program, kept))
        self._tell("greedy")
        return self._improve()

    def _improve(self) -> Solved:
        if len(self._instance.demands) <= SMALL:
            ended = self._solve_whole()
        elif self._limits.workers > 1:
            with ThreadPoolExecutor(1) as other:
                proof = other.submit(self._prove)
                ended = self._search()
                proof.result()
        else:
            ended = self._search()
            self._prove()
        return self._solved(ended)

    def _solve_whole(self) -> str:
        columns = np.arange(self._program.columns.count)
        if self._over():
            return self._why()
        effort = self._effort(self._limits.rounds * PART_WORK, 0)
        outcome = solve_part(self._program, columns, self._values, effort, self._on_better)
        self._take(outcome.values)
        self._bound = min(self._bound, outcome.bound)
        self._tell("solver")
        return "optimal" if outcome.proven else self._why()

    def _on_better(self, values: Integers, bound: int) -> bool:
        self._take(values)
        self._bound = min(self._bound, bound)
        self._tell("solver")
        return not self._over()

    def _search(self) -> str:
        neighbours = Neighbours(self._program)
        random = Random(self._limits.seed)  # noqa: S311 - a seeded search, no secret
        self._chains()
        seeds = Seeds(neighbours, random)
        with ThreadPoolExecutor(self._limits.workers) as pool:
            for round_ in range(self._limits.rounds):
                if self._over() or not neighbours.demands:
                    return self._why()
                parts = self._parts(neighbours, seeds, random)
                tries = pool.map(self._plan_anew, parts, [2 * round_, 2 * round_ + 1])
                before = self._program.value(self._values)
                self._merge(list(zip(parts, tries, strict=False)), seeds)
                if self._program.value(self._values) > before:
                    self._tell("parts")
        return self._why()

    def _parts(self, neighbours: Neighbours, seeds: Seeds, random: Random) -> list[list[int]]:
        """Return two neighbourhoods without a common demand; the second may be empty.

        Always two, whatever the workers: so one worker finds what two find, only later.
        """
        first = neighbours.around(seeds.next(self._values), seeds.size, random)
        second = neighbours.around(seeds.next(self._values), seeds.size, random)
        return [first, [each for each in second if each not in set(first)]]

    def _plan_anew(self, demands: list[int], number: int) -> Outcome:
        columns = free_columns(self._program, demands)
        effort = self._effort(PART_WORK, self._limits.seed + number)
        return solve_part(self._program, columns, self._values, effort)

    def _merge(self, tries: list[tuple[list[int], Outcome]], seeds: Seeds) -> None:
        """Take both parts' plans where they go together, else the better one."""
        for _, outcome in tries:
            seeds.heard(proven=outcome.proven)
        space = self._program.space
        source = {demand: outcome for demands, outcome in tries for demand in demands}
        chosen = [
            number
            for demand, candidates in enumerate(space.by_demand)
            for number in candidates
            if (source[demand].values if demand in source else self._values)[number]
        ]
        both = self._program.values(chosen)
        if self._program.is_feasible(both):
            self._take(both)
        for _, outcome in tries:
            self._take(outcome.values)

    def _chains(self) -> None:
        chosen = self._program.chosen(self._values)
        ejection = Ejection(self._program, chosen, self._limits.seed)
        for _ in range(CHAIN_ROUNDS):
            if self._over():
                return
            ejection.improve(1, self._over)
            self._take(self._program.values(ejection.chosen))
        self._tell("chains")

    def _prove(self) -> None:
        prices = relaxed_prices(
            self._program,
            iterations=self._limits.bound_iterations,
            seconds=self._left() if self._limits.workers > 1 else None,
            stopped=self._over,
        )
        if prices is not None:
            self._bound = min(self._bound, prices.bound)
            self._tell("bound")

    def _take(self, values: Integers) -> None:
        if self._program.value(values) > self._program.value(self._values):
            self._values = values

    def _effort(self, work: float, seed: int) -> Effort:
        return Effort(deterministic=work, seconds=self._left(), seed=seed)

    def _left(self) -> float:
        return max(self._limits.seconds - (self._clock() - self._begin), 0.0)

    def _over(self) -> bool:
        return self._left() <= 0 or self._stopped() or self._is_near()

    def _is_near(self) -> bool:
        value = self._program.value(self._values)
        return gap_percent(value, self._bound) <= self._limits.gap_percent

    def _why(self) -> str:
        if self._stopped():
            return "stop"
        if self._is_near():
            return "gap"
        return "seconds" if self._left() <= 0 else "rounds"

    def _tell(self, stage: str) -> None:
        with self._lock:
            values = self._values
            chosen = self._program.chosen(values)
            value = self._program.value(values)
            seconds = self._clock() - self._begin
            progress = Progress(stage, seconds, value, self._bound, len(chosen))
            self._report(progress, lambda: self._program.plan(chosen))

    def _solved(self, ended: str) -> Solved:
        plan = self._program.plan(self._program.chosen(self._values))
        plan = add_other_kinds(self._instance, plan)
        seconds = self._clock() - self._begin
        return Solved(plan, score(self._instance, plan), self._bound, seconds, ended)
