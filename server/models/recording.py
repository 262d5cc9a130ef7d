"""Recordings: what is in the object store, as the archivers reported it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import UtcDateTime
from server.models.base import Base, Id, Moment, words
from server.models.lesson import Lesson
from streaming.contract import Kind as MediaKind


class Recording(Base):
    """The recording of one lesson; made by the first report about it."""

    __tablename__ = "recording"
    lesson_id: Mapped[str] = mapped_column(
        ForeignKey("lesson.id", ondelete="CASCADE"), primary_key=True
    )
    epoch: Mapped[datetime | None] = mapped_column(UtcDateTime())
    """Wall time of the first packet; offsets count from it. None until the first segment."""
    duration: Mapped[float] = mapped_column(default=0.0)
    """Seconds from the epoch to the end of the last segment of any track."""
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    """Bytes of all segments."""
    gaps: Mapped[int] = mapped_column(default=0)
    """Gaps of more than 0.2 s, between segments and inside them, over all tracks."""
    segments: Mapped[int] = mapped_column(default=0, server_default="0")
    """Segments that are known."""
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """Counts every change; a playlist made at a revision is good as long as it stands."""
    sealed_segments: Mapped[int | None]
    """Segments that the archiver says there are; None: not sealed."""
    sealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    scrubbed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    """When every object was last read again and compared with its SHA-256."""
    rotten: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """Keys of the objects that had rotted then; None: none."""
    archivers: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """Names of the archivers that reported something of it; None: nobody noted them."""
    lesson: Mapped[Lesson] = relationship(lazy="raise")
    tracks: Mapped[list["Track"]] = relationship(lazy="raise", order_by="Track.id")


class Track(Base):
    """One published track of a recording."""

    __tablename__ = "track"
    lesson_id: Mapped[str] = mapped_column(
        ForeignKey("recording.lesson_id", ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[Id]
    role: Mapped[str] = mapped_column(String(100))
    kind: Mapped[MediaKind] = mapped_column(words(MediaKind))
    codec: Mapped[str] = mapped_column(String(80))
    """RFC 6381, of the newest header."""
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)


class TrackHeader(Base):
    """A CMAF header (`TrackInit` of the contract) of a track; a new one where the codec parameters changed."""

    __tablename__ = "track_init"
    lesson_id: Mapped[str] = mapped_column(
        ForeignKey("recording.lesson_id", ondelete="CASCADE"), primary_key=True
    )
    track_id: Mapped[Id]
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    codec: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(500))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int]
    height: Mapped[int]
    timescale: Mapped[int]


class Chapter(Base):
    """A slide of the board: where it begins, and its small picture in the store."""

    __tablename__ = "chapter"
    lesson_id: Mapped[str] = mapped_column(
        ForeignKey("recording.lesson_id", ondelete="CASCADE"), primary_key=True
    )
    track_id: Mapped[Id]
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    offset: Mapped[float]
    """Seconds from the recording's epoch."""
    key: Mapped[str] = mapped_column(String(500))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))


class Segment(Base):
    """One CMAF segment in the store.

    No foreign key to its track or header: an archiver may report them in any order after a reconnect.
    """

    __tablename__ = "segment"
    __table_args__ = (
        UniqueConstraint("lesson_id", "track_id", "number"),
        Index("ix_segment_lesson_id_offset", "lesson_id", "offset"),
    )
    id: Mapped[Id]
    lesson_id: Mapped[str] = mapped_column(ForeignKey("recording.lesson_id", ondelete="CASCADE"))
    track_id: Mapped[str] = mapped_column(String(80))
    init: Mapped[int]
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(500))
    """Empty: it was lost before it could be stored, and all of it is a loss."""
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[Moment]
    duration: Mapped[float]
    offset: Mapped[float]
    gap_before: Mapped[float]
    gap_reason: Mapped[str] = mapped_column(String(200))
    starts_with_key_frame: Mapped[bool]
    losses: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    """Media missing inside the segment: `offset` and `duration` in seconds, `reason`. None: nothing is."""
