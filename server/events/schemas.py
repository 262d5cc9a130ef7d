"""The events of `/api/events`. `id` is that of the log; 0 for what is not in the log, where only the newest counts."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from server.alignment.schemas import RunOut
from server.lessons.schemas import LessonOut
from server.live.schemas import ReceiverOut, RestingLayerOut
from server.recordings.schemas import RecordingState


class Hello(BaseModel):
    """First message of the server; `id` is the newest event."""

    id: int
    type: Literal["hello"] = "hello"
    server_time: datetime


class Reset(BaseModel):
    """What was missed is not in the log any more: load everything again."""

    id: int
    type: Literal["reset"] = "reset"


class Ping(BaseModel):
    """The connection lives."""

    id: int = 0
    type: Literal["ping"] = "ping"


class LessonChanged(BaseModel):
    """A lesson as it is now, for the receiver of this event."""

    id: int
    type: Literal["lesson.changed"] = "lesson.changed"
    lesson: LessonOut


class LessonReceivers(BaseModel):
    """Who is there; not in the log, only the newest means anything."""

    id: int
    type: Literal["lesson.receivers"] = "lesson.receivers"
    lesson_id: str
    items: list[ReceiverOut]
    resting: list[RestingLayerOut] = []
    """Whoever publishes may leave these layers out."""


class LessonInteraction(BaseModel):
    """Somebody did something in a lesson (a hand, a message, a poll); where it stands now is asked for."""

    id: int
    type: Literal["lesson.interaction"] = "lesson.interaction"
    lesson_id: str


class MediaLost(BaseModel):
    """A media node has forgotten connections of a lesson, because it was started anew: whoever had one makes sure of theirs."""

    id: int
    type: Literal["media.lost"] = "media.lost"
    lesson_id: str


class RecordingChanged(BaseModel):
    """A recording's state or length changed."""

    id: int
    type: Literal["recording.changed"] = "recording.changed"
    lesson_id: str
    state: RecordingState
    duration: float


class NodeChanged(BaseModel):
    """Whether any media node is linked."""

    id: int
    type: Literal["node.changed"] = "node.changed"
    online: bool


class AlignmentChanged(BaseModel):
    """How far an alignment run is, or that one of its proposals changed; for who keeps the city's times."""

    id: int
    type: Literal["alignment.changed"] = "alignment.changed"
    run: RunOut


EventOut = (
    Hello
    | Reset
    | Ping
    | LessonChanged
    | LessonReceivers
    | LessonInteraction
    | MediaLost
    | RecordingChanged
    | NodeChanged
    | AlignmentChanged
)


class Resume(BaseModel):
    """What a page says that was connected before."""

    type: Literal["resume"]
    after: Annotated[int, Field(ge=0, le=2**53)]
