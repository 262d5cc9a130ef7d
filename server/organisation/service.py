"""Reading and changing the organisation, always within somebody's reach."""

import base64
import json
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import BaseModel

from scheduler.domain import Term
from scheduler.errors import InputError
from server.auth.policy import Area, Keep, PersonCaller, Place, Reach, may_keep, reach_of
from server.database import Transaction
from server.errors import NotAllowed
from server.identifiers import new_id
from server.models import (
    Alliance,
    AllianceMember,
    Base,
    BellPeriod,
    BellSchedule,
    CalendarEntry,
    DayKind,
    School,
    Subject,
    Term as TermRow,
    Textbook,
    Unit,
)
from server.organisation import repository
from server.organisation.days import (
    Calendars,
    bells_on,
    check_bells,
    check_layer,
    owner_of,
    school_days,
)
from server.organisation.problems import NoSuchThing, wrong_field
from server.organisation.repository import Wanted
from server.organisation.schemas import DayOut

logger = logging.getLogger(__name__)

Row = TypeVar("Row", bound=Base)

Editions = Mapping[tuple[str, str, int], Collection[tuple[str, int]]]
"""Edition and volume of textbooks, by city, name of the subject, and grade."""

_CHILDREN: dict[str, type[Base]] = {
    "members": AllianceMember,
    "periods": BellPeriod,
    "units": Unit,
}
"""Fields of what is given that are lists, and the rows that they become."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of rows, and the cursor of the next one."""

    rows: Sequence[Base]
    next_cursor: str | None


async def listed(  # noqa: PLR0913 - the parts of one question
    transaction: Transaction,
    person: PersonCaller,
    model: type[Base],
    *,
    filters: dict[str, str],
    search: str,
    cursor: str | None,
    limit: int,
) -> Listing:
    """Return a page of what somebody may see of a table.

    Raises:
        Unprocessable: if the cursor is not one of ours.
    """
    after = _parse_cursor(model, cursor) if cursor else None
    wanted = Wanted(filters, search, after, limit + 1)
    rows = await repository.page(transaction.session, reach_of(person), model, wanted)
    shown = rows[:limit]
    return Listing(shown, _cursor(shown[-1]) if len(rows) > limit else None)


async def found(
    transaction: Transaction,
    person: PersonCaller,
    model: type[Row],
    row_id: str,
    *,
    to_change: bool = False,
) -> Row:
    """Return one row, locked if it is to be changed.

    Raises:
        NoSuchThing: if there is none within reach.
    """
    row = await repository.one(transaction.session, reach_of(person), model, row_id, lock=to_change)
    if row is None:
        raise NoSuchThing
    return row


async def create(
    transaction: Transaction,
    person: PersonCaller,
    keep: Keep,
    model: type[Base],
    given: BaseModel,
    now: datetime,
) -> Base:
    """Make something.

    Raises:
        NoSuchThing: if the place that it is to belong to is not within reach.
        NotAllowed: if the person may not change that place.
        NameTaken: if the place has one like it.
        Unprocessable: if fields do not fit together.
    """
    area = await _require(transaction, person, keep, given)
    row = model(id=new_id(now))
    _fill(row, given)
    await _check(transaction, area, row)
    await repository.add(transaction.session, row)
    logger.info("made table=%s id=%s by=%s", model.__tablename__, _id(row), person.id)
    return row


async def change(
    transaction: Transaction,
    person: PersonCaller,
    keep: Keep,
    model: type[Base],
    row_id: str,
    given: BaseModel,
) -> Base:
    """Replace what is said of something; raises like `create`."""
    row = await found(transaction, person, model, row_id, to_change=True)
    await _require(transaction, person, keep, row)
    area = await _require(transaction, person, keep, given)
    _fill(row, given)
    with transaction.session.no_autoflush:
        await _check(transaction, area, row)
    await repository.add(transaction.session, row)
    logger.info("changed table=%s id=%s by=%s", model.__tablename__, row_id, person.id)
    return row


async def remove(
    transaction: Transaction, person: PersonCaller, keep: Keep, model: type[Base], row_id: str
) -> None:
    """Delete something.

    Raises:
        NoSuchThing: if there is none within reach.
        NotAllowed: if the person may not change the place that it belongs to.
        StillUsed: if something refers to it.
    """
    row = await found(transaction, person, model, row_id, to_change=True)
    await _require(transaction, person, keep, row)
    await repository.remove(transaction.session, row)
    logger.info("removed table=%s id=%s by=%s", model.__tablename__, row_id, person.id)


async def days_of_school(
    transaction: Transaction, person: PersonCaller, school_id: str, first: date, last: date
) -> list[DayOut]:
    """Return what each date is at a school, inside its terms.

    Raises:
        NoSuchThing: if the school is not within reach.
    """
    session, reach = transaction.session, reach_of(person)
    area = await repository.area_of_school(session, reach, school_id)
    if area is None:
        raise NoSuchThing
    whole = Reach.of_city(area.city)
    terms = await repository.several(
        session, whole, TermRow, TermRow.first_day <= last, TermRow.last_day >= first
    )
    known = Calendars(await repository.several(session, whole, CalendarEntry))
    bells = await repository.several(session, reach, BellSchedule, _of_school(school_id))
    place = Place(school_id, area.district or "", area.city)
    return [
        DayOut(
            day=each.day,
            term_id=term.id,
            week=each.week,
            runs=each.teaching.runs if each.teaching else None,
            make_up=bool(each.teaching and each.teaching.make_up),
            reason=each.reason,
            level=each.level,
            bells_id=_id(ringing) if (ringing := bells_on(bells, each.day)) else None,
        )
        for term in terms
        for each in school_days(known.term_of(term, place), first, last)
    ]


async def calendars(transaction: Transaction, cities: Iterable[str]) -> Calendars:
    """Return what every level of some cities says about its days: the calendar for the server itself."""
    reach = Reach(frozenset(cities))
    return Calendars(await repository.several(transaction.session, reach, CalendarEntry))


async def textbooks(
    transaction: Transaction, city: str, subject: str, grade: int
) -> Sequence[Textbook]:
    """Return a city's textbooks of a subject (by name) and grade with units, by edition and volume."""
    return await repository.textbooks(transaction.session, Reach.of_city(city), subject, grade)


async def editions(transaction: Transaction, cities: Iterable[str]) -> Editions:
    """Return edition and volume of every textbook of some cities, by city, name of the subject, and grade."""
    found: dict[tuple[str, str, int], set[tuple[str, int]]] = {}
    for book in await repository.editions(transaction.session, Reach(frozenset(cities))):
        key = (book.city_id, book.subject.name, book.grade)
        found.setdefault(key, set()).add((book.edition, book.volume))
    return found


async def _require(
    transaction: Transaction, person: PersonCaller, keep: Keep, owned: BaseModel | Base
) -> Area:
    """Return the area that something belongs to, if the person may change it."""
    area = await _area(transaction, reach_of(person), owned)
    if area is None:
        raise NoSuchThing
    if not may_keep(person, keep, area):
        raise NotAllowed
    return area


async def _area(transaction: Transaction, reach: Reach, owned: BaseModel | Base) -> Area | None:
    session = transaction.session
    if school := getattr(owned, "school_id", None):
        return await repository.area_of_school(session, reach, school)
    if isinstance(owned, School):
        return await repository.area_of_school(session, reach, owned.id)
    if district := getattr(owned, "district_id", None):
        return await repository.area_of_district(session, reach, district)
    if city := getattr(owned, "city_id", None):
        return await repository.area_of_city(session, reach, city)
    raise wrong_field("city_id", None, "exactly one of city_id, district_id, school_id")


def _fill(row: Base, given: BaseModel) -> None:
    for name, value in given:
        child = _CHILDREN.get(name)
        if child is not None:
            value = [child(**each.model_dump()) for each in value]  # noqa: PLW2901
        setattr(row, name, value)


async def _check(transaction: Transaction, area: Area, row: Base) -> None:
    """See that the fields of a row fit together and name things of the same city."""
    try:
        match row:
            case BellSchedule():
                periods = [
                    (each.number, each.start_minute, each.end_minute) for each in row.periods
                ]
                check_bells(row.from_month, row.from_day, periods)
            case TermRow():
                Term(row.first_day, row.last_day)
            case CalendarEntry():
                await _check_calendar(transaction, area, row)
            case Alliance():
                await _check_members(transaction, area, row)
            case Textbook():
                await _check_textbook(transaction, area, row)
            case _:
                pass
    except InputError as error:
        raise wrong_field(error.field, error.came, error.allowed) from error


async def _check_calendar(transaction: Transaction, area: Area, row: CalendarEntry) -> None:
    owners = [each for each in (row.city_id, row.district_id, row.school_id) if each is not None]
    if len(owners) != 1:
        allowed = "exactly one of city_id, district_id, school_id"
        raise InputError("city_id", f"{len(owners)} of them", allowed)
    if row.last_day < row.first_day:
        raise InputError("last_day", row.last_day, f"{row.first_day} (first_day) or later")
    if row.kind is not DayKind.MAKE_UP and (row.runs_weekday or row.runs_week):
        raise InputError("runs_weekday", row.runs_weekday, "nothing, except for a make-up day")
    if row.kind is DayKind.MAKE_UP and row.last_day != row.first_day:
        raise InputError("last_day", row.last_day, f"{row.first_day}: a make-up day is one day")
    whole = Reach.of_city(area.city)
    others = await repository.several(transaction.session, whole, CalendarEntry)
    level, owner = owner_of(row)
    same = [each for each in others if owner_of(each) == (level, owner) and each.id != row.id]
    check_layer(level, [*same, row])


async def _check_members(transaction: Transaction, area: Area, row: Alliance) -> None:
    wanted = [member.school_id for member in row.members]
    if len(set(wanted)) < len(wanted):
        raise InputError("members.school_id", len(wanted), "each school once")
    known = await repository.places(transaction.session, Reach.of_city(area.city))
    for school in wanted:
        if school not in known:
            raise InputError("members.school_id", school, "a school of the same city")


async def _check_textbook(transaction: Transaction, area: Area, row: Textbook) -> None:
    city = Reach.of_city(area.city)
    if await repository.one(transaction.session, city, Subject, row.subject_id) is None:
        raise InputError("subject_id", row.subject_id, "a subject of the same city")
    numbers = [unit.number for unit in row.units]
    if len(set(numbers)) < len(numbers):
        raise InputError("units.number", len(numbers), "each number once")


def _of_school(school_id: str) -> Any:
    return BellSchedule.school_id == school_id


def _id(row: Base) -> str:
    value: str = row.id  # type: ignore[attr-defined]
    return value


def _cursor(row: Base) -> str:
    value = getattr(row, repository.sort_column(type(row)).key)
    text = json.dumps([str(value), _id(row)], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _parse_cursor(model: type[Base], cursor: str) -> tuple[str | date, str]:
    try:
        value, row_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not (isinstance(value, str) and isinstance(row_id, str)) or "\0" in value + row_id:
            raise ValueError(cursor)
        (value + row_id).encode()
        is_day = repository.sort_column(model).key == "first_day"
        return (date.fromisoformat(value) if is_day else value), row_id
    except (ValueError, TypeError) as error:
        raise wrong_field("cursor", cursor, "next_cursor of the page before") from error
