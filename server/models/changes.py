"""What people changed of single lessons, and the secret addresses of calendar feeds."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import UtcDateTime
from server.models.base import Base, Id, Moment, Name, words
from server.models.people import Person


class ChangeKind(StrEnum):
    """What was done to a lesson by hand."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    SUBSTITUTED = "substituted"


class FeedKind(StrEnum):
    """Whose lessons a feed holds."""

    TEACHER = "teacher"
    CLASS = "class"
    ROOM = "room"
    SCHOOL = "school"


class LessonChange(Base):
    """One change of one dated lesson by hand (调课、代课、停课); the lesson itself holds what it is now.

    While a lesson has a change that cancelled or moved it, the timetable leaves it alone.
    """

    __tablename__ = "lesson_change"
    id: Mapped[Id]
    lesson_id: Mapped[str] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(words(ChangeKind))
    reason: Mapped[Name]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Moment]
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    """None: it holds."""
    old_starts_at: Mapped[Moment]
    old_ends_at: Mapped[Moment]
    old_teacher_id: Mapped[str] = mapped_column(ForeignKey("person.id"))


class CalendarFeed(Base):
    """A secret address under which a calendar program reads somebody's lessons. Shows what its person may see."""

    __tablename__ = "calendar_feed"
    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FeedKind] = mapped_column(words(FeedKind))
    target_id: Mapped[str] = mapped_column(String(80))
    """Of a person, a class, a room or a school."""
    key_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the key, hexadecimal."""
    created_at: Mapped[Moment]
    person: Mapped[Person] = relationship(lazy="raise")
