"""Tidying up: kept answers whose day has passed."""

from procrastinate import JobContext
from procrastinate.blueprints import Blueprint

from server.repeats import repository
from server.repeats.service import LIFETIME

tasks = Blueprint()


@tasks.periodic(cron="27 * * * *")
@tasks.task(name="forget_answers", queueing_lock="forget_answers", pass_context=True)
async def forget_answers(context: JobContext, timestamp: int) -> None:
    """Remove answers that are older than a day."""
    work = context.additional_context
    async with work["database"].writing() as transaction:
        await repository.forget_before(transaction.session, work["clock"].now() - LIFETIME)
