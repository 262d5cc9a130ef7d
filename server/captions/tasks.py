"""Captions that a program of this machine makes."""

import logging

from procrastinate import JobContext
from procrastinate.blueprints import Blueprint

from server.captions.speech import Speech
from streaming.errors import StoreError
from streaming.store import open_store

tasks = Blueprint()
logger = logging.getLogger(__name__)


@tasks.periodic(cron="* * * * *")
@tasks.task(name="caption", queueing_lock="caption", lock="caption", pass_context=True)
async def caption(context: JobContext, timestamp: int) -> None:
    """Have one recording captioned, if a program is set and one waits."""
    work = context.additional_context
    speech: Speech = work["speech"]
    if not speech.command:
        return
    store = open_store(work["store_address"])
    try:
        await speech.caption_next(work["database"], store, work["clock"].now())
    except StoreError as error:
        logger.warning("captions wait for the store: %s", error)
    finally:
        await store.close()
