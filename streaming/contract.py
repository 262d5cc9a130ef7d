"""The typed messages between the server, its media nodes and their archivers.

The node and the archiver dial the server; the same messages serve one machine and a cluster.
Every message travels in an `Envelope` with a number of its own per connection direction; the other
side answers with an `Acknowledged` of that number, and whatever was not acknowledged is sent again after a
reconnect. So every handler is idempotent. Knows no transport; `streaming.link` carries it.

Wall times (`at`, `starts_at`) are UTC seconds since 1970 (float). `lesson`, `session`, `track` and
`segment` are opaque ids of `[A-Za-z0-9_.:-]{1,80}`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, NewType

from pydantic import Field, TypeAdapter, ValidationError

from streaming.errors import PeerError

Lesson = NewType("Lesson", str)
Session = NewType("Session", str)
Identity = NewType("Identity", str)
"""Who a peer is: `person:<id>` or `room:<id>`. A second join with the same one replaces the first."""
TrackRole = NewType("TrackRole", str)
"""`teacher`, `board`, `students`, or `class:<room id>`."""

TEACHER = TrackRole("teacher")
BOARD = TrackRole("board")
STUDENTS = TrackRole("students")

OBJECTS = "recordings"
"""Objects of a lesson, whatever they are, lie below `recordings/<lesson>/` in the store, those of a track below one more part."""
IDENTIFIER = r"^[A-Za-z0-9_.:-]{1,80}$"
Identifier = Annotated[str, Field(pattern=IDENTIFIER)]


class Direction(StrEnum):
    """Which way media flows, seen from the peer."""

    PUBLISH = "publish"
    RECEIVE = "receive"


class Kind(StrEnum):
    """The two kinds of media."""

    AUDIO = "audio"
    VIDEO = "video"


class Refusal(StrEnum):
    """Why a node does not let a peer in; the server turns each into one HTTP status."""

    BAD_OFFER = "bad_offer"
    NO_COMMON_CODEC = "no_common_codec"
    NO_SUCH_ROOM = "no_such_room"
    NO_SUCH_SESSION = "no_such_session"
    FULL = "full"


class Ending(StrEnum):
    """Why a session ended."""

    LEFT = "left"
    REPLACED = "replaced"
    TIMED_OUT = "timed_out"
    HANDSHAKE_FAILED = "handshake_failed"
    ROOM_CLOSED = "room_closed"
    REVOKED = "revoked"
    NODE_STOPPED = "node_stopped"


# --- server to node -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """Make the room of a lesson, or change its policy. Only `recorded_roles` are ever journaled."""

    lesson: Identifier
    recorded_roles: tuple[str, ...] = ()
    type: Literal["open_room"] = "open_room"


@dataclass(frozen=True, slots=True)
class CloseRoom:
    """End every session of a lesson and seal its journals."""

    lesson: Identifier
    type: Literal["close_room"] = "close_room"


@dataclass(frozen=True, slots=True)
class JoinRoom:
    """Answer an offer. `roles` are the track roles the peer may publish, or wants to receive, in order of its video sections."""

    request: Identifier
    session: Identifier
    lesson: Identifier
    identity: Identifier
    direction: Direction
    offer: Annotated[str, Field(max_length=65_536)]
    roles: tuple[str, ...] = (TEACHER, BOARD, STUDENTS)
    type: Literal["join_room"] = "join_room"


@dataclass(frozen=True, slots=True)
class RestartIce:
    """Agree on new ICE credentials for a session that goes on; answered like a `JoinRoom`, with a fragment of SDP."""

    request: Identifier
    session: Identifier
    fragment: Annotated[str, Field(max_length=16_384)]
    """`application/trickle-ice-sdpfrag`, RFC 8840."""
    type: Literal["restart_ice"] = "restart_ice"


@dataclass(frozen=True, slots=True)
class LeaveRoom:
    """End one session."""

    session: Identifier
    reason: Ending = Ending.LEFT
    type: Literal["leave_room"] = "leave_room"


# --- server to archiver -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EraseRecording:
    """Delete what the disks of a node and its archiver still hold of a lesson that is over; answered by `RecordingErased`."""

    erasure: Identifier
    lesson: Identifier
    roles: tuple[str, ...] = ()
    """Empty: everything."""
    type: Literal["erase_recording"] = "erase_recording"


# --- node to server -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NodeHello:
    """First message of a node on each connection: who it is and what it holds, so that the server can reconcile."""

    node: Identifier
    version: str
    rooms: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    type: Literal["node_hello"] = "node_hello"


@dataclass(frozen=True, slots=True)
class JoinAccepted:
    """The SDP answer to a `JoinRoom`, or to a `RestartIce`."""

    request: Identifier
    session: Identifier
    answer: str
    type: Literal["join_accepted"] = "join_accepted"


@dataclass(frozen=True, slots=True)
class JoinRefused:
    """Why a `JoinRoom` or a `RestartIce` was not answered; `detail` is a sentence for the person who reads the HTTP answer."""

    request: Identifier
    reason: Refusal
    detail: str
    type: Literal["join_refused"] = "join_refused"


@dataclass(frozen=True, slots=True)
class SessionConnected:
    """Keys are agreed; media may flow."""

    session: Identifier
    lesson: Identifier
    identity: Identifier
    direction: Direction
    at: float
    type: Literal["session_connected"] = "session_connected"


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A session is gone."""

    session: Identifier
    lesson: Identifier
    identity: Identifier
    direction: Direction
    reason: Ending
    at: float
    type: Literal["session_ended"] = "session_ended"


@dataclass(frozen=True, slots=True)
class TrackStarted:
    """The first packet of a published track came."""

    lesson: Identifier
    session: Identifier
    role: str
    kind: Kind
    codec: str
    at: float
    type: Literal["track_started"] = "track_started"


@dataclass(frozen=True, slots=True)
class PeerQuality:
    """What one session really carried since the last report. Rates in kbit/s, loss in percent, round trip in ms (0: not known)."""

    session: Identifier
    identity: Identifier
    direction: Direction
    audio_kbps: float
    video_kbps: float
    loss_percent: float
    round_trip_ms: float


@dataclass(frozen=True, slots=True)
class RestingLayer:
    """A layer of a published picture that nobody uses: its publisher may leave it out until it is no longer told."""

    role: str
    rid: str


@dataclass(frozen=True, slots=True)
class QualityReport:
    """The state of a room, every two seconds and when a layer is wanted again. Not resent: only the newest means anything."""

    lesson: Identifier
    at: float
    peers: tuple[PeerQuality, ...]
    resting: tuple[RestingLayer, ...] = ()
    type: Literal["quality_report"] = "quality_report"


@dataclass(frozen=True, slots=True)
class Delivery:
    """An interval in which a receiver got media of one role and kind, without a pause that a person would call one."""

    session: Identifier
    identity: Identifier
    role: str
    kind: Kind
    number: int
    """0, 1, … per session, role and kind; a longer interval of the same number replaces a shorter one."""
    began_at: float
    ended_at: float
    """Until when packets prove it so far; the interval may go on."""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What receivers of a room were sent, every two seconds; `final` ones, of intervals that are over, are resent until acknowledged.

    An open interval is told whole each time, so a server that was away has missed nothing of what goes on.
    """

    lesson: Identifier
    at: float
    deliveries: tuple[Delivery, ...]
    final: bool = False
    type: Literal["delivery_report"] = "delivery_report"


# --- archiver to server -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ArchiverHello:
    """First message of an archiver on each connection."""

    archiver: Identifier
    version: str
    type: Literal["archiver_hello"] = "archiver_hello"


@dataclass(frozen=True, slots=True)
class TrackInit:
    """One CMAF header (init segment) of a track, stored and verified. A track gets a new one when its codec parameters change."""

    lesson: Identifier
    track: Identifier
    role: str
    kind: Kind
    codec: str
    """RFC 6381 string, for example `avc1.42e01f` or `opus`."""
    number: int
    """0, 1, … per track; segments name it."""
    key: str
    """Object key in the store."""
    size: int
    sha256: str
    width: int = 0
    height: int = 0
    timescale: int = 0
    type: Literal["track_init"] = "track_init"


@dataclass(frozen=True, slots=True)
class MediaLoss:
    """Media missing inside a segment: the last picture is held there, or silence is played. Players need not jump."""

    offset: float
    """Seconds from the recording's epoch."""
    duration: float
    reason: str


@dataclass(frozen=True, slots=True)
class SegmentStored:
    """One CMAF segment is in the store, read back and equal. Resent until acknowledged; idempotent by `segment`."""

    segment: Identifier
    lesson: Identifier
    track: Identifier
    init: int
    number: int
    """Order within the track, 0, 1, …"""
    key: str
    size: int
    sha256: str
    starts_at: float
    """Wall time of the first sample."""
    duration: float
    offset: float
    """Seconds from the recording's epoch (its first packet, the same for all tracks) to the first sample; equals tfdt / timescale."""
    gap_before: float = 0.0
    """Seconds of missing media before this segment (0: none)."""
    gap_reason: str = ""
    starts_with_key_frame: bool = True
    losses: tuple[MediaLoss, ...] = ()
    """Losses of more than 0.2 s inside the segment, beside `gap_before`."""
    type: Literal["segment_stored"] = "segment_stored"


@dataclass(frozen=True, slots=True)
class ChapterFound:
    """The board shows another slide: a small picture of it (JPEG) is in the store. Idempotent by `track` and `number`.

    Of the teacher's track: what the camera shows, for a lesson whose board shows nothing.
    """

    lesson: Identifier
    track: Identifier
    number: int
    """0, 1, … per track."""
    offset: float
    """Seconds from the recording's epoch."""
    key: str = ""
    size: int = 0
    sha256: str = ""
    type: Literal["chapter_found"] = "chapter_found"


@dataclass(frozen=True, slots=True)
class SegmentLost:
    """A segment was damaged on the archiver's disk before it was stored, and cannot be made again. Takes the place of its `SegmentStored`."""

    segment: Identifier
    lesson: Identifier
    track: Identifier
    init: int
    number: int
    starts_at: float
    duration: float
    offset: float
    reason: str
    type: Literal["segment_lost"] = "segment_lost"


@dataclass(frozen=True, slots=True)
class RecordingSealed:
    """Every segment of every track of a lesson has been reported before this message."""

    lesson: Identifier
    segments: int
    epoch: float
    """Wall time of the recording's first packet."""
    duration: float
    at: float
    type: Literal["recording_sealed"] = "recording_sealed"


@dataclass(frozen=True, slots=True)
class RecordingErased:
    """Nothing of a recording (or of the roles that were named) is left on this machine's disks."""

    erasure: Identifier
    lesson: Identifier
    files: int
    """Files deleted; 0 if there was nothing, or if it is said again."""
    size: int
    """Their bytes."""
    at: float
    type: Literal["recording_erased"] = "recording_erased"


@dataclass(frozen=True, slots=True)
class StorageState:
    """How the disk of a node or an archiver is doing, every two seconds. Not resent: only the newest means anything."""

    source: Identifier
    """Name of the node or archiver."""
    problem: str
    """Why bytes do not reach disk or store now, an English sentence; empty when they do."""
    refusing: bool
    """No new recording begins, for want of room."""
    free: int
    """Bytes."""
    waiting: int
    """Bytes that are not safe in the store (archiver) or on the disk (node)."""
    lost: int
    """Segments (archiver) or packets (node) that could not be kept, since the start."""
    at: float
    type: Literal["storage_state"] = "storage_state"


# --- both ways ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The message of this number has been handled and its effects are durable."""

    number: int
    type: Literal["acknowledged"] = "acknowledged"


Message = (
    OpenRoom
    | CloseRoom
    | JoinRoom
    | RestartIce
    | LeaveRoom
    | EraseRecording
    | NodeHello
    | JoinAccepted
    | JoinRefused
    | SessionConnected
    | SessionEnded
    | TrackStarted
    | QualityReport
    | DeliveryReport
    | ArchiverHello
    | TrackInit
    | SegmentStored
    | SegmentLost
    | ChapterFound
    | RecordingSealed
    | RecordingErased
    | StorageState
    | Acknowledged
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message with its number on this direction of the link; 0 for messages that want no acknowledgement."""

    number: int
    message: Annotated[Message, Field(discriminator="type")]


class ContractError(PeerError):
    """What came over the link is not a message of this contract."""


_ENVELOPES: TypeAdapter[Envelope] = TypeAdapter(Envelope)


def encode(envelope: Envelope) -> str:
    """Return the JSON text of one envelope."""
    return _ENVELOPES.dump_json(envelope).decode()


def decode(text: str | bytes) -> Envelope:
    """Read one envelope.

    Raises:
        ContractError: if the text is not one; the message names the field.
    """
    try:
        return _ENVELOPES.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "message"
        raise ContractError(f"{where}: {first['msg']}") from error
