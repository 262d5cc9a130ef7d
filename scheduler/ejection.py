"""Improves a plan by chains: who gets nothing takes a place, and who stood there looks for another one.

The same search that a coordinator does by hand, thousands of times. Seeded and pure; knows no solver. It takes a city
in seconds to where neighbourhoods solved exactly have only the knots left.
"""

from collections.abc import Callable, Iterable
from random import Random

from scheduler.greedy import best_of
from scheduler.ledger import Ledger
from scheduler.objectives import WEIGHTS, demanded_by_school, fairness_steps, halves
from scheduler.program import Program

MOST_EJECTED = 3
"""Demands that may lose their places for one: with more, nearly no chain closes."""
WAYS_TRIED = 6
"""Ways in which one demand looks for a place, the least disturbing first."""


class Ejection:
    """A plan and its search."""

    def __init__(self, program: Program, chosen: Iterable[int], seed: int) -> None:
        self._program = program
        self._random = Random(seed)  # noqa: S311 - a seeded search, no secret
        self._ledger = Ledger(program)
        self._of_demand: dict[int, list[int]] = {}
        instance = program.space.instance
        self._school = [instance.school_of(each.class_id).id for each in instance.demands]
        self._steps = {
            school: fairness_steps(demanded)
            for school, demanded in demanded_by_school(instance).items()
        }
        self._served = dict.fromkeys(self._steps, 0)
        self._locked = {
            number
            for number, demand in enumerate(instance.demands)
            if demand.id in {lock.demand for lock in instance.locks}
        }
        for number in chosen:
            self._put(program.space.candidates[number].demand, [number])

    @property
    def chosen(self) -> list[int]:
        """The chosen candidates, in order."""
        return sorted(self._ledger.on)

    def unserved(self) -> list[int]:
        """Return the demands that have candidates and do not get all their lessons."""
        space = self._program.space
        return [
            number
            for number, demand in enumerate(space.instance.demands)
            if number not in self._locked
            and space.by_demand[number]
            and len(self._of_demand.get(number, ())) < demand.lessons_per_week
        ]

    def improve(self, rounds: int, stopped: Callable[[], bool]) -> int:
        """Let each unserved demand look for a place, round after round; returns the rounds done.

        A round in which nothing got better is followed by others: ties are broken by chance.
        """
        for done in range(rounds):
            waiting = self.unserved()
            self._random.shuffle(waiting)
            for demand in waiting:
                if stopped():
                    return done
                self._seek(demand)
        return rounds

    def _seek(self, demand: int) -> None:
        """Try the ways into the plan that disturb the fewest; keep the first that is no loss."""
        before = self._of_demand.get(demand, [])
        self._take(demand)
        ways = self._ways(demand)
        for _, _, way in ways[:WAYS_TRIED]:
            if self._try(demand, way, before):
                return
        self._put(demand, before)

    def _ways(self, demand: int) -> list[tuple[int, float, list[int]]]:
        """Return candidates of one series each, with how many rows they break, the fewest first."""
        space = self._program.space
        k = space.instance.demands[demand].lessons_per_week
        by_series: dict[int, list[tuple[int, float, int]]] = {}
        for number in space.by_demand[demand]:
            broken = len(self._ledger.broken([number]))
            rank = (broken, self._random.random(), number)
            by_series.setdefault(space.series(space.candidates[number]), []).append(rank)
        ways: list[tuple[int, float, list[int]]] = []
        for ranked in by_series.values():
            ranked.sort()
            days: dict[int, tuple[int, float, int]] = {}
            for rank in ranked:
                days.setdefault(space.candidates[rank[2]].slot.weekday, rank)
            taken = sorted(days.values())[:k]
            missing = k - len(taken)
            cost = sum(broken for broken, _, _ in taken) + 4 * missing
            ways.append((cost, self._random.random(), [number for _, _, number in taken]))
        ways.sort()
        return ways

    def _try(self, demand: int, way: list[int], before: list[int]) -> bool:
        """Make room for a way, give the ejected new places; undo all if the plan is worth less than before."""
        ejected = self._ejected(way)
        if ejected is None:
            return False
        old = {each: self._of_demand.get(each, []) for each in ejected}
        lost = self._worth({demand: before, **old})
        for each in old:
            self._take(each)
        if not self._ledger.fits(way):
            self._restore(demand, old)
            return False
        self._put(demand, way)
        order = sorted(old, key=lambda each: len(self._program.space.by_demand[each]))
        for each in order:
            self._put(each, best_of(self._program, self._ledger, each))
        now = {each: self._of_demand.get(each, []) for each in (demand, *old)}
        if self._worth(now) >= lost:
            return True
        for each in old:
            self._take(each)
        self._restore(demand, old)
        return False

    def _restore(self, demand: int, old: dict[int, list[int]]) -> None:
        self._take(demand)
        for each, candidates in old.items():
            self._put(each, candidates)

    def _ejected(self, way: list[int]) -> set[int] | None:
        """Return the demands whose places would have to go; None: too many, or locked ones."""
        space = self._program.space
        ejected: set[int] = set()
        for row in self._ledger.broken(way):
            sets = [
                {space.candidates[number].demand for number in each}
                for each in self._ledger.blockers(row)
            ]
            sets = [each for each in sets if each and not each & self._locked]
            if not sets:
                return None
            sets.sort(key=lambda each: (len(each - ejected), self._random.random()))
            ejected |= sets[0]
            if len(ejected) > MOST_EJECTED:
                return None
        return ejected

    def _worth(self, placed: dict[int, list[int]]) -> int:
        """Return what these demands' candidates bring, with the fairness of their schools as they are now.

        What the schools' other demands bring is the same before and after, so differences are exact.
        """
        points = self._program.points
        candidates = [number for each in placed.values() for number in each]
        lessons = {
            self._program.columns.y[self._program.space.candidates[n].offer] for n in candidates
        }
        schools = {self._school[demand] for demand in placed}
        given = dict.fromkeys(schools, 0)
        for demand, each in placed.items():
            given[self._school[demand]] += self._halves(each) - self._halves(
                self._of_demand.get(demand, [])
            )
        fair = sum(self._fair(school, self._served[school] + given[school]) for school in schools)
        studio = sum(int(points[y]) for y in lessons)
        return int(points[candidates].sum()) + studio + fair

    def _fair(self, school: str, served: int) -> int:
        worth = 0
        for step, weight in zip(self._steps[school], WEIGHTS.fairness, strict=True):  # type: ignore[index]
            worth += weight * min(served, step)
            served -= min(served, step)
        return worth

    def _halves(self, candidates: list[int]) -> int:
        return sum(halves(self._program.space.candidates[each].weeks) for each in candidates)

    def _put(self, demand: int, candidates: list[int]) -> None:
        if candidates:
            self._ledger.add(candidates)
            self._of_demand[demand] = self._of_demand.get(demand, []) + candidates
            self._served[self._school[demand]] += self._halves(candidates)

    def _take(self, demand: int) -> None:
        candidates = self._of_demand.pop(demand, [])
        self._ledger.remove(candidates)
        self._served[self._school[demand]] -= self._halves(candidates)
