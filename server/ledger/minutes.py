"""From intervals of media to late, early, gaps and delivered seconds of a lesson. Pure: no I/O."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

PAUSE = timedelta(seconds=5)
"""Silence below this is no gap: a reconnection that nobody had time to notice in the ledger's accuracy."""
Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Minutes:
    """What a class got of a lesson, in whole seconds; planned = delivered + late + early + gap."""

    planned: int
    delivered: int
    seen: int
    late: int
    early: int
    gap: int
    gaps: int

    @property
    def held(self) -> bool:
        """Whether at least half of the lesson was delivered."""
        return 2 * self.delivered >= self.planned > 0


def minutes_of(
    starts_at: datetime, ends_at: datetime, heard: Iterable[Interval], seen: Iterable[Interval]
) -> Minutes:
    """Return the minutes of a lesson from when its teacher was heard and when a picture was seen.

    Only what lies inside the planned time counts: a lesson that runs on certifies no more than was planned.
    """
    planned = _seconds(ends_at - starts_at)
    inside = _joined(_clipped(heard, starts_at, ends_at))
    pictures = sum(
        _seconds(end - begin) for begin, end in _joined(_clipped(seen, starts_at, ends_at))
    )
    if not inside:
        return Minutes(planned, 0, min(pictures, planned), planned, 0, 0, 0)
    late, early = _seconds(inside[0][0] - starts_at), _seconds(ends_at - inside[-1][1])
    pauses = [_seconds(after - before) for (_, before), (after, _) in pairwise(inside)]
    gap = sum(pauses)
    delivered = planned - late - early - gap
    return Minutes(planned, delivered, min(pictures, planned), late, early, gap, len(pauses))


def _clipped(
    intervals: Iterable[Interval], starts_at: datetime, ends_at: datetime
) -> Sequence[Interval]:
    cut = ((max(begin, starts_at), min(end, ends_at)) for begin, end in intervals)
    return sorted((begin, end) for begin, end in cut if begin < end)


def _joined(intervals: Sequence[Interval]) -> list[Interval]:
    """Join sorted intervals that overlap or are a pause apart."""
    found: list[Interval] = []
    for begin, end in intervals:
        if found and begin - found[-1][1] < PAUSE:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())
