"""Exports as the API tells them."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from server.auth.schemas import Named, Text
from server.models import ExportState


class ExportIn(BaseModel):
    """Why somebody wants a recording as a file."""

    reason: Annotated[Text, Field(min_length=4, max_length=500)]


class ExportOut(BaseModel):
    """A wish to take a recording out of the house, and what became of it."""

    id: str
    lesson: Named
    asked_by: Named
    asked_at: datetime
    reason: str
    state: ExportState
    decided_by: Named | None
    decided_at: datetime | None
    good_until: datetime | None
    """Of an approval."""
    decidable: bool
    """Whether the caller may approve or refuse it."""


class ExportList(BaseModel):
    """The newest wishes that the caller made or may decide."""

    items: list[ExportOut]
