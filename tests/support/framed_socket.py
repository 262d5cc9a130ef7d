"""A TCP connection with the face of a datagram socket: frames of RFC 4571, written apart from the product's."""

import select
import socket
import struct

_LENGTH = struct.Struct("!H")


class FramedSocket:
    """Connects with the first datagram that is sent; the calls are those of `socket.socket` that a light peer uses."""

    def __init__(self, host: str) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.bind((host, 0))
        self._peer: tuple[str, int] | None = None
        self._incoming = b""

    def fileno(self) -> int:
        """Return the descriptor, for a selector."""
        return self._socket.fileno()

    def getsockname(self) -> tuple[str, int]:
        """Return our address."""
        host, port = self._socket.getsockname()
        return str(host), int(port)

    def sendto(self, data: bytes, destination: tuple[str, int]) -> int:
        """Send one frame; waits for room."""
        if self._peer is None:
            self._peer = destination
            self._socket.connect(destination)
        assert destination == self._peer, f"connected to {self._peer}"
        self._socket.sendall(_LENGTH.pack(len(data)) + data)
        return len(data)

    def recvfrom(self, size: int) -> tuple[bytes, tuple[str, int]]:
        """Return one frame. Raises: BlockingIOError when no whole one has come, ConnectionError when none will."""
        while True:
            if len(self._incoming) >= _LENGTH.size:
                (length,) = _LENGTH.unpack_from(self._incoming)
                end = _LENGTH.size + length
                if len(self._incoming) >= end:
                    frame, self._incoming = self._incoming[_LENGTH.size : end], self._incoming[end:]
                    assert self._peer is not None
                    return frame[:size], self._peer
            if self._peer is None or not select.select([self._socket], [], [], 0)[0]:
                raise BlockingIOError
            came = self._socket.recv(65_536)
            if not came:
                raise ConnectionError("the other side closed the connection")
            self._incoming += came

    def recv_into(self, buffer: bytearray) -> int:
        """Write one frame into `buffer` and return its length."""
        frame, _ = self.recvfrom(len(buffer))
        buffer[: len(frame)] = frame
        return len(frame)

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()
