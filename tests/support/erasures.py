"""A recording of small objects that really lie in a hall's store, and archivers that answer its erasure."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from server.models import State
from server.retention import erasing
from streaming.contract import ArchiverHello, EraseRecording, RecordingErased
from tests.support.app import LESSON, FakeNode, Hall, eventually
from tests.support.archive import Archive

ARCHIVER = "node-1.archiver"
SEGMENTS = 3
ASK = f"/api/recordings/{LESSON}/erasures"
WHY = {"reason": "家长来信要求"}


async def keep(hall: Hall, roles: Sequence[str] = ("teacher",), archiver: str = ARCHIVER) -> None:
    """Have an ended lesson with a header and three segments of each role in the store."""
    await hall.set_lesson(state=State.ENDED)
    archive, desk = Archive(hall.clock.now()), hall.app.state.desk
    for role in roles:
        track = f"{role.replace(':', '.')}-video"
        made: list[Any] = [archive.header(track, role=role)]
        made += [archive.segment(number, track) for number in range(SEGMENTS)]
        for one in made:
            content = one.key.encode()
            key = f"recordings/{one.key}"
            await hall.app.state.store.put(key, content, "video/mp4")
            digest = hashlib.sha256(content).hexdigest()
            report = replace(one, key=key, sha256=digest, size=len(content))
            await desk.handle(archiver, report)
    await desk.handle(archiver, archive.sealed())
    assert (await hall.lesson()).state is State.ARCHIVED


async def left(hall: Hall) -> list[str]:
    """Return the keys that the store still lists."""
    return [one.key for one in await hall.app.state.store.list()]


async def erase(hall: Hall) -> None:
    """Do what is due, as the job does."""
    await erasing.erase_due(hall.database, hall.app.state.store, hall.clock.now())


async def answered(hall: Hall, erasure: str, archiver: str = ARCHIVER) -> None:
    """Have an archiver say that its disks are empty."""
    at = hall.clock.now().timestamp()
    await hall.app.state.desk.handle(archiver, RecordingErased(erasure, LESSON, 2, 20, at))


@asynccontextmanager
async def linked(hall: Hall, name: str = ARCHIVER) -> AsyncIterator[FakeNode]:
    """An archiver that is linked; it answers nothing by itself."""
    end = FakeNode(name)
    nodes = hall.app.state.nodes
    task = asyncio.create_task(nodes.serve(end, hall.app.state.desk))
    end.say(ArchiverHello(name, "1"), 1)
    await eventually(lambda: name in nodes.archivers_online)
    try:
        yield end
    finally:
        end.hang_up()
        await task


def commands(end: FakeNode) -> list[EraseRecording]:
    """Return what an archiver was told to erase."""
    return end.told_of(EraseRecording)
