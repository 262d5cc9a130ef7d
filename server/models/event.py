"""The bounded log of events, from which a page that was away catches up."""

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server.models.base import Base, Moment


class Event(Base):
    """Something changed. Says only what about: readers render the present state for whoever asks."""

    __tablename__ = "event"
    __table_args__ = {"sqlite_autoincrement": True}
    # AUTOINCREMENT, because SQLite would otherwise give the number of a deleted last row again.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    type: Mapped[str] = mapped_column(String(40))
    lesson_id: Mapped[str | None] = mapped_column(String(80))
    run_id: Mapped[str | None] = mapped_column(String(80))
    """An alignment run."""
    at: Mapped[Moment]
