"""Bells by season, and the calendar in layers: what a city, a district or a school says about its days."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.models.base import Base, Id, Name, words


class DayKind(StrEnum):
    """What is said about some days."""

    HOLIDAY = "holiday"
    SUSPENSION = "suspension"
    MAKE_UP = "make_up"


class BellSchedule(Base):
    """The bells of a school (作息时间) from a day of every year on, until the next schedule's day."""

    __tablename__ = "bell_schedule"
    __table_args__ = (
        UniqueConstraint("school_id", "name"),
        UniqueConstraint("school_id", "from_month", "from_day"),
        CheckConstraint(
            "from_month BETWEEN 1 AND 12 AND from_day BETWEEN 1 AND 31", name="from_day"
        ),
    )
    id: Mapped[Id]
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), index=True)
    name: Mapped[Name]
    """The season: 夏季作息, 冬季作息."""
    from_month: Mapped[int]
    from_day: Mapped[int]
    periods: Mapped[list["BellPeriod"]] = relationship(
        lazy="raise", order_by="BellPeriod.number", cascade="all, delete-orphan"
    )


class BellPeriod(Base):
    """One period (节) in local minutes of the day."""

    __tablename__ = "bell_period"
    __table_args__ = (
        CheckConstraint(
            "start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440", name="span"
        ),
    )
    schedule_id: Mapped[str] = mapped_column(
        ForeignKey("bell_schedule.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1 for the first of the day."""
    start_minute: Mapped[int]
    end_minute: Mapped[int]


class CalendarEntry(Base):
    """Days off, or a day that runs another weekday's timetable (调休), said by exactly one level."""

    __tablename__ = "calendar_entry"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN city_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN district_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN school_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_scope",
        ),
        CheckConstraint("first_day <= last_day", name="span"),
        CheckConstraint("runs_weekday BETWEEN 1 AND 7", name="weekday"),
    )
    id: Mapped[Id]
    city_id: Mapped[str | None] = mapped_column(ForeignKey("city.id"), index=True)
    district_id: Mapped[str | None] = mapped_column(ForeignKey("district.id"), index=True)
    school_id: Mapped[str | None] = mapped_column(ForeignKey("school.id"), index=True)
    kind: Mapped[DayKind] = mapped_column(words(DayKind))
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[Name] = mapped_column(default="")
    runs_weekday: Mapped[int | None]
    """Of a make-up day: whose timetable it runs, ISO 8601."""
    runs_week: Mapped[int | None]
    """Of a make-up day: the teaching week that it runs, for odd and even weeks; None: its own."""
