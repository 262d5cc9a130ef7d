"""The node's doors for media, all of one number: UDP over IPv4 and IPv6, and TCP for networks that block UDP."""

import contextlib
import logging
import socket
from collections.abc import Callable

from streaming.errors import NodeError
from streaming.metrics import Drops
from streaming.transport.paths import is_ipv6, is_stream
from streaming.transport.tcp import TcpPort
from streaming.transport.udp import Destination, Receive, UdpSocket

_log = logging.getLogger(__name__)

EVERYWHERE = "0.0.0.0"  # noqa: S104 - receiving classrooms come from other machines
"""All addresses of this machine, IPv6 ones included where it has any."""


class Doors:
    """See the module."""

    def __init__(
        self, address: str, port: int, drops: Drops, on_closed: Callable[[bytes], None]
    ) -> None:
        """Bind. Raises: NodeError when the UDP port is taken; IPv6 and TCP are done without where they cannot be had."""
        self.udp = UdpSocket(address, port)
        self.udp6: UdpSocket | None = None
        self.tcp: TcpPort | None = None
        self.port = self.udp.port
        addresses: tuple[str, ...] = (address,)
        if address == EVERYWHERE and socket.has_ipv6:
            with contextlib.suppress(NodeError, OSError):
                self.udp6 = UdpSocket("::", self.port)
                addresses = (address, "::")
        try:
            self.tcp = TcpPort(addresses, self.port, drops, on_closed)
        except OSError as error:
            _log.warning(
                "media port %d/tcp cannot be used (%s): networks that block UDP cannot connect",
                self.port,
                error.strerror,
            )

    def readers(self) -> list[tuple[int, Callable[[Receive], int]]]:
        """Return the descriptors to watch, each with what takes a batch from it."""
        every = [door for door in (self.udp, self.udp6, self.tcp) if door is not None]
        return [(door.fileno(), door.receive) for door in every]

    @property
    def tcp_port(self) -> int:
        """The number of the TCP port, 0 when there is none."""
        return 0 if self.tcp is None else self.port

    def destination(self, path: bytes) -> Destination:
        """Make a path that has passed a check one to send to."""
        if self.tcp is not None and is_stream(path):
            return self.tcp.destination(path)
        if self.udp6 is not None and is_ipv6(path):
            return Destination(path, self.udp6.batch)
        return Destination(path, self.udp.batch)

    def flush(self) -> None:
        """Send what waits."""
        if self.udp.batch.free:
            self.udp.batch.flush()
        if self.udp6 is not None and self.udp6.batch.free:
            self.udp6.batch.flush()
        if self.tcp is not None:
            self.tcp.flush()

    def poll(self, now: float) -> None:
        """Look at the deadlines of TCP connections. Call every 50 ms."""
        if self.tcp is not None:
            self.tcp.poll(now)

    def close(self) -> None:
        """Release the ports; idempotent."""
        for door in (self.udp, self.udp6, self.tcp):
            if door is not None:
                door.close()
