"""City, district, school, room, class, and the alliances between schools."""

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint, cast, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from server.models.base import Base, Id, Name, words


class Purpose(StrEnum):
    """What a room is equipped for."""

    BROADCAST = "broadcast"
    RECEIVING = "receiving"


class Right(StrEnum):
    """How a member of an alliance may use the others' lessons."""

    LIVE = "live"
    ON_DEMAND = "on_demand"


class City(Base):
    """A city: the widest scope of a role."""

    __tablename__ = "city"
    id: Mapped[Id]
    name: Mapped[Name]


class District(Base):
    """A school district (学区) of a city."""

    __tablename__ = "district"
    __table_args__ = (UniqueConstraint("city_id", "name"),)
    id: Mapped[Id]
    city_id: Mapped[str] = mapped_column(ForeignKey("city.id"), index=True)
    name: Mapped[Name]
    code: Mapped[str | None] = mapped_column(String(80))
    """What another system calls it (OneRoster's sourcedId); None: nobody else does."""
    city: Mapped[City] = relationship(lazy="raise")


class School(Base):
    """A school, with what its link carries."""

    __tablename__ = "school"
    __table_args__ = (UniqueConstraint("district_id", "name"),)
    id: Mapped[Id]
    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"), index=True)
    name: Mapped[Name]
    code: Mapped[str | None] = mapped_column(String(80))
    """What another system calls it: 学校标识码, OneRoster's sourcedId."""
    downlink_kbps: Mapped[int] = mapped_column(default=0)
    """0: not known."""
    uplink_kbps: Mapped[int] = mapped_column(default=0)
    """0: not known."""
    district: Mapped[District] = relationship(lazy="raise")
    if TYPE_CHECKING:
        memberships: Mapped[str | None]


class Room(Base):
    """A room of a school: a broadcast room (主播室) or a receiving classroom (接收教室)."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("school_id", "name"),)
    id: Mapped[Id]
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), index=True)
    name: Mapped[Name]
    purpose: Mapped[Purpose] = mapped_column(words(Purpose))
    school: Mapped[School] = relationship(lazy="raise")


class SchoolClass(Base):
    """A class (班) of a school."""

    __tablename__ = "school_class"
    __table_args__ = (UniqueConstraint("school_id", "name"),)
    id: Mapped[Id]
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), index=True)
    name: Mapped[Name]
    code: Mapped[str | None] = mapped_column(String(80))
    """What another system calls it (OneRoster's sourcedId)."""
    grade: Mapped[int]
    """1 to 12."""
    size: Mapped[int] = mapped_column(default=0)
    """Pupils; 0: not known."""
    school: Mapped[School] = relationship(lazy="raise")


class Alliance(Base):
    """A research alliance (教研联盟): schools that keep one teaching progress and share lessons."""

    __tablename__ = "alliance"
    __table_args__ = (UniqueConstraint("city_id", "name"),)
    id: Mapped[Id]
    city_id: Mapped[str] = mapped_column(ForeignKey("city.id"), index=True)
    name: Mapped[Name]
    members: Mapped[list["AllianceMember"]] = relationship(
        lazy="raise", order_by="AllianceMember.school_id", cascade="all, delete-orphan"
    )


class AllianceMember(Base):
    """A school in an alliance, and how it may use the others' lessons."""

    __tablename__ = "alliance_member"
    alliance_id: Mapped[str] = mapped_column(
        ForeignKey("alliance.id", ondelete="CASCADE"), primary_key=True
    )
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), primary_key=True, index=True)
    right: Mapped[Right] = mapped_column(words(Right))


School.memberships = column_property(
    select(
        func.aggregate_strings(
            AllianceMember.alliance_id + "=" + cast(AllianceMember.right, String), ","
        )
    )
    .where(AllianceMember.school_id == School.id)
    .correlate_except(AllianceMember)
    .scalar_subquery(),
    deferred=True,
    raiseload=True,
)
"""`<alliance>=<right>`, by commas; None: in no alliance. One column, because every list of lessons asks for it."""
