"""Which rooms the accepted lessons of a week use. Pure.

The model counts rooms; here each lesson gets one. Lessons are intervals, so giving each the first room that is free
in the order of their starts never needs more rooms than the most that are used at one minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from scheduler.domain import MinuteSpan, Weekday, Weeks
from scheduler.instance import together


@dataclass(frozen=True, slots=True)
class Use:
    """Some minutes of a weekday, in some weeks."""

    weekday: Weekday
    span: MinuteSpan
    weeks: Weeks

    def meets(self, other: "Use", gap_minutes: int = 0) -> bool:
        """Return whether both want one room at once, or with less than the gap between them."""
        return (
            self.weekday == other.weekday
            and self.span.start_minute < other.span.end_minute + gap_minutes
            and other.span.start_minute < self.span.end_minute + gap_minutes
            and together(self.weeks, other.weeks) is not None
        )


@dataclass(slots=True)
class RoomBook:
    """What each room is used for."""

    taken: dict[str, list[Use]] = field(default_factory=dict)
    gap_minutes: int = 0

    def take(self, rooms: Sequence[str], use: Use, first: str = "") -> str | None:
        """Return a room that is free and note the use; `first` is asked first. None: all are taken."""
        order = sorted(rooms, key=lambda room: room != first)
        for room in order:
            uses = self.taken.setdefault(room, [])
            if not any(each.meets(use, self.gap_minutes) for each in uses):
                uses.append(use)
                return room
        return None
