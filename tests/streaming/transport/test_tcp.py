import socket
import time

import pytest

from streaming.metrics import Drop, Drops
from streaming.transport import tcp
from streaming.transport.paths import parse_address
from streaming.transport.tcp import TcpPort
from streaming.transport.udp import MAX_DATAGRAM
from tests.support.waiting import wait_until


class Listening:
    """A port, what it delivered, and what proves a connection: here a frame that begins with a check mark."""

    def __init__(self):
        self.drops = Drops()
        self.closed = []
        self.port = TcpPort(("127.0.0.1",), 0, self.drops, self.closed.append)
        (listener,) = self.port._listeners.values()
        self.address = listener.getsockname()
        self.frames = []
        self.destinations = {}

    def deliver(self, data, length, path):
        frame = bytes(data[:length])
        self.frames.append((frame, path))
        if frame.startswith(b"check"):
            self.destinations[path] = self.port.destination(path)

    def turn(self):
        self.port.receive(self.deliver)
        self.port.flush()

    def until(self, condition):
        wait_until(lambda: (self.turn(), condition())[1])

    def connect(self, greeting=b"check"):
        stream = socket.create_connection(self.address, timeout=5)
        stream.sendall(frame(greeting))
        return stream


def frame(data):
    return len(data).to_bytes(2, "big") + data


@pytest.fixture
def listening():
    made = Listening()
    yield made
    made.port.close()


def test_frames_are_delivered_whole_however_they_are_cut(listening):
    with listening.connect() as stream:
        data = frame(b"one") + frame(b"") + frame(b"three" * 100)
        for index in range(0, len(data), 7):
            stream.sendall(data[index : index + 7])
            listening.turn()
        listening.until(lambda: len(listening.frames) == 4)
        frames = [content for content, _ in listening.frames]
        assert frames == [b"check", b"one", b"", b"three" * 100]
        (path,) = {path for _, path in listening.frames}
        assert parse_address(path) == stream.getsockname()


def test_what_is_sent_comes_in_frames(listening):
    with listening.connect() as stream:
        listening.until(lambda: listening.destinations)
        (destination,) = listening.destinations.values()
        destination.batch.send(b"hello", destination)
        destination.batch.send(b"", destination)
        listening.port.flush()
        assert stream.recv(100) == frame(b"hello") + frame(b"")


def test_a_stranger_s_first_frame_ends_its_connection(listening):
    with listening.connect(b"GET / HTTP/1.1") as stream:
        listening.until(lambda: listening.closed)
        assert stream.recv(10) == b""
    assert listening.drops.counts[Drop.STRANGER] == 1
    assert listening.port.connections == 0


def test_a_frame_longer_than_any_datagram_ends_its_connection(listening):
    with listening.connect() as stream:
        stream.sendall((MAX_DATAGRAM + 1).to_bytes(2, "big"))
        listening.until(lambda: listening.closed)
    assert listening.drops.counts[Drop.TOO_LONG] == 1


def test_a_connection_that_proves_nothing_in_time_is_ended(listening):
    listening.port.poll(100.0)
    with (
        listening.connect() as proven,
        socket.create_connection(listening.address, timeout=5) as silent,
    ):
        listening.until(lambda: listening.port.connections == 2 and listening.destinations)
        listening.port.poll(100.0 + tcp.PROOF_LIMIT)
        assert listening.port.connections == 2
        listening.port.poll(100.1 + tcp.PROOF_LIMIT)
        assert silent.recv(10) == b""
        assert listening.port.connections == 1
        assert proven.fileno() > 0
    assert listening.drops.counts[Drop.UNPROVEN] == 1


def test_one_host_has_a_bound_of_connections(listening, monkeypatch):
    monkeypatch.setattr(tcp, "MAX_CONNECTIONS_PER_HOST", 2)
    streams = [listening.connect() for _ in range(3)]
    listening.until(lambda: listening.drops.counts[Drop.TOO_MANY_CONNECTIONS] == 1)
    assert listening.port.connections == 2
    for stream in streams:
        stream.close()
    listening.until(lambda: listening.port.connections == 0)
    with listening.connect():
        listening.until(lambda: listening.port.connections == 1)


def test_strangers_that_hold_connections_do_not_shut_the_door(listening, monkeypatch):
    monkeypatch.setattr(tcp, "MAX_UNPROVEN", 2)
    idle = [socket.create_connection(listening.address, timeout=5) for _ in range(3)]
    listening.until(lambda: listening.drops.counts[Drop.TOO_MANY_CONNECTIONS] == 1)
    with listening.connect():
        listening.until(lambda: listening.destinations)
    for stream in idle:
        stream.close()


def test_a_connection_that_takes_nothing_loses_whole_frames_and_delays_nobody(listening):
    stuck, good = listening.connect(), listening.connect()
    listening.until(lambda: len(listening.destinations) == 2)
    by_port = {parse_address(path)[1]: it for path, it in listening.destinations.items()}
    slow = by_port[stuck.getsockname()[1]]
    fast = by_port[good.getsockname()[1]]
    sent = 0
    while not listening.drops.counts[Drop.STREAM_FULL]:
        slow.batch.send(sent.to_bytes(4, "big") * 250, slow)
        listening.port.flush()
        sent += 1
    assert len(slow.batch.waiting) <= tcp.BACKLOG_BYTES
    fast.batch.send(b"in time", fast)
    listening.port.flush()
    assert good.recv(100) == frame(b"in time")
    # Whatever the receiver takes later is whole frames in their order.
    stuck.settimeout(0.2)
    came = bytearray()
    deadline = time.monotonic() + 10
    while len(came) < (sent - 1) * 1002 and time.monotonic() < deadline:
        came += stuck.recv(1 << 20)
        listening.turn()
    numbers = [int.from_bytes(came[at + 2 : at + 6], "big") for at in range(0, len(came), 1002)]
    assert numbers == list(range(sent - 1))
    stuck.close()
    good.close()


def test_a_closed_connection_is_told_and_its_path_leads_nowhere(listening):
    stream = listening.connect()
    listening.until(lambda: listening.destinations)
    ((path, destination),) = listening.destinations.items()
    stream.close()
    listening.until(lambda: listening.closed == [path])
    assert destination.batch.closed
    destination.batch.send(b"late", destination)
    assert listening.port.destination(path).batch.closed
    listening.port.flush()
    assert listening.drops.counts[Drop.STREAM_FULL] == 1


def test_a_taken_port_is_an_error_and_leaves_nothing_behind(listening):
    with pytest.raises(OSError, match="in use"):
        TcpPort(("127.0.0.1",), listening.address[1], Drops(), lambda path: None)
