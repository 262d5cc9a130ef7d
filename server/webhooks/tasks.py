"""Messages are made from our own rows and sent; what fails is tried again later. Both live in the database."""

import asyncio
import logging
from datetime import datetime

from procrastinate import JobContext
from procrastinate.blueprints import Blueprint

from server.database import Database
from server.models import DeliveryState, WebhookDelivery
from server.webhooks import repository, service
from server.webhooks.sending import post
from server.webhooks.signature import secret_of, signed

tasks = Blueprint()
logger = logging.getLogger(__name__)

AT_ONCE = 40
"""Messages that one run sends, all at once; the rest follow 15 s later."""
EACH = 8
"""Of these, those of one subscription: a receiver that answers nobody must not hold up the others."""


@tasks.periodic(cron="* * * * * */15")
@tasks.task(
    name="tell_webhooks", queueing_lock="tell_webhooks", lock="tell_webhooks", pass_context=True
)
async def tell_webhooks(context: JobContext, timestamp: int) -> None:
    """Make the messages that are due, and send those that wait."""
    work = context.additional_context
    database: Database = work["database"]
    now: datetime = work["clock"].now()
    async with database.writing() as transaction:
        await service.collect(transaction, now)
    async with database.reading() as transaction:
        waiting = await repository.due(transaction.session, now, AT_ONCE, EACH)
    private: bool = work["webhooks_private"]
    await asyncio.gather(
        *(_send(database, one, work["secret"], now, private=private) for one in waiting)
    )


async def _send(
    database: Database, message: WebhookDelivery, secret: str, now: datetime, *, private: bool
) -> None:
    body = message.body.encode()
    key = secret_of(secret, message.webhook_id)
    headers = signed(key, message.id, int(now.timestamp()), body)
    outcome = await post(message.webhook.url, body, headers, private=private)
    attempts = message.attempts + 1
    columns = (
        {"state": DeliveryState.DELIVERED, "attempts": attempts, "delivered_at": now}
        if outcome.delivered
        else service.after_failure(attempts, now)
    )
    async with database.writing() as transaction:
        await repository.note(transaction.session, message.id, last_answer=outcome.said, **columns)
    logger.info(
        "webhook webhook=%s delivery=%s said=%s", message.webhook_id, message.id, outcome.said
    )
