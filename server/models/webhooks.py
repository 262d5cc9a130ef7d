"""Who is told by HTTP what happens, and each telling of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import UtcDateTime
from server.models.base import Base, Id, Moment, words


class Happening(StrEnum):
    """What a webhook may be told of."""

    LESSON_LIVE = "lesson.live"
    LESSON_ENDED = "lesson.ended"
    RECORDING_COMPLETE = "recording.complete"
    LEDGER_CLOSED = "ledger.closed"


class DeliveryState(StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Webhook(Base):
    """A subscription of one city or one school."""

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("(city_id IS NULL) <> (school_id IS NULL)", name="one_scope"),
    )
    id: Mapped[Id]
    city_id: Mapped[str | None] = mapped_column(ForeignKey("city.id"), index=True)
    school_id: Mapped[str | None] = mapped_column(ForeignKey("school.id"), index=True)
    url: Mapped[str] = mapped_column(String(1000))
    happenings: Mapped[list[str]] = mapped_column(JSON)
    """Words of `Happening`."""
    created_by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[Moment]


class WebhookDelivery(Base):
    """One message to one webhook; the job that sends it works from these rows."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "happening", "subject"),
        Index("ix_webhook_delivery_state_next_at", "state", "next_at"),
    )
    id: Mapped[Id]
    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    happening: Mapped[Happening] = mapped_column(words(Happening))
    subject: Mapped[str] = mapped_column(String(100))
    """What it is about, so that it is told once: the lesson's id, for a ledger with its revision."""
    body: Mapped[str] = mapped_column(Text)
    """JSON, as it is signed and sent each time."""
    state: Mapped[DeliveryState] = mapped_column(words(DeliveryState))
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[Moment] = mapped_column(UtcDateTime())
    last_answer: Mapped[str] = mapped_column(String(200), default="")
    """Status or error of the newest attempt, in English."""
    created_at: Mapped[Moment]
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    webhook: Mapped[Webhook] = relationship(lazy="raise")
