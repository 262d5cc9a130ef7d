"""Doing the erasures that are due, and those that the end of a period causes. Every step may be done again.

An erasure begins in one transaction: rows of media go, so nobody can replay it any more, and their keys are
kept in a list. Then archivers empty their disks (`spools`), then the objects are deleted, also those below the
recording's prefix that no row named; only when the store lists nothing more is it done, and in the audit log.
"""

import asyncio
import hashlib
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from server.audit import service as audit
from server.database import Database
from server.identifiers import new_id
from server.interaction import service as interaction
from server.lessons import service as lessons
from server.lessons.lifecycle import Step
from server.models import (
    AuditAction,
    Erasure,
    ErasureCause,
    ErasureObject,
    ErasureState,
    Kind,
    State,
)
from server.recordings import service as recordings
from server.retention import repository
from server.retention.schemas import Terms
from streaming.contract import OBJECTS
from streaming.errors import StoreError
from streaming.store.objects import ObjectStatus, ObjectStore

logger = logging.getLogger(__name__)

COMMAND = "command"
"""Who does it, in the audit log: nobody by hand."""
CLASS = "class:"
"""Before the room in the track role of a receiving class."""
AT_ONCE = 8
"""Objects deleted at the same time."""
BATCH = 200


async def propose(database: Database, terms: Terms, now: datetime) -> int:
    """Begin the days of grace of recordings whose period is over; return how many."""
    proposed = 0
    for kind, days in terms.days.items():
        if not days:
            continue
        async with database.writing() as transaction:
            found = await repository.outlived(
                transaction.session, kind, now - timedelta(days=days), BATCH
            )
            for lesson_id, school in found:
                transaction.session.add(_outlived(lesson_id, kind, days, terms.grace, now))
                await audit.note(
                    transaction,
                    now,
                    COMMAND,
                    AuditAction.ERASURE_ASKED,
                    f"lesson:{lesson_id}",
                    school=school,
                    text=f"period:{kind.value}:{days}",
                )
            proposed += len(found)
    return proposed


def _outlived(lesson_id: str, kind: Kind, days: int, grace: timedelta, now: datetime) -> Erasure:
    return Erasure(
        id=new_id(now),
        lesson_id=lesson_id,
        roles=None,
        cause=ErasureCause.PERIOD,
        state=ErasureState.WAITING,
        reason=f"period:{kind.value}:{days}",
        asked_at=now,
        due_at=now + grace,
    )


async def erase_due(database: Database, store: ObjectStore, now: datetime) -> None:
    """Begin what is due, and go on with what has begun. A store that is away is tried again by the next run."""
    async with database.reading() as transaction:
        due = await repository.due(transaction.session, now)
    for erasure_id in due:
        await _begin(database, erasure_id, now)
    async with database.reading() as transaction:
        begun = await repository.in_state(transaction.session, ErasureState.ERASING)
    for one in begun:
        if one.archivers and all(said is not None for said in one.archivers.values()):
            await _carry_on(database, store, one, now)


async def _begin(database: Database, erasure_id: str, now: datetime) -> None:
    async with database.writing() as transaction:
        session = transaction.session
        await repository.locked(session, erasure_id)
        # Once more, with the row locked: somebody may have taken it back or held the recording.
        if erasure_id not in await repository.due(session, now):
            return
        one = await session.get_one(Erasure, erasure_id)
        removed = await recordings.remove(transaction, one.lesson_id, one.roles)
        session.add_all(
            ErasureObject(erasure_id=erasure_id, key=each.key, size=each.size, sha256=each.sha256)
            for each in {each.key: each for each in removed.objects}.values()
        )
        one.state = ErasureState.ERASING
        one.archivers = dict.fromkeys(removed.archivers)
        # What children wrote and were asked goes with their picture and voice.
        one.acts = await interaction.erase(transaction, one.lesson_id, _rooms(one.roles))
        if one.roles is None:
            lesson = await lessons.find_to_change(transaction, one.lesson_id)
            if lesson.state in (State.ENDED, State.ARCHIVED):
                lessons.move(transaction, lesson, Step.EXPIRE, now)
    logger.info("erasure begun erasure=%s objects=%d", erasure_id, len(removed.objects))


def _rooms(roles: Sequence[str] | None) -> list[str] | None:
    """Return the rooms of the classes among some roles; None: of everybody."""
    if roles is None:
        return None
    return [role.removeprefix(CLASS) for role in roles if role.startswith(CLASS)]


async def _carry_on(database: Database, store: ObjectStore, one: Erasure, now: datetime) -> None:
    problem = ""
    try:
        await _empty(database, store, one)
    except* StoreError as errors:
        problem = str(errors.exceptions[0])
        logger.warning("erasure waits for the store erasure=%s: %s", one.id, problem)
    if not problem:
        await _finish(database, one.id, now)
    elif problem[:300] != one.problem:
        async with database.writing() as transaction:
            row = await transaction.session.get_one(Erasure, one.id)
            row.problem = problem[:300]


async def _empty(database: Database, store: ObjectStore, one: Erasure) -> None:
    """Delete every object of the list, and what else lies below its prefixes, until the store lists nothing.

    Raises:
        StoreError, in a group: if the store is away.
    """
    async with database.reading() as transaction:
        objects = await repository.objects(transaction.session, one.id)
    await _delete(database, store, one.id, [each.key for each in objects if not each.deleted])
    known = {each.key for each in objects}
    for prefix in _prefixes(known, whole=one.roles is None):
        while found := await _listed(store, prefix):
            strays = [each for each in found if each.key not in known]
            async with database.writing() as transaction:
                transaction.session.add_all(
                    ErasureObject(erasure_id=one.id, key=each.key, size=each.size, sha256="")
                    for each in strays
                )
            known |= {each.key for each in strays}
            await _delete(database, store, one.id, [each.key for each in found])


async def _listed(store: ObjectStore, prefix: str) -> Sequence[ObjectStatus]:
    try:
        return await store.list(prefix, limit=BATCH)
    except StoreError as error:
        raise ExceptionGroup("listing", [error]) from None


async def _delete(
    database: Database, store: ObjectStore, erasure_id: str, keys: Sequence[str]
) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def delete(key: str) -> None:
        async with gate:
            await store.delete(key)

    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        async with asyncio.TaskGroup() as group:
            for key in batch:
                group.create_task(delete(key))
        async with database.writing() as transaction:
            await repository.mark_deleted(transaction.session, erasure_id, batch)


def _prefixes(keys: Iterable[str], *, whole: bool) -> list[str]:
    """Return where objects of the recording (or of its roles) lie: `recordings/<lesson>/`, or one part deeper."""
    parts = 2 if whole else 3
    split = [key.split("/") for key in keys if key.startswith(f"{OBJECTS}/")]
    return sorted({"/".join(each[:parts]) + "/" for each in split if len(each) > parts})


async def _finish(database: Database, erasure_id: str, now: datetime) -> None:
    """Write down what was erased, in the row and in the audit log, in one transaction."""
    async with database.writing() as transaction:
        session = transaction.session
        await repository.locked(session, erasure_id)
        one = await repository.erasure(session, erasure_id)
        if one is None or one.state is not ErasureState.ERASING:
            return
        objects = await repository.objects(session, erasure_id)
        one.state, one.done_at, one.problem = ErasureState.DONE, now, ""
        one.objects, one.size = len(objects), sum(each.size for each in objects)
        one.digest = digest(objects)
        await repository.forget_objects(session, erasure_id)
        await audit.note(
            transaction,
            now,
            COMMAND,
            AuditAction.ERASED,
            f"lesson:{one.lesson_id}",
            school=one.lesson.hub_room.school_id,
            text=f"erasure:{one.id} objects:{one.objects} bytes:{one.size} sha256:{one.digest}"
            f" acts:{one.acts or 0}"
            f" roles:{','.join(one.roles or ['all'])}",
        )
        transaction.announce("recording.changed", one.lesson_id)
    logger.info("erasure done erasure=%s objects=%d bytes=%d", one.id, one.objects, one.size)


def digest(objects: Iterable[ErasureObject]) -> str:
    """Return the SHA-256 over the sorted lines `key sha256 size` (the digest `-` where only the store knew it)."""
    lines = sorted(f"{each.key} {each.sha256 or '-'} {each.size}\n" for each in objects)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
