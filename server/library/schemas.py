"""What the library says of a recording, as the API tells and takes it."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from server.auth.schemas import Named, Text
from server.library.publication import Step
from server.models import Publication
from server.organisation.schemas import Label, Ref

Reason = Annotated[Text, Field(max_length=500)]


class UnitChoice(BaseModel):
    """A unit of a textbook."""

    number: int
    title: str


class TextbookChoice(BaseModel):
    """A textbook of the city for the lesson's subject and grade; `volume` 1: 上册, 2: 下册."""

    id: str
    edition: str
    volume: int
    units: list[UnitChoice]


class DetailsOut(BaseModel):
    """What the library says of a recording, and what the caller may do with it now."""

    title: str
    byline: str
    """The teacher as shown; empty: by `teacher`'s own name."""
    teacher: Named
    edition: str
    """Empty: nobody said."""
    volume: int | None
    textbook_id: str | None
    """Of the organisation's textbook of this edition and volume; null: there is none (any more)."""
    unit_number: int | None
    unit_title: str
    publication: Publication
    sent_back: str
    """Why the last review did not publish it; empty: it was not sent back."""
    steps: list[Step]
    textbooks: list[TextbookChoice]


class DetailsIn(BaseModel):
    """Changes of what the library says; what is left out stays. A unit is one of the textbook's."""

    title: Label = ""
    byline: Annotated[Text, Field(max_length=120)] = ""
    textbook_id: Ref | None = None
    unit_number: Annotated[int, Field(ge=1, le=100)] | None = None


class AskIn(BaseModel):
    """What the teacher or the school does: ask for a review, take that back, or withdraw what is published."""

    step: Literal[Step.ASK, Step.TAKE_BACK, Step.WITHDRAW]
    reason: Reason = ""


class ReviewIn(BaseModel):
    """What the reviewer decides: publish, or send back with a reason of at least 2 characters."""

    step: Literal[Step.PUBLISH, Step.SEND_BACK]
    reason: Reason = ""
