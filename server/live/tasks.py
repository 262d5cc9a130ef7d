"""Tidying up: media tokens whose time has passed."""

from datetime import timedelta

from procrastinate import JobContext
from procrastinate.blueprints import Blueprint

from server.live import repository

tasks = Blueprint()

KEPT = timedelta(hours=1)
"""Expired tokens stay for a while: a question about a failed join is answered from them."""


@tasks.periodic(cron="*/10 * * * *")
@tasks.task(name="forget_media_tokens", queueing_lock="forget_media_tokens", pass_context=True)
async def forget_media_tokens(context: JobContext, timestamp: int) -> None:
    """Remove media tokens that expired a while ago."""
    work = context.additional_context
    async with work["database"].writing() as transaction:
        await repository.remove_tokens(transaction.session, work["clock"].now() - KEPT)
