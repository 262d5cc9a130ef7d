"""Child processes: started together, restarted with a back-off when they crash, ended together.

Each child has a process group of its own, so that Ctrl-C in a terminal reaches only the supervisor, which
ends the children in order; and a leash (`leash.py`), so that none outlives a killed supervisor.

Of a child that is wanted back in a moment a spare waits: a second process that has imported everything, holds nothing and opens
nothing, and becomes the child when a line comes on its standard input. It costs memory, and no processor while it waits.
"""

import asyncio
import logging
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

logger = logging.getLogger(__name__)

LEASH = Path(__file__).with_name("leash.py")
SECOND_PAUSE = 0.2
"""Seconds before the second restart; the first one waits for nothing, each further one four times as long."""
LONGEST_PAUSE = 10.0
"""Seconds; a child that crashes at once must not fill the log."""
STEADY = 30.0
"""Seconds after which a child counts as healthy and its pause starts from the beginning."""
SPARE_AFTER = 1.0
"""Seconds from the start of a child to that of its spare: those who were connected come back first."""
SPARE = "--spare"
"""Argument that makes a program a spare."""


@dataclass(frozen=True, slots=True)
class Child:
    """What to run: arguments after the Python interpreter, and what to add to the environment."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    spared: bool = False
    """Whether a spare waits for its end; its program knows `SPARE`."""


@dataclass(slots=True)
class Supervisor:
    """Keeps children running until `close`."""

    steady: float = STEADY
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _running: dict[str, Process] = field(default_factory=dict)
    _spares: dict[str, Process] = field(default_factory=dict)
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    restarts: dict[str, int] = field(default_factory=dict)

    def start(self, child: Child) -> None:
        """Start a child and keep it running."""
        self._tasks[child.name] = asyncio.create_task(self._keep(child), name=f"child-{child.name}")

    async def close(self, groups: Sequence[Sequence[str]], patience: float) -> None:
        """End children group after group, each within `patience` seconds, then by force; idempotent.

        Groups name children in the order in which they are to end; those not named end last.
        """
        self._stopping.set()
        named = {name for group in groups for name in group}
        for group in (*groups, [name for name in self._tasks if name not in named]):
            await self._end([name for name in group if name in self._tasks], patience)

    def kill(self) -> None:
        """End every child at once, by force."""
        self._stopping.set()
        for process in (*self._running.values(), *self._spares.values()):
            _signal(process, signal.SIGKILL)

    async def _end(self, names: Sequence[str], patience: float) -> None:
        tasks = [self._tasks[name] for name in names]
        for name in names:
            if process := self._running.get(name):
                _signal(process, signal.SIGTERM)
            else:
                # It waits for its restart.
                self._tasks[name].cancel()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=patience)
            if late:
                for name in names:
                    if process := self._running.get(name):
                        logger.warning("child does not end, killed child=%s", name)
                        _signal(process, signal.SIGKILL)
                await asyncio.wait(late)
        for name in names:
            del self._tasks[name]
            if spare := self._spares.pop(name, None):
                _signal(spare, signal.SIGKILL)
                await spare.wait()

    async def _keep(self, child: Child) -> None:
        loop = asyncio.get_running_loop()
        pause = 0.0
        while not self._stopping.is_set():
            started = loop.time()
            process = self._spare_of(child) or await self._spawn(child)
            self._running[child.name] = process
            logger.info("child started child=%s pid=%d", child.name, process.pid)
            preparing = asyncio.create_task(self._prepare_spare(child))
            try:
                code = await process.wait()
            finally:
                preparing.cancel()
                del self._running[child.name]
            if self._stopping.is_set():
                logger.info("child ended child=%s code=%d", child.name, code)
                return
            if loop.time() - started > self.steady:
                pause = 0.0
            self.restarts[child.name] = self.restarts.get(child.name, 0) + 1
            logger.warning(
                "child gone, restarted child=%s code=%d pause=%.1fs", child.name, code, pause
            )
            await asyncio.sleep(pause)
            pause = min(max(pause * 4, SECOND_PAUSE), LONGEST_PAUSE)

    async def _prepare_spare(self, child: Child) -> None:
        if child.spared:
            await asyncio.sleep(SPARE_AFTER)
            self._spares[child.name] = await self._spawn(child, SPARE)

    def _spare_of(self, child: Child) -> Process | None:
        """Return the spare, told to run; one that still imports does so when it is through."""
        spare = self._spares.pop(child.name, None)
        if spare is None or spare.returncode is not None or spare.stdin is None:
            return None
        spare.stdin.write(b"run\n")
        spare.stdin.close()
        return spare

    async def _spawn(self, child: Child, *more: str) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-S",
            str(LEASH),
            str(os.getpid()),
            sys.executable,
            *child.arguments,
            *more,
            env={**os.environ, **child.environment},
            stdin=asyncio.subprocess.PIPE if more else asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )


def _signal(process: Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(number)
