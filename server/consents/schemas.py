"""Consents as the API tells them."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from server.auth.schemas import Named, Text
from server.models import ConsentTrack


class ConsentIn(BaseModel):
    """Where the paper is kept that the parents signed."""

    paper: Annotated[Text, Field(min_length=1, max_length=200)]


class ConsentOut(BaseModel):
    """What a class allows, or allowed."""

    track: ConsentTrack
    given_at: datetime
    given_by: Named
    paper: str
    withdrawn_at: datetime | None


class ConsentList(BaseModel):
    """Every consent of a class, newest first; those in force have no `withdrawn_at`."""

    items: list[ConsentOut]
