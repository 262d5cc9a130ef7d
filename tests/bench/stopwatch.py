"""How long a packet took: its publisher writes the time into it, and the receiver's kernel says when it arrived.

Both are the wall clock of this machine, so that a test that reads its sockets late measures nothing of its own.
"""

import socket
import struct
import time

from tests.support.light_peer import LightPeer

STAMP = struct.Struct("!Q")
"""The last octets of a stamped payload: UTC nanoseconds."""
_TIMESPEC = struct.Struct("=qq")
_SO_TIMESTAMPNS = 35
"""Source: asm-generic/socket.h; the kernel writes a `timespec` of a datagram's arrival."""


def stamp() -> bytes:
    """Return the present moment, to end a payload with."""
    return STAMP.pack(time.time_ns())


class Stopwatch:
    """Reads a peer's socket in its place, with the time of arrival of each datagram."""

    def __init__(self, peer: LightPeer) -> None:
        self._peer = peer
        self._socket = socket.socket(fileno=socket.dup(peer.fileno()))
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._buffer = bytearray(2048)
        self.delays: list[float] = []
        """Seconds, of the packets that `drain` has taken."""

    def receive_into(self, buffer: bytearray) -> tuple[int, float]:
        """Return the length of the next datagram and its arrival, UTC seconds. Raises: BlockingIOError when there is none."""
        length, control, _, _ = self._socket.recvmsg_into([buffer], 64)
        for _, kind, data in control:
            if kind == _SO_TIMESTAMPNS:
                seconds, nanoseconds = _TIMESPEC.unpack(data)
                return length, float(seconds + nanoseconds / 1e9)
        return length, 0.0

    def delay(self, datagram: bytes, arrived: float) -> float:
        """Return the seconds from the stamp of an encrypted packet to its arrival."""
        payload = self._peer.open(datagram).payload
        return arrived - float(STAMP.unpack(payload[-STAMP.size :])[0]) / 1e9

    def drain(self) -> tuple[int, bytes | None]:
        """Take what waits and time each packet; returns the number of RTP packets, as `LightPeer.drain` does."""
        count, buffer = 0, self._buffer
        while True:
            try:
                length, arrived = self.receive_into(buffer)
            except BlockingIOError:
                return count, None
            if buffer[0] < 4:
                self._peer.answer_check(bytes(buffer[:length]))
            elif buffer[0] > 127 and not 192 <= buffer[1] <= 223:
                count += 1
                self.delays.append(self.delay(bytes(buffer[:length]), arrived))

    def close(self) -> None:
        """Close the second descriptor."""
        self._socket.close()
