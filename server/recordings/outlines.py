"""What the segments of a recording add up to, kept in memory while it does not change: a lesson has thousands of rows."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from server.database import Transaction
from server.models import Recording, Segment
from server.recordings import repository
from server.recordings.schemas import GAP_LISTED, Gap, TrackSums

KEPT = 256
"""Recordings; 2 kB each, with a hundred gaps 20 kB."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Where each track of a recording begins and ends, and what of it is missing, by track."""

    sums: Mapping[str, TrackSums]
    gaps: Mapping[str, Sequence[Gap]]


@dataclass(slots=True)
class Outlines:
    """Makes outlines. A class that watches a running lesson asks for the same one again and again."""

    made: int = 0
    _kept: OrderedDict[str, tuple[object, Outline]] = field(default_factory=OrderedDict)

    async def of(self, transaction: Transaction, recording: Recording) -> Outline:
        """Return the outline of a recording as it is now."""
        # A recording that was erased and begun anew counts its revisions from the start, but begins at another moment.
        version = (recording.revision, recording.epoch, recording.segments, recording.size)
        kept = self._kept.get(recording.lesson_id)
        if kept is None or kept[0] != version:
            session, lesson = transaction.session, recording.lesson_id
            sums = await repository.track_sums(session, lesson)
            kept = version, Outline(sums, await gaps_of(transaction, lesson))
            self._kept[lesson] = kept
            self.made += 1
        self._kept.move_to_end(recording.lesson_id)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return kept[1]


async def gaps_of(transaction: Transaction, lesson_id: str) -> dict[str, list[Gap]]:
    """Return what is missing of each track: before segments, inside them, and instead of them."""
    gaps: dict[str, list[Gap]] = {}
    for segment in await repository.segments_with_gaps(transaction.session, lesson_id, GAP_LISTED):
        gaps.setdefault(segment.track_id, []).extend(_gaps(segment))
    return gaps


def _gaps(segment: Segment) -> list[Gap]:
    """Return what is missing before a segment and inside it."""
    inside = [Gap.model_validate(loss) for loss in segment.losses or ()]
    if segment.gap_before <= GAP_LISTED:
        return inside
    before = Gap(
        offset=round(segment.offset - segment.gap_before, 6),
        duration=segment.gap_before,
        reason=segment.gap_reason,
    )
    return [before, *inside]
