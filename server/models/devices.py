"""Classroom devices: an identity of their own, nobody signs in on a smart board."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import UtcDateTime
from server.models.base import Base, Id, Name
from server.models.organisation import Room, SchoolClass


class Device(Base):
    """A smart board or PC that stands in a room and knows a key."""

    __tablename__ = "device"
    id: Mapped[Id]
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"), index=True)
    class_id: Mapped[str | None] = mapped_column(ForeignKey("school_class.id"))
    """The class that usually sits there."""
    name: Mapped[Name]
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the device key, hexadecimal; keys are random, so a slow hash would gain nothing."""
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    room: Mapped[Room] = relationship(lazy="raise")
    school_class: Mapped[SchoolClass | None] = relationship(lazy="raise")
