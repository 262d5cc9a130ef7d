"""Where every query of the organisation begins: cut to a reach, so that none can miss it.

`repository.py` and `exchange/repository.py` hold no `select(…)` of their own; a test demands it.
"""

from typing import TypeVar

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from server.auth.policy import Reach
from server.models import (
    Alliance,
    Base,
    BellSchedule,
    CalendarEntry,
    City,
    District,
    ImportRun,
    Room,
    School,
    SchoolClass,
    SchoolLesson,
    Subject,
    Term,
    Textbook,
)

Row = TypeVar("Row", bound=Base)


def within(model: type[Row], reach: Reach) -> Select[Row]:
    """Return a query of those rows of a table that a reach holds, and of what lies above them.

    Raises:
        TypeError: if nobody has said where the rows of the table belong.
    """
    return select(model).where(_holds(model, reach))


def school_ids(reach: Reach) -> Select[str]:
    """Return a query of the ids of the schools that a reach holds."""
    return select(School.id).join(District).where(_schools(reach))


def _holds(model: type[Base], reach: Reach) -> ColumnElement[bool]:
    if model is City:
        return City.id.in_(_city_ids(reach))
    if model is District:
        return _districts(reach)
    if model is School:
        return School.id.in_(school_ids(reach))
    if model is CalendarEntry:
        return or_(
            CalendarEntry.city_id.in_(_city_ids(reach)),
            CalendarEntry.district_id.in_(select(District.id).where(_districts(reach))),
            CalendarEntry.school_id.in_(school_ids(reach)),
        )
    if model in _OF_CITY:
        return _OF_CITY[model].in_(_city_ids(reach))
    if model in _OF_SCHOOL:
        return _OF_SCHOOL[model].in_(school_ids(reach))
    raise TypeError(f"no scope is known for {model.__name__}")


_OF_CITY: dict[type[Base], InstrumentedAttribute[str]] = {
    each: each.city_id for each in (Alliance, ImportRun, Subject, Term, Textbook)
}
_OF_SCHOOL: dict[type[Base], InstrumentedAttribute[str]] = {
    each: each.school_id for each in (BellSchedule, Room, SchoolClass, SchoolLesson)
}


def _schools(reach: Reach) -> ColumnElement[bool]:
    return or_(
        School.id.in_(reach.schools),
        School.district_id.in_(reach.districts),
        District.city_id.in_(reach.cities),
    )


def _districts(reach: Reach) -> ColumnElement[bool]:
    above = select(School.district_id).where(School.id.in_(reach.schools))
    return or_(
        District.city_id.in_(reach.cities),
        District.id.in_(reach.districts),
        District.id.in_(above),
    )


def _city_ids(reach: Reach) -> Select[str]:
    above = select(District.city_id).where(_districts(reach))
    return select(City.id).where(or_(City.id.in_(reach.cities), City.id.in_(above)))
