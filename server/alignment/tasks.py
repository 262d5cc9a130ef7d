"""The solver's work: asked for by whoever starts a run, and looked after every minute."""

from procrastinate import JobContext
from procrastinate.blueprints import Blueprint

from server.alignment import runner

tasks = Blueprint()


@tasks.periodic(cron="* * * * *")
@tasks.task(name="work_on_alignment", queueing_lock="work_on_alignment", pass_context=True)
async def work_on_alignment(context: JobContext, timestamp: int = 0) -> None:
    """Work on the runs that wait; begin those again whose worker is gone."""
    work = context.additional_context
    await runner.work_on_queue(work["database"], work["clock"])
