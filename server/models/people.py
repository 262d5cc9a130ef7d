"""People, what they may do where, and the sessions of people and devices."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import UtcDateTime
from server.models.base import Base, Id, Moment, Name, words
from server.models.devices import Device
from server.models.organisation import School


class Role(StrEnum):
    """What a person may do at a scope."""

    HUB_TEACHER = "hub_teacher"
    TEACHER = "teacher"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class Person(Base):
    """Somebody who signs in with a name and a password."""

    __tablename__ = "person"
    id: Mapped[Id]
    username: Mapped[str] = mapped_column(String(80), unique=True)
    """Lower case; compared after `str.casefold`."""
    name: Mapped[Name]
    password_hash: Mapped[str] = mapped_column(String(200))
    """Argon2id in its own text form; empty: cannot sign in."""
    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), index=True)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    email: Mapped[str | None] = mapped_column(String(254))
    """Where a reset code may be sent; none: codes are printed."""
    school: Mapped[School] = relationship(lazy="raise")
    grants: Mapped[list["RoleGrant"]] = relationship(lazy="raise", back_populates="person")


class RoleGrant(Base):
    """A role of a person at exactly one scope: a city, a district or a school."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN city_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN district_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN school_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_scope",
        ),
    )
    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(words(Role))
    city_id: Mapped[str | None] = mapped_column(ForeignKey("city.id"))
    district_id: Mapped[str | None] = mapped_column(ForeignKey("district.id"))
    school_id: Mapped[str | None] = mapped_column(ForeignKey("school.id"))
    person: Mapped[Person] = relationship(lazy="raise", back_populates="grants")


class SignIn(Base):
    """A session of a person or of a device; the cookie holds the token, the row only its hash."""

    __tablename__ = "sign_in"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (device_id IS NULL)", name="one_owner"),
    )
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """HMAC-SHA-256 of the token under the installation's cookie secret, hexadecimal."""
    person_id: Mapped[str | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    device_id: Mapped[str | None] = mapped_column(
        ForeignKey("device.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment] = mapped_column(UtcDateTime(), index=True)
    person: Mapped[Person | None] = relationship(lazy="raise")
    device: Mapped[Device | None] = relationship(lazy="raise")


class Errand(StrEnum):
    """What a printed code is for."""

    INVITATION = "invitation"
    RESET = "reset"


class AccessCode(Base):
    """A code on paper (or in an e-mail) with which a person chooses a password, once."""

    __tablename__ = "access_code"
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """HMAC-SHA-256 of the code under the installation's cookie secret, hexadecimal."""
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    errand: Mapped[Errand] = mapped_column(words(Errand))
    issued_by: Mapped[str] = mapped_column(String(80))
    """The person's id who made it, or `command` or `e-mail`."""
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment] = mapped_column(UtcDateTime(), index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    person: Mapped[Person] = relationship(lazy="raise")
