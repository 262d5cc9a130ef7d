"""What alignment works on and what comes of it: offers, demands, runs, proposals, acceptances."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.domain import Weeks
from server.database import UtcDateTime
from server.models.base import Base, Id, Moment, Name, words
from server.models.organisation import SchoolClass
from server.models.people import Person
from server.models.timetable import Kind


class RunState(StrEnum):
    """Where an alignment run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Offer(Base):
    """What a hub teacher offers: lessons of one of the teacher's own classes, or studio times."""

    __tablename__ = "offer"
    __table_args__ = (CheckConstraint("grade BETWEEN 1 AND 12", name="grade"),)
    id: Mapped[Id]
    term_id: Mapped[str] = mapped_column(ForeignKey("term.id"), index=True)
    teacher_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[Kind] = mapped_column(words(Kind), default=Kind.DEDICATED)
    subject: Mapped[Name]
    grade: Mapped[int]
    edition: Mapped[Name] = mapped_column(default="")
    """教材版本; empty where the city has only one."""
    studio: Mapped[bool] = mapped_column(default=False)
    """Without a class of the hub's own in the room."""
    progress: Mapped[int | None]
    """Teaching week that it has come to; None: it follows whoever joins."""
    teacher: Mapped[Person] = relationship(lazy="raise")
    lessons: Mapped[list["OfferLesson"]] = relationship(
        lazy="raise", order_by="OfferLesson.id", cascade="all, delete-orphan"
    )


class OfferLesson(Base):
    """A weekly lesson of an offer, in local minutes of the day."""

    __tablename__ = "offer_lesson"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        CheckConstraint(
            "start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440", name="span"
        ),
    )
    id: Mapped[Id]
    offer_id: Mapped[str] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int]
    """ISO 8601: 1 is Monday."""
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    weeks: Mapped[Weeks] = mapped_column(words(Weeks), default=Weeks.EVERY)


class Demand(Base):
    """A class needs so many lessons a week of a subject from a hub (需求)."""

    __tablename__ = "demand"
    __table_args__ = (
        UniqueConstraint("term_id", "class_id", "subject", "grade"),
        CheckConstraint("grade BETWEEN 1 AND 12", name="grade"),
        CheckConstraint("lessons_per_week BETWEEN 1 AND 10", name="lessons_per_week"),
        CheckConstraint("priority BETWEEN 1 AND 3", name="priority"),
    )
    id: Mapped[Id]
    term_id: Mapped[str] = mapped_column(ForeignKey("term.id"))
    class_id: Mapped[str] = mapped_column(ForeignKey("school_class.id"), index=True)
    kind: Mapped[Kind] = mapped_column(words(Kind), default=Kind.DEDICATED)
    subject: Mapped[Name]
    grade: Mapped[int]
    edition: Mapped[Name] = mapped_column(default="")
    lessons_per_week: Mapped[int]
    priority: Mapped[int] = mapped_column(default=1)
    """3 is the most urgent."""
    progress: Mapped[int | None]
    weeks: Mapped[Weeks] = mapped_column(words(Weeks), default=Weeks.EVERY)
    school_class: Mapped[SchoolClass] = relationship(lazy="raise")


class AlignmentRun(Base):
    """One run of the solver: what it was given, and how far it is."""

    __tablename__ = "alignment_run"
    __table_args__ = (Index("ix_alignment_run_city_id_created_at", "city_id", "created_at"),)
    id: Mapped[Id]
    city_id: Mapped[str] = mapped_column(ForeignKey("city.id"))
    term_id: Mapped[str] = mapped_column(ForeignKey("term.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    """Who asked for it."""
    created_at: Mapped[Moment]
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    beat_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    """Last sign of life of whoever works on it."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    state: Mapped[RunState] = mapped_column(words(RunState), index=True, default=RunState.QUEUED)
    stop_requested: Mapped[bool] = mapped_column(default=False)
    seconds: Mapped[float]
    seed: Mapped[int]
    workers: Mapped[int]
    versions: Mapped[str] = mapped_column(String(200))
    """Of the format and of the solver, so that the run can be repeated."""
    stage: Mapped[str] = mapped_column(String(32), default="")
    elapsed_seconds: Mapped[float] = mapped_column(default=0.0)
    value: Mapped[int] = mapped_column(BigInteger, default=0)
    bound: Mapped[int] = mapped_column(BigInteger, default=0)
    lessons: Mapped[int] = mapped_column(default=0)
    demanded: Mapped[int] = mapped_column(default=0)
    """Lessons a week that are asked for."""
    failure: Mapped[str] = mapped_column(String(500), default="")
    instance: Mapped[str] = mapped_column(Text, deferred=True)
    """JSON (`scheduler.formats`); megabytes, so it is loaded on request."""


class Proposal(Base):
    """A plan that a run or a person made; one with a defect is never shown."""

    __tablename__ = "proposal"
    id: Mapped[Id]
    run_id: Mapped[str] = mapped_column(
        ForeignKey("alignment_run.id", ondelete="CASCADE"), index=True
    )
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    """The proposal that a person changed into this one."""
    created_at: Mapped[Moment]
    value: Mapped[int] = mapped_column(BigInteger)
    bound: Mapped[int] = mapped_column(BigInteger)
    """Proven for the run's instance, whoever changed the plan."""
    lessons: Mapped[float]
    """Lessons a week; a lesson of every other week is half of one."""
    demanded: Mapped[float]
    seconds: Mapped[float] = mapped_column(default=0.0)
    stopped: Mapped[str] = mapped_column(String(32), default="")
    """Why the run ended; empty for a person's change."""
    defect: Mapped[str] = mapped_column(String(500), default="")
    """What validation found; empty: the plan keeps every rule."""
    plan: Mapped[str] = mapped_column(Text, deferred=True)
    """JSON (`scheduler.formats`)."""
    run: Mapped[AlignmentRun] = relationship(lazy="raise")


class Acceptance(Base):
    """A proposal, or a part of it, that has become courses and dated lessons."""

    __tablename__ = "acceptance"
    id: Mapped[Id]
    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposal.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[Moment]
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    lessons: Mapped[int]
    """Weekly lessons that were accepted, one for each class."""
    plan: Mapped[str] = mapped_column(Text, deferred=True)
    """The accepted part, JSON (`scheduler.formats`): later runs keep it."""
    proposal: Mapped[Proposal] = relationship(lazy="raise")
    receivers: Mapped[list["AcceptedReceiver"]] = relationship(
        lazy="raise", cascade="all, delete-orphan"
    )


class AcceptedReceiver(Base):
    """A class that an acceptance brought into a course; the course goes with its last receiver."""

    __tablename__ = "accepted_receiver"
    acceptance_id: Mapped[str] = mapped_column(
        ForeignKey("acceptance.id", ondelete="CASCADE"), primary_key=True
    )
    course_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(80))
    """The offered lesson that the course holds."""
    weeks: Mapped[Weeks] = mapped_column(words(Weeks))
