"""Starts programs and never leaves one behind: each runs in a group of its own that ends with us."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import IO

from deploy.setup.voice import Pulse

GRACE = 10.0
"""Seconds that an interrupted program has to clean up before it is killed."""


def run(
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
    limit: float = 3600.0,
) -> int:
    """Run a program without standard input and return its exit code; -9 after `limit` seconds.

    With `log` its output goes there and a pulse is shown; else it goes where ours goes.
    """
    if log is None:
        return _wait(_start(command, cwd, env, None), None, limit)
    with log.open("ab") as output:
        return _wait(_start(command, cwd, env, output), Pulse(log), limit)


def run_at_once(
    commands: Sequence[Sequence[str]], *, cwd: Path, logs: Sequence[Path], limit: float
) -> list[int]:
    """Run programs beside each other, each with a log of its own; return their exit codes in order."""
    started: list[subprocess.Popen[bytes]] = []
    try:
        for command, log in zip(commands, logs, strict=True):
            with log.open("ab") as output:
                started.append(_start(command, cwd, None, output))
        return [
            _wait(process, Pulse(log), limit) for process, log in zip(started, logs, strict=True)
        ]
    finally:
        for process in started:
            _end(process)


def interrupt_on_terminate() -> None:
    """Make a polite `kill` end us as Ctrl-C does, so that our programs end too.

    Whoever was started in the background of a script ignores Ctrl-C, and so would all that we start.
    """

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _start(
    command: Sequence[str], cwd: Path, env: Mapping[str, str] | None, output: IO[bytes] | None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
    )


def _wait(process: subprocess.Popen[bytes], pulse: Pulse | None, limit: float) -> int:
    deadline = time.monotonic() + limit
    try:
        while True:
            try:
                return process.wait(0.25)
            except subprocess.TimeoutExpired:
                if pulse:
                    pulse.beat()
                if time.monotonic() > deadline:
                    return -signal.SIGKILL
    finally:
        if pulse:
            pulse.end()
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the whole group: first as Ctrl-C would, then for good."""
    try:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(GRACE)
        # A program that has ended may have left children of its own.
        os.killpg(process.pid, signal.SIGKILL)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    except ProcessLookupError:
        pass
