"""Lessons: one dated occurrence each, who receives it, who was really there, and the doors to its media."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import UtcDateTime
from server.models.base import Base, Id, Moment, Name, words
from server.models.organisation import Room, SchoolClass
from server.models.people import Person
from server.models.timetable import Kind
from streaming.contract import Direction, Ending


class State(StrEnum):
    """Where a lesson stands; `server.lessons.lifecycle` holds the rule."""

    PLANNED = "planned"
    OPEN = "open"
    LIVE = "live"
    ENDED = "ended"
    ARCHIVED = "archived"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Publication(StrEnum):
    """Who may watch the recording; `server.library.publication` holds the steps, the policy who."""

    DRAFT = "draft"
    """The teacher and the schools that take part."""
    REVIEW = "review"
    """The same; the hub's school is asked to look at it."""
    PUBLISHED = "published"
    """Also the hub's district (famous classrooms: its city) and its alliances."""


class Lesson(Base):
    """One dated lesson (课次)."""

    __tablename__ = "lesson"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="span"),)
    id: Mapped[Id]
    occurrence_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """`<timetable entry>:<date>`; none for a lesson that was made by hand."""
    kind: Mapped[Kind] = mapped_column(words(Kind))
    title: Mapped[Name]
    subject: Mapped[Name]
    grade: Mapped[int]
    hub_room_id: Mapped[str] = mapped_column(ForeignKey("room.id"), index=True)
    hub_class_id: Mapped[str | None] = mapped_column(ForeignKey("school_class.id"), index=True)
    """The class that sits before the teacher; none in a studio. Without its consent it is not recorded."""
    teacher_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    starts_at: Mapped[Moment] = mapped_column(UtcDateTime(), index=True)
    ends_at: Mapped[Moment]
    state: Mapped[State] = mapped_column(words(State), index=True, default=State.PLANNED)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    recorded: Mapped[bool] = mapped_column(default=True)
    media_node: Mapped[str | None] = mapped_column(String(80))
    """The node that holds the lesson's room; set when the room is placed."""
    makes_up: Mapped[str | None] = mapped_column(String(80), index=True)
    """`<timetable entry>:<date>` of the occurrence that was not held and that this lesson makes up for."""
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    """Grows with every change that a calendar program must know (RFC 5545, section 3.8.7.4)."""
    publication: Mapped[Publication] = mapped_column(
        words(Publication), default=Publication.DRAFT, server_default=Publication.DRAFT.value
    )
    sent_back: Mapped[str] = mapped_column(String(500), default="", server_default="")
    """Why the last review did not publish it; empty: it was not sent back."""
    byline: Mapped[Name] = mapped_column(default="", server_default="")
    """The teacher as the library shows them; empty: by the teacher's own name."""
    edition: Mapped[Name] = mapped_column(default="", server_default="")
    """Of the textbook. A copy, as the unit's: a recording tells what was taught, whatever is taught today."""
    volume: Mapped[int | None]
    unit_number: Mapped[int | None]
    unit_title: Mapped[Name] = mapped_column(default="", server_default="")
    hub_room: Mapped[Room] = relationship(lazy="raise")
    hub_class: Mapped[SchoolClass | None] = relationship(lazy="raise")
    teacher: Mapped[Person] = relationship(lazy="raise")
    receivers: Mapped[list["LessonReceiver"]] = relationship(
        lazy="raise", order_by="LessonReceiver.room_id", cascade="all, delete-orphan"
    )


_IN_CALENDARS = ("title", "starts_at", "ends_at", "hub_room_id", "teacher_id")
"""What a calendar program shows of a lesson, apart from whether it is held."""


@event.listens_for(Lesson, "before_update")
def _count_change(_mapper: object, _connection: object, lesson: Lesson) -> None:
    """Count a change that calendar programs must know, whoever makes it."""
    state = inspect(lesson)
    changed = any(state.attrs[name].history.has_changes() for name in _IN_CALENDARS)
    held = state.attrs.state.history
    around = State.CANCELLED in (*held.added, *held.deleted) if held.has_changes() else False
    if changed or around:
        lesson.sequence += 1


class LessonReceiver(Base):
    """A room that receives a lesson, and the class that sits there."""

    __tablename__ = "lesson_receiver"
    lesson_id: Mapped[str] = mapped_column(
        ForeignKey("lesson.id", ondelete="CASCADE"), primary_key=True
    )
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"), primary_key=True, index=True)
    class_id: Mapped[str | None] = mapped_column(ForeignKey("school_class.id"), index=True)
    room: Mapped[Room] = relationship(lazy="raise")
    school_class: Mapped[SchoolClass | None] = relationship(lazy="raise")


class MediaToken(Base):
    """A single-use permit for one door of one lesson; the row holds only its hash."""

    __tablename__ = "media_token"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256, hexadecimal."""
    lesson_id: Mapped[str] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"))
    direction: Mapped[Direction] = mapped_column(words(Direction))
    identity: Mapped[str] = mapped_column(String(80))
    """`person:<id>` or `room:<id>`."""
    device_id: Mapped[str | None] = mapped_column(String(80))
    """The device that asked for it; none for a person's."""
    expires_at: Mapped[Moment] = mapped_column(UtcDateTime(), index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class MediaSession(Base):
    """One peer at a media node, from the accepted offer to its end."""

    __tablename__ = "media_session"
    __table_args__ = (Index("ix_media_session_lesson_id_ended_at", "lesson_id", "ended_at"),)
    id: Mapped[Id]
    lesson_id: Mapped[str] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"))
    direction: Mapped[Direction] = mapped_column(words(Direction))
    identity: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64))
    """Of the token that opened it: the same token may close it."""
    device_id: Mapped[str | None] = mapped_column(String(80))
    """The device behind it, so that revoking one device of a room leaves the other alone."""
    node: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[Moment]
    connected_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    ending: Mapped[Ending | None] = mapped_column(words(Ending))


class Attendance(Base):
    """An interval in which a room was really connected to a lesson, as the media node saw it."""

    __tablename__ = "attendance"
    session_id: Mapped[Id]
    """The media session; one interval each, so that a resent message changes nothing."""
    lesson_id: Mapped[str] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), index=True)
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"), index=True)
    began_at: Mapped[Moment]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    """None: still there."""
