"""Changes of lessons, what is missing, and feeds, as the API takes and tells them."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from server.auth.schemas import Named
from server.lessons.schemas import LessonOut
from server.models import FeedKind
from server.organisation.schemas import DayOut
from streaming.contract import IDENTIFIER

Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00]*$"),
]
Ref = Annotated[str, StringConstraints(pattern=IDENTIFIER, max_length=80)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]

Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2100, 12, 31, tzinfo=UTC)),
    AfterValidator(lambda moment: moment.astimezone(UTC)),
]


class Because(BaseModel):
    """Why something is done. `dry_run`: only say whether it could be."""

    reason: Reason
    dry_run: bool = False


class Moving(Because):
    """A lesson is to start at another time; it keeps its length."""

    starts_at: Moment


class Substituting(Because):
    """Somebody else of the same school is to teach (代课)."""

    teacher_id: Ref


class Swapping(Because):
    """Two lessons are to exchange their times (调课)."""

    one_id: Ref
    other_id: Ref


class MakingUp(BaseModel):
    """An occurrence that was not held is to be made up (补课)."""

    entry_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,60}$")]
    day: Day
    starts_at: Moment
    dry_run: bool = False


class WeekLesson(BaseModel):
    """A lesson of a school's week; `changeable`: the caller may move, cancel or swap it, or have it taught by another."""

    lesson: LessonOut
    changeable: bool


class SchoolWeek(BaseModel):
    """Seven days of a school from a Monday on: what each date is (only those inside a term), and the lessons."""

    first_day: date
    days: list[DayOut]
    lessons: list[WeekLesson]


class Cause(StrEnum):
    """Why an occurrence was not held."""

    CALENDAR = "calendar"
    CANCELLED = "cancelled"


class Missing(BaseModel):
    """An occurrence that the timetable owes: `made_up_by` null: still owed."""

    entry_id: str
    day: date
    title: str
    subject: str
    hub_school: Named
    teacher: Named
    cause: Cause
    minutes: int
    made_up_by: str | None


class MissingList(BaseModel):
    """What was not held of a term so far; `owed` counts what is not made up, also beyond the items."""

    items: list[Missing]
    owed: int


class FeedIn(BaseModel):
    """Whose lessons a calendar program is to read."""

    kind: FeedKind
    target_id: Ref


class FeedOut(BaseModel):
    """A feed. `path` holds its secret key and is told once, when it is made."""

    model_config = ConfigDict(from_attributes=True)
    id: str
    kind: FeedKind
    target_id: str
    created_at: datetime
    path: str | None = None


class FeedList(BaseModel):
    """The feeds that a person has made."""

    items: list[FeedOut]
