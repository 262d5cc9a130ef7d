"""Changes of lessons, what is missing, and feeds, as the API takes and tells them."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from scheduler.domain import Weeks
from server.auth.schemas import Named, Text
from server.lessons.schemas import LessonOut, ReceivingRoom
from server.models import FeedKind, Kind
from server.organisation.schemas import DayOut, Grade, Label
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


class Seat(BaseModel):
    """A room that receives a course, and the class that sits there."""

    room_id: Ref
    class_id: Ref | None = None


class WeeklyIn(BaseModel):
    """A weekly lesson in local minutes of the day; 480 is 08:00. It need not be a period of anybody's bells."""

    weekday: Annotated[int, Field(ge=1, le=7)]
    start_minute: Annotated[int, Field(ge=0, le=1439)]
    end_minute: Annotated[int, Field(ge=1, le=1440)]
    weeks: Weeks = Weeks.EVERY

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> "WeeklyIn":
        if self.end_minute <= self.start_minute:
            raise ValueError("end_minute must be greater than start_minute")
        return self


class WeeklyOut(WeeklyIn):
    """A weekly lesson."""

    model_config = ConfigDict(from_attributes=True)
    id: str


class CourseIn(BaseModel):
    """Weekly lessons of one hub teacher for the same rooms. `dry_run`: only say whether it could be."""

    term_id: Ref
    kind: Kind
    title: Label
    subject: Label
    grade: Grade
    hub_room_id: Ref
    hub_class_id: Ref | None = None
    """The class before the teacher (同步课堂); its camera is recorded with its consent only."""
    teacher_id: Ref
    edition: Annotated[Text, Field(max_length=120)] = ""
    """Of the textbook (教材版本); empty: the only one that the city has for subject and grade."""
    recorded: bool = True
    receivers: Annotated[list[Seat], Field(max_length=300)]
    entries: Annotated[list[WeeklyIn], Field(min_length=1, max_length=20)]
    dry_run: bool = False


class WeeklyKept(WeeklyIn):
    """A weekly lesson that is changed, or with no id a new one."""

    id: Ref | None = None


class CourseChange(CourseIn):
    """A course as it is to be. Weekly lessons of the term that are not named go."""

    entries: Annotated[list[WeeklyKept], Field(min_length=1, max_length=20)]  # type: ignore[assignment]


class CourseSeat(ReceivingRoom):
    """A room that receives a course."""

    class_id: str | None


class CourseOut(BaseModel):
    """A course of a term with its weekly lessons."""

    id: str
    term_id: str
    kind: Kind
    title: str
    subject: str
    grade: int
    hub_school: Named
    hub_room: Named
    hub_class: Named | None
    teacher: Named
    edition: str
    recorded: bool
    receivers: list[CourseSeat]
    entries: list[WeeklyOut]


class CourseList(BaseModel):
    """The courses of a hub school in a term."""

    items: list[CourseOut]


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
