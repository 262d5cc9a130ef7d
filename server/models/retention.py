"""How long recordings are kept: holds, erasures, and what an erasure still has to delete."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import UtcDateTime
from server.models.base import Base, Id, Moment, words
from server.models.lesson import Lesson


class Hold(Base):
    """Somebody needs a recording: nothing of it is erased while a hold stands."""

    __tablename__ = "recording_hold"
    id: Mapped[Id]
    lesson_id: Mapped[str] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    held_by: Mapped[str] = mapped_column(String(80))
    held_at: Mapped[Moment]
    released_by: Mapped[str | None] = mapped_column(String(80))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class ErasureCause(StrEnum):
    """Why a recording is erased."""

    PERSON = "person"
    """Somebody asked for it."""
    PERIOD = "period"
    """The period of its kind of lesson is over."""
    CONSENT = "consent"
    """The parents of a class withdrew their consent."""


class ErasureState(StrEnum):
    """How far an erasure is: asked → waiting → erasing → done, or refused, or taken back before it began."""

    ASKED = "asked"
    """It shows children: another administrator must agree first."""
    WAITING = "waiting"
    """The days of grace run."""
    ERASING = "erasing"
    """Nobody can replay it any more; objects and the archivers' disks are being emptied."""
    DONE = "done"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


OPEN_ERASURES = (ErasureState.ASKED, ErasureState.WAITING, ErasureState.ERASING)


class Erasure(Base):
    """One erasure of a recording or of some of its roles. Its row is what stays of the recording."""

    __tablename__ = "erasure"
    id: Mapped[Id]
    lesson_id: Mapped[str] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), index=True)
    roles: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """Track roles; None: everything."""
    cause: Mapped[ErasureCause] = mapped_column(words(ErasureCause))
    state: Mapped[ErasureState] = mapped_column(words(ErasureState), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    asked_by: Mapped[str | None] = mapped_column(String(80))
    """A person; None: the period's end."""
    asked_at: Mapped[Moment]
    decided_by: Mapped[str | None] = mapped_column(String(80))
    """Who agreed, refused or took it back."""
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    """End of the days of grace."""
    archivers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """By name of an archiver that must look at its disk: `{"files", "size"}` that it deleted, None until it answers, or
    `{"gone", "at"}` if an administrator said why that machine will not come back. None: they have not been told yet."""
    problem: Mapped[str] = mapped_column(String(300), default="", server_default="")
    """Why the last attempt to delete an object failed; empty when it did not."""
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    objects: Mapped[int | None]
    """Objects deleted from the store."""
    size: Mapped[int | None] = mapped_column(BigInteger)
    """Their bytes."""
    digest: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 over their keys and digests, see `server.retention.erasing`."""
    acts: Mapped[int | None]
    """Rows of what was done in the lesson (messages, polls, hands, head counts) that went with it."""
    lesson: Mapped[Lesson] = relationship(lazy="raise")


class ErasureObject(Base):
    """An object that an erasure deletes; the rows go when it is done."""

    __tablename__ = "erasure_object"
    erasure_id: Mapped[str] = mapped_column(
        ForeignKey("erasure.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(500), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    """Empty where only the store knew of the object."""
    deleted: Mapped[bool] = mapped_column(default=False)
