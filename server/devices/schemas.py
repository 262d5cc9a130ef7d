"""Classroom devices as the API tells them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from server.auth.schemas import Identifier, Named, Text
from server.lessons.schemas import LessonOut

Key = Annotated[Text, Field(min_length=8, max_length=200)]
DeviceName = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^\S([^\x00]*\S)?$")]
SixDigits = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
Version = Annotated[str, Field(max_length=40, pattern=r"^[\x21-\x7e]*$")]


class DeviceKey(BaseModel):
    """The key of a device link."""

    key: Key


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
    plan_version: str
    """Version of the plan that the device should hold."""
    plan_key: str
    """Public key that signs its plans; a device keeps the first one that it is told."""
    key_due: bool
    """Whether the device should ask for a new key."""


class EnrolmentOut(BaseModel):
    """What a device shows while it waits for its room."""

    id: str
    code: str
    secret: str
    """What the device shows to take its key; never on the screen."""
    expires_at: datetime
    link: str
    """Where a coordinator's telephone goes when it reads the QR code."""
    qr: list[str]
    """The QR code of the link, row by row, 1 is dark; without its quiet zone."""


class Claim(BaseModel):
    """The secret of an enrolment."""

    secret: Key


class Claimed(BaseModel):
    """Nothing yet, or the key of the device."""

    key: str | None
    device: DeviceOut | None


class Enrolling(BaseModel):
    """A code that a device shows, and where it stands."""

    code: SixDigits
    room_id: Identifier
    class_id: Identifier | None = None
    name: DeviceName


class DeviceChange(BaseModel):
    """What is given is changed."""

    name: DeviceName | None = None
    room_id: Identifier | None = None
    class_id: Identifier | None = None


class KeyOut(BaseModel):
    """A new key; the old one is good until this one is used."""

    key: str


class PlanOut(BaseModel):
    """A signed plan, and its version for a look without a library."""

    version: str
    jws: str
    """Compact JWS (ES256) of `{device, room, version, issued_at, valid_until, lessons}`."""


class PlanHeld(BaseModel):
    """The plan that a device has kept."""

    version: Version


class Check(BaseModel):
    """One thing that a device tried."""

    name: Annotated[str, Field(max_length=40, pattern=r"^[a-z_]+$")]
    passed: bool
    detail: Annotated[Text, Field(max_length=200)] = ""


class SelfTest(BaseModel):
    """What a device found out about itself."""

    passed: bool
    checks: Annotated[list[Check], Field(max_length=20)]


class DeviceStatus(BaseModel):
    """What a device tells about itself each minute."""

    version: Version = ""
    self_test: SelfTest | None = None


class LastLesson(BaseModel):
    """The lesson that a room was in last, proven by media."""

    id: str
    title: str
    at: datetime


class FleetDevice(BaseModel):
    """A device as whoever looks after it sees it."""

    id: str
    name: str
    room: Named
    school: Named
    class_name: str
    online: bool
    last_seen_at: datetime | None
    version: str | None
    last_lesson: LastLesson | None
    self_test: SelfTest | None
    self_test_at: datetime | None
    plan_current: bool
    """Whether the device has acknowledged the plan as it is now."""
    plan_acknowledged_at: datetime | None
    revoked_at: datetime | None
    changeable: bool
    """Whether the caller may change or revoke it."""


class Fleet(BaseModel):
    """A page of devices, by id."""

    items: list[FleetDevice]
    next_cursor: str | None
