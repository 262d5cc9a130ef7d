"""A node without its event loop: real negotiation of recorded offers, real rooms, journals, keys and send batches.

What its peers send is put behind the decryption, where only somebody with valid keys comes; what it sends goes to a socket that
nobody reads.
"""

import asyncio
import itertools
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streaming.contract import Direction, JoinAccepted, JoinRoom, Lesson, Session
from streaming.node import Node
from streaming.relay.room import Room
from streaming.settings import MediaSettings
from streaming.transport.negotiation import State
from streaming.transport.peer import Peer
from streaming.transport.srtp import PROFILES, Srtp, SrtpKeys
from tests.support.node_process import free_udp_port
from tests.support.offers import text_of

ROLES = ("teacher", "board", "students")
KEYS = SrtpKeys(PROFILES[0], bytes(range(28)), bytes(range(28, 56)))
Member = tuple[Peer, list[int]]
"""A peer, and the SSRCs that are spoken of in its descriptions."""
_numbers = itertools.count(1)


class StillNode:
    """One node for all examples; each has a lesson of its own."""

    def __init__(self, directory: Path) -> None:
        self.node = Node(
            MediaSettings(
                data_dir=directory,
                media_port=free_udp_port(),
                media_bind="127.0.0.1",
                media_addresses=("127.0.0.1",),
            )
        )
        self.sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sink.bind(("127.0.0.1", 0))

    @contextmanager
    def lesson(self, publisher: str) -> Iterator[tuple[Member, Member, Member, Room]]:
        """A lesson with a publisher and two receivers that are connected as far as the node can tell."""
        name = f"lesson-{next(_numbers)}"
        self.node._open_room(Lesson(name), frozenset(ROLES))
        try:
            yield (
                self.join(name, publisher, Direction.PUBLISH),
                self.join(name, "chromium-receive", Direction.RECEIVE),
                self.join(name, "aiortc-receive", Direction.RECEIVE),
                self.node._rooms[Lesson(name)],
            )
        finally:
            self.node._close_room(Lesson(name))
            self.node._doors.flush()

    def join(self, lesson: str, offer: str, direction: Direction) -> Member:
        """Return the peer, and the SSRCs that are spoken of in its descriptions."""
        session = f"{lesson}:{offer}"
        request = JoinRoom(
            "r", session, lesson, f"person:{offer}", direction, text_of(offer), ROLES
        )
        answer = self.node._join(request)
        assert isinstance(answer, JoinAccepted), answer
        peer = self.node._peers[Session(session)]
        port = self.sink.getsockname()[1].to_bytes(2, "big")
        home = b"\x7f\0\0\x01"
        peer.destination = self.node._doors.destination(b"\x02\0" + port + home + bytes(8) + home)
        peer.srtp = Srtp(KEYS)
        peer.state = State.CONNECTED
        self.node.peer_connected(peer)
        spoken = re.findall(r"a=ssrc:(\d+)", answer.answer + text_of(offer))
        return peer, sorted({int(ssrc) for ssrc in spoken} | {1, 2, 3})

    def close(self) -> None:
        """Stop the journals and release the ports."""
        asyncio.run(self.node._recorder.close())
        self.node._doors.close()
        self.sink.close()
