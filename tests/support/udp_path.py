"""A path between a browser and a node's UDP port, with a seeded `Link` in each direction, in real time.

Stands in front of the port: the candidate in the answer is rewritten to its own. One browser at a time; one thread.
"""

import re
import select
import socket
import threading
import time
from types import TracebackType
from typing import Self

from tests.support.network import Conditions, Link


class UdpPath:
    """See the module. Use as a context."""

    def __init__(self, node_port: int, down: Conditions, up: Conditions) -> None:
        self.down, self.up = Link(down, 3), Link(up, 4)
        self._node = ("127.0.0.1", node_port)
        self._front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for one in (self._front, self._back):
            one.bind(("127.0.0.1", 0))
            one.setblocking(False)
        self._browser: tuple[str, int] | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._carry, name="udp path", daemon=True)
        self.carried_down = 0
        """Bytes that reached the browser's side."""

    @property
    def port(self) -> int:
        """The port that the browser is to be told."""
        return int(self._front.getsockname()[1])

    def through(self, answer: str) -> str:
        """Return an answer whose UDP candidates lead into this path, without others."""
        lines = [
            line for line in answer.splitlines() if not re.match(r"a=candidate:\S+ 1 tcp", line)
        ]
        pattern = re.compile(r"^(a=candidate:\S+ 1 udp \d+) \S+ \d+ (typ host.*)$")
        return "".join(
            pattern.sub(rf"\1 127.0.0.1 {self.port} \2", line) + "\r\n" for line in lines
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join(5)
        self._front.close()
        self._back.close()

    def _carry(self) -> None:
        while not self._stop.is_set():
            now = time.monotonic()
            due = [it for it in (self.down.next_arrival, self.up.next_arrival) if it is not None]
            wait = max(0.0, min([0.05, *(it - now for it in due)]))
            ready = select.select([self._front, self._back], [], [], wait)[0]
            now = time.monotonic()
            if self._front in ready:
                self._take(self._front, self.up, now)
            if self._back in ready:
                self._take(self._back, self.down, now)
            for datagram in self.up.receive(now):
                self._back.sendto(datagram, self._node)
            for datagram in self.down.receive(now):
                self.carried_down += len(datagram)
                if self._browser is not None:
                    self._front.sendto(datagram, self._browser)

    def _take(self, side: socket.socket, link: Link, now: float) -> None:
        for _ in range(200):
            try:
                datagram, sender = side.recvfrom(2048)
            except BlockingIOError:
                return
            if side is self._front:
                self._browser = sender
            link.send(now, datagram)
