"""Keeping two weeks of dated lessons ahead."""

from procrastinate import JobContext
from procrastinate.blueprints import Blueprint

from server.timetables import service

tasks = Blueprint()


@tasks.periodic(cron="*/15 * * * *")
@tasks.task(name="expand_timetable", queueing_lock="expand_timetable", pass_context=True)
async def expand_timetable(context: JobContext, timestamp: int) -> None:
    """Bring the dated lessons to what the timetable says."""
    work = context.additional_context
    async with work["database"].writing() as transaction:
        await service.expand(transaction, work["clock"].now(), work["expand_days"])
