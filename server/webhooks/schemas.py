"""What `/api/webhooks` takes and gives."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from server.models import DeliveryState, Happening
from streaming.contract import IDENTIFIER

PlaceId = Annotated[str, StringConstraints(pattern=IDENTIFIER)]


class WebhookIn(BaseModel):
    """A subscription; exactly one of the two scopes."""

    model_config = ConfigDict(extra="forbid")
    city_id: PlaceId | None = None
    school_id: PlaceId | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s@]+$", max_length=1000)]
    """Where to send; `https://`, unless the server's settings allow receivers on its own network."""
    happenings: Annotated[list[Happening], Field(min_length=1, max_length=len(Happening))]

    @model_validator(mode="after")
    def _one_scope(self) -> Self:
        if (self.city_id is None) == (self.school_id is None):
            raise ValueError("city_id or school_id came not at all or both; allowed is one")
        return self


class WebhookOut(BaseModel):
    """A subscription."""

    id: str
    city_id: str | None
    school_id: str | None
    url: str
    happenings: list[Happening]
    created_at: datetime


class WebhookMade(WebhookOut):
    """A new subscription with its secret, which is shown this once."""

    secret: str
    """`whsec_` and base64: the key of the signature, as Standard Webhooks writes it."""


class WebhookList(BaseModel):
    """Subscriptions, the newest first."""

    items: list[WebhookOut]


class DeliveryOut(BaseModel):
    """One message."""

    id: str
    """The same as `webhook-id`, by which the receiver knows a repetition."""
    happening: Happening
    subject: str
    state: DeliveryState
    attempts: int
    next_at: datetime | None
    """When it is tried again; None if it is not."""
    last_answer: str
    created_at: datetime
    delivered_at: datetime | None


class DeliveryList(BaseModel):
    """The newest messages of a subscription."""

    items: list[DeliveryOut]
