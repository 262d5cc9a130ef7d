"""The weekly scrub: reads every stored object again and compares it with the SHA-256 that was reported for it.

Rot is written down and said, never deleted: damaged bytes may still hold most of a segment.
"""

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from server.database import Database
from server.recordings import repository
from server.recordings.schemas import StoredObject
from streaming.errors import ObjectMissing, StoreError
from streaming.store.objects import ObjectStore

logger = logging.getLogger(__name__)

EACH = timedelta(days=7)
"""How often each recording is read."""
AT_ONCE = 4
"""Objects read at the same time: enough for a store on the same network, little beside what viewers read."""


async def scrub_next(database: Database, store: ObjectStore, now: datetime) -> bool:
    """Read the recording that was not read for longest; return whether there was one that is due.

    Raises:
        StoreError: if the store is away; nothing is written then, and the next run begins with the same recording.
    """
    async with database.reading() as transaction:
        due = await repository.due_for_scrub(transaction.session, now - EACH)
        if due is None:
            return False
        objects = await repository.stored_objects(transaction.session, due)
    rotten = await _rotten(store, objects)
    async with database.writing() as transaction:
        await repository.scrubbed(transaction.session, due, now, rotten)
        if rotten:
            transaction.announce("recording.changed", due)
    if rotten:
        logger.error("rot found lesson=%s objects=%d of %d", due, len(rotten), len(objects))
    return True


async def _rotten(store: ObjectStore, objects: Sequence[StoredObject]) -> list[str]:
    """Return the keys of the objects whose bytes are missing or not those that were reported."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def is_sound(one: StoredObject) -> bool:
        async with gate:
            digest = hashlib.sha256()
            try:
                async for chunk in store.read(one.key):
                    digest.update(chunk)
            except ObjectMissing:
                return False
            return digest.hexdigest() == one.sha256

    async with asyncio.TaskGroup() as group:
        checks = [(one.key, group.create_task(is_sound(one))) for one in objects]
    return [key for key, check in checks if not check.result()]


async def scrub(database: Database, store: ObjectStore, now: datetime, until: float) -> None:
    """Read recordings that are due until `until` (loop time); a store that is away ends it."""
    try:
        while asyncio.get_running_loop().time() < until and await scrub_next(database, store, now):
            pass
    except* StoreError as errors:
        logger.warning("the scrub waits for the store: %s", errors.exceptions[0])
