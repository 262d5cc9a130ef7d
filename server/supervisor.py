"""Child processes: started together, restarted with a back-off when they crash, ended together.

Each child has a process group of its own, so that Ctrl-C in a terminal reaches only the supervisor, which
ends the children in order; and a leash (`leash.py`), so that none outlives a killed supervisor.
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
FIRST_PAUSE = 0.05
"""Seconds before the first restart: a crash during a lesson must not cost more than a moment. Each next one waits four times as long."""
LONGEST_PAUSE = 10.0
"""Seconds; a child that crashes at once must not fill the log."""
STEADY = 30.0
"""Seconds after which a child counts as healthy and its pause starts from the beginning."""


@dataclass(frozen=True, slots=True)
class Child:
    """What to run: arguments after the Python interpreter, and what to add to the environment."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Supervisor:
    """Keeps children running until `close`."""

    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _running: dict[str, Process] = field(default_factory=dict)
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
        for process in self._running.values():
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

    async def _keep(self, child: Child) -> None:
        loop = asyncio.get_running_loop()
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            started = loop.time()
            process = await self._spawn(child)
            self._running[child.name] = process
            logger.info("child started child=%s pid=%d", child.name, process.pid)
            try:
                code = await process.wait()
            finally:
                del self._running[child.name]
            if self._stopping.is_set():
                logger.info("child ended child=%s code=%d", child.name, code)
                return
            if loop.time() - started > STEADY:
                pause = FIRST_PAUSE
            self.restarts[child.name] = self.restarts.get(child.name, 0) + 1
            logger.warning(
                "child gone, restarted child=%s code=%d pause=%.1fs", child.name, code, pause
            )
            await asyncio.sleep(pause)
            pause = min(pause * 4, LONGEST_PAUSE)

    async def _spawn(self, child: Child) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-S",
            str(LEASH),
            str(os.getpid()),
            sys.executable,
            *child.arguments,
            env={**os.environ, **child.environment},
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )


def _signal(process: Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(number)
