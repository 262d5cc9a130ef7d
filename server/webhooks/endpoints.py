"""`/api/webhooks`: other systems are told what happens, by requests that are signed as Standard Webhooks says."""

from typing import Annotated

from fastapi import APIRouter, Path, Request

from server.auth.guards import Administrator
from server.dependencies import Now, Reading, Writing
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.webhooks import service
from server.webhooks.guards import KeeperOfWebhook, WebhookId
from server.webhooks.schemas import (
    DeliveryList,
    DeliveryOut,
    WebhookIn,
    WebhookList,
    WebhookMade,
)
from server.webhooks.service import NoSuchDelivery, NoSuchWebhook, TooManyWebhooks
from streaming.contract import IDENTIFIER

router = APIRouter(prefix="/api/webhooks", tags=["webhooks"])

DeliveryId = Annotated[str, Path(pattern=IDENTIFIER)]
_ON_ONE = problems(NotSignedIn, NotAllowed, NoSuchWebhook)


@router.get("", responses=problems(NotSignedIn, NotAllowed))
async def webhooks(transaction: Reading, caller: Administrator) -> WebhookList:
    """Return the subscriptions in the caller's scope."""
    return WebhookList(items=await service.listed(transaction, caller))


@router.post(
    "",
    status_code=201,
    responses=problems(NotSignedIn, NotAllowed, TooManyWebhooks, Unprocessable),
)
async def subscribe(
    given: WebhookIn, request: Request, transaction: Writing, caller: Administrator, now: Now
) -> WebhookMade:
    """Make a subscription; its secret is shown this once."""
    secret: str = request.app.state.secret
    return await service.subscribe(transaction, given, caller, now, secret)


@router.delete("/{webhook_id}", status_code=204, responses=_ON_ONE)
async def unsubscribe(webhook_id: WebhookId, transaction: Writing, caller: KeeperOfWebhook) -> None:
    """End a subscription; its messages go with it."""
    await service.remove(transaction, await service.find(transaction, webhook_id, caller))


@router.get("/{webhook_id}/deliveries", responses=_ON_ONE)
async def deliveries(
    webhook_id: WebhookId, transaction: Reading, _caller: KeeperOfWebhook
) -> DeliveryList:
    """Return the newest messages, and what became of them."""
    return DeliveryList(items=await service.deliveries(transaction, webhook_id))


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/replay",
    responses=_ON_ONE | problems(NoSuchWebhook, NoSuchDelivery),
)
async def replay(
    webhook_id: WebhookId,
    delivery_id: DeliveryId,
    transaction: Writing,
    _caller: KeeperOfWebhook,
    now: Now,
) -> DeliveryOut:
    """Send a message again, with the same id and body."""
    return await service.replay(transaction, webhook_id, delivery_id, now)
