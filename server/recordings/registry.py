"""Writing down what archivers report. Every report may come again and then changes nothing."""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from server.clock import from_wall
from server.database import Database, Transaction
from server.lessons import service as lessons
from server.models import Chapter, Recording, Segment, Track, TrackHeader
from server.recordings import repository
from streaming.contract import ChapterFound, RecordingSealed, SegmentLost, SegmentStored, TrackInit

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Registry:
    """Writes down what archivers report. Every report may come again and then changes nothing."""

    database: Database
    on_growth: Callable[[str], None] = lambda _lesson: None
    """Called with a lesson whose recording grew; often, so it must be cheap."""

    async def header_stored(self, message: TrackInit, archiver: str = "") -> None:
        """Register a CMAF header and its track."""
        async with self.database.writing() as transaction:
            recording = await self._recording(transaction, message.lesson, archiver)
            if recording is None:
                return
            session = transaction.session
            newest = await repository.newest_header_number(session, message.lesson, message.track)
            found = await repository.header(session, message.lesson, message.track, message.number)
            if found is None:
                session.add(_header(message))
                recording.revision += 1
            track = await repository.track(session, message.lesson, message.track)
            if track is None:
                track = Track(lesson_id=message.lesson, id=message.track)
                session.add(track)
                transaction.announce("recording.changed", message.lesson)
            if newest is None or message.number >= newest:
                track.role, track.kind = message.role, message.kind
                track.codec = message.codec
                track.width, track.height = message.width, message.height

    async def chapter_found(self, message: ChapterFound, archiver: str = "") -> None:
        """Register a chapter; the same one again changes nothing."""
        async with self.database.writing() as transaction:
            recording = await self._recording(transaction, message.lesson, archiver)
            session = transaction.session
            if recording is None or await repository.chapter(
                session, message.lesson, message.track, message.number
            ):
                return
            session.add(
                Chapter(
                    lesson_id=message.lesson,
                    track_id=message.track,
                    number=message.number,
                    offset=message.offset,
                    key=message.key,
                    size=message.size,
                    sha256=message.sha256,
                )
            )
        self.on_growth(message.lesson)

    async def segment_stored(self, message: SegmentStored, archiver: str = "") -> None:
        """Register a segment; the same one again changes nothing."""
        await self._take(_segment(message), message.starts_at, archiver)

    async def segment_lost(self, message: SegmentLost, archiver: str = "") -> None:
        """Register that there is nothing to store in a segment's place: it counts, and is listed as a gap."""
        logger.error("segment lost lesson=%s segment=%s", message.lesson, message.segment)
        await self._take(_lost_segment(message), message.starts_at, archiver)

    async def _take(self, made: Segment, starts_at: float, archiver: str) -> None:
        async with self.database.writing() as transaction:
            recording = await self._recording(transaction, made.lesson_id, archiver)
            if recording is None:
                return
            found = await repository.segments_like(
                transaction.session, made.lesson_id, made.track_id, made.number, made.id
            )
            if any(segment.id == made.id for segment in found):
                return
            for earlier in found:
                await self._remove(transaction, recording, earlier)
            transaction.session.add(made)
            recording.segments += 1
            recording.size += made.size
            recording.gaps += repository.gap_count(made)
            recording.duration = max(recording.duration, made.offset + made.duration)
            if recording.epoch is None:
                recording.epoch = from_wall(starts_at - made.offset)
                transaction.announce("recording.changed", made.lesson_id)
                transaction.announce("lesson.changed", made.lesson_id)
            _check_whole(recording, from_wall(starts_at))
        self.on_growth(made.lesson_id)

    async def sealed(self, message: RecordingSealed, archiver: str = "") -> None:
        """Register that a recording is whole, and archive its lesson if that has ended."""
        at = from_wall(message.at)
        async with self.database.writing() as transaction:
            recording = await self._recording(transaction, message.lesson, archiver)
            if recording is None:
                return
            recording.sealed_segments = message.segments
            if message.segments:
                recording.epoch = from_wall(message.epoch)
                recording.duration = max(recording.duration, message.duration)
            _check_whole(recording, at)
            whole = recording.sealed_at is not None
            transaction.announce("recording.changed", message.lesson)
            if whole:
                await lessons.archive(transaction, message.lesson, at)
        logger.info(
            "recording sealed lesson=%s segments=%d whole=%s",
            message.lesson,
            message.segments,
            whole,
        )

    async def _recording(
        self, transaction: Transaction, lesson_id: str, archiver: str
    ) -> Recording | None:
        session = transaction.session
        found = await repository.recording_for_update(session, lesson_id)
        if found is None:
            if not await repository.lesson_is_kept(session, lesson_id):
                # Acknowledged all the same: it would come again for ever. The objects of an unknown lesson stay in
                # the store; those of an erased one are found there by its erasure.
                logger.warning("report about no lesson that is kept, dropped lesson=%s", lesson_id)
                return None
            found = Recording(lesson_id=lesson_id, duration=0.0, size=0, gaps=0, segments=0)
            found.revision = 0
            session.add(found)
            await session.flush()
        if archiver and archiver not in (found.archivers or ()):
            found.archivers = sorted({*(found.archivers or ()), archiver})
        return found

    async def _remove(
        self, transaction: Transaction, recording: Recording, earlier: Segment
    ) -> None:
        """Take out a segment whose place a newly cut one takes."""
        logger.warning("segment replaced lesson=%s segment=%s", earlier.lesson_id, earlier.id)
        recording.segments -= 1
        recording.size -= earlier.size
        recording.gaps -= repository.gap_count(earlier)
        await transaction.session.delete(earlier)
        # Before the new one is inserted: both have the same number.
        await transaction.session.flush()


def _check_whole(recording: Recording, at: datetime) -> None:
    """Keep `sealed_at` true (whole means exactly as many segments as the archiver counted) and count the change."""
    recording.revision += 1
    if recording.segments != recording.sealed_segments:
        recording.sealed_at = None
    elif recording.sealed_at is None:
        recording.sealed_at = at


def _header(message: TrackInit) -> TrackHeader:
    return TrackHeader(
        lesson_id=message.lesson,
        track_id=message.track,
        number=message.number,
        codec=message.codec,
        key=message.key,
        size=message.size,
        sha256=message.sha256,
        width=message.width,
        height=message.height,
        timescale=message.timescale,
    )


def _segment(message: SegmentStored) -> Segment:
    return Segment(
        id=message.segment,
        lesson_id=message.lesson,
        track_id=message.track,
        init=message.init,
        number=message.number,
        key=message.key,
        size=message.size,
        sha256=message.sha256,
        starts_at=from_wall(message.starts_at),
        duration=message.duration,
        offset=message.offset,
        gap_before=message.gap_before,
        gap_reason=message.gap_reason,
        starts_with_key_frame=message.starts_with_key_frame,
        losses=[asdict(loss) for loss in message.losses] or None,
    )


def _lost_segment(message: SegmentLost) -> Segment:
    """Return a segment without an object, all of which is missing."""
    return Segment(
        id=message.segment,
        lesson_id=message.lesson,
        track_id=message.track,
        init=message.init,
        number=message.number,
        key="",
        size=0,
        sha256="",
        starts_at=from_wall(message.starts_at),
        duration=message.duration,
        offset=message.offset,
        gap_before=0.0,
        gap_reason="",
        starts_with_key_frame=False,
        losses=[{"offset": message.offset, "duration": message.duration, "reason": message.reason}],
    )
