"""What the checks look at: a placement with all it names, its live minutes, and a day filled with uses."""

from dataclasses import dataclass, field

from scheduler.domain import MinuteSpan, Weekday, Weeks
from scheduler.instance import Demand, Instance, OfferedLesson, Series
from scheduler.plan import Placement
from scheduler.rules import Rule


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks, and where."""

    rule: Rule
    subject: str
    """Id of what is concerned: a demand, a class, a teacher, a school or a lesson."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Attended:
    """A placement with everything it names."""

    placement: Placement
    demand: Demand
    series: Series
    lesson: OfferedLesson

    @property
    def weekday(self) -> Weekday:
        """When the lesson is held."""
        return self.lesson.weekday


@dataclass(slots=True)
class Day:
    """What happens in one of two weeks: spans by weekday, each with an amount."""

    spans: list[tuple[Weekday, int, int, int]] = field(default_factory=list)

    def most(self) -> int:
        """Return the largest sum of amounts at one minute."""
        events = [(day, start, 1, amount) for day, start, _, amount in self.spans]
        events += [(day, end, 0, -amount) for day, _, end, amount in self.spans]
        now = most = 0
        for _, _, _, amount in sorted(events):
            now += amount
            most = max(most, now)
        return most


def live_minutes(
    instance: Instance, each: Attended, break_minutes: int | None = None
) -> tuple[int, int]:
    """Return the minutes in which the class can be in the lesson: after the break before, until the break after."""
    bells = instance.school_of(each.demand.class_id).bells
    period = each.placement.slot.period
    start, end = each.lesson.span.start_minute, each.lesson.span.end_minute
    brk = instance.policy.min_break_minutes if break_minutes is None else break_minutes
    if period > 0:
        start = max(start, bells[period - 1].end_minute + brk)
    if period + 1 < len(bells):
        end = min(end, bells[period + 1].start_minute - brk)
    return start, end


def holds(weeks: Weeks, parity: Weeks) -> bool:
    """Return whether something that is held in `weeks` is held in (all of) `parity`."""
    return weeks is Weeks.EVERY or weeks is parity


def meet(one: MinuteSpan, other: MinuteSpan) -> bool:
    """Return whether two spans of a day share a minute."""
    return one.start_minute < other.end_minute and other.start_minute < one.end_minute
