"""The day at a glance, as the API tells it."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel

from server.auth.schemas import Named
from server.models import State


class Trouble(StrEnum):
    """Why somebody should look at a lesson now."""

    NOT_STARTED = "not_started"
    """Its bell has rung, and no teacher sends."""
    CLASSES_MISSING = "classes_missing"
    """It is being held, and some of its classes do not receive it."""


class DayCounts(BaseModel):
    """The lessons of a day. `due`: those whose last bell has rung, cancelled ones left out; `held`: those of them that were held."""

    total: int
    live: int
    to_come: int
    due: int
    held: int
    cancelled: int


class LessonNow(BaseModel):
    """A lesson whose time it is."""

    id: str
    title: str
    subject: str
    teacher: Named
    school: Named
    """The hub's."""
    state: State
    starts_at: datetime
    ends_at: datetime
    classes: int
    connected: int
    missing: list[Named]
    """Schools whose class does not receive it."""
    trouble: Trouble | None


class DarkRoom(BaseModel):
    """A room with a lesson within the hour whose device is not on the line; `lesson_at` its bell."""

    room: Named
    school: Named
    lesson_at: datetime
    last_seen_at: datetime | None


class ThinLink(BaseModel):
    """A school whose known link carries less than its part in the lessons needs, kbit/s."""

    school: Named
    downlink_kbps: int
    uplink_kbps: int
    needed_kbps: int
    sends: bool
    """The uplink is too thin, that of a hub; else the downlink."""


class DayOverview(BaseModel):
    """One day of the schools in one's care. Lists hold at most 100 items, the most urgent first."""

    day: date
    at: datetime
    lessons: DayCounts
    now: list[LessonNow]
    devices: int
    devices_online: int
    dark: list[DarkRoom]
    thin: list[ThinLink]
