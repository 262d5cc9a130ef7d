"""Tidying up: sessions whose time has passed."""

from procrastinate import JobContext
from procrastinate.blueprints import Blueprint

from server.auth import repository

tasks = Blueprint()


@tasks.periodic(cron="17 * * * *")
@tasks.task(name="forget_sessions", queueing_lock="forget_sessions", pass_context=True)
async def forget_sessions(context: JobContext, timestamp: int) -> None:
    """Remove sessions that have expired."""
    work = context.additional_context
    async with work["database"].writing() as transaction:
        await repository.remove_expired_sessions(transaction.session, work["clock"].now())
