"""The clock: rooms open before the bell, lessons end after it."""

from procrastinate import JobContext
from procrastinate.blueprints import Blueprint

from server.lessons import service

tasks = Blueprint()


@tasks.periodic(cron="* * * * *")
@tasks.task(name="follow_clock", queueing_lock="follow_clock", pass_context=True)
async def follow_clock(context: JobContext, timestamp: int) -> None:
    """Open, end and archive the lessons whose time has come."""
    work = context.additional_context
    await service.follow_clock(work["database"], work["bells"], work["clock"].now())
