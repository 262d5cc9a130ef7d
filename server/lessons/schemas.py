"""A lesson as the API tells it."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel

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


class LessonList(BaseModel):
    """The lessons of a day."""

    items: list[LessonOut]
    server_time: datetime
