"""The contract over a WebSocket that this side dials: reconnects for ever, and loses nothing that wants an acknowledgement.

Messages with a number are kept in order until the server has acknowledged them, and are sent again after each
reconnect; so the server's handlers are idempotent. A live lesson never waits for this link.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from streaming.contract import Acknowledged, ContractError, Envelope, Message, decode, encode
from streaming.errors import CapacityError
from streaming.trust import Trust

FIRST_RETRY = 0.2
MAX_RETRY = 5.0
"""Seconds between attempts: short enough that a restarted server is found at once, long enough for a day's outage."""
PING_INTERVAL = 5.0
PING_TIMEOUT = 10.0
MAX_MESSAGE = 1 << 20
"""Bytes; the largest message is an SDP offer of 64 KiB."""

_log = logging.getLogger(__name__)


class Link:
    """See the module. Construct, then run `run()` as a task; `close()` ends it."""

    def __init__(
        self,
        url: str,
        token: str,
        hello: Callable[[], Message],
        on_message: Callable[[Message], Awaitable[None]],
        *,
        capacity: int = 10_000,
        trust: Trust | None = None,
    ) -> None:
        """Args: `hello` makes the first message of each connection; `capacity` bounds what waits for acknowledgement.

        `trust` says how the server of a `wss:` address is known; none: as browsers know it.
        """
        self._url = url
        self._token = token
        self._hello = hello
        self._on_message = on_message
        self._capacity = capacity
        self._trusted = trust or Trust()
        self._pending: dict[int, Message] = {}
        self._outgoing: list[Envelope] = []
        self._waiters: dict[int, asyncio.Future[None]] = {}
        self._wake = asyncio.Event()
        self._space = asyncio.Event()
        self._closing = asyncio.Event()
        self._next = 1
        self.connected = False

    def post(self, message: Message, *, acknowledged: bool = True) -> int:
        """Queue a message and return its number (0 without acknowledgement, and then only while connected).

        Raises:
            CapacityError: when too many messages wait for acknowledgement.
        """
        if not acknowledged:
            if self.connected:
                self._outgoing.append(Envelope(0, message))
                self._wake.set()
            return 0
        if len(self._pending) >= self._capacity:
            raise CapacityError(f"link: {self._capacity} messages wait for the server already")
        number = self._next
        self._next += 1
        self._pending[number] = message
        if self.connected:
            self._outgoing.append(Envelope(number, message))
            self._wake.set()
        return number

    async def send(self, message: Message, *, acknowledged: bool = True) -> None:
        """Queue a message, waiting for room. Cancellation before it is queued sends nothing."""
        while acknowledged and len(self._pending) >= self._capacity:
            self._space.clear()
            await self._space.wait()
        self.post(message, acknowledged=acknowledged)

    async def send_and_wait(self, message: Message) -> None:
        """Return when the server has handled the message. Cancellation stops the waiting, not the sending."""
        while len(self._pending) >= self._capacity:
            self._space.clear()
            await self._space.wait()
        number = self.post(message)
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters[number] = future
        try:
            await future
        finally:
            self._waiters.pop(number, None)

    async def run(self) -> None:
        """Keep the link up until `close`; never raises for a server that is away."""
        delay = FIRST_RETRY
        while not self._closing.is_set():
            try:
                async with connect(
                    self._url,
                    additional_headers={"Authorization": f"Bearer {self._token}"},
                    max_size=MAX_MESSAGE,
                    ping_interval=PING_INTERVAL,
                    ping_timeout=PING_TIMEOUT,
                    open_timeout=PING_INTERVAL,
                    proxy=None,
                    **self._trust(),
                ) as socket:
                    delay = FIRST_RETRY
                    await self._converse(socket)
            except (OSError, WebSocketException, TimeoutError) as error:
                _log.warning("link to the server is down (%s), trying again", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(
                    self._closing.wait(),
                    delay * random.uniform(0.7, 1.3),  # noqa: S311 - jitter
                )
            delay = min(delay * 2, MAX_RETRY)

    async def close(self, deadline: float = 2.0) -> None:
        """Give what waits a last chance of `deadline` seconds, then end `run`; idempotent."""
        if self.connected and self._pending:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(deadline):
                    while self._pending and self.connected:
                        self._space.clear()
                        await self._space.wait()
        self._closing.set()
        self._wake.set()

    def _trust(self) -> dict[str, Any]:
        if not self._url.startswith("wss:"):
            return {}
        return {
            "ssl": self._trusted.context(),
            "server_hostname": self._trusted.name or urlsplit(self._url).hostname,
        }

    async def _converse(self, socket: ClientConnection) -> None:
        await socket.send(encode(Envelope(0, self._hello())))
        self._outgoing = [Envelope(number, message) for number, message in self._pending.items()]
        self.connected = True
        self._wake.set()
        _log.info("link to the server is up")
        writer = asyncio.create_task(self._write(socket))
        try:
            async for text in socket:
                await self._receive(socket, text)
        finally:
            self.connected = False
            self._space.set()
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError, WebSocketException):
                await writer

    async def _write(self, socket: ClientConnection) -> None:
        while not self._closing.is_set():
            await self._wake.wait()
            self._wake.clear()
            batch, self._outgoing = self._outgoing, []
            for envelope in batch:
                await socket.send(encode(envelope))
        await socket.close()

    async def _receive(self, socket: ClientConnection, text: str | bytes) -> None:
        try:
            envelope = decode(text)
        except ContractError as error:
            _log.warning("the server sent what is not in the contract: %s", error)
            return
        message = envelope.message
        if isinstance(message, Acknowledged):
            self._pending.pop(message.number, None)
            self._space.set()
            waiter = self._waiters.get(message.number)
            if waiter is not None and not waiter.done():
                waiter.set_result(None)
            return
        await self._on_message(message)
        if envelope.number:
            await socket.send(encode(Envelope(0, Acknowledged(envelope.number))))
