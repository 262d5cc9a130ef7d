"""Queries about people, devices and their sessions."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload, undefer

from server.models import Device, Person, Room, School, SignIn

_PERSON = (
    joinedload(Person.school).options(joinedload(School.district), undefer(School.memberships)),
    selectinload(Person.grants),
)
_DEVICE = (
    joinedload(Device.room).joinedload(Room.school).joinedload(School.district),
    joinedload(Device.school_class),
)


async def person_by_username(session: AsyncSession, username: str) -> Person | None:
    """Return the person of a user name who may sign in."""
    query = select(Person).where(Person.username == username, Person.disabled_at.is_(None))
    return await session.scalar(query.options(*_PERSON))


async def person_by_email(session: AsyncSession, email: str) -> Person | None:
    """Return the person of an e-mail address who may sign in; None if several have it."""
    query = select(Person).where(func.lower(Person.email) == email, Person.disabled_at.is_(None))
    found = (await session.scalars(query.limit(2).options(*_PERSON))).all()
    return found[0] if len(found) == 1 else None


async def person_of_session(session: AsyncSession, token_hash: str, now: datetime) -> Person | None:
    """Return the person of a session that is still good."""
    query = (
        select(Person)
        .join(SignIn, SignIn.person_id == Person.id)
        .where(SignIn.token_hash == token_hash, SignIn.expires_at > now)
        .where(Person.disabled_at.is_(None))
    )
    return await session.scalar(query.options(*_PERSON))


async def device_of_session(session: AsyncSession, token_hash: str, now: datetime) -> Device | None:
    """Return the device of a session that is still good."""
    query = (
        select(Device)
        .join(SignIn, SignIn.device_id == Device.id)
        .where(SignIn.token_hash == token_hash, SignIn.expires_at > now)
        .where(Device.disabled_at.is_(None))
    )
    return await session.scalar(query.options(*_DEVICE))


async def person(session: AsyncSession, person_id: str) -> Person | None:
    """Return a person who may sign in."""
    return await session.scalar(
        select(Person).where(Person.id == person_id, Person.disabled_at.is_(None))
    )


async def names(session: AsyncSession, people: Collection[str]) -> dict[str, str]:
    """Return names by person."""
    rows = await session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    return {row.id: row.name for row in rows.all()}


async def set_password(session: AsyncSession, person_id: str, password_hash: str) -> None:
    """Keep the hash of a new password."""
    await session.execute(
        update(Person).where(Person.id == person_id).values(password_hash=password_hash)
    )


async def remove_sessions_of_person(
    session: AsyncSession, person_id: str, kept: str | None = None
) -> None:
    """Forget every session of a person but the kept one."""
    statement = delete(SignIn).where(SignIn.person_id == person_id)
    if kept is not None:
        statement = statement.where(SignIn.token_hash != kept)
    await session.execute(statement)


async def remove_sessions_of_device(session: AsyncSession, device_id: str) -> None:
    """Forget every session of a device."""
    await session.execute(delete(SignIn).where(SignIn.device_id == device_id))


async def remove_session(session: AsyncSession, token_hash: str) -> None:
    """Forget a session."""
    await session.execute(delete(SignIn).where(SignIn.token_hash == token_hash))


async def remove_expired_sessions(session: AsyncSession, now: datetime) -> None:
    """Forget every session whose time has passed."""
    await session.execute(delete(SignIn).where(SignIn.expires_at <= now))
