"""Media over TCP where UDP is blocked: passive candidates (RFC 6544), datagrams in frames of RFC 4571.

One `epoll` holds the listeners and all connections, so that the owner has one descriptor to watch and a datagram's way
stays one synchronous call. A connection must carry an authentic connectivity check before anything is sent on it; what
a full link cannot take is dropped by whole frames and counted, never kept: late media is worth nothing.
"""

import select
import socket
from collections import Counter
from collections.abc import Callable
from typing import Any

import cffi

from streaming.metrics import Drop, Drops
from streaming.transport.paths import stream_path
from streaming.transport.udp import MAX_DATAGRAM, SLOT_BYTES, Destination, Receive

MAX_CONNECTIONS = 512
"""Descriptors; the usual limit of a process is 1,024, and journals need theirs."""
MAX_CONNECTIONS_PER_HOST = 64
"""A school whose classrooms share one public address has fewer."""
MAX_UNPROVEN = 128
"""Connections without an authentic check; the oldest gives way, so that strangers cannot shut the door."""
PROOF_LIMIT = 5.0
"""Seconds from the connection to the first authentic check; a browser sends one at once."""
BACKLOG_BYTES = 96 << 10
"""Bytes of whole frames that wait in this process for one connection: half a second at 1.5 Mbit/s."""
SEND_BUFFER = 64 << 10
"""Bytes in the kernel for one connection; more would be delay that nobody can take back."""
READ_BYTES = 64 << 10
EVENTS_PER_WAKE = 64
_HEADER = 2
"""Bytes of a frame's length. Source: RFC 4571 section 2."""
_FFI = cffi.FFI()


class StreamBatch:
    """What leaves by one connection. Implements `udp.Batch` with one slot."""

    def __init__(
        self,
        memory: memoryview,
        pointers: list[Any],
        drops: Drops,
        on_ready: Callable[[], None],
    ) -> None:
        """`memory` and `pointers` are an arena of one slot, shared by all connections: it is free after each commit."""
        self.memory = memory
        self.pointers = pointers
        self.free = 0
        self.closed = False
        self.waiting = bytearray()
        self._drops = drops
        self._on_ready = on_ready

    def commit(self, length: int, destination: Destination) -> None:
        """Queue the slot as one frame, or drop it whole when too much waits already."""
        if self.closed or len(self.waiting) + _HEADER + length > BACKLOG_BYTES:
            self._drops.count(Drop.STREAM_FULL)
            return
        if not self.waiting:
            self._on_ready()
        self.waiting += length.to_bytes(_HEADER, "big")
        self.waiting += self.memory[:length]

    def send(self, data: bytes, destination: Destination) -> None:
        """Queue a whole datagram of ours."""
        self.memory[: len(data)] = data
        self.commit(len(data), destination)

    def keep(self, destination: Destination) -> None:
        """Nothing here points to a destination."""


class _Connection:
    __slots__ = ("batch", "host", "incoming", "opened", "path", "proven", "socket", "wants_room")

    def __init__(self, stream: socket.socket, host: str, path: bytes, opened: float) -> None:
        self.socket = stream
        self.host = host
        self.path = path
        self.opened = opened
        self.incoming = b""
        """The beginning of a frame whose end has not come."""
        self.proven = False
        self.wants_room = False
        self.batch: StreamBatch


class TcpPort:
    """The listeners and their connections. Time is that of the last `poll`."""

    def __init__(
        self,
        addresses: tuple[str, ...],
        port: int,
        drops: Drops,
        on_closed: Callable[[bytes], None],
    ) -> None:
        """Listen on each address; `on_closed` is told the path of each connection that ended.

        Raises:
            OSError: if the port cannot be had.
        """
        self._now = 0.0
        self._drops = drops
        self._on_closed = on_closed
        self._arena = _FFI.new("char[]", SLOT_BYTES)
        self._memory = memoryview(_FFI.buffer(self._arena))
        self._slot = memoryview(bytearray(SLOT_BYTES))
        self._buffer = bytearray(READ_BYTES)
        self._number = 0
        self._connections: dict[int, _Connection] = {}
        self._by_path: dict[bytes, _Connection] = {}
        self._per_host: Counter[str] = Counter()
        self._unproven: dict[int, _Connection] = {}
        """By descriptor, in order of arrival."""
        self._ready: list[_Connection] = []
        self._accepting = True
        self._listeners: dict[int, socket.socket] = {}
        self._epoll = select.epoll()
        try:
            for address in addresses:
                listener = _listen(address, port)
                self._listeners[listener.fileno()] = listener
                self._epoll.register(listener.fileno(), select.EPOLLIN)
        except OSError:
            self.close()
            raise

    @property
    def connections(self) -> int:
        """How many there are."""
        return len(self._connections)

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when any of ours is; for the event loop's reader."""
        return self._epoll.fileno()

    def receive(self, deliver: Receive) -> int:
        """Accept, read and deliver what waits, at most one buffer a connection; returns how many had something."""
        events = self._epoll.poll(0, EVENTS_PER_WAKE)
        for descriptor, event in events:
            if descriptor in self._listeners:
                self._accept(self._listeners[descriptor])
                continue
            connection = self._connections.get(descriptor)
            if connection is None:
                continue
            if event & select.EPOLLOUT:
                self._write(connection)
            if event & ~select.EPOLLOUT:
                self._read(connection, deliver)
        return len(events)

    def destination(self, path: bytes) -> Destination:
        """Return where to send on the connection of `path`, which has carried an authentic check: it is proven now."""
        connection = self._by_path.get(path)
        if connection is None:
            # It ended with this very datagram: what is sent there is dropped, and the peer's next path taken.
            gone = self._batch_of(lambda: None)
            gone.closed = True
            return Destination(path, gone)
        connection.proven = True
        self._unproven.pop(connection.socket.fileno(), None)
        return Destination(path, connection.batch)

    def flush(self) -> None:
        """Write what has been queued; what the kernel does not take waits for room."""
        if self._ready:
            ready, self._ready = self._ready, []
            for connection in ready:
                self._write(connection)

    def poll(self, now: float) -> None:
        """End connections that have proven nothing in time, and accept again after a shortage. Call every 50 ms."""
        self._now = now
        for connection in list(self._unproven.values()):
            if now - connection.opened <= PROOF_LIMIT:
                break
            self._drop(connection, Drop.UNPROVEN)
        if not self._accepting and len(self._connections) < MAX_CONNECTIONS:
            self._accept_again(on=True)

    def close(self) -> None:
        """Release everything; idempotent."""
        for connection in list(self._connections.values()):
            self._end(connection)
        for listener in self._listeners.values():
            listener.close()
        self._listeners = {}
        self._epoll.close()

    def _accept(self, listener: socket.socket) -> None:
        try:
            stream, address = listener.accept()
        except BlockingIOError:
            return
        except OSError:
            # No descriptor is left: the listener would wake us for ever, so it rests until the next poll.
            self._accept_again(on=False)
            return
        host = str(address[0])
        if self._per_host[host] >= MAX_CONNECTIONS_PER_HOST:
            self._drops.count(Drop.TOO_MANY_CONNECTIONS)
            stream.close()
            return
        if len(self._unproven) >= MAX_UNPROVEN:
            self._drop(next(iter(self._unproven.values())), Drop.TOO_MANY_CONNECTIONS)
        if len(self._connections) >= MAX_CONNECTIONS:
            self._drops.count(Drop.TOO_MANY_CONNECTIONS)
            stream.close()
            return
        self._admit(stream, host, int(address[1]))

    def _admit(self, stream: socket.socket, host: str, port: int) -> None:
        stream.setblocking(False)
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self._number += 1
        connection = _Connection(stream, host, stream_path(self._number, host, port), self._now)
        connection.batch = self._batch_of(lambda: self._ready.append(connection))
        descriptor = stream.fileno()
        self._connections[descriptor] = self._unproven[descriptor] = connection
        self._by_path[connection.path] = connection
        self._per_host[host] += 1
        self._epoll.register(descriptor, select.EPOLLIN)

    def _batch_of(self, on_ready: Callable[[], None]) -> StreamBatch:
        return StreamBatch(self._memory, [self._arena], self._drops, on_ready)

    def _accept_again(self, *, on: bool) -> None:
        self._accepting = on
        for descriptor in self._listeners:
            self._epoll.modify(descriptor, select.EPOLLIN if on else 0)

    def _read(self, connection: _Connection, deliver: Receive) -> None:
        try:
            count = connection.socket.recv_into(self._buffer)
        except BlockingIOError:
            return
        except OSError:
            count = 0
        if count == 0:
            self._end(connection)
            return
        data = connection.incoming + bytes(memoryview(self._buffer)[:count])
        position, end = 0, len(data)
        while end - position >= _HEADER:
            length = int.from_bytes(data[position : position + _HEADER], "big")
            if length > MAX_DATAGRAM:
                self._drop(connection, Drop.TOO_LONG)
                return
            frame = position + _HEADER
            if end - frame < length:
                break
            position = frame + length
            self._slot[:length] = data[frame:position]
            deliver(self._slot, length, connection.path)
            if not connection.proven:
                # The first thing that a browser sends is a check that is right; whoever sends anything else is a stranger.
                self._drop(connection, Drop.STRANGER)
                return
            if connection.batch.closed:
                return
        connection.incoming = data[position:]

    def _write(self, connection: _Connection) -> None:
        batch = connection.batch
        if batch.closed:
            return
        try:
            count = connection.socket.send(batch.waiting)
        except BlockingIOError:
            count = 0
        except OSError:
            self._end(connection)
            return
        del batch.waiting[:count]
        if bool(batch.waiting) is not connection.wants_room:
            connection.wants_room = bool(batch.waiting)
            events = select.EPOLLIN | (select.EPOLLOUT if connection.wants_room else 0)
            self._epoll.modify(connection.socket.fileno(), events)

    def _drop(self, connection: _Connection, reason: Drop) -> None:
        self._drops.count(reason)
        self._end(connection)

    def _end(self, connection: _Connection) -> None:
        if connection.batch.closed:
            return
        connection.batch.closed = True
        connection.batch.waiting.clear()
        descriptor = connection.socket.fileno()
        self._epoll.unregister(descriptor)
        connection.socket.close()
        self._connections.pop(descriptor, None)
        self._unproven.pop(descriptor, None)
        self._by_path.pop(connection.path, None)
        self._per_host[connection.host] -= 1
        if not self._per_host[connection.host]:
            del self._per_host[connection.host]
        self._on_closed(connection.path)


def _listen(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
    try:
        # A node that was killed leaves connections in TIME_WAIT; the next one must not wait for them.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener
