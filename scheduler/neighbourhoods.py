"""Which demands to plan anew together: those that stand in each other's way. Seeded; knows no solver."""

from random import Random

from scheduler.program import Integers, Program

SMALLEST, LARGEST = 30.0, 150.0
"""Demands that are planned anew together."""
BESIDES = 20
"""Demands with all their lessons that are looked at in each sweep too: they may go where they disturb less."""


class Neighbours:
    """Which demands share a school, or a teacher whom both could follow."""

    def __init__(self, program: Program) -> None:
        space = program.space
        instance = space.instance
        self._program = program
        self.demands = [number for number, each in enumerate(space.by_demand) if each]
        """Demands that have any candidate."""
        self._most: dict[int, int] = {}
        self._school_of: dict[int, str] = {}
        self._teachers_of: dict[int, list[str]] = {}
        self._at_school: dict[str, list[int]] = {}
        self._of_teacher: dict[str, list[int]] = {}
        for number in self.demands:
            school = instance.school_of(instance.demands[number].class_id)
            series = {space.series(space.candidates[each]) for each in space.by_demand[number]}
            teachers = sorted({instance.series[each].teacher for each in series})
            self._school_of[number] = school.id
            self._most[number] = self._most_lessons(number)
            self._teachers_of[number] = list(teachers)
            self._at_school.setdefault(school.id, []).append(number)
            for teacher in teachers:
                self._of_teacher.setdefault(teacher, []).append(number)

    def unserved(self, values: Integers) -> list[int]:
        """Return the demands that get fewer lessons than they could if nobody else were there."""
        space = self._program.space
        return [
            number
            for number in self.demands
            if int(values[space.by_demand[number].start : space.by_demand[number].stop].sum())
            < self._most[number]
        ]

    def around(self, seed: int, size: int, random: Random) -> list[int]:
        """Return about `size` demands around one: half of the time by shared teachers, half mainly by school."""
        by_teacher = random.random() < 0.5
        found = {seed: None}
        queue = [seed]
        for number in queue:
            near = self._near(number, random, by_teacher=by_teacher)
            for each in near:
                if each not in found and len(found) < size:
                    found[each] = None
                    queue.append(each)
            if len(found) >= size:
                break
        return sorted(found)

    def _near(self, number: int, random: Random, *, by_teacher: bool) -> list[int]:
        teachers = self._teachers_of[number]
        if by_teacher:
            return [each for teacher in teachers for each in self._of_teacher[teacher]]
        near = list(self._at_school[self._school_of[number]])
        teacher = random.choice(teachers)
        others = self._of_teacher[teacher]
        return near + random.sample(others, min(6, len(others)))

    def _most_lessons(self, number: int) -> int:
        """Return how many days the demand's best series has for it, at most as many as it asks for."""
        space = self._program.space
        days: dict[int, set[int]] = {}
        for each in space.by_demand[number]:
            candidate = space.candidates[each]
            days.setdefault(space.series(candidate), set()).add(candidate.slot.weekday)
        most = max(len(each) for each in days.values())
        return min(most, space.instance.demands[number].lessons_per_week)


class Seeds:
    """Around whom to plan anew next, and how far.

    Sweep after sweep over whoever lacks a lesson, so that no knot is tried twice before all have been tried once. Parts
    grow where they are solved to their end, and shrink where not.
    """

    def __init__(self, neighbours: Neighbours, random: Random) -> None:
        self._neighbours = neighbours
        self._random = random
        self._waiting: list[int] = []
        self._size = SMALLEST

    @property
    def size(self) -> int:
        """How many demands to plan anew."""
        return int(self._size)

    def next(self, values: Integers) -> int:
        """Return the next demand to look around; there must be any."""
        if not self._waiting:
            others = self._neighbours.demands
            self._waiting = self._random.sample(others, min(BESIDES, len(others)))
            self._waiting += self._neighbours.unserved(values)
            self._random.shuffle(self._waiting)
        return self._waiting.pop()

    def heard(self, *, proven: bool) -> None:
        """Take note of whether the last part was solved to its end."""
        self._size = min(self._size * 1.04, LARGEST) if proven else max(self._size * 0.9, SMALLEST)
