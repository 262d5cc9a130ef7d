"""The ledger is written a moment after each lesson."""

from procrastinate import JobContext
from procrastinate.blueprints import Blueprint

from server.ledger import service

tasks = Blueprint()


@tasks.periodic(cron="* * * * *")
@tasks.task(name="write_ledger", queueing_lock="write_ledger", pass_context=True)
async def write_ledger(context: JobContext, timestamp: int) -> None:
    """Enter the lessons that are over."""
    work = context.additional_context
    await service.write_due(work["database"], work["clock"].now())
