"""Queries about people, their roles, their codes and the places that they belong to."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import CursorResult, Select, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload, undefer

from server.auth.policy import Reach
from server.models import (
    AccessCode,
    City,
    District,
    MediaToken,
    Person,
    Role,
    RoleGrant,
    School,
)
from server.organisation.reach import school_ids


def _detailed() -> Select[Person]:
    return select(Person).options(
        joinedload(Person.school).options(joinedload(School.district), undefer(School.memberships)),
        selectinload(Person.grants),
    )


async def person(session: AsyncSession, person_id: str) -> Person | None:
    """Return one person with school and roles, whatever their standing."""
    query = _detailed().where(Person.id == person_id)
    return await session.scalar(query.execution_options(populate_existing=True))


async def person_by_username(session: AsyncSession, username: str) -> Person | None:
    """Return the person of a user name, whatever their standing."""
    return await session.scalar(_detailed().where(Person.username == username))


async def people(
    session: AsyncSession, reach: Reach, search: str, after: str, limit: int
) -> Sequence[Person]:
    """Return people whose school lies in a reach, by user name behind `after`."""
    query = (
        _detailed()
        .join(School, School.id == Person.school_id)
        .where(Person.school_id.in_(school_ids(reach)), Person.username > after)
        .order_by(Person.username)
        .limit(limit)
    )
    if search:
        query = query.where(
            or_(
                Person.username.contains(search.casefold(), autoescape=True),
                Person.name.contains(search, autoescape=True),
                School.name.contains(search, autoescape=True),
            )
        )
    return (await session.scalars(query)).all()


async def places(
    session: AsyncSession, schools: Collection[str], districts: Collection[str]
) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Return district and city by school, and city by district, of those that exist."""
    found_schools = await session.execute(
        select(School.id, School.district_id, District.city_id)
        .join(District, District.id == School.district_id)
        .where(School.id.in_(schools))
    )
    found_districts = await session.execute(
        select(District.id, District.city_id).where(District.id.in_(districts))
    )
    return (
        {school: (district, city) for school, district, city in found_schools.all()},
        {row.id: row.city_id for row in found_districts.all()},
    )


async def names(session: AsyncSession, ids: Collection[str]) -> dict[str, str]:
    """Return the names of cities, districts and schools by id."""
    found: dict[str, str] = {}
    for table in (City, District, School):
        rows = await session.execute(select(table.id, table.name).where(table.id.in_(ids)))
        found |= {row.id: row.name for row in rows.all()}
    return found


async def school(session: AsyncSession, school_id: str) -> School | None:
    """Return a school with its district."""
    query = select(School).options(joinedload(School.district)).where(School.id == school_id)
    return await session.scalar(query)


async def cities(session: AsyncSession) -> Sequence[City]:
    """Return every city but the demo's."""
    return (await session.scalars(select(City).where(~City.id.startswith("demo-")))).all()


async def school_of_name(session: AsyncSession, city_id: str, name: str) -> School | None:
    """Return a school of a city by its name."""
    query = (
        select(School)
        .join(District, District.id == School.district_id)
        .where(District.city_id == city_id, School.name == name)
    )
    return (await session.scalars(query.limit(1))).first()


async def administrators(session: AsyncSession) -> int:
    """Return how many people administer something and may sign in or are invited."""
    query = (
        select(func.count(func.distinct(Person.id)))
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.ADMINISTRATOR, Person.disabled_at.is_(None))
    )
    return await session.scalar(query) or 0


async def remove_grants(session: AsyncSession, person_id: str) -> None:
    """Take every role from a person."""
    await session.execute(delete(RoleGrant).where(RoleGrant.person_id == person_id))


async def code(session: AsyncSession, code_hash: str, now: datetime) -> AccessCode | None:
    """Return an unused code of somebody who is not deactivated."""
    query = (
        select(AccessCode)
        .join(Person, Person.id == AccessCode.person_id)
        .where(AccessCode.code_hash == code_hash, AccessCode.expires_at > now)
        .where(AccessCode.used_at.is_(None), Person.disabled_at.is_(None))
        .options(joinedload(AccessCode.person).joinedload(Person.school))
    )
    return await session.scalar(query)


async def spend_code(session: AsyncSession, code_hash: str, now: datetime) -> bool:
    """Mark a code as used; False if it was. One statement: of two requests the database lets one through."""
    statement = (
        update(AccessCode)
        .where(AccessCode.code_hash == code_hash, AccessCode.used_at.is_(None))
        .where(AccessCode.expires_at > now)
        .values(used_at=now)
    )
    result = await session.execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - an UPDATE always gives one
    return result.rowcount == 1


async def remove_codes(session: AsyncSession, person_id: str) -> None:
    """Forget every unused code of a person: the newest is the only one."""
    await session.execute(
        delete(AccessCode).where(AccessCode.person_id == person_id, AccessCode.used_at.is_(None))
    )


async def remove_expired_codes(session: AsyncSession, now: datetime) -> None:
    """Forget codes whose time has passed."""
    await session.execute(delete(AccessCode).where(AccessCode.expires_at <= now))


async def remove_media_tokens(session: AsyncSession, identity: str) -> None:
    """Forget the permits of somebody who may not come in any more."""
    await session.execute(delete(MediaToken).where(MediaToken.identity == identity))
