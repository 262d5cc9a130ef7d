"""The server's end of the contract without a server: a WebSocket that a real node or archiver dials.

Acknowledges what wants to be acknowledged and keeps every message, so that a test can ask and wait.
Runs in a thread of its own; its methods are called from the test's thread.
"""

import itertools
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from threading import Condition, Thread
from types import TracebackType
from typing import Self, TypeVar

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from streaming.contract import (
    Acknowledged,
    ArchiverHello,
    Direction,
    Envelope,
    JoinAccepted,
    JoinRefused,
    JoinRoom,
    Message,
    NodeHello,
    RestartIce,
    decode,
    encode,
)

PATH = "/api/nodes/link"
TOKEN = "token-of-the-link-end"

M = TypeVar("M", bound=Message)


class LinkEnd:
    """See the module."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        """Everything that came, in order, from all connections."""
        self._changed = Condition()
        self._node: ServerConnection | None = None
        self._numbers = itertools.count(1)
        self._server = serve(self._converse, "127.0.0.1", 0, process_request=_refuse_strangers)
        self._thread = Thread(target=self._server.serve_forever, name="link end", daemon=True)
        self.url = f"http://127.0.0.1:{self._server.socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join(5)

    def send(self, message: Message) -> None:
        """Send to the node or archiver; it acknowledges when it has handled it."""
        assert self._node is not None, "no node has dialled"
        self._node.send(encode(Envelope(next(self._numbers), message)))

    def wait_for_node(self, timeout: float = 10.0) -> NodeHello:
        """Return the hello of the first node that dialled."""
        return self.wait_for(NodeHello, timeout=timeout)

    def drop(self) -> None:
        """Cut the connection, as a restarted server does; the node dials again."""
        assert self._node is not None, "no node has dialled"
        self._node.close()

    def join(
        self,
        session: str,
        direction: Direction,
        offer: str,
        *,
        lesson: str = "lesson",
        identity: str = "",
        roles: Sequence[str] = ("teacher", "board", "students"),
    ) -> JoinAccepted | JoinRefused:
        """Ask the node to let a peer in, and return its answer. The identity is the session's unless given."""
        request = f"request-{next(self._numbers)}"
        return self._ask(
            JoinRoom(
                request,
                session,
                lesson,
                identity or f"person:{session}",
                direction,
                offer,
                tuple(roles),
            )
        )

    def restart(self, session: str, fragment: str) -> JoinAccepted | JoinRefused:
        """Ask the node to restart the ICE of a session, and return its answer."""
        return self._ask(RestartIce(f"request-{next(self._numbers)}", session, fragment))

    def _ask(self, question: JoinRoom | RestartIce) -> JoinAccepted | JoinRefused:
        request = question.request
        self.send(question)
        refused_or_accepted = (JoinAccepted, JoinRefused)
        with self._changed:
            self._wait(
                lambda: any(
                    isinstance(message, refused_or_accepted) and message.request == request
                    for message in self.messages
                ),
                5.0,
                f"answer to {request}",
            )
            return next(
                message
                for message in self.messages
                if isinstance(message, refused_or_accepted) and message.request == request
            )

    def wait_for(
        self, kind: type[M], matches: Callable[[M], bool] = lambda _: True, timeout: float = 5.0
    ) -> M:
        """Return the first message of a kind that matches, waiting for it if need be."""

        def found() -> list[M]:
            return [
                message
                for message in self.messages
                if isinstance(message, kind) and matches(message)
            ]

        with self._changed:
            self._wait(lambda: bool(found()), timeout, kind.__name__)
            return found()[0]

    def _wait(self, is_there: Callable[[], bool], timeout: float, what: str) -> None:
        deadline = time.monotonic() + timeout
        while not is_there():
            left = deadline - time.monotonic()
            assert left > 0, f"no {what} in {timeout} s; came: {self.messages[-10:]}"
            self._changed.wait(left)

    def _converse(self, connection: ServerConnection) -> None:
        try:
            for text in connection:
                envelope = decode(text)
                with self._changed:
                    if isinstance(envelope.message, NodeHello | ArchiverHello):
                        self._node = connection
                    if not isinstance(envelope.message, Acknowledged):
                        self.messages.append(envelope.message)
                        self._changed.notify_all()
                if envelope.number:
                    connection.send(encode(Envelope(0, Acknowledged(envelope.number))))
        except ConnectionClosed:
            return


def _refuse_strangers(connection: ServerConnection, request: Request) -> Response | None:
    if request.path != PATH:
        return connection.respond(HTTPStatus.NOT_FOUND, "not here\n")
    if request.headers.get("Authorization") != f"Bearer {TOKEN}":
        return connection.respond(HTTPStatus.UNAUTHORIZED, "who are you\n")
    return None
