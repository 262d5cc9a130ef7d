"""A server with one recorded lesson for a browser: the real application in a thread of the test, no media node.

The lesson's pictures carry their own number, and both tracks lie on one clock, so that a test that reads them knows how
far two pictures on one page are apart.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.app import PASSWORD, Hall, hall
from tests.support.processes import REPOSITORY
from tests.support.recorded_hall import archived
from tests.support.rtp_media import H264, OPUS, Pictures, Source, encode_audio, encode_video

FPS = 25
SECONDS = 24.0
BOARD_LATE = 2.0
"""Seconds after which the board is there."""
START = 1_700_000_000.0


@dataclass(frozen=True, slots=True)
class ReplayHall:
    """A listening server; `run` does something inside its event loop and returns the result."""

    url: str
    hall: Hall
    run: Callable[[Coroutine[Any, Any, Any]], Any]
    password: str = PASSWORD


@contextmanager
def replay_hall(root: Path) -> Iterator[ReplayHall]:
    """Serve the pages and a recording of `SECONDS` of the small city's lesson; `root` is an empty directory."""
    data_dir = root / "hall"
    data_dir.mkdir()
    (data_dir / "web").symlink_to(REPOSITORY / "web" / "dist")
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    over = asyncio.Event()

    def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result(120)

    began = threading.Event()
    found: list[ReplayHall] = []

    async def serve() -> None:
        async with hall(data_dir=data_dir) as here:
            await archived(here, root / "archive", _tracks())
            async with here.listening() as address:
                found.append(ReplayHall(f"http://{address}", here, run))
                began.set()
                await over.wait()

    serving = asyncio.run_coroutine_threadsafe(serve(), loop)
    serving.add_done_callback(lambda _: began.set())
    try:
        began.wait()
        if not found:
            serving.result()
        yield found[0]
    finally:
        loop.call_soon_threadsafe(over.set)
        serving.result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _tracks() -> list[tuple[str, Any, Any]]:
    """Return teacher and board, numbered from the same moment, and the sound."""
    late = round(BOARD_LATE * FPS)
    teacher = encode_video("H264", SECONDS, Pictures(fps=FPS))
    board = encode_video("H264", SECONDS - BOARD_LATE, Pictures(fps=FPS, first=late))
    return [
        ("teacher", H264, Source(H264, teacher, start=START).packets()),
        ("board", H264, Source(H264, board, start=START + BOARD_LATE).packets()),
        ("teacher", OPUS, Source(OPUS, encode_audio(SECONDS), start=START).packets()),
    ]
