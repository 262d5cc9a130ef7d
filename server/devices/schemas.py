"""A classroom device as the API tells it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from server.auth.schemas import Named, Text
from server.lessons.schemas import LessonOut


class DeviceKey(BaseModel):
    """The key of a device link."""

    key: Annotated[Text, Field(min_length=8, max_length=200)]


class DeviceOut(BaseModel):
    """A classroom device, and the lesson that it should show."""

    kind: Literal["device"] = "device"
    id: str
    name: str
    room: Named
    school: Named
    class_name: str
    lesson: LessonOut | None
    server_time: datetime
