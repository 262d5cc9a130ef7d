"""Whether a lesson's real minutes fit a period of a school's bells, and by how much not. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain import MinuteSpan
from scheduler.instance import Policy
from scheduler.rules import Rule


@dataclass(frozen=True, slots=True)
class Fit:
    """A period of the class's own bells that can take the lesson."""

    period: int
    live: MinuteSpan
    """Minutes of the day in which the class is in the lesson."""
    shift_minutes: int
    lost_minutes: int
    """Minutes of the lesson that the class misses."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a period cannot take the lesson; `needed` is the limit at which it could."""

    period: int
    rule: Rule
    needed: int


def needed_live_minutes(lesson: MinuteSpan, policy: Policy) -> int:
    """Return how many live minutes of a lesson a class must get."""
    length = lesson.end_minute - lesson.start_minute
    return min(policy.min_live_minutes, -(-7 * length // 8))


def fits(
    bells: Sequence[MinuteSpan], lesson: MinuteSpan, policy: Policy
) -> tuple[list[Fit], list[Misfit]]:
    """Return the periods that can take a lesson, and those that only just cannot.

    A class keeps its breaks: it comes `min_break_minutes` after the period before ends at the earliest,
    and leaves as long before the next one starts. Periods that share no minute with the lesson are in
    neither list.
    """
    good: list[Fit] = []
    bad: list[Misfit] = []
    for period, bell in enumerate(bells):
        if bell.end_minute <= lesson.start_minute or lesson.end_minute <= bell.start_minute:
            continue
        found = _fit(bells, period, lesson, policy)
        if isinstance(found, Fit):
            good.append(found)
        else:
            bad.append(found)
    return good, bad


def _fit(
    bells: Sequence[MinuteSpan], period: int, lesson: MinuteSpan, policy: Policy
) -> Fit | Misfit:
    shift = abs(lesson.start_minute - bells[period].start_minute)
    if shift > policy.max_shift_minutes:
        return Misfit(period, Rule.SHIFT, shift)
    needed = needed_live_minutes(lesson, policy)
    start, end = _open_minutes(bells, period, policy.min_break_minutes)
    live_start, live_end = max(start, lesson.start_minute), min(end, lesson.end_minute)
    if live_end - live_start >= needed:
        lost = (lesson.end_minute - lesson.start_minute) - (live_end - live_start)
        return Fit(period, MinuteSpan(live_start, live_end), shift, lost)
    for shorter in range(policy.min_break_minutes - 1, -1, -1):
        start, end = _open_minutes(bells, period, shorter)
        if min(end, lesson.end_minute) - max(start, lesson.start_minute) >= needed:
            return Misfit(period, Rule.BREAK, shorter)
    return Misfit(period, Rule.LIVE_MINUTES, max(live_end - live_start, 0))


def _open_minutes(bells: Sequence[MinuteSpan], period: int, break_minutes: int) -> tuple[int, int]:
    start = bells[period - 1].end_minute + break_minutes if period else 0
    last = period + 1 == len(bells)
    end = 24 * 60 if last else bells[period + 1].start_minute - break_minutes
    return start, end
