"""Tidying up: events beyond the log's size."""

from procrastinate import JobContext
from procrastinate.blueprints import Blueprint

from server.events import repository

tasks = Blueprint()


@tasks.periodic(cron="*/5 * * * *")
@tasks.task(name="trim_events", queueing_lock="trim_events", pass_context=True)
async def trim_events(context: JobContext, timestamp: int) -> None:
    """Keep the event log at its size."""
    work = context.additional_context
    async with work["database"].writing() as transaction:
        await repository.trim(transaction.session, work["event_log_size"])
