"""Queries about recordings, tracks and segments."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    and_,
    case,
    cast,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer

from server.auth.policy import Reach, Sight
from server.lessons.lifecycle import ON_AIR
from server.lessons.sight import held_by, replayable
from server.models import (
    Chapter,
    Lesson,
    LessonReceiver,
    Person,
    Publication,
    Recording,
    Room,
    School,
    Segment,
    State,
    Track,
    TrackHeader,
)
from server.recordings.schemas import (
    GAP_LISTED,
    ChoiceRow,
    PlayableSegment,
    StoredObject,
    TaughtRow,
    TrackSums,
    Wanted,
)
from server.recordings.search import grade_of
from streaming.contract import BOARD

_IS_THERE = and_(Recording.duration > 0, Lesson.state.in_((*ON_AIR, State.ENDED, State.ARCHIVED)))
"""A recording that holds something and may still be watched. In terms of a join with its lesson."""


async def lesson_is_kept(session: AsyncSession, lesson_id: str) -> bool:
    """Return whether there is a lesson of this id whose recording was not erased."""
    query = select(Lesson.id).where(Lesson.id == lesson_id, Lesson.state != State.EXPIRED)
    return await session.scalar(query) is not None


async def recording_for_update(session: AsyncSession, lesson_id: str) -> Recording | None:
    """Return a recording, locked until the end of the transaction."""
    query = select(Recording).where(Recording.lesson_id == lesson_id).with_for_update()
    return await session.scalar(query)


async def recording(session: AsyncSession, lesson_id: str) -> Recording | None:
    """Return a recording with its tracks."""
    query = select(Recording).where(Recording.lesson_id == lesson_id)
    return await session.scalar(query.options(selectinload(Recording.tracks)))


async def track(session: AsyncSession, lesson_id: str, track_id: str) -> Track | None:
    """Return one track."""
    return await session.get(Track, (lesson_id, track_id))


async def tracks(session: AsyncSession, lesson_id: str) -> Sequence[Track]:
    """Return the tracks of a recording."""
    return (await session.scalars(select(Track).where(Track.lesson_id == lesson_id))).all()


async def header(
    session: AsyncSession, lesson_id: str, track_id: str, number: int
) -> TrackHeader | None:
    """Return one CMAF header of a track."""
    return await session.get(TrackHeader, (lesson_id, track_id, number))


async def chapter(
    session: AsyncSession, lesson_id: str, track_id: str, number: int
) -> Chapter | None:
    """Return one chapter."""
    return await session.get(Chapter, (lesson_id, track_id, number))


async def chapters(session: AsyncSession, lesson_id: str) -> Sequence[Chapter]:
    """Return all chapters of a recording, in order."""
    query = select(Chapter).where(Chapter.lesson_id == lesson_id)
    return (await session.scalars(query.order_by(Chapter.offset, Chapter.track_id))).all()


async def posters(session: AsyncSession, lesson_ids: Sequence[str], least: int) -> dict[str, str]:
    """Return the key of each recording's first picture of the board that has `least` bytes, by lesson."""
    first = (
        select(Chapter.lesson_id, Chapter.track_id, func.min(Chapter.number).label("number"))
        .join(Track, and_(Track.lesson_id == Chapter.lesson_id, Track.id == Chapter.track_id))
        .where(Chapter.lesson_id.in_(lesson_ids), Track.role == BOARD, Chapter.size >= least)
        .group_by(Chapter.lesson_id, Chapter.track_id)
        .subquery()
    )
    query = select(Chapter.lesson_id, Chapter.key).join(
        first,
        and_(
            Chapter.lesson_id == first.c.lesson_id,
            Chapter.track_id == first.c.track_id,
            Chapter.number == first.c.number,
        ),
    )
    return {row.lesson_id: row.key for row in await session.execute(query)}


async def headers(session: AsyncSession, lesson_id: str) -> Sequence[TrackHeader]:
    """Return all CMAF headers of a recording."""
    query = select(TrackHeader).where(TrackHeader.lesson_id == lesson_id)
    return (await session.scalars(query.order_by(TrackHeader.track_id, TrackHeader.number))).all()


async def newest_header_number(session: AsyncSession, lesson_id: str, track_id: str) -> int | None:
    """Return the number of a track's newest header."""
    query = select(func.max(TrackHeader.number)).where(
        TrackHeader.lesson_id == lesson_id, TrackHeader.track_id == track_id
    )
    return await session.scalar(query)


async def segment(session: AsyncSession, segment_id: str) -> Segment | None:
    """Return one segment."""
    return await session.get(Segment, segment_id)


async def segments_like(
    session: AsyncSession, lesson_id: str, track_id: str, number: int, segment_id: str
) -> Sequence[Segment]:
    """Return the segment of an id and the one at a place of a track; they may be the same, or none."""
    here = (
        (Segment.lesson_id == lesson_id)
        & (Segment.track_id == track_id)
        & (Segment.number == number)
    )
    return (await session.scalars(select(Segment).where(or_(Segment.id == segment_id, here)))).all()


async def playable(
    session: AsyncSession, lesson_id: str, tracks: Sequence[str]
) -> list[PlayableSegment]:
    """Return the segments of some tracks in order. Columns only: a lesson has thousands."""
    query = (
        select(
            Segment.id,
            Segment.key,
            Segment.track_id,
            Segment.init,
            Segment.offset,
            Segment.duration,
            Segment.size,
            Segment.starts_with_key_frame,
        )
        .where(Segment.lesson_id == lesson_id, Segment.track_id.in_(tracks), Segment.key != "")
        .order_by(Segment.offset)
    )
    return [PlayableSegment(*row) for row in await session.execute(query)]


async def track_sums(session: AsyncSession, lesson_id: str) -> dict[str, TrackSums]:
    """Return what the segments of each track add up to; no entry for a track without any."""
    seconds = func.coalesce(func.nullif(Segment.duration, 0.0), 0.001)
    rate = cast(Segment.size * 8, Float) / seconds
    query = (
        select(
            Segment.track_id,
            func.min(Segment.offset),
            func.max(Segment.offset + Segment.duration),
            func.max(rate),
            func.sum(case((and_(~Segment.starts_with_key_frame, Segment.key != ""), 1), else_=0)),
        )
        .where(Segment.lesson_id == lesson_id)
        .group_by(Segment.track_id)
    )
    return {
        track: TrackSums(begins, ends, float(peak_bps), independent=not dependent)
        for track, begins, ends, peak_bps, dependent in await session.execute(query)
    }


async def segments_with_gaps(
    session: AsyncSession, lesson_id: str, longer_than: float
) -> Sequence[Segment]:
    """Return the segments before or inside which something is missing, of all tracks, in order."""
    query = select(Segment).where(
        Segment.lesson_id == lesson_id,
        or_(Segment.gap_before > longer_than, Segment.losses.is_not(None)),
    )
    return (await session.scalars(query.order_by(Segment.offset))).all()


async def page(
    session: AsyncSession,
    sight: Sight,
    wanted: Wanted,
    before: tuple[datetime, str],
    limit: int,
) -> Sequence[Recording]:
    """Return recordings within sight that hold something, newest lesson first, with tracks and lesson."""
    query = (
        _with_lesson()
        .where(replayable(sight))
        .order_by(Lesson.starts_at.desc(), Lesson.id.desc())
        .limit(limit)
    )
    query = query.where(*_narrowed(wanted))
    at, lesson_id = before
    # The first condition says no more than the second, but an index can be entered by it: else the search would begin
    # with the lessons of the months to come.
    query = query.where(
        Lesson.starts_at <= at,
        or_(Lesson.starts_at < at, and_(Lesson.starts_at == at, Lesson.id < lesson_id)),
    )
    return (await session.scalars(query)).all()


def _narrowed(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Yield what a lesson must fulfil. In terms of `_with_lesson`."""
    yield from (_mentions(word) for word in wanted.words)
    if wanted.kind is not None:
        yield Lesson.kind == wanted.kind
    if wanted.subject:
        yield func.lower(Lesson.subject) == wanted.subject.lower()
    if wanted.grade is not None:
        yield Lesson.grade == wanted.grade
    if wanted.span is not None:
        yield and_(Lesson.starts_at >= wanted.span[0], Lesson.starts_at < wanted.span[1])
    if wanted.lessons:
        yield Lesson.id.in_(wanted.lessons)
    exact = (
        (School.id, wanted.school),
        (Person.id, wanted.teacher),
        (Lesson.edition, wanted.edition or None),
        (Lesson.unit_number, wanted.unit),
        (Lesson.publication, wanted.publication),
    )
    yield from (column == value for column, value in exact if value is not None)
    if wanted.hubs is not None:
        yield held_by(wanted.hubs)
    if wanted.not_by:
        yield Lesson.teacher_id.not_in(wanted.not_by)


def _mentions(word: str) -> ColumnElement[bool]:
    """Return whether a lesson's texts hold a word, or the word names its grade (三年级, 3年级)."""
    fields = (
        *(Lesson.title, Lesson.subject, Lesson.byline, Lesson.edition, Lesson.unit_title),
        *(Person.name, School.name),
    )
    hits = [field.icontains(word, autoescape=True) for field in fields]
    grade = grade_of(word)
    return or_(*hits) if grade is None else or_(*hits, Lesson.grade == grade)


async def choices(session: AsyncSession, sight: Sight, limit: int) -> list[ChoiceRow]:
    """Return the hub schools and the teachers of the recordings within sight, in pairs."""
    # Ids alone are compared: a year has a hundred thousand recordings, and three hundred teachers.
    pairs = (
        select(Lesson.teacher_id, Lesson.hub_room_id)
        .join(Recording, Recording.lesson_id == Lesson.id)
        .where(_IS_THERE, replayable(sight))
        .distinct()
        .limit(limit)
        .subquery()
    )
    query = (
        select(School.id, School.name, Person.id, Person.name)
        .distinct()
        .select_from(pairs)
        .join(Person, Person.id == pairs.c.teacher_id)
        .join(Room, Room.id == pairs.c.hub_room_id)
        .join(Room.school)
    )
    return [ChoiceRow._make(row) for row in await session.execute(query)]


async def taught(session: AsyncSession, sight: Sight, limit: int) -> list[TaughtRow]:
    """Return the textbooks and units of the recordings within sight."""
    query = (
        select(
            *(Lesson.subject, Lesson.grade, Lesson.edition),
            *(Lesson.unit_number, Lesson.unit_title),
        )
        .join(Recording, Recording.lesson_id == Lesson.id)
        .where(or_(Lesson.edition != "", Lesson.unit_number.is_not(None)))
        .where(_IS_THERE, replayable(sight))
        .distinct()
        .limit(limit)
    )
    return [TaughtRow._make(row) for row in await session.execute(query)]


async def waiting(session: AsyncSession, hubs: Reach, teacher: Sequence[str]) -> int:
    """Return how many recordings of some hubs wait for a review, but for those of some teachers."""
    query = (
        select(func.count())
        .select_from(Recording)
        .join(Recording.lesson)
        .where(_IS_THERE, Lesson.publication == Publication.REVIEW, held_by(hubs))
        .where(Lesson.teacher_id.not_in(teacher))
    )
    return await session.scalar(query) or 0


def _with_lesson() -> Select[Recording]:
    receivers = selectinload(Lesson.receivers)
    return (
        select(Recording)
        .join(Recording.lesson)
        .join(Lesson.teacher)
        .join(Lesson.hub_room)
        .join(Room.school)
        .where(_IS_THERE)
        .options(
            selectinload(Recording.tracks),
            contains_eager(Recording.lesson).options(
                contains_eager(Lesson.teacher),
                joinedload(Lesson.hub_class),
                contains_eager(Lesson.hub_room)
                .contains_eager(Room.school)
                .options(joinedload(School.district), undefer(School.memberships)),
                receivers.joinedload(LessonReceiver.room)
                .joinedload(Room.school)
                .joinedload(School.district),
                receivers.joinedload(LessonReceiver.school_class),
            ),
        )
    )


async def due_for_scrub(session: AsyncSession, before: datetime) -> str | None:
    """Return the lesson of the whole recording that was stored or read longest ago, if that is before a moment."""
    last = func.coalesce(Recording.scrubbed_at, Recording.sealed_at)
    query = select(Recording.lesson_id).where(Recording.sealed_at.is_not(None), last < before)
    return await session.scalar(query.order_by(last).limit(1))


async def stored_objects(
    session: AsyncSession, lesson_id: str, tracks: Sequence[str] | None = None
) -> list[StoredObject]:
    """Return every object of a recording, or of some of its tracks."""
    found = []
    for table in (Segment, TrackHeader, Chapter):
        query = select(table.key, table.size, table.sha256)
        query = query.where(table.lesson_id == lesson_id, table.key != "")
        if tracks is not None:
            query = query.where(table.track_id.in_(tracks))
        found += [StoredObject(*row) for row in await session.execute(query)]
    return found


async def remove_tracks(session: AsyncSession, lesson_id: str, tracks: Sequence[str]) -> None:
    """Remove the rows of some tracks."""
    for table, column in (
        (Segment, Segment.track_id),
        (TrackHeader, TrackHeader.track_id),
        (Chapter, Chapter.track_id),
        (Track, Track.id),
    ):
        query = delete(table).where(table.lesson_id == lesson_id, column.in_(tracks))
        await session.execute(query)


async def remove_recording(session: AsyncSession, lesson_id: str) -> None:
    """Remove a recording's row, and with it everything that belongs to it."""
    await session.execute(delete(Recording).where(Recording.lesson_id == lesson_id))


async def segments_of(session: AsyncSession, lesson_id: str) -> Sequence[Segment]:
    """Return every segment of a recording."""
    query = select(Segment).where(Segment.lesson_id == lesson_id)
    return (await session.scalars(query)).all()


async def scrubbed(
    session: AsyncSession, lesson_id: str, at: datetime, rotten: Sequence[str]
) -> None:
    """Write down what a reading found."""
    query = update(Recording).where(Recording.lesson_id == lesson_id)
    await session.execute(query.values(scrubbed_at=at, rotten=list(rotten) or None))


def gap_count(segment: Segment) -> int:
    """Return how many gaps a segment lists: the one before it and those inside."""
    return len(segment.losses or ()) + (segment.gap_before > GAP_LISTED)
