"""The ledger as the API tells it. Times are seconds unless their name says hours or percent."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from server.models import Kind


class By(StrEnum):
    """What a report is grouped by."""

    CLASS = "class"
    SUBJECT = "subject"
    TEACHER = "teacher"
    SCHOOL = "school"
    DISTRICT = "district"
    MONTH = "month"


class Format(StrEnum):
    """How a report goes out."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


class ReportRow(BaseModel):
    """One group of a report."""

    id: str
    name: str
    school_name: str
    """Of a class; of other groups one of its schools."""
    lessons: int
    """Lessons × classes that were planned and are over."""
    held: int
    """Of these, where at least half was delivered."""
    held_percent: float
    """开课率."""
    planned: int
    delivered: int
    delivered_percent: float
    seen: int
    late: int
    early: int
    gap: int
    taught_lessons: int | None = None
    """By teacher only: lessons, each counted once."""
    taught_hours: float | None = None
    """By teacher only: 支教学时 in clock hours, each lesson by the class that got most of it."""


class Report(BaseModel):
    """Sums of the ledger."""

    by: By
    first_day: date
    last_day: date
    rows: list[ReportRow]


class EntryOut(BaseModel):
    """One class of one lesson."""

    number: int
    revision: int
    written_at: datetime
    lesson_id: str
    kind: Kind
    title: str
    subject: str
    starts_at: datetime
    ends_at: datetime
    class_name: str
    school_name: str
    hub_school_name: str
    teacher_name: str
    planned_seconds: int
    delivered_seconds: int
    seen_seconds: int
    late_seconds: int
    early_seconds: int
    gap_seconds: int
    gaps: int
    held: bool
    hash: str


class EntryList(BaseModel):
    """A page of the ledger."""

    items: list[EntryOut]
    next_cursor: int | None


class Certificate(BaseModel):
    """A teacher's hours of online teaching, signed."""

    teacher: str
    first_day: date
    last_day: date
    lessons: int
    hours: float
    jws: str
    """Compact JWS (ES256) of all of the above and of the ledger's rows that they follow from."""


class Shown(BaseModel):
    """A certificate that somebody holds."""

    jws: Annotated[str, Field(min_length=1, max_length=200_000, pattern=r"^[A-Za-z0-9_.-]+$")]


class Verified(BaseModel):
    """Whether this installation signed a certificate, and what it says."""

    genuine: bool
    teacher: str = ""
    first_day: date | None = None
    last_day: date | None = None
    lessons: int = 0
    hours: float = 0.0
