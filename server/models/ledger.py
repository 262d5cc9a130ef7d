"""The ledger of lessons (开课台账): what was planned, and what packets prove to have been delivered."""

from sqlalchemy import Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.models.base import Base, Moment, Name, words
from server.models.timetable import Kind
from streaming.contract import Kind as MediaKind


class Delivered(Base):
    """An interval in which a receiver got media of one role and kind, as its media node proved it by packets."""

    __tablename__ = "delivered"
    session_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    role: Mapped[str] = mapped_column(String(100), primary_key=True)
    kind: Mapped[MediaKind] = mapped_column(words(MediaKind), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    lesson_id: Mapped[str] = mapped_column(String(80), index=True)
    identity: Mapped[str] = mapped_column(String(80))
    began_at: Mapped[Moment]
    ended_at: Mapped[Moment]
    written_at: Mapped[Moment]


class LedgerEntry(Base):
    """One class of one lesson; append-only and hash-chained. A correction is a row of a higher revision.

    Names and ids stand here as they were: no foreign key, so that nothing that happens later changes a row.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("lesson_id", "room_id", "revision"),
        Index("ix_ledger_entry_starts_at", "starts_at"),
        Index("ix_ledger_entry_school_id_starts_at", "school_id", "starts_at"),
        Index("ix_ledger_entry_hub_school_id_starts_at", "hub_school_id", "starts_at"),
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """1, 2, … without a gap."""
    revision: Mapped[int]
    newest: Mapped[bool]
    """Not part of what is hashed: taken off when a correction follows."""
    written_at: Mapped[Moment]
    lesson_id: Mapped[str] = mapped_column(String(80))
    kind: Mapped[Kind] = mapped_column(words(Kind))
    title: Mapped[Name]
    subject: Mapped[Name]
    grade: Mapped[int]
    month: Mapped[str] = mapped_column(String(7))
    """`2026-09`, in Asia/Shanghai."""
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    room_id: Mapped[str] = mapped_column(String(80))
    class_id: Mapped[str] = mapped_column(String(80))
    """Empty where no class is on record: then the room stands for it."""
    class_name: Mapped[Name]
    school_id: Mapped[str] = mapped_column(String(80))
    school_name: Mapped[Name]
    district_id: Mapped[str] = mapped_column(String(80))
    district_name: Mapped[Name]
    hub_school_id: Mapped[str] = mapped_column(String(80))
    hub_school_name: Mapped[Name]
    teacher_id: Mapped[str] = mapped_column(String(80))
    teacher_name: Mapped[Name]
    planned_seconds: Mapped[int]
    delivered_seconds: Mapped[int]
    """In which the class heard the teacher, inside the planned time; planned = delivered + late + early + gaps."""
    seen_seconds: Mapped[int]
    """In which it saw the teacher or the board."""
    late_seconds: Mapped[int]
    early_seconds: Mapped[int]
    gap_seconds: Mapped[int]
    gaps: Mapped[int]
    held: Mapped[bool]
    """Whether at least half of the planned time was delivered."""
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


HASHED = tuple(
    column.name
    for column in LedgerEntry.__table__.columns
    if column.name not in {"number", "newest", "previous", "hash"}
)
"""The columns that a row's hash covers, beside its number and the hash before."""
