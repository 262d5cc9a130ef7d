"""Queries about holds and erasures."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    delete,
    exists,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from server.auth.policy import Reach
from server.models import (
    OPEN_ERASURES,
    ConsentTrack,
    Erasure,
    ErasureCause,
    ErasureObject,
    ErasureState,
    Hold,
    Kind,
    Lesson,
    LessonReceiver,
    Recording,
    Room,
    School,
    State,
    Track,
)
from server.organisation.reach import school_ids

NOT_WHOLE = (State.OPEN, State.LIVE, State.ENDED)
"""States in which a recording may still grow by what an archiver holds."""


def _detailed() -> Select[Erasure]:
    lesson = joinedload(Erasure.lesson)
    return select(Erasure).options(
        lesson.joinedload(Lesson.hub_room).joinedload(Room.school).joinedload(School.district)
    )


def _in_reach(reach: Reach) -> Select[str]:
    rooms = select(Room.id).where(Room.school_id.in_(school_ids(reach)))
    return select(Lesson.id).where(Lesson.hub_room_id.in_(rooms))


async def erasure(session: AsyncSession, erasure_id: str) -> Erasure | None:
    """Return one erasure with its lesson and the hub's school."""
    return await session.scalar(_detailed().where(Erasure.id == erasure_id))


async def locked(session: AsyncSession, erasure_id: str) -> None:
    """Lock one erasure until the end of the transaction."""
    query = select(Erasure.id).where(Erasure.id == erasure_id)
    await session.execute(query.with_for_update())


async def erasures(session: AsyncSession, reach: Reach, limit: int) -> Sequence[Erasure]:
    """Return erasures of a reach: those that are open first, then the newest."""
    over = case((Erasure.state.in_(OPEN_ERASURES), 0), else_=1)
    query = _detailed().where(Erasure.lesson_id.in_(_in_reach(reach)))
    query = query.order_by(over, Erasure.asked_at.desc(), Erasure.id.desc()).limit(limit)
    return (await session.scalars(query)).all()


async def open_erasures(session: AsyncSession, lesson_id: str) -> Sequence[Erasure]:
    """Return the erasures of a lesson that are not over."""
    query = select(Erasure).where(Erasure.lesson_id == lesson_id, Erasure.state.in_(OPEN_ERASURES))
    return (await session.scalars(query)).all()


async def in_state(session: AsyncSession, state: ErasureState) -> Sequence[Erasure]:
    """Return every erasure of a state, oldest first."""
    query = _detailed().where(Erasure.state == state).order_by(Erasure.asked_at, Erasure.id)
    return (await session.scalars(query)).all()


async def due(session: AsyncSession, now: datetime) -> Sequence[str]:
    """Return the erasures whose days of grace are over and which nothing holds up.

    A lesson on air is waited for, and where only some roles go, until the recording is whole.
    """
    waiting = select(Erasure.id).join(Lesson, Lesson.id == Erasure.lesson_id)
    waiting = waiting.outerjoin(Recording, Recording.lesson_id == Lesson.id).where(
        Erasure.state == ErasureState.WAITING,
        Erasure.due_at <= now,
        Lesson.state.not_in((State.OPEN, State.LIVE)),
        or_(
            Erasure.roles.is_(None), Recording.lesson_id.is_(None), Recording.sealed_at.is_not(None)
        ),
        ~_held(Erasure.lesson_id),
    )
    return (await session.scalars(waiting.order_by(Erasure.due_at).limit(100))).all()


def _held(lesson_id: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return exists().where(Hold.lesson_id == lesson_id, Hold.released_at.is_(None))


async def standing_hold(session: AsyncSession, lesson_id: str) -> Hold | None:
    """Return the hold that stands over a recording."""
    query = select(Hold).where(Hold.lesson_id == lesson_id, Hold.released_at.is_(None))
    return (await session.scalars(query.limit(1))).first()


async def held_among(session: AsyncSession, lessons: Collection[str]) -> set[str]:
    """Return which of some lessons are held."""
    query = select(Hold.lesson_id).where(Hold.lesson_id.in_(lessons), Hold.released_at.is_(None))
    return set(await session.scalars(query))


async def holds(
    session: AsyncSession, reach: Reach, limit: int
) -> list[tuple[Hold, str, datetime]]:
    """Return the holds that stand over recordings of a reach, newest first, with title and start of the lesson."""
    query = select(Hold, Lesson.title, Lesson.starts_at).join(Lesson, Lesson.id == Hold.lesson_id)
    query = query.where(Hold.released_at.is_(None), Hold.lesson_id.in_(_in_reach(reach)))
    rows = await session.execute(query.order_by(Hold.held_at.desc()).limit(limit))
    return [(row[0], row[1], row[2]) for row in rows]


async def damaged(
    session: AsyncSession, reach: Reach, limit: int
) -> list[tuple[Recording, str, datetime]]:
    """Return the recordings of a reach in which the scrub found rot, with title and start of the lesson."""
    query = select(Recording, Lesson.title, Lesson.starts_at)
    query = query.join(Lesson, Lesson.id == Recording.lesson_id)
    query = query.where(Recording.rotten.is_not(None), Lesson.id.in_(_in_reach(reach)))
    rows = await session.execute(query.order_by(Recording.scrubbed_at.desc()).limit(limit))
    return [(row[0], row[1], row[2]) for row in rows]


async def roles_of(session: AsyncSession, lesson_id: str) -> Sequence[str]:
    """Return the roles of a recording."""
    query = select(Track.role).where(Track.lesson_id == lesson_id).distinct()
    return (await session.scalars(query)).all()


async def outlived(
    session: AsyncSession, kind: Kind, before: datetime, limit: int
) -> list[tuple[str, str]]:
    """Return lesson and hub school of recordings of a kind that ended before a moment and that nobody holds or erases."""
    taken = select(Erasure.lesson_id).where(
        Erasure.roles.is_(None), Erasure.state.in_((*OPEN_ERASURES, ErasureState.DONE))
    )
    query = select(Lesson.id, Room.school_id).join(Room, Room.id == Lesson.hub_room_id)
    query = query.join(Recording, Recording.lesson_id == Lesson.id).where(
        Lesson.kind == kind,
        Lesson.ends_at < before,
        Lesson.state.in_((State.ENDED, State.ARCHIVED)),
        Lesson.id.not_in(taken),
        ~_held(Lesson.id),
    )
    rows = await session.execute(query.order_by(Lesson.ends_at).limit(limit))
    return [(row[0], row[1]) for row in rows]


async def shown_of_class(
    session: AsyncSession, class_id: str, track: ConsentTrack
) -> list[tuple[str, str, str]]:
    """Return lesson, role and hub school wherever a class was recorded, or may be so in a moment."""
    if track is ConsentTrack.STUDENTS:
        role = select(Lesson.id.label("lesson"), literal("students").label("role"))
        role = role.where(Lesson.hub_class_id == class_id)
    else:
        role = select(
            LessonReceiver.lesson_id.label("lesson"),
            ("class:" + LessonReceiver.room_id).label("role"),
        ).where(LessonReceiver.class_id == class_id)
    sat = role.subquery()
    recorded = exists().where(Track.lesson_id == sat.c.lesson, Track.role == sat.c.role)
    query = select(sat.c.lesson, sat.c.role, Room.school_id)
    query = query.join(Lesson, Lesson.id == sat.c.lesson).join(Room, Room.id == Lesson.hub_room_id)
    query = query.where(or_(recorded, and_(Lesson.recorded, Lesson.state.in_(NOT_WHOLE))))
    return [(row[0], row[1], row[2]) for row in await session.execute(query)]


async def waiting_for_consent(session: AsyncSession, lessons: Collection[str]) -> Sequence[Erasure]:
    """Return the erasures of some lessons that a withdrawn consent caused and that have not begun."""
    query = select(Erasure).where(
        Erasure.lesson_id.in_(lessons),
        Erasure.cause == ErasureCause.CONSENT,
        Erasure.state == ErasureState.WAITING,
    )
    return (await session.scalars(query)).all()


async def objects(session: AsyncSession, erasure_id: str) -> Sequence[ErasureObject]:
    """Return every object of an erasure, by key."""
    query = select(ErasureObject).where(ErasureObject.erasure_id == erasure_id)
    return (await session.scalars(query.order_by(ErasureObject.key))).all()


async def mark_deleted(session: AsyncSession, erasure_id: str, keys: Collection[str]) -> None:
    """Note objects as gone."""
    await session.execute(
        update(ErasureObject)
        .where(ErasureObject.erasure_id == erasure_id, ErasureObject.key.in_(keys))
        .values(deleted=True)
    )


async def forget_objects(session: AsyncSession, erasure_id: str) -> None:
    """Remove the list of an erasure that is done."""
    await session.execute(delete(ErasureObject).where(ErasureObject.erasure_id == erasure_id))
