"""One link to a media node or an archiver: envelopes in order, numbers, acknowledgements, pending requests.

Knows no WebSocket (a `Channel` carries the text) and no database (a `Handler` makes effects durable
before a message is acknowledged).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from streaming.contract import (
    Acknowledged,
    ContractError,
    Envelope,
    JoinAccepted,
    JoinRefused,
    JoinRoom,
    Message,
    QualityReport,
    RestartIce,
    decode,
    encode,
)

logger = logging.getLogger(__name__)

INBOX_SIZE = 256
"""Messages that wait for the database. Beyond it we stop reading, and the sender waits: nothing is lost."""
UNACKNOWLEDGED_MAX = 1024
"""Commands that a node may leave unanswered before the link is given up: it is reconciled after a reconnect."""
REQUESTS_MAX = 512
"""Offers that may wait for one node at once."""


class ChannelClosed(Exception):
    """The other side has gone."""


class Channel(Protocol):
    """A duplex of text messages."""

    async def receive(self) -> str:
        """Return the next text; raises `ChannelClosed` at the end."""

    async def send(self, text: str) -> None:
        """Send a text; raises `ChannelClosed` if the other side has gone."""

    async def close(self, code: int, reason: str) -> None:
        """Close with a WebSocket close code."""


class LinkBroken(Exception):
    """The link went away before the answer came."""


Handler = Callable[[Message], Awaitable[None]]
"""Makes a message durable. Whatever it raises breaks the link, so that the message comes again."""


class Link:
    """One connection of one node or archiver. Owns its tasks; `run` ends when the connection does."""

    def __init__(self, channel: Channel, name: str) -> None:
        self.name = name
        self._channel = channel
        self._number = 0
        self._sending = asyncio.Lock()
        self._unacknowledged: dict[int, Message] = {}
        self._requests: dict[str, asyncio.Future[JoinAccepted | JoinRefused]] = {}
        self._inbox: asyncio.Queue[Envelope] = asyncio.Queue(INBOX_SIZE)

    @property
    def unacknowledged(self) -> int:
        """Commands that the other side has not acknowledged yet."""
        return len(self._unacknowledged)

    async def command(self, message: Message) -> None:
        """Send a message that wants an acknowledgement.

        Raises:
            ChannelClosed: if the other side has gone.
        """
        if len(self._unacknowledged) >= UNACKNOWLEDGED_MAX:
            logger.warning("node acknowledges nothing, closing its link node=%s", self.name)
            await self.close(1011, "too many commands without an acknowledgement")
            raise ChannelClosed
        async with self._sending:
            self._number += 1
            self._unacknowledged[self._number] = message
            logger.debug("goes peer=%s number=%d type=%s", self.name, self._number, message.type)
            await self._channel.send(encode(Envelope(self._number, message)))

    async def ask(
        self,
        request: JoinRoom | RestartIce,
        timeout: float,  # noqa: ASYNC109 - the caller's bound is part of the contract
    ) -> JoinAccepted | JoinRefused:
        """Send an offer and wait for its answer. Cancellation forgets the request.

        Raises:
            TimeoutError: if no answer came in `timeout` seconds.
            LinkBroken: if the link went away.
        """
        if len(self._requests) >= REQUESTS_MAX:
            raise LinkBroken("too many offers wait for this node")
        answer: asyncio.Future[JoinAccepted | JoinRefused] = (
            asyncio.get_running_loop().create_future()
        )
        self._requests[request.request] = answer
        try:
            async with asyncio.timeout(timeout):
                # Number 0: after a reconnect nobody waits for this answer any more.
                async with self._sending:
                    await self._channel.send(encode(Envelope(0, request)))
                return await answer
        except ChannelClosed as error:
            raise LinkBroken from error
        finally:
            self._requests.pop(request.request, None)

    async def acknowledge(self, number: int) -> None:
        """Tell the other side that a message's effects are durable; 0 wants nothing."""
        if number > 0:
            async with self._sending:
                await self._channel.send(encode(Envelope(0, Acknowledged(number))))

    async def receive(self) -> Envelope:
        """Return the next envelope; for the hello, before `run`.

        Raises:
            ChannelClosed: at the end.
            ContractError: if it is not one.
        """
        return decode(await self._channel.receive())

    async def run(self, handle: Handler, on_quality: Callable[[QualityReport], None]) -> None:
        """Read until the link ends; durable messages go to `handle` one by one, in order.

        Returns when the other side has gone or was closed for breaking the contract. Cancellation
        closes nothing: the caller owns the channel.
        """
        worker = asyncio.create_task(self._handle_inbox(handle), name=f"link-inbox-{self.name}")
        reader = asyncio.create_task(self._read(on_quality), name=f"link-reader-{self.name}")
        try:
            done, _ = await asyncio.wait({worker, reader}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                await self._explain(task)
        finally:
            for task in (worker, reader):
                task.cancel()
            await asyncio.gather(worker, reader, return_exceptions=True)
            self._break_requests()

    async def close(self, code: int, reason: str) -> None:
        """Close the connection; idempotent."""
        await self._channel.close(code, reason)

    async def _read(self, on_quality: Callable[[QualityReport], None]) -> None:
        while True:
            envelope = await self.receive()
            message = envelope.message
            logger.debug("came peer=%s number=%d type=%s", self.name, envelope.number, message.type)
            match message:
                case Acknowledged():
                    self._unacknowledged.pop(message.number, None)
                case JoinAccepted() | JoinRefused():
                    # Answers overtake what waits for the database: somebody waits for them.
                    self._answer(message)
                    await self.acknowledge(envelope.number)
                case QualityReport():
                    on_quality(message)
                    await self.acknowledge(envelope.number)
                case _:
                    await self._inbox.put(envelope)

    async def _handle_inbox(self, handle: Handler) -> None:
        while True:
            envelope = await self._inbox.get()
            await handle(envelope.message)
            await self.acknowledge(envelope.number)

    def _answer(self, message: JoinAccepted | JoinRefused) -> None:
        waiting = self._requests.get(message.request)
        if waiting is not None and not waiting.done():
            waiting.set_result(message)

    async def _explain(self, task: asyncio.Task[None]) -> None:
        error = task.exception()
        match error:
            case ChannelClosed() | None:
                return
            case ContractError():
                logger.warning("link breaks the contract peer=%s error=%s", self.name, error)
                await self.close(1007, str(error)[:100])
            case _:
                logger.error("message not handled, link closed peer=%s", self.name, exc_info=error)
                await self.close(1011, "a message could not be made durable")

    def _break_requests(self) -> None:
        for waiting in self._requests.values():
            if not waiting.done():
                waiting.set_exception(LinkBroken())
