"""Queries about media tokens, media sessions and attendance."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.models import Attendance, Consent, Device, Lesson, MediaSession, MediaToken, Room
from streaming.contract import Direction, Ending


async def consented(session: AsyncSession, classes: Collection[str]) -> set[tuple[str, str]]:
    """Return (class, track) of the consents that hold now."""
    query = select(Consent.class_id, Consent.track).where(
        Consent.class_id.in_(classes), Consent.withdrawn_at.is_(None)
    )
    return {(row.class_id, row.track.value) for row in (await session.execute(query)).all()}


async def spend_token(session: AsyncSession, token_hash: str, now: datetime) -> MediaToken | None:
    """Mark a token as used; None if there is none, or it is used or expired.

    One statement: of two requests with the same token the database lets one through.
    """
    statement = (
        update(MediaToken)
        .where(MediaToken.token_hash == token_hash)
        .where(MediaToken.used_at.is_(None), MediaToken.expires_at > now)
        .values(used_at=now)
    )
    result = await session.execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - an UPDATE always gives one
    if result.rowcount != 1:
        return None
    return await session.get(MediaToken, token_hash, populate_existing=True)


async def remove_tokens(session: AsyncSession, before: datetime) -> None:
    """Forget tokens that expired before a moment."""
    await session.execute(delete(MediaToken).where(MediaToken.expires_at < before))


async def media_session(session: AsyncSession, session_id: str) -> MediaSession | None:
    """Return one media session."""
    return await session.get(MediaSession, session_id)


async def open_sessions(session: AsyncSession, lesson_id: str) -> Sequence[MediaSession]:
    """Return the media sessions of a lesson that have not ended, oldest first."""
    query = select(MediaSession).where(
        MediaSession.lesson_id == lesson_id, MediaSession.ended_at.is_(None)
    )
    return (await session.scalars(query.order_by(MediaSession.created_at))).all()


async def open_sessions_of_node(session: AsyncSession, node: str) -> Sequence[MediaSession]:
    """Return the media sessions at a node that have not ended."""
    query = select(MediaSession).where(MediaSession.node == node, MediaSession.ended_at.is_(None))
    return (await session.scalars(query)).all()


async def open_sessions_of(
    session: AsyncSession, identity: str, device_id: str | None
) -> Sequence[MediaSession]:
    """Return the media sessions of a person or a room that have not ended; with a device, only of that."""
    query = select(MediaSession).where(
        MediaSession.identity == identity, MediaSession.ended_at.is_(None)
    )
    if device_id is not None:
        query = query.where(MediaSession.device_id == device_id)
    return (await session.scalars(query)).all()


async def put_in_front(session: AsyncSession, device_id: str, now: datetime) -> None:
    """Have a device go before the others of its room."""
    await session.execute(update(Device).where(Device.id == device_id).values(front_since=now))


async def devices_playing(session: AsyncSession, lesson_id: str, identity: str) -> Sequence[str]:
    """Return the devices of a room through which it receives a lesson now."""
    query = select(MediaSession.device_id).where(
        MediaSession.lesson_id == lesson_id,
        MediaSession.identity == identity,
        MediaSession.direction == Direction.RECEIVE,
        MediaSession.device_id.is_not(None),
        MediaSession.ended_at.is_(None),
    )
    return [each for each in await session.scalars(query) if each is not None]


async def devices_by_precedence(session: AsyncSession, devices: Collection[str]) -> Sequence[str]:
    """Return devices that are not revoked: the one that was put in front last comes first."""
    query = select(Device.id).where(Device.id.in_(devices), Device.disabled_at.is_(None))
    # Devices from before this was noted come last; ids grow with the time at which they were made.
    query = query.order_by(
        Device.front_since.is_(None), Device.front_since.desc(), Device.id.desc()
    )
    return (await session.scalars(query)).all()


async def newer_session(
    session: AsyncSession, media: MediaSession, device_id: str | None = None
) -> MediaSession | None:
    """Return a session that has not ended, of the same peer and way, that was made after another one.

    With a device: only one of that device.
    """
    query = select(MediaSession).where(
        MediaSession.lesson_id == media.lesson_id,
        MediaSession.identity == media.identity,
        MediaSession.direction == media.direction,
        MediaSession.created_at >= media.created_at,
        MediaSession.id != media.id,
        MediaSession.ended_at.is_(None),
    )
    if device_id is not None:
        query = query.where(MediaSession.device_id == device_id)
    return (await session.scalars(query.limit(1))).first()


async def attendance(session: AsyncSession, session_id: str) -> Attendance | None:
    """Return the attendance interval of a media session."""
    return await session.get(Attendance, session_id)


async def lesson_exists(session: AsyncSession, lesson_id: str) -> bool:
    """Return whether there is a lesson of this id."""
    found = await session.scalar(select(Lesson.id).where(Lesson.id == lesson_id))
    return found is not None


async def room_exists(session: AsyncSession, room_id: str) -> bool:
    """Return whether there is a room of this id."""
    return await session.scalar(select(Room.id).where(Room.id == room_id)) is not None


async def rooms_per_node(session: AsyncSession, on_air: Sequence[str]) -> dict[str, int]:
    """Return how many of the lessons each node holds."""
    query = (
        select(Lesson.media_node, func.count())
        .where(Lesson.id.in_(on_air), Lesson.media_node.is_not(None))
        .group_by(Lesson.media_node)
    )
    return {node: count for node, count in (await session.execute(query)).all() if node}


async def locked_node(session: AsyncSession, lesson_id: str) -> str | None:
    """Return the node that holds a lesson's room; its row is locked until the end of the transaction."""
    query = select(Lesson.media_node).where(Lesson.id == lesson_id).with_for_update()
    return await session.scalar(query)


async def place(session: AsyncSession, lesson_id: str, node: str) -> None:
    """Write down which node holds a lesson's room."""
    await session.execute(update(Lesson).where(Lesson.id == lesson_id).values(media_node=node))


async def end_session(
    session: AsyncSession, media: MediaSession, ending: Ending, at: datetime
) -> None:
    """Write down that a media session and its attendance ended."""
    media.ended_at = at
    media.ending = ending
    found = await attendance(session, media.id)
    if found is not None:
        found.ended_at = max(at, found.began_at)
