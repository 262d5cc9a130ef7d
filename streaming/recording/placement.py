"""Where a cut lies on the lesson's time line, in ticks from the epoch. Pure.

A cut that continues starts where the one before ended, to the tick. Differences between the track's clock
and the wall are worked off by making the last sample of a cut a little longer or shorter, never by a jump.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from streaming.recording.muxer import Sample
from streaming.recording.segment import Cut

SLEW_MAX = 5e-3
"""Seconds of correction per second of media: half a sound frame per segment, which nobody hears or sees. Skew of
100 ppm needs a fiftieth of it; a track that was placed 100 ms off before its first report is right after 20 s."""
SNAP = 0.020
"""Seconds: a new cut this near to the end of the one before continues it; smaller steps are measuring noise."""
OVERLAP_MAX = 0.1
"""Seconds that a new cut may begin before the end of the one before; more is a second publisher of one role."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cut lies."""

    start: int
    """Ticks from the epoch."""
    end: int
    gap: int
    """Ticks without media before it."""


def place(cut: Cut, before: int | None, rate: int, seconds: Callable[[int], float]) -> Place | None:
    """Find the place of a cut.

    Args:
        cut: with at least one frame.
        before: where the cut before ended, in ticks; None for the first of a track.
        rate: ticks per second.
        seconds: from RTP time to seconds from the epoch.

    Returns:
        None if the cut lies before the end of the one before and must be left out.
    """
    natural = cut.end_rtp - cut.start_rtp
    gap = 0
    if before is not None and not cut.anew:
        start = before
    else:
        start = max(0, round(seconds(cut.start_rtp) * rate))
        if before is not None:
            gap = start - before
            if gap < -OVERLAP_MAX * rate:
                return None
            if gap < SNAP * rate:
                start, gap = before, 0
    wanted = round(seconds(cut.end_rtp) * rate) - start - natural if cut.continues else 0
    # Never more than half of the last sample, so that times keep growing.
    limit = min(int(natural * SLEW_MAX), (cut.end_rtp - cut.units[-1].time_rtp) // 2)
    return Place(start, start + natural + max(-limit, min(limit, wanted)), gap)


def samples(cut: Cut, place: Place) -> Sequence[Sample]:
    """Return the samples of a cut; their durations sum up to the length of its place."""
    shown = [unit.time_rtp for unit in cut.units]
    # Pictures that were sent in another order than they are shown decode in the order of their times.
    decoded = sorted(shown)
    origin = decoded[0]
    ends = [*(time - origin for time in decoded[1:]), place.end - place.start]
    out = []
    for unit, time, end in zip(cut.units, decoded, ends, strict=True):
        duration = end - (time - origin)
        out.append(Sample(unit.data, duration, unit.key_frame, unit.time_rtp - time))
    return out
