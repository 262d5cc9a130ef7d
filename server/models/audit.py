"""What must be answered for: the audit log, consents to record children, exports that two people agree on."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import UtcDateTime
from server.models.base import Base, Id, Moment, words
from server.models.lesson import Lesson


class AuditAction(StrEnum):
    """What somebody did that is kept for ever."""

    LOOKED = "looked"
    EXPORT_ASKED = "export_asked"
    EXPORT_APPROVED = "export_approved"
    EXPORT_REFUSED = "export_refused"
    EXPORTED = "exported"
    HELD = "held"
    RELEASED = "released"
    ERASURE_ASKED = "erasure_asked"
    ERASURE_APPROVED = "erasure_approved"
    ERASURE_REFUSED = "erasure_refused"
    ERASURE_TAKEN_BACK = "erasure_taken_back"
    ERASED = "erased"
    MACHINE_GONE = "machine_gone"
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    INVITED = "invited"
    ROLES_CHANGED = "roles_changed"
    CODE_ISSUED = "code_issued"
    DEACTIVATED = "deactivated"
    ACTIVATED = "activated"
    DEVICE_ENROLLED = "device_enrolled"
    DEVICE_REVOKED = "device_revoked"
    REVIEW_ASKED = "review_asked"
    REVIEW_TAKEN_BACK = "review_taken_back"
    PUBLISHED = "published"
    SENT_BACK = "sent_back"
    UNPUBLISHED = "unpublished"
    CATALOGUED = "catalogued"


class AuditEntry(Base):
    """One row of the hash-chained log. No foreign keys: it outlives what it tells about."""

    __tablename__ = "audit_entry"
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """1, 2, … without a gap."""
    at: Mapped[Moment]
    actor: Mapped[str] = mapped_column(String(80))
    """`person:<id>`, `room:<id>` or `command`."""
    action: Mapped[AuditAction] = mapped_column(words(AuditAction), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    """What it was done to: `lesson:<id>`, `person:<id>`, `device:<id>`, `class:<id>`."""
    school_id: Mapped[str | None] = mapped_column(String(80), index=True)
    """The school to whose administrators it is shown."""
    note: Mapped[str] = mapped_column(String(500))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class ConsentTrack(StrEnum):
    """Which picture of children may be recorded."""

    STUDENTS = "students"
    """The class that sits before the teacher in the hub's room."""
    CLASS = "class"
    """A receiving class, by the camera of its classroom."""


class Consent(Base):
    """The parents of a class allow a track to be recorded; a paper that the school keeps."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_class_id_track", "class_id", "track"),)
    id: Mapped[Id]
    class_id: Mapped[str] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    track: Mapped[ConsentTrack] = mapped_column(words(ConsentTrack))
    given_at: Mapped[Moment]
    given_by: Mapped[str] = mapped_column(String(80))
    """The person who noted it."""
    paper: Mapped[str] = mapped_column(String(200))
    """Where the signed paper is kept."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    withdrawn_by: Mapped[str | None] = mapped_column(String(80))


class ExportState(StrEnum):
    """What became of a wish to take a recording out of the house."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


class ExportRequest(Base):
    """Somebody wants a recording with children as a file; somebody else must agree."""

    __tablename__ = "export_request"
    id: Mapped[Id]
    lesson_id: Mapped[str] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), index=True)
    asked_by: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[Moment] = mapped_column(UtcDateTime(), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    state: Mapped[ExportState] = mapped_column(words(ExportState))
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    lesson: Mapped[Lesson] = relationship(lazy="raise")
