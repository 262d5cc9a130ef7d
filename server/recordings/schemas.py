"""A recording as the API tells it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import BaseModel, Field

from server.auth.policy import Reach
from server.auth.schemas import Named, Text
from server.lessons.schemas import LessonOut
from server.models import Kind as LessonKind, Publication
from streaming.contract import Kind


@dataclass(frozen=True, slots=True)
class PlayableSegment:
    """What a playlist or a download needs of a segment. Offset and duration in seconds."""

    id: str
    key: str
    track: str
    init: int
    offset: float
    duration: float
    size: int
    starts_with_key_frame: bool


@dataclass(frozen=True, slots=True)
class TrackSums:
    """What the segments of a track add up to. Seconds from the recording's epoch."""

    begins: float
    ends: float
    peak_bps: float
    independent: bool
    """Every segment begins with a key frame."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object in the store, as it was reported."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Removed:
    """What the rows of a recording said before they went."""

    objects: list[StoredObject]
    archivers: list[str]
    """Whose disks may still hold something of it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the archive; what is empty does not narrow."""

    words: tuple[str, ...] = ()
    """Each is somewhere in title, subject, teacher or school."""
    kind: LessonKind | None = None
    subject: str = ""
    grade: int | None = None
    span: tuple[datetime, datetime] | None = None
    """The lesson begins at or after the first and before the second moment."""
    lessons: tuple[str, ...] = ()
    school: str | None = None
    """Of the hub."""
    teacher: str | None = None
    edition: str = ""
    unit: int | None = None
    publication: Publication | None = None
    hubs: Reach | None = None
    """Only of these hubs' schools."""
    not_by: tuple[str, ...] = ()
    """Teachers whose lessons are left out."""


class ChoiceRow(NamedTuple):
    """By whom one recording, or many, was made."""

    school: str
    school_name: str
    teacher: str
    teacher_name: str


class TaughtRow(NamedTuple):
    """What is taught in one recording, or in many."""

    subject: str
    grade: int
    edition: str
    unit_number: int | None
    unit_title: str


class RecordingState(StrEnum):
    """How far a recording is."""

    RECORDING = "recording"
    PROCESSING = "processing"
    COMPLETE = "complete"


class TrackSummary(BaseModel):
    """A track in the list; the codec as RFC 6381 names it."""

    role: str
    kind: Kind
    codec: str


class Catalogued(BaseModel):
    """What the library says of a recording, and what the caller may do about it."""

    publication: Publication
    byline: str
    """The teacher as shown; empty: by their own name."""
    edition: str
    volume: int | None
    unit_number: int | None
    unit_title: str
    can_catalogue: bool
    can_review: bool
    """It waits for a review that the caller may give."""


class LibraryUnit(BaseModel):
    """A unit of which there is a recording."""

    subject: str
    grade: int
    edition: str
    number: int
    title: str


class LibraryChoices(BaseModel):
    """What the recordings that one may watch can be filtered by."""

    schools: list[Named]
    teachers: list[Named]
    editions: list[str]
    units: list[LibraryUnit]
    waiting: int
    """Recordings that wait for a review that the caller may give."""


class RecordingSummary(BaseModel):
    """A recording in the list. Duration in seconds, size in bytes."""

    lesson: LessonOut
    state: RecordingState
    duration: float
    size: int
    tracks: list[TrackSummary]
    gaps: int
    poster: str | None
    """Address of a small JPEG of the board (256 pixels wide), good for hours; None: nothing of it may stand for the lesson."""
    catalogued: Catalogued


class RecordingList(BaseModel):
    """One page of the archive, newest lesson first."""

    items: list[RecordingSummary]
    next_cursor: str | None


GAP_LISTED = 0.2
"""Seconds; a shorter hole is one lost packet that nobody notices."""


class Gap(BaseModel):
    """Media that is missing, in seconds from the recording's epoch."""

    offset: float
    duration: float
    reason: str


class TrackOut(BaseModel):
    """One track. Offset and duration in seconds; width and height in pixels, 0 for sound."""

    id: str
    role: str
    kind: Kind
    codec: str
    width: int
    height: int
    playlist: str
    offset: float
    duration: float
    gaps: list[Gap]


class RolePlaylist(BaseModel):
    """One playlist with everything of a role: its picture and its sound."""

    role: str
    playlist: str


class RecordingOut(BaseModel):
    """A recording with its tracks. Offsets count from `epoch`."""

    lesson: LessonOut
    state: RecordingState
    duration: float
    size: int
    gaps: int
    epoch: datetime | None
    tracks: list[TrackOut]
    roles: list[RolePlaylist]
    rotten: int
    """Objects that the last weekly reading found damaged or missing in the store."""
    catalogued: Catalogued


Search = Annotated[Text, Field(max_length=100)]
