"""`/api/organisation`: the places of a city, their alliances, bells, calendars and curriculum."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel

from server import models
from server.auth.policy import Keep, PersonCaller
from server.dependencies import Now, Reading, Writing
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.organisation import schemas, service
from server.organisation.guards import Keeping, Reader
from server.organisation.problems import NameTaken, NoSuchThing, StillUsed, wrong_field
from server.organisation.schemas import DayList, Page
from streaming.contract import IDENTIFIER

router = APIRouter(prefix="/api/organisation", tags=["organisation"])

LONGEST_SPAN = timedelta(days=370)
"""Of the days that one question may ask for: a school year."""

RowId = Annotated[str, Path(pattern=IDENTIFIER, max_length=80)]
Filter = Annotated[str | None, Query(pattern=IDENTIFIER, max_length=80)]
Search = Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$")]
Cursor = Annotated[str | None, Query(max_length=1000, pattern=r"^[A-Za-z0-9_-]+$")]
Limit = Annotated[int, Query(ge=1, le=200)]
Asked = Annotated[date, Query(ge=date(2000, 1, 1), le=date(2100, 12, 31))]


@dataclass(frozen=True, slots=True)
class Collection:
    """A kind of thing that the organisation keeps, and its address."""

    path: str
    model: type[models.Base]
    given: type[BaseModel]
    told: type[BaseModel]
    keep: Keep
    filters: tuple[str, ...]
    """Columns that a list may be narrowed by."""


COLLECTIONS = (
    Collection(
        "districts",
        models.District,
        schemas.DistrictIn,
        schemas.DistrictOut,
        Keep.PLACES,
        ("city_id",),
    ),
    Collection(
        "schools",
        models.School,
        schemas.SchoolIn,
        schemas.SchoolOut,
        Keep.PLACES,
        ("district_id",),
    ),
    Collection("rooms", models.Room, schemas.RoomIn, schemas.RoomOut, Keep.PLACES, ("school_id",)),
    Collection(
        "classes",
        models.SchoolClass,
        schemas.ClassIn,
        schemas.ClassOut,
        Keep.PLACES,
        ("school_id",),
    ),
    Collection(
        "alliances",
        models.Alliance,
        schemas.AllianceIn,
        schemas.AllianceOut,
        Keep.PLACES,
        ("city_id",),
    ),
    Collection("terms", models.Term, schemas.TermIn, schemas.TermOut, Keep.TIMES, ("city_id",)),
    Collection(
        "bells", models.BellSchedule, schemas.BellsIn, schemas.BellsOut, Keep.TIMES, ("school_id",)
    ),
    Collection(
        "calendar",
        models.CalendarEntry,
        schemas.CalendarIn,
        schemas.CalendarOut,
        Keep.TIMES,
        ("city_id", "district_id", "school_id"),
    ),
    Collection(
        "subjects", models.Subject, schemas.SubjectIn, schemas.SubjectOut, Keep.TIMES, ("city_id",)
    ),
    Collection(
        "textbooks",
        models.Textbook,
        schemas.TextbookIn,
        schemas.TextbookOut,
        Keep.TIMES,
        ("city_id", "subject_id"),
    ),
)


@router.get("/cities", responses=problems(NotSignedIn, Unprocessable))
async def cities(
    transaction: Reading, person: Reader, limit: Limit = 50, cursor: Cursor = None
) -> Page[schemas.CityOut]:
    """Return the cities in which the caller holds a role."""
    found = await service.listed(
        transaction, person, models.City, filters={}, search="", cursor=cursor, limit=limit
    )
    items = [schemas.CityOut.model_validate(row) for row in found.rows]
    return Page[schemas.CityOut](items=items, next_cursor=found.next_cursor)


@router.get("/schools/{row_id}/days", responses=problems(NotSignedIn, NoSuchThing, Unprocessable))
async def days(
    transaction: Reading, person: Reader, row_id: RowId, first: Asked, last: Asked
) -> DayList:
    """Return what each date is at a school: which weekday's timetable of which week, or why it is off."""
    if not first <= last <= first + LONGEST_SPAN:
        raise wrong_field("last", last, f"{first} (first) to {LONGEST_SPAN.days} days later")
    items = await service.days_of_school(transaction, person, row_id, first, last)
    return DayList(items=items)


def _add_routes(kind: Collection) -> None:
    """Add the five routes of a collection."""
    keeper = Annotated[PersonCaller, Depends(Keeping(kind.keep))]
    page: Any = Page[kind.told]  # type: ignore[name-defined]

    async def read_page(transaction: Reading, person: Reader, asked: Any) -> BaseModel:
        found = await service.listed(
            transaction,
            person,
            kind.model,
            filters=asked.filters,
            search=asked.search,
            cursor=asked.cursor,
            limit=asked.limit,
        )
        items = [kind.told.model_validate(row) for row in found.rows]
        answer: BaseModel = page(items=items, next_cursor=found.next_cursor)
        return answer

    async def read_one(transaction: Reading, person: Reader, row_id: RowId) -> BaseModel:
        row = await service.found(transaction, person, kind.model, row_id)
        return kind.told.model_validate(row)

    async def create(transaction: Writing, person: Any, given: Any, now: Now) -> BaseModel:
        row = await service.create(transaction, person, kind.keep, kind.model, given, now)
        return kind.told.model_validate(row)

    async def replace(transaction: Writing, person: Any, row_id: RowId, given: Any) -> BaseModel:
        row = await service.change(transaction, person, kind.keep, kind.model, row_id, given)
        return kind.told.model_validate(row)

    async def remove(transaction: Writing, person: Any, row_id: RowId) -> None:
        await service.remove(transaction, person, kind.keep, kind.model, row_id)

    # FastAPI reads types from annotations, and Python's syntax has no place for one that is a value.
    read_page.__annotations__["asked"] = Annotated[Asking, Depends(_asking(kind))]
    create.__annotations__ |= {"person": keeper, "given": kind.given}
    replace.__annotations__ |= {"person": keeper, "given": kind.given}
    remove.__annotations__ |= {"person": keeper}
    seeing = problems(NotSignedIn, NoSuchThing, Unprocessable)
    changing = problems(NotSignedIn, NotAllowed, NoSuchThing, NameTaken, Unprocessable)
    name, path = kind.path, f"/{kind.path}"
    add = router.add_api_route
    add(path, read_page, response_model=page, responses=seeing, name=f"list_{name}")
    add(
        path,
        create,
        methods=["POST"],
        status_code=201,
        response_model=kind.told,
        responses=changing,
        name=f"create_{name}",
    )
    path += "/{row_id}"
    add(path, read_one, response_model=kind.told, responses=seeing, name=f"read_{name}")
    add(
        path,
        replace,
        methods=["PUT"],
        response_model=kind.told,
        responses=changing,
        name=f"replace_{name}",
    )
    add(
        path,
        remove,
        methods=["DELETE"],
        status_code=204,
        responses=problems(NotSignedIn, NotAllowed, NoSuchThing, StillUsed),
        name=f"remove_{name}",
    )


@dataclass(frozen=True, slots=True)
class Asking:
    """What a list is asked for."""

    filters: dict[str, str]
    search: str
    cursor: str | None
    limit: int


def _asking(kind: Collection) -> Callable[..., Asking]:
    """Return a dependency that reads the question that a list of this kind knows."""

    def asking(  # noqa: PLR0913 - the parts of one question
        q: Search = "",
        limit: Limit = 50,
        cursor: Cursor = None,
        city_id: Filter = None,
        district_id: Filter = None,
        school_id: Filter = None,
        subject_id: Filter = None,
    ) -> Asking:
        given = {
            "city_id": city_id,
            "district_id": district_id,
            "school_id": school_id,
            "subject_id": subject_id,
        }
        for name, value in given.items():
            if value is not None and name not in kind.filters:
                raise wrong_field(name, value, f"one of {', '.join(kind.filters)}")
        filters = {name: value for name, value in given.items() if value is not None}
        named = hasattr(kind.model, "name") or hasattr(kind.model, "edition")
        if q.strip() and not named:
            raise wrong_field("q", q, "nothing: these things have no name")
        return Asking(filters, q.strip(), cursor, limit)

    return asking


for _kind in COLLECTIONS:
    _add_routes(_kind)
