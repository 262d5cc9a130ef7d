"""A line to a store that can be broken on purpose: passes bytes on, slowly, answers 503, or cuts an upload in its middle."""

import asyncio
import threading
from contextlib import suppress
from typing import Self

BUSY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
CHUNK = 65_536
SLOW = 1.0
"""Seconds that each piece waits in a slow line."""


class StoreProxy:
    """Runs in a thread of its own; set `mode` at any time: `pass`, `refuse`, `busy`, `half`, `slow`."""

    def __init__(self, target: str) -> None:
        host, _, port = target.partition(":")
        self._target = (host, int(port))
        self.mode = "pass"
        self.hurt = 0
        """Connections that got something else than the store's answer."""
        self.endpoint = ""
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="store proxy", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._open())
        self._loop.run_forever()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.endpoint = f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self._ready.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):
            await self._treat(reader, writer)
        writer.close()

    async def _treat(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.mode == "refuse":
            self.hurt += 1
            return
        if self.mode == "busy":
            self.hurt += 1
            await reader.read(CHUNK)
            writer.write(BUSY)
            await writer.drain()
            return
        there_reader, there_writer = await asyncio.open_connection(*self._target)
        try:
            out = asyncio.create_task(self._pump(reader, there_writer, hurts=True))
            back = asyncio.create_task(self._pump(there_reader, writer, hurts=False))
            await asyncio.wait((out, back), return_when=asyncio.FIRST_COMPLETED)
            out.cancel()
            back.cancel()
        finally:
            there_writer.close()

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, hurts: bool
    ) -> None:
        while data := await source.read(CHUNK):
            if hurts and self.mode == "slow":
                self.hurt += 1
                await asyncio.sleep(SLOW)
            elif hurts and self.mode != "pass":
                # Half of what came in one piece goes on; then the line is dead.
                self.hurt += 1
                sink.write(data[: len(data) // 2])
                await sink.drain()
                return
            sink.write(data)
            await sink.drain()
