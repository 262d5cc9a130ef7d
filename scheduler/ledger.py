"""How much of every row is used by the chosen candidates; says what else would fit. Pure; knows no solver."""

from collections.abc import Iterable

from scheduler.program import Program


class Ledger:
    """The rows of a program with some candidates chosen.

    A candidate brings its lesson's broadcast and its demand's choice of a series with it, and takes them away when
    it is the last one that needs them. Fairness has no rows here: what it is worth follows from the chosen.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._starts: list[int] = program.by_column.starts.tolist()
        self._rows: list[int] = program.by_column.places.tolist()
        self._values: list[int] = program.by_column.values.tolist()
        self._uppers: list[int] = program.uppers.tolist()
        self._activity = [0] * len(self._uppers)
        self._uses = [0] * program.columns.count
        self._with = [self._brought(number) for number in range(len(program.space.candidates))]
        self.on: set[int] = set()
        """Chosen candidates."""
        self.attending: dict[int, set[int]] = {}
        """Chosen candidates of each lesson that is broadcast, by the lesson's column."""

    def fits(self, candidates: Iterable[int]) -> bool:
        """Return whether these candidates could be chosen too."""
        return not self.broken(candidates)

    def broken(self, candidates: Iterable[int]) -> list[int]:
        """Return the rows that choosing these candidates too would break."""
        delta: dict[int, int] = {}
        seen: set[int] = set()
        for candidate in candidates:
            for column in self._with[candidate]:
                if self._uses[column] or column in seen:
                    continue
                seen.add(column)
                for place in range(self._starts[column], self._starts[column + 1]):
                    row = self._rows[place]
                    delta[row] = delta.get(row, 0) + self._values[place]
        uppers, activity = self._uppers, self._activity
        return [
            row
            for row, change in delta.items()
            if change > 0 and activity[row] + change > uppers[row]
        ]

    def add(self, candidates: Iterable[int]) -> None:
        """Choose these candidates, whether or not they fit."""
        for candidate in candidates:
            self.on.add(candidate)
            self.attending.setdefault(self._with[candidate][1], set()).add(candidate)
            for column in self._with[candidate]:
                self._uses[column] += 1
                if self._uses[column] == 1:
                    self._count(column, 1)

    def remove(self, candidates: Iterable[int]) -> None:
        """Give up these chosen candidates."""
        for candidate in candidates:
            self.on.remove(candidate)
            self.attending[self._with[candidate][1]].remove(candidate)
            for column in self._with[candidate]:
                self._uses[column] -= 1
                if self._uses[column] == 0:
                    self._count(column, -1)

    def opens(self, candidate: int) -> int:
        """Return the points (0 or less) that broadcasting the candidate's lesson brings, if nobody attends it yet."""
        y = self._with[candidate][1]
        return 0 if self._uses[y] else int(self._program.points[y])

    def blockers(self, row: int) -> list[set[int]]:
        """Return sets of chosen candidates, each of which makes room in a row when it is given up."""
        candidates = len(self._program.space.candidates)
        sets: list[set[int]] = []
        for column, value in zip(*self._program.rows.line(row), strict=True):
            if value > 0 and self._uses[column]:
                if column < candidates:
                    sets.append({int(column)})
                elif column in self.attending:
                    sets.append(set(self.attending[int(column)]))
        return sets

    def _brought(self, number: int) -> tuple[int, ...]:
        columns, space = self._program.columns, self._program.space
        candidate = space.candidates[number]
        z = columns.z.get((candidate.demand, space.series(candidate)))
        y = columns.y[candidate.offer]
        return (number, y) if z is None else (number, y, z)

    def _count(self, column: int, sign: int) -> None:
        for place in range(self._starts[column], self._starts[column + 1]):
            self._activity[self._rows[place]] += sign * self._values[place]
