"""What is done in a lesson, as the API takes and tells it."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from server.auth.schemas import Text

MOST_CHILDREN = 500
"""In one classroom; more is a slip of the finger."""


class HandIn(BaseModel):
    """A class's hand."""

    up: bool


class HelpIn(BaseModel):
    """Whether a class needs somebody to help with the equipment."""

    asked: bool


class CallIn(BaseModel):
    """Whether a class has the word."""

    speaks: bool


class HeadCountIn(BaseModel):
    """How many children sit in a classroom."""

    count: Annotated[int, Field(ge=0, le=MOST_CHILDREN)]


class MessageIn(BaseModel):
    """A line between the adults of both sides."""

    text: Annotated[Text, Field(min_length=1, max_length=200)]


class PollIn(BaseModel):
    """A question to all classes; its choices are lettered from A."""

    question: Annotated[Text, Field(max_length=100)] = ""
    choices: Annotated[int, Field(ge=2, le=6)]


class AnswerIn(BaseModel):
    """How many children of a class chose A, B, …; one number per choice of the poll."""

    votes: Annotated[
        list[Annotated[int, Field(ge=0, le=MOST_CHILDREN)]], Field(min_length=2, max_length=6)
    ]


class StandingOut(BaseModel):
    """Where a receiving class stands; the order of `items` is that of its lesson's rooms."""

    room_id: str
    class_name: str
    school_name: str
    hand_up_since: datetime | None
    hand_place: int | None
    """1: the first in the queue of hands."""
    speaks: bool
    picture_allowed: bool
    """While it has the word its classroom sends sound; its picture too only with a consent on record."""
    help_since: datetime | None
    head_count: int | None


class MessageOut(BaseModel):
    """A line; `room_id` null: from the hub's side, by `author`."""

    number: int
    at: datetime
    room_id: str | None
    author: str
    text: str


class VotesOut(BaseModel):
    """The answer of one class."""

    room_id: str
    votes: list[int]


class PollOut(BaseModel):
    """A poll with what came in so far; `total` is per choice."""

    number: int
    question: str
    choices: int
    opened_at: datetime
    closed_at: datetime | None
    total: list[int]
    classes: list[VotesOut]


class InteractionOut(BaseModel):
    """Where a lesson stands. Messages: the newest 100, oldest first; polls: oldest first."""

    classes: list[StandingOut]
    messages: list[MessageOut]
    polls: list[PollOut]
