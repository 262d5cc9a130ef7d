"""City, district, school, room, class."""

from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.models.base import Base, Id, Name, words


class Purpose(StrEnum):
    """What a room is equipped for."""

    BROADCAST = "broadcast"
    RECEIVING = "receiving"


class City(Base):
    """A city: the widest scope of a role."""

    __tablename__ = "city"
    id: Mapped[Id]
    name: Mapped[Name]


class District(Base):
    """A school district (学区) of a city."""

    __tablename__ = "district"
    id: Mapped[Id]
    city_id: Mapped[str] = mapped_column(ForeignKey("city.id"), index=True)
    name: Mapped[Name]
    city: Mapped[City] = relationship(lazy="raise")


class School(Base):
    """A school, with what its link carries."""

    __tablename__ = "school"
    id: Mapped[Id]
    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"), index=True)
    name: Mapped[Name]
    downlink_kbps: Mapped[int] = mapped_column(default=0)
    """0: not known."""
    uplink_kbps: Mapped[int] = mapped_column(default=0)
    """0: not known."""
    district: Mapped[District] = relationship(lazy="raise")


class Room(Base):
    """A room of a school: a broadcast room (主播室) or a receiving classroom (接收教室)."""

    __tablename__ = "room"
    id: Mapped[Id]
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), index=True)
    name: Mapped[Name]
    purpose: Mapped[Purpose] = mapped_column(words(Purpose))
    school: Mapped[School] = relationship(lazy="raise")


class SchoolClass(Base):
    """A class (班) of a school."""

    __tablename__ = "school_class"
    id: Mapped[Id]
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), index=True)
    name: Mapped[Name]
    grade: Mapped[int]
    """1 to 12."""
    size: Mapped[int] = mapped_column(default=0)
    """Pupils; 0: not known."""
