"""Captions by a program of this machine that listens to the teacher's sound. Off unless a setting names one.

Nothing leaves the machine: the program gets a file and writes WebVTT to its standard output. What it says is read as
strictly as what people bring, and people remove it like any other captions.
"""

import asyncio
import logging
import shlex
import tempfile
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from server.captions import repository, service
from server.captions.service import TooManyCaptions
from server.captions.webvtt import NotWebVtt
from server.database import Database
from server.errors import Problem
from server.lessons import service as lessons
from server.recordings.service import NoSuchRecording
from server.replays import download
from streaming.store.objects import ObjectStore

logger = logging.getLogger(__name__)

LABEL = "自动字幕"
BY = "speech"
RECENT = timedelta(days=7)
"""Recordings that became whole before that are left as they are: whoever switches it on does not wait for years of lessons."""
PATIENCE = 2 * 3600.0
"""Seconds for one recording; a small model needs a tenth of the lesson's length on two cores."""
SAID_MAX = 1024 * 1024
"""Bytes of captions, as of those that people bring."""
TRIED_MAX = 1000


class CannotListen(Exception):
    """The program did not do it; says why."""


@dataclass(slots=True)
class Speech:
    """Has one recording after another captioned. Remembers, until it is started anew, what could not be done."""

    command: str
    """Empty: nobody listens."""
    _tried: OrderedDict[str, None] = field(default_factory=OrderedDict)

    async def caption_next(self, database: Database, store: ObjectStore, now: datetime) -> bool:
        """Have the oldest recent recording without captions captioned; return whether there was one.

        Raises:
            StoreError: if the store is away; the next call begins with the same recording.
        """
        if not self.command:
            return False
        async with database.reading() as transaction:
            tried = tuple(self._tried)
            rows = await repository.uncaptioned(transaction.session, now - RECENT, tried, 1)
            if not rows:
                return False
            ((lesson_id, track),) = rows
            lesson = await lessons.find(transaction, lesson_id)
            try:
                film = await download.lay_out(transaction, store, lesson, [track])
            except Problem as problem:
                self._give_up(lesson_id, problem.slug)
                return True
        with tempfile.TemporaryDirectory(prefix="tongke-speech-") as directory:
            path = Path(directory) / "sound.mp4"
            with path.open("wb") as file:
                async for part in download.read(store, film, download.whole(film)):
                    await asyncio.to_thread(file.write, part)
            try:
                said = await _listen(self.command, path)
                async with database.writing() as writing:
                    await service.keep(writing, lesson_id, LABEL, said, BY, now)
            except (CannotListen, NotWebVtt, NoSuchRecording, TooManyCaptions) as error:
                self._give_up(lesson_id, str(error))
            else:
                logger.info("captions made lesson=%s bytes=%d", lesson_id, len(said))
        return True

    def _give_up(self, lesson_id: str, why: str) -> None:
        logger.error("no captions made lesson=%s: %s", lesson_id, why)
        self._tried[lesson_id] = None
        while len(self._tried) > TRIED_MAX:
            self._tried.popitem(last=False)


async def _listen(command: str, path: Path) -> bytes:
    """Run the program on a file. A cancelled call leaves no process behind.

    Raises:
        CannotListen: if it cannot be started, fails, says too much or does not come to an end.
    """
    # Lessons that run need the processor more.
    program = ["nice", "-n", "19", *shlex.split(command), str(path)]
    quiet = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *program, stdin=quiet, stdout=asyncio.subprocess.PIPE, stderr=quiet
        )
    except OSError as error:
        raise CannotListen(f"speech_command cannot be started: {error.strerror}") from error
    try:
        async with asyncio.timeout(PATIENCE):
            said, _ = await process.communicate()
    except TimeoutError as error:
        raise CannotListen(f"speech_command took more than {PATIENCE:.0f} s") from error
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode:
        raise CannotListen(f"speech_command ended with {process.returncode}")
    if len(said) > SAID_MAX:
        raise CannotListen(f"speech_command wrote {len(said)} bytes, {SAID_MAX} are allowed")
    return said
