"""Imports of tables, each with the journal that takes it back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.database import UtcDateTime
from server.models.base import Base, Id, Moment, Name


class ImportRun(Base):
    """One import that was written."""

    __tablename__ = "import_run"
    id: Mapped[Id]
    city_id: Mapped[str] = mapped_column(ForeignKey("city.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Moment]
    file_name: Mapped[Name]
    counts: Mapped[dict[str, dict[str, int]]] = mapped_column(JSON)
    """By sheet: what was created, changed, removed."""
    journal: Mapped[list[list[Any]]] = mapped_column(JSON, deferred=True)
    """`[table, before, after]` of each row, in the order in which they were written."""
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
