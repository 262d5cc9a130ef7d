"""Media node and archiver under the server's own supervisor, spares included, in a thread with a loop of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

from server.supervisor import Child, Supervisor
from tests.support.waiting import wait_until

END_PATIENCE = 5.0


class Supervised:
    """Starts children and keeps them running, as `tongke serve` does; ends them with the context."""

    def __init__(self, children: Sequence[Child], log: Path, steady: float) -> None:
        """Args: what the children write goes to `log`; a child that lived for `steady` seconds is forgiven its crashes."""
        self._children = children
        self._log = log
        self._supervisor = Supervisor(steady)
        self._stop = Event()
        self._thread = Thread(target=lambda: asyncio.run(self._keep()), name="supervisor")

    def __enter__(self) -> Self:
        # Children inherit standard error; the table of a fault script does not want it.
        self._stderr = os.dup(2)
        with self._log.open("ab") as log:
            os.dup2(log.fileno(), 2)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
        sys.stderr.flush()
        os.dup2(self._stderr, 2)
        os.close(self._stderr)

    def kill(self, *names: str) -> None:
        """Kill children in one moment, with nothing of theirs done before."""
        running = self._supervisor._running
        wait_until(lambda: running.keys() >= set(names))
        for pid in [running[name].pid for name in names]:
            os.kill(pid, signal.SIGKILL)

    async def _keep(self) -> None:
        for child in self._children:
            self._supervisor.start(child)
        await asyncio.to_thread(self._stop.wait)
        await self._supervisor.close([[child.name for child in self._children]], END_PATIENCE)
