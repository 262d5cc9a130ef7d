"""What happened between teacher and classes in a lesson, apart from picture and sound."""

from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server.models.base import Base, Moment, words


class Act(StrEnum):
    """What one side did."""

    HAND_UP = "hand_up"
    HAND_DOWN = "hand_down"
    CALLED = "called"
    """The teacher calls on a class."""
    DISMISSED = "dismissed"
    """The teacher has heard a class, or takes its hand down."""
    HELP_ASKED = "help_asked"
    HELP_DONE = "help_done"
    HEAD_COUNT = "head_count"
    MESSAGE = "message"
    POLL_OPENED = "poll_opened"
    POLL_CLOSED = "poll_closed"
    ANSWERED = "answered"


class Interaction(Base):
    """One act. Rows are only added: what holds now is what follows from all of them (`server.interaction.course`)."""

    __tablename__ = "interaction"
    __table_args__ = {"sqlite_autoincrement": True}
    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    lesson_id: Mapped[str] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), index=True)
    at: Mapped[Moment]
    act: Mapped[Act] = mapped_column(words(Act))
    room_id: Mapped[str | None] = mapped_column(ForeignKey("room.id"))
    """The class's room that did it, or to which it was done."""
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    """Who did it; none where a classroom's device did."""
    text: Mapped[str] = mapped_column(String(200), default="")
    """Of a message; of a poll its question."""
    figures: Mapped[str] = mapped_column(String(100), default="")
    """Numbers with commas: a head count, how many choices a poll has, the votes for each of them."""
    poll: Mapped[int | None] = mapped_column(Integer)
    """The number of the poll that is answered or closed."""
