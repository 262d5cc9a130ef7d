"""The archive's own work: reading again what is stored."""

import asyncio

from procrastinate import JobContext
from procrastinate.blueprints import Blueprint

from server.recordings.scrub import scrub
from streaming.store import open_store

tasks = Blueprint()

SHARE = 300.0
"""Seconds of each ten minutes that the scrub may take: a week holds 84 hours of it."""


@tasks.periodic(cron="*/10 * * * *")
@tasks.task(name="scrub", queueing_lock="scrub", pass_context=True)
async def read_again(context: JobContext, timestamp: int) -> None:
    """Scrub what is due."""
    work = context.additional_context
    store = open_store(work["store_address"])
    try:
        until = asyncio.get_running_loop().time() + SHARE
        await scrub(work["database"], store, work["clock"].now(), until)
    finally:
        await store.close()
