"""What is said about the doors of a lesson and who is behind them."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel

from server.auth.schemas import Identifier, Named
from streaming.contract import Direction


class TokenRequest(BaseModel):
    """Which door somebody wants to use."""

    direction: Direction
    resumes: Identifier | None = None
    """The media session that this page had before: it goes on only where no newer page has taken its place."""
    on_stage: bool = False
    """A classroom publishes its class, only while it has the word; or the teacher receives that class."""
    takes_over: bool = False
    """Somebody at the device chose it: from now on it goes before the other devices of its room."""


class IceServer(BaseModel):
    """A STUN or TURN server; none are needed today, browsers reach the node directly."""

    urls: list[str]
    username: str | None = None
    credential: str | None = None


class MediaTokenOut(BaseModel):
    """A permit for one door, to be used once and soon."""

    token: str
    expires_at: datetime
    endpoint: str
    ice_servers: list[IceServer]


class UplinkCheckOut(BaseModel):
    """What came of a body that was sent to try a line, and how long it took since the head of the request."""

    bytes: int
    seconds: float


class Presence(StrEnum):
    """Whether a receiving room is there."""

    ABSENT = "absent"
    CONNECTING = "connecting"
    CONNECTED = "connected"


class ReceiverOut(BaseModel):
    """One receiving room of a lesson, and how its media do."""

    room: Named
    school: Named
    class_name: str
    state: Presence
    since: datetime | None
    audio_kbps: float = 0.0
    video_kbps: float = 0.0
    loss_percent: float = 0.0
    round_trip_ms: float = 0.0


class RestingLayerOut(BaseModel):
    """A layer of a picture (its role, and its name in the publisher's offer) that nobody uses now."""

    role: str
    rid: str


class ReceiverList(BaseModel):
    """Every receiving room of a lesson."""

    items: list[ReceiverOut]
