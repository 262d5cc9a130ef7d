"""Retention's own work: what is due."""

from procrastinate import JobContext
from procrastinate.blueprints import Blueprint

from server.retention import erasing
from streaming.store import open_store

tasks = Blueprint()


@tasks.periodic(cron="30 3 * * *")
@tasks.task(name="propose", queueing_lock="propose", pass_context=True)
async def propose(context: JobContext, timestamp: int) -> None:
    """Once a day: begin the grace of what has outlived its period."""
    work = context.additional_context
    await erasing.propose(work["database"], work["retention"], work["clock"].now())


@tasks.periodic(cron="*/5 * * * *")
@tasks.task(name="erase", queueing_lock="erase", pass_context=True)
async def erase(context: JobContext, timestamp: int) -> None:
    """Erase what is due; go on with what waits for archivers or the store."""
    work = context.additional_context
    store = open_store(work["store_address"])
    try:
        await erasing.erase_due(work["database"], store, work["clock"].now())
    finally:
        await store.close()
