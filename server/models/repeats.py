"""Requests that carried an idempotency key, with their answers."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.database import UtcDateTime
from server.models.base import Base, Moment


class KeptAnswer(Base):
    """The answer to one keyed request of one caller; kept for a day."""

    __tablename__ = "kept_answer"
    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """HMAC-SHA-256 of caller and key, hexadecimal."""
    request_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of method, address and body, hexadecimal."""
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Status, headers and body, encrypted: answers hold codes and keys that are nowhere else in the clear. None: not answered yet."""
    created_at: Mapped[Moment] = mapped_column(UtcDateTime(), index=True)
