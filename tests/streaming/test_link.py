import asyncio
import contextlib

import pytest
from websockets.asyncio.server import serve

from streaming.contract import (
    Acknowledged,
    ArchiverHello,
    CloseRoom,
    Envelope,
    QualityReport,
    RecordingSealed,
    decode,
    encode,
)
from streaming.errors import CapacityError
from streaming.link import Link


class Server:
    """The other end of a link, on a real WebSocket."""

    def __init__(self):
        self.received = []
        self.tokens = []
        self.acknowledge = True
        self.sockets = []
        self.changed = asyncio.Event()

    @contextlib.asynccontextmanager
    async def listening(self, port=0):
        async with serve(self._talk, "127.0.0.1", port) as server:
            self.port = server.sockets[0].getsockname()[1]
            yield self

    async def until(self, condition):
        async with asyncio.timeout(5):
            while not condition():
                self.changed.clear()
                await self.changed.wait()

    def messages(self, kind):
        return [envelope for envelope in self.received if isinstance(envelope.message, kind)]

    async def _talk(self, socket):
        self.sockets.append(socket)
        self.tokens.append(socket.request.headers["Authorization"])
        async for text in socket:
            envelope = decode(text)
            self.received.append(envelope)
            if envelope.number and self.acknowledge:
                await socket.send(encode(Envelope(0, Acknowledged(envelope.number))))
            self.changed.set()


def sealed(lesson):
    return RecordingSealed(lesson, 1, 0.0, 1.0, 2.0)


@pytest.fixture
async def server():
    async with Server().listening() as made:
        yield made


@contextlib.asynccontextmanager
async def linked(server, **options):
    heard = []

    async def hear(message):
        heard.append(message)

    url = f"ws://127.0.0.1:{server.port}/api/nodes/link"
    link = Link(url, "secret", lambda: ArchiverHello("a1", "1"), hear, **options)
    link.heard = heard
    running = asyncio.create_task(link.run())
    try:
        yield link
    finally:
        await link.close(deadline=0.1)
        async with asyncio.timeout(5):
            await running


async def test_the_first_message_says_who_calls_and_the_token_goes_along(server):
    async with linked(server):
        await server.until(lambda: server.received)
    assert server.received[0].message == ArchiverHello("a1", "1")
    assert server.tokens == ["Bearer secret"]


async def test_send_and_wait_returns_when_the_server_has_acknowledged(server):
    async with linked(server) as link:
        await asyncio.wait_for(link.send_and_wait(sealed("l1")), 5)
    assert [e.message.lesson for e in server.messages(RecordingSealed)] == ["l1"]


async def test_what_was_not_acknowledged_is_sent_again_in_order_after_a_reconnect(server):
    server.acknowledge = False
    async with linked(server) as link:
        await link.send(sealed("l1"))
        await link.send(sealed("l2"))
        await server.until(lambda: len(server.messages(RecordingSealed)) == 2)
        server.acknowledge = True
        await server.sockets[0].close()
        await server.until(lambda: len(server.messages(RecordingSealed)) == 4)
    again = server.messages(RecordingSealed)[2:]
    assert [envelope.message.lesson for envelope in again] == ["l1", "l2"]
    assert [envelope.number for envelope in again] == [1, 2]


async def test_acknowledged_messages_are_not_sent_again(server):
    async with linked(server) as link:
        await link.send_and_wait(sealed("l1"))
        await server.sockets[0].close()
        await server.until(lambda: len(server.messages(ArchiverHello)) == 2)
        await link.send_and_wait(sealed("l2"))
    assert [e.message.lesson for e in server.messages(RecordingSealed)] == ["l1", "l2"]


async def test_messages_queued_while_the_server_is_away_arrive_later():
    async with Server().listening() as gone:
        port = gone.port
    gone.port = port
    async with linked(gone) as link:
        await link.send(sealed("l1"))
        async with Server().listening(port) as back:
            await back.until(lambda: back.messages(RecordingSealed))


async def test_passing_reports_are_not_kept_for_later(server):
    server.acknowledge = False
    async with linked(server) as link:
        link.post(QualityReport("l1", 0.0, ()), acknowledged=False)
        await server.until(lambda: server.received)
        link.post(QualityReport("l2", 0.0, ()), acknowledged=False)
        await server.until(lambda: server.messages(QualityReport))
    assert [e.message.lesson for e in server.messages(QualityReport)] == ["l2"]


async def test_what_waits_is_bounded(server):
    server.acknowledge = False
    async with linked(server, capacity=2) as link:
        link.post(sealed("l1"))
        link.post(sealed("l2"))
        with pytest.raises(CapacityError, match="2 messages"):
            link.post(sealed("l3"))


async def test_the_servers_messages_are_handled_and_acknowledged(server):
    async with linked(server) as link:
        await server.until(lambda: server.sockets and server.received)
        await server.sockets[0].send(encode(Envelope(9, CloseRoom("l1"))))
        await server.until(lambda: server.messages(Acknowledged))
        assert link.heard == [CloseRoom("l1")]
    assert server.messages(Acknowledged)[0].message == Acknowledged(9)


async def test_nonsense_from_the_server_does_not_end_the_link(server):
    async with linked(server) as link:
        await server.until(lambda: server.sockets and server.received)
        await server.sockets[0].send("nonsense")
        await link.send_and_wait(sealed("l1"))
