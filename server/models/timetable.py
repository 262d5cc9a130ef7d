"""Terms, courses and the weekly timetable from which dated lessons come."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.domain import Weeks
from server.models.base import Base, Id, Name, words
from server.models.organisation import Room, SchoolClass
from server.models.people import Person


class Kind(StrEnum):
    """The three classrooms (三个课堂)."""

    DEDICATED = "dedicated"
    FAMOUS_TEACHER = "famous_teacher"
    FAMOUS_SCHOOL = "famous_school"


class Term(Base):
    """A term (学期) of a city."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("city_id", "name"),)
    id: Mapped[Id]
    city_id: Mapped[str] = mapped_column(ForeignKey("city.id"), index=True)
    name: Mapped[Name]
    first_day: Mapped[date]
    last_day: Mapped[date]


class Course(Base):
    """A series of lessons of one hub teacher for the same rooms."""

    __tablename__ = "course"
    id: Mapped[Id]
    kind: Mapped[Kind] = mapped_column(words(Kind))
    title: Mapped[Name]
    subject: Mapped[Name]
    grade: Mapped[int]
    hub_room_id: Mapped[str] = mapped_column(ForeignKey("room.id"), index=True)
    hub_class_id: Mapped[str | None] = mapped_column(ForeignKey("school_class.id"), index=True)
    """The class that sits before the teacher (同步课堂); none in a studio."""
    teacher_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    recorded: Mapped[bool] = mapped_column(default=True)
    edition: Mapped[Name] = mapped_column(default="", server_default="")
    """Of the textbook (教材版本); empty: the only one that the city has for it."""
    hub_room: Mapped[Room] = relationship(lazy="raise")
    hub_class: Mapped[SchoolClass | None] = relationship(lazy="raise")
    teacher: Mapped[Person] = relationship(lazy="raise")
    receivers: Mapped[list["CourseReceiver"]] = relationship(lazy="raise")


class CourseReceiver(Base):
    """A room that receives a course, and the class that sits there."""

    __tablename__ = "course_receiver"
    course_id: Mapped[str] = mapped_column(
        ForeignKey("course.id", ondelete="CASCADE"), primary_key=True
    )
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"), primary_key=True)
    class_id: Mapped[str | None] = mapped_column(ForeignKey("school_class.id"))
    room: Mapped[Room] = relationship(lazy="raise")
    school_class: Mapped[SchoolClass | None] = relationship(lazy="raise")


class TimetableEntry(Base):
    """One weekly lesson of a course, in local minutes of the day."""

    __tablename__ = "timetable_entry"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        CheckConstraint(
            "start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440", name="span"
        ),
    )
    id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), index=True)
    term_id: Mapped[str] = mapped_column(ForeignKey("term.id"), index=True)
    weekday: Mapped[int]
    """ISO 8601: 1 is Monday."""
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    weeks: Mapped[Weeks] = mapped_column(words(Weeks), default=Weeks.EVERY)
    course: Mapped[Course] = relationship(lazy="raise")
    term: Mapped[Term] = relationship(lazy="raise")


class SchoolLesson(Base):
    """A row of a school's own timetable: what a class has in a period of its own bells. Given, not ours."""

    __tablename__ = "school_lesson"
    __table_args__ = (
        UniqueConstraint("term_id", "class_id", "weekday", "period", "weeks"),
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        CheckConstraint("period >= 1", name="period"),
    )
    id: Mapped[Id]
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), index=True)
    term_id: Mapped[str] = mapped_column(ForeignKey("term.id"))
    class_id: Mapped[str] = mapped_column(ForeignKey("school_class.id"), index=True)
    weekday: Mapped[int]
    """ISO 8601: 1 is Monday."""
    period: Mapped[int]
    """Number of the period in the bells of the school, 1 for the first."""
    subject: Mapped[Name]
    teacher_name: Mapped[Name] = mapped_column(default="")
    """As the school wrote it; empty: nobody can teach it."""
    teacher_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    """None: the teacher has no account here."""
    room_id: Mapped[str | None] = mapped_column(ForeignKey("room.id"))
    """None: the class's own classroom."""
    movable: Mapped[bool] = mapped_column(default=False)
    """Whether the school allows that it changes places within its week."""
    weeks: Mapped[Weeks] = mapped_column(words(Weeks), default=Weeks.EVERY)
    school_class: Mapped[SchoolClass] = relationship(lazy="raise")
