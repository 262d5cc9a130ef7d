"""What is taught: subjects, textbook editions (教材版本) and their units."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.models.base import Base, Id, Name


class Subject(Base):
    """A subject of a city, such as 语文 or 数学."""

    __tablename__ = "subject"
    __table_args__ = (UniqueConstraint("city_id", "name"),)
    id: Mapped[Id]
    city_id: Mapped[str] = mapped_column(ForeignKey("city.id"), index=True)
    name: Mapped[Name]


class Textbook(Base):
    """One volume: subject, grade, edition and half of the year."""

    __tablename__ = "textbook"
    __table_args__ = (
        UniqueConstraint("subject_id", "grade", "edition", "volume"),
        CheckConstraint("grade BETWEEN 1 AND 12", name="grade"),
        CheckConstraint("volume BETWEEN 1 AND 2", name="volume"),
    )
    id: Mapped[Id]
    city_id: Mapped[str] = mapped_column(ForeignKey("city.id"), index=True)
    subject_id: Mapped[str] = mapped_column(ForeignKey("subject.id"))
    grade: Mapped[int]
    edition: Mapped[Name]
    """人教版, 北师大版 …"""
    volume: Mapped[int]
    """1 上册, 2 下册."""
    subject: Mapped[Subject] = relationship(lazy="raise")
    units: Mapped[list["Unit"]] = relationship(
        lazy="raise", order_by="Unit.number", cascade="all, delete-orphan"
    )


class Unit(Base):
    """A unit (单元) of a textbook."""

    __tablename__ = "unit"
    textbook_id: Mapped[str] = mapped_column(
        ForeignKey("textbook.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[Name]
