"""A lesson as the API tells it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from server.auth.schemas import Named
from server.models import Kind, State


class Ability(StrEnum):
    """What the caller may do with a lesson right now."""

    START = "start"
    END = "end"
    PUBLISH = "publish"
    RECEIVE = "receive"
    REPLAY = "replay"


class Hub(BaseModel):
    """Where a lesson is broadcast from."""

    school: Named
    room: Named
    class_name: str
    """The class before the teacher; empty in a studio."""


class ReceivingRoom(BaseModel):
    """A room that receives a lesson."""

    room: Named
    school: Named
    class_name: str


class LessonOut(BaseModel):
    """One dated lesson."""

    id: str
    kind: Kind
    title: str
    subject: str
    grade: int
    teacher: Named
    hub: Hub
    receivers: list[ReceivingRoom]
    starts_at: datetime
    ends_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    state: State
    recorded: bool
    can: list[Ability]


Cursor = Annotated[str, Field(pattern=r"^[0-9]{1,16}~[A-Za-z0-9_.:-]{1,80}$")]
"""`<milliseconds since 1970 of the last lesson's start>~<its id>`."""


class LessonList(BaseModel):
    """A page of the lessons of a day; `next_cursor` null: the last one."""

    items: list[LessonOut]
    next_cursor: str | None
    server_time: datetime
