"""Entry of the media plane's processes and tools: `python -m streaming node | archiver | journal`.

Settings are read here, once. Each command imports its own half of the house only: a node that was killed in a lesson is back
0.5 s sooner without the archiver's media containers and store clients. With `--spare` it imports all the same, and then waits on its
standard input: a line tells it to run, the end of input that nobody needs it. A process ends cleanly on SIGINT, SIGTERM, and when the process that started it is gone.
"""

import argparse
import asyncio
import ctypes
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

import uvloop
from pydantic import ValidationError

from streaming.errors import StreamingError
from streaming.settings import MediaSettings

_log = logging.getLogger(__name__)

PROCESSES = {
    "node": "run a media node",
    "archiver": "turn journals into segments in the object store",
}

_PR_SET_PDEATHSIG = 1
"""Linux prctl(2): have the kernel send a signal when the parent ends, so that no orphan holds the media port."""


class Process(Protocol):
    """What a composition root makes of the settings."""

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set."""


def main() -> int:
    """Run one process; returns its exit code."""
    parser = argparse.ArgumentParser(prog="tongke", description="Tongke media plane")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, said in PROCESSES.items():
        command = commands.add_parser(name, help=said)
        command.add_argument(
            "--spare", action="store_true", help="run when a line comes on standard input"
        )
    journal = commands.add_parser("journal", help="look into the journals of a node")
    if not set(sys.argv[1:2]) & PROCESSES.keys():
        from streaming.recording.journal_command import add_commands, run_command  # noqa: PLC0415 - see the module

        add_commands(journal)
        arguments = parser.parse_args()
        return run_command(arguments)
    arguments = parser.parse_args()
    process = _import(arguments.command)
    if arguments.spare and not sys.stdin.readline():
        return 0
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("websockets").setLevel(logging.WARNING)
    try:
        settings = MediaSettings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "TONGKE_" + "_".join(str(part) for part in first["loc"]).upper()
        _log.error("setting %s: %s (came: %r)", name, first["msg"], first.get("input"))
        return 2
    return _run(lambda stop: process(settings).run(stop))


def _import(command: str) -> Callable[[MediaSettings], Process]:
    if command == "archiver":
        from streaming.archiver import Archiver  # noqa: PLC0415 - see the module

        return Archiver
    from streaming.node import Node  # noqa: PLC0415 - see the module

    return Node


def _run(process: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> int:
    """Run until a signal asks to stop."""

    async def until_stopped() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await process(stop)

    _end_with_parent()
    try:
        uvloop.run(until_stopped())
    except StreamingError as error:
        _log.error("%s", error)
        return 1
    return 0


def _end_with_parent() -> None:
    if os.environ.get("TONGKE_PARENT") and sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
