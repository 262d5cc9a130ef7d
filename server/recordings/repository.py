"""Queries about recordings, tracks and segments."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, selectinload

from server.models import (
    Lesson,
    LessonReceiver,
    Person,
    Recording,
    Room,
    School,
    Segment,
    State,
    Track,
    TrackHeader,
)


async def lesson_exists(session: AsyncSession, lesson_id: str) -> bool:
    """Return whether there is a lesson of this id."""
    return await session.scalar(select(Lesson.id).where(Lesson.id == lesson_id)) is not None


async def lesson_state(session: AsyncSession, lesson_id: str) -> State | None:
    """Return the state of a lesson."""
    return await session.scalar(select(Lesson.state).where(Lesson.id == lesson_id))


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


async def header(
    session: AsyncSession, lesson_id: str, track_id: str, number: int
) -> TrackHeader | None:
    """Return one CMAF header of a track."""
    return await session.get(TrackHeader, (lesson_id, track_id, number))


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


async def segment_at(
    session: AsyncSession, lesson_id: str, track_id: str, number: int
) -> Segment | None:
    """Return the segment at a place of a track."""
    query = select(Segment).where(
        Segment.lesson_id == lesson_id, Segment.track_id == track_id, Segment.number == number
    )
    return await session.scalar(query)


async def segments(session: AsyncSession, lesson_id: str) -> Sequence[Segment]:
    """Return all segments of a recording, by track and number."""
    query = select(Segment).where(Segment.lesson_id == lesson_id)
    return (await session.scalars(query.order_by(Segment.track_id, Segment.number))).all()


async def segment_count(session: AsyncSession, lesson_id: str) -> int:
    """Return how many segments of a recording are known."""
    query = select(func.count()).select_from(Segment).where(Segment.lesson_id == lesson_id)
    return await session.scalar(query) or 0


async def page(
    session: AsyncSession,
    search: str,
    before: tuple[datetime, str] | None,
    limit: int,
) -> Sequence[Recording]:
    """Return recordings that hold something, newest lesson first, with tracks and lesson."""
    query = _with_lesson().order_by(Lesson.starts_at.desc(), Lesson.id.desc()).limit(limit)
    if search:
        fields = (Lesson.title, Lesson.subject, Person.name, School.name)
        query = query.where(or_(*(field.icontains(search, autoescape=True) for field in fields)))
    if before is not None:
        at, lesson_id = before
        query = query.where(
            or_(Lesson.starts_at < at, and_(Lesson.starts_at == at, Lesson.id < lesson_id))
        )
    return (await session.scalars(query)).all()


def _with_lesson() -> Select[Recording]:
    receivers = selectinload(Lesson.receivers)
    return (
        select(Recording)
        .join(Recording.lesson)
        .join(Lesson.teacher)
        .join(Lesson.hub_room)
        .join(Room.school)
        .where(Recording.duration > 0, Lesson.state.not_in((State.EXPIRED, State.CANCELLED)))
        .options(
            selectinload(Recording.tracks),
            contains_eager(Recording.lesson).options(
                contains_eager(Lesson.teacher),
                contains_eager(Lesson.hub_room)
                .contains_eager(Room.school)
                .joinedload(School.district),
                receivers.joinedload(LessonReceiver.room)
                .joinedload(Room.school)
                .joinedload(School.district),
                receivers.joinedload(LessonReceiver.school_class),
            ),
        )
    )
