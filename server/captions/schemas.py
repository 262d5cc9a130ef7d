"""Captions as the API tells them."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from server.auth.schemas import Text

Label = Annotated[Text, Field(min_length=1, max_length=40)]


class CaptionOut(BaseModel):
    """One file of captions; `address` gives it as WebVTT."""

    id: str
    label: str
    cues: int
    address: str
    added_at: datetime


class CaptionList(BaseModel):
    """The captions of a recording, the oldest first; `can_add`: whether the caller may bring and remove some."""

    items: list[CaptionOut]
    can_add: bool
