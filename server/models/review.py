"""What people add to a recording: captions, time-coded comments, points by a rubric. All of it goes with the recording."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import UtcDateTime
from server.models.base import Base, Id, Moment, Name, words
from server.models.people import Person


class Caption(Base):
    """A WebVTT file of a recording, as it was brought; checked before it was kept."""

    __tablename__ = "caption"
    id: Mapped[Id]
    lesson_id: Mapped[str] = mapped_column(
        ForeignKey("recording.lesson_id", ondelete="CASCADE"), index=True
    )
    label: Mapped[Name]
    """What people choose it by: 中文, English."""
    text: Mapped[str] = mapped_column(Text)
    cues: Mapped[int]
    added_by: Mapped[str] = mapped_column(String(80))
    added_at: Mapped[Moment]


class ReviewComment(Base):
    """What somebody says about one second of a recording."""

    __tablename__ = "review_comment"
    id: Mapped[Id]
    lesson_id: Mapped[str] = mapped_column(
        ForeignKey("recording.lesson_id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at_ms: Mapped[int] = mapped_column(Integer)
    """From the recording's epoch."""
    text: Mapped[str] = mapped_column(String(1000))
    written_at: Mapped[Moment]
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    person: Mapped[Person] = relationship(lazy="raise")


class Criterion(StrEnum):
    """What a famous teacher's lesson is judged by."""

    GOALS = "goals"
    CONTENT = "content"
    METHOD = "method"
    INTERACTION = "interaction"
    EFFECT = "effect"


class ReviewScore(Base):
    """The points of one person for one criterion, 1 (to be improved) to 5 (excellent)."""

    __tablename__ = "review_score"
    __table_args__ = (CheckConstraint("points BETWEEN 1 AND 5", name="points"),)
    lesson_id: Mapped[str] = mapped_column(
        ForeignKey("recording.lesson_id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    criterion: Mapped[Criterion] = mapped_column(words(Criterion), primary_key=True)
    points: Mapped[int]
