"""Classroom devices: an identity of their own, nobody signs in on a smart board."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import UtcDateTime
from server.models.base import Base, Id, Moment, Name
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
    next_key_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    """Of a key that was handed out but not shown yet; the first use makes it the key, and voids the old one."""
    key_since: Mapped[datetime | None] = mapped_column(UtcDateTime())
    """None: a key that was made by hand, in a link that somebody may have printed; it does not rotate."""
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    front_since: Mapped[datetime | None] = mapped_column(UtcDateTime())
    """When it was enrolled, or somebody chose it at its screen: of a room's devices the latest plays the lesson."""
    enrolled_by: Mapped[str | None] = mapped_column(String(80))
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    version: Mapped[str | None] = mapped_column(String(40))
    """Release of the page that the device runs, as it says itself."""
    self_test: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    self_test_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    plan_version: Mapped[str | None] = mapped_column(String(40))
    """The plan that the device has acknowledged."""
    plan_acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    room: Mapped[Room] = relationship(lazy="raise")
    school_class: Mapped[SchoolClass | None] = relationship(lazy="raise")


class Enrolment(Base):
    """A device that shows a code and waits for somebody to say in which room it stands."""

    __tablename__ = "enrolment"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(6), unique=True)
    """Six digits, shown on the device; good for minutes, and only to say a room to whoever holds the secret."""
    secret_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of what the device itself shows to take its key."""
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment] = mapped_column(UtcDateTime(), index=True)
    device_id: Mapped[str | None] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"))
    """Set when the code was typed in."""
