"""Queries about the organisation. Each begins with `reach.within`, so that none can miss its scope."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, selectinload

from server.auth.policy import Area, Place, Reach
from server.models import (
    Alliance,
    Base,
    BellSchedule,
    CalendarEntry,
    City,
    District,
    School,
    Subject,
    Term,
    Textbook,
)
from server.organisation.problems import NameTaken, StillUsed
from server.organisation.reach import within

Row = TypeVar("Row", bound=Base)

_CHILDREN = {
    Alliance: Alliance.members,
    BellSchedule: BellSchedule.periods,
    Textbook: Textbook.units,
}
_SORTED_BY: dict[type[Base], InstrumentedAttribute[Any]] = {
    CalendarEntry: CalendarEntry.first_day,
    Term: Term.first_day,
    Textbook: Textbook.edition,
}
"""What a list is sorted by before the id; the name where nothing stands here."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for."""

    filters: Mapping[str, str]
    """Columns that must have a value; ids of what lies above."""
    search: str
    """A part of the name; empty: any."""
    after: tuple[str | date, str] | None
    """Sort value and id of the last row of the page before."""
    limit: int


async def page(
    session: AsyncSession, reach: Reach, model: type[Row], wanted: Wanted
) -> Sequence[Row]:
    """Return some rows of a table, in order, with their children."""
    key, row_id = sort_column(model), _column(model, "id")
    query = _with_children(within(model, reach), model).order_by(key, row_id)
    for name, wanted_id in wanted.filters.items():
        query = query.where(_column(model, name) == wanted_id)
    if wanted.search:
        query = query.where(key.icontains(wanted.search, autoescape=True))
    if wanted.after is not None:
        value, last_id = wanted.after
        query = query.where(or_(key > value, and_(key == value, row_id > last_id)))
    return (await session.scalars(query.limit(wanted.limit))).all()


async def one(
    session: AsyncSession, reach: Reach, model: type[Row], row_id: str, *, lock: bool = False
) -> Row | None:
    """Return one row with its children; `lock` keeps others from changing it until the transaction ends."""
    query = _with_children(within(model, reach), model).where(_column(model, "id") == row_id)
    return await session.scalar(query.with_for_update() if lock else query)


async def several(
    session: AsyncSession, reach: Reach, model: type[Row], *conditions: ColumnElement[bool]
) -> Sequence[Row]:
    """Return the rows of a table that meet some conditions, with their children."""
    query = _with_children(within(model, reach), model).where(*conditions)
    return (await session.scalars(query.order_by(_column(model, "id")))).all()


async def area_of_city(session: AsyncSession, reach: Reach, city: str) -> Area | None:
    """Return a city as an area, if it is within reach."""
    found = await session.scalar(within(City, reach).where(City.id == city))
    return Area(found.id) if found else None


async def area_of_district(session: AsyncSession, reach: Reach, district: str) -> Area | None:
    """Return a district as an area, if it is within reach."""
    found = await session.scalar(within(District, reach).where(District.id == district))
    return Area(found.city_id, found.id) if found else None


async def area_of_school(session: AsyncSession, reach: Reach, school: str) -> Area | None:
    """Return a school as an area, if it is within reach."""
    query = within(School, reach).where(School.id == school).options(joinedload(School.district))
    found = await session.scalar(query)
    return Area(found.district.city_id, found.district_id, found.id) if found else None


async def places(session: AsyncSession, reach: Reach) -> dict[str, Place]:
    """Return every school within reach with what it lies in, by id."""
    return await _places(session, within(School, reach))


async def places_of(
    session: AsyncSession, reach: Reach, schools: Collection[str]
) -> dict[str, Place]:
    """Return some schools within reach with what they lie in, by id."""
    return await _places(session, within(School, reach).where(School.id.in_(schools)))


async def _places(session: AsyncSession, schools: Select[School]) -> dict[str, Place]:
    query = schools.options(joinedload(School.district))
    return {
        each.id: Place(each.id, each.district_id, each.district.city_id)
        for each in await session.scalars(query)
    }


async def textbooks(
    session: AsyncSession, reach: Reach, subject: str, grade: int
) -> Sequence[Textbook]:
    """Return the textbooks of a subject (by name) and grade with subject and units, by edition and volume."""
    query = (
        within(Textbook, reach)
        .join(Textbook.subject)
        .where(Subject.name == subject, Textbook.grade == grade)
        .options(contains_eager(Textbook.subject), selectinload(Textbook.units))
        .order_by(Textbook.edition, Textbook.volume, Textbook.id)
    )
    return (await session.scalars(query)).all()


async def editions(session: AsyncSession, reach: Reach) -> Sequence[Textbook]:
    """Return every textbook within reach with its subject, without units."""
    query = within(Textbook, reach).join(Textbook.subject)
    return (await session.scalars(query.options(contains_eager(Textbook.subject)))).all()


async def add(session: AsyncSession, row: Base) -> None:
    """Write a new or a changed row.

    Raises:
        NameTaken: if the same place has one of this name or day.
    """
    session.add(row)
    try:
        await session.flush()
    except IntegrityError as error:
        raise NameTaken from error


async def remove(session: AsyncSession, row: Base) -> None:
    """Delete a row.

    Raises:
        StillUsed: if something refers to it.
    """
    await session.delete(row)
    try:
        await session.flush()
    except IntegrityError as error:
        raise StillUsed from error


def sort_column(model: type[Base]) -> InstrumentedAttribute[Any]:
    """Return what a list of a table is sorted by."""
    return _SORTED_BY.get(model) or _column(model, "name")


def _with_children(query: Select[Row], model: type[Row]) -> Select[Row]:
    children = _CHILDREN.get(model)
    return query if children is None else query.options(selectinload(children))


def _column(model: type[Base], name: str) -> InstrumentedAttribute[Any]:
    column: InstrumentedAttribute[Any] = getattr(model, name)
    return column
