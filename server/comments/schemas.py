"""Comments and points as the API tells them."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from server.auth.schemas import Named
from server.models import Criterion

Said = Annotated[
    str, StringConstraints(min_length=1, max_length=1000, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")
]
"""Text that is not empty, without NUL."""
AtMs = Annotated[int, Field(ge=0, le=24 * 3600 * 1000)]
Points = Annotated[int, Field(ge=1, le=5)]


class CommentIn(BaseModel):
    """What somebody says about one second of a recording, in milliseconds from its epoch."""

    at_ms: AtMs
    text: Said


class CommentChange(BaseModel):
    """What a comment shall say instead."""

    text: Said


class CommentOut(BaseModel):
    """A comment; `can_edit`, `can_remove`: whether the caller may."""

    id: str
    at_ms: int
    text: str
    author: Named
    written_at: datetime
    changed_at: datetime | None
    can_edit: bool
    can_remove: bool


class CriterionOut(BaseModel):
    """The points for one criterion: the average of all, and the caller's own."""

    criterion: Criterion
    average: float | None
    mine: int | None


class RubricOut(BaseModel):
    """What a famous teacher's lesson was given."""

    people: int
    """How many have given points."""
    criteria: list[CriterionOut]


class CommentList(BaseModel):
    """The comments of a recording by time, and its rubric where the kind of lesson has one."""

    items: list[CommentOut]
    rubric: RubricOut | None


class RubricIn(BaseModel):
    """Points by criterion, 1 to 5; what is not named stays."""

    points: dict[Criterion, Points]
