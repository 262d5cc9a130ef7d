"""The answer: who attends which lesson, in which slot, and what moves for it. Immutable; no I/O."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from scheduler.domain import EntryId, MinuteSpan, Weekday, Weeks
from scheduler.instance import DemandId, LessonId, Slot, TeacherId


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """A row of an existing timetable changes its slot within the week."""

    entry: EntryId
    to: Slot


@dataclass(frozen=True, slots=True, order=True)
class Placement:
    """A demand's class attends an offered lesson live, in a slot of its own bells."""

    demand: DemandId
    lesson: LessonId
    slot: Slot
    weeks: Weeks = Weeks.EVERY
    moves: tuple[Move, ...] = ()
    """None: the slot is free or the subject's own. One: the slot's lesson takes the subject's own slot.
    Two or three: its teacher exchanges hours with another class for that."""


@dataclass(frozen=True, slots=True, order=True)
class Replay:
    """A class watches the recording of a lesson of the same template week."""

    demand: DemandId
    lesson: LessonId
    slot: Slot


@dataclass(frozen=True, slots=True)
class SessionTime:
    """When a famous teacher's session is held, and who of the invited is free then."""

    session: str
    weekday: Weekday
    span: MinuteSpan
    present: tuple[TeacherId, ...]


@dataclass(frozen=True)
class Plan:
    """A template week; equal plans have equal tuples, because all are sorted."""

    placements: tuple[Placement, ...] = ()
    replays: tuple[Replay, ...] = ()
    sessions: tuple[SessionTime, ...] = ()

    @classmethod
    def of(
        cls,
        placements: Iterable[Placement] = (),
        replays: Iterable[Replay] = (),
        sessions: Iterable[SessionTime] = (),
    ) -> "Plan":
        """Return the plan with its parts sorted."""
        return cls(
            tuple(sorted(placements)),
            tuple(sorted(replays)),
            tuple(sorted(sessions, key=lambda each: each.session)),
        )

    @cached_property
    def by_demand(self) -> dict[DemandId, tuple[Placement, ...]]:
        """Placements of each demand that has any."""
        groups: dict[DemandId, list[Placement]] = {}
        for placement in self.placements:
            groups.setdefault(placement.demand, []).append(placement)
        return {demand: tuple(each) for demand, each in groups.items()}


def changes(old: Plan, new: Plan) -> int:
    """Return how many weekly lessons of `old` are lost or other in `new`; lessons that are only new are free."""
    return len(set(old.placements) - set(new.placements))
