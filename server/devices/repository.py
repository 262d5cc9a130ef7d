"""Queries about devices."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from server.models import Device, Room, School


async def by_key_hash(session: AsyncSession, key_hash: str) -> Device | None:
    """Return the device of a key, with its room, school and class, unless it is disabled."""
    query = (
        select(Device)
        .where(Device.key_hash == key_hash, Device.disabled_at.is_(None))
        .options(
            joinedload(Device.room).joinedload(Room.school).joinedload(School.district),
            joinedload(Device.school_class),
        )
    )
    return await session.scalar(query)
