"""The organisation as the API takes and tells it. `*In` is what is given, `*Out` what is told."""

from datetime import date, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from scheduler.domain import Level
from server.models import DayKind, Purpose, Right
from streaming.contract import IDENTIFIER

Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00]*$"),
]
Remark = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=120, pattern=r"^[^\x00]*$")
]
Code = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00]*$"),
]
Ref = Annotated[str, StringConstraints(pattern=IDENTIFIER)]
Grade = Annotated[int, Field(ge=1, le=12)]
Kbps = Annotated[int, Field(ge=0, le=100_000_000)]
"""kbit/s; 0: not known."""
Weekday = Annotated[int, Field(ge=1, le=7)]
"""ISO 8601: 1 is Monday."""
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """One page of a list; `next_cursor` asks for the next one, null: this is the last."""

    items: list[Item]
    next_cursor: str | None


class Told(BaseModel):
    """Something with an id, read from its row."""

    model_config = ConfigDict(from_attributes=True)
    id: str


class CityOut(Told):
    """A city."""

    name: str


class DistrictIn(BaseModel):
    """A school district (学区)."""

    city_id: Ref
    name: Label
    code: Code | None = None


class DistrictOut(DistrictIn, Told):
    """A school district."""


class SchoolIn(BaseModel):
    """A school with its link."""

    district_id: Ref
    name: Label
    code: Code | None = None
    downlink_kbps: Kbps = 0
    uplink_kbps: Kbps = 0


class SchoolOut(SchoolIn, Told):
    """A school with its link."""


class RoomIn(BaseModel):
    """A room of a school."""

    school_id: Ref
    name: Label
    purpose: Purpose


class RoomOut(RoomIn, Told):
    """A room of a school."""


class ClassIn(BaseModel):
    """A class (班); `size` 0: not known."""

    school_id: Ref
    name: Label
    code: Code | None = None
    grade: Grade
    size: Annotated[int, Field(ge=0, le=1000)] = 0


class ClassOut(ClassIn, Told):
    """A class."""


class Member(BaseModel):
    """A school in an alliance."""

    model_config = ConfigDict(from_attributes=True)
    school_id: Ref
    right: Right = Right.LIVE


class AllianceIn(BaseModel):
    """A research alliance (教研联盟)."""

    city_id: Ref
    name: Label
    members: Annotated[list[Member], Field(max_length=1000)] = []


class AllianceOut(AllianceIn, Told):
    """A research alliance."""


class Period(BaseModel):
    """A period (节) in local minutes of the day; 480 is 08:00."""

    model_config = ConfigDict(from_attributes=True)
    number: Annotated[int, Field(ge=1, le=20)]
    start_minute: Annotated[int, Field(ge=0, le=1439)]
    end_minute: Annotated[int, Field(ge=1, le=1440)]


class BellsIn(BaseModel):
    """The bells of a school from a day of every year on."""

    school_id: Ref
    name: Label
    from_month: Annotated[int, Field(ge=1, le=12)]
    from_day: Annotated[int, Field(ge=1, le=31)]
    periods: Annotated[list[Period], Field(min_length=1, max_length=20)]


class BellsOut(BellsIn, Told):
    """The bells of a school from a day of every year on."""


class CalendarIn(BaseModel):
    """Days off or a make-up day (调休), said by exactly one city, district or school."""

    city_id: Ref | None = None
    district_id: Ref | None = None
    school_id: Ref | None = None
    kind: DayKind
    first_day: Day
    last_day: Day
    reason: Remark = ""
    runs_weekday: Weekday | None = None
    runs_week: Annotated[int, Field(ge=1, le=53)] | None = None


class CalendarOut(CalendarIn, Told):
    """Days off or a make-up day."""


class TermIn(BaseModel):
    """A term (学期) of a city."""

    city_id: Ref
    name: Label
    first_day: Day
    last_day: Day


class TermOut(TermIn, Told):
    """A term."""


class SubjectIn(BaseModel):
    """A subject."""

    city_id: Ref
    name: Label


class SubjectOut(SubjectIn, Told):
    """A subject."""


class UnitOf(BaseModel):
    """A unit (单元) of a textbook."""

    model_config = ConfigDict(from_attributes=True)
    number: Annotated[int, Field(ge=1, le=100)]
    title: Label


class TextbookIn(BaseModel):
    """A volume of an edition; `volume` 1: 上册, 2: 下册."""

    city_id: Ref
    subject_id: Ref
    grade: Grade
    edition: Label
    volume: Annotated[int, Field(ge=1, le=2)]
    units: Annotated[list[UnitOf], Field(max_length=100)] = []


class TextbookOut(TextbookIn, Told):
    """A volume of an edition."""


class DayOut(BaseModel):
    """What a date is at a school. `runs` null: no lessons, for `reason`."""

    day: date
    term_id: str
    week: int
    runs: int | None
    make_up: bool = False
    reason: str = ""
    level: Level | None = None
    bells_id: str | None = None
    """The bell schedule that rings on this date; null: the school has none."""


class DayList(BaseModel):
    """The days of a school inside its terms, in order."""

    items: list[DayOut]


class SheetCounts(BaseModel):
    """What an import does to one sheet."""

    sheet: str
    rows: int
    created: int
    changed: int
    same: int
    removed: int


class ImportProblem(BaseModel):
    """What is wrong with a cell or a row. `row` as the spreadsheet counts; 0: the sheet. `message` is a sentence."""

    sheet: str
    row: int
    column: str
    came: str
    allowed: str
    message: str


class ImportReport(BaseModel):
    """What an import did or would do. `run_id` null: nothing was written."""

    run_id: str | None
    sheets: list[SheetCounts]
    problems: list[ImportProblem]
    problems_total: int
    """Those beyond the first 500 are only counted."""
    ignored: list[str]
    """Sheets, columns and files that nothing was read of."""


class ImportRunOut(Told):
    """An import that was written; `undone_at`: it was taken back."""

    at: datetime
    file_name: str
    counts: dict[str, dict[str, int]]
    undone_at: datetime | None


class ImportList(BaseModel):
    """The imports of a city, newest first; ask for those `before` the last one's `at` for more."""

    items: list[ImportRunOut]
