import socket

from streaming.metrics import Drops
from streaming.transport.doors import EVERYWHERE, Doors
from streaming.transport.paths import is_ipv6, is_stream, parse_address
from tests.support.framed_socket import FramedSocket
from tests.support.node_process import free_udp_port
from tests.support.waiting import wait_until


def opened(address):
    return Doors(address, free_udp_port(), Drops(), lambda path: None)


def answer_everything(doors):
    """Answer each datagram on the path that it came by; return the paths."""
    paths = []

    def answer(data, length, path):
        paths.append(path)
        destination = doors.destination(path)
        destination.batch.send(b"to " + bytes(data[:length]), destination)

    for _, receive in doors.readers():
        receive(answer)
    doors.flush()
    return paths


def test_one_number_is_answered_over_udp_and_tcp_and_both_families():
    doors = opened(EVERYWHERE)
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp6 = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    tcp = FramedSocket("127.0.0.1")
    try:
        assert doors.tcp_port == doors.port
        udp.sendto(b"4", ("127.0.0.1", doors.port))
        udp6.sendto(b"6", ("::1", doors.port))
        tcp.sendto(b"t", ("127.0.0.1", doors.port))
        paths = []
        wait_until(lambda: paths.extend(answer_everything(doors)) or len(paths) == 3)
        assert [is_ipv6(path) for path in paths].count(True) == 1
        assert [is_stream(path) for path in paths].count(True) == 1
        assert {parse_address(path)[0] for path in paths} == {"127.0.0.1", "::1"}
        for one, expected in ((udp, b"to 4"), (udp6, b"to 6")):
            one.settimeout(2)
            assert one.recv(10) == expected
        got = []
        wait_until(lambda: got or _take(tcp, got))
        assert got == [b"to t"]
    finally:
        for one in (udp, udp6, tcp, doors):
            one.close()


def _take(framed, got):
    try:
        got.append(framed.recvfrom(10)[0])
    except BlockingIOError:
        return False
    return True


def test_without_the_tcp_port_the_node_does_without_and_says_so(caplog):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        doors = Doors("127.0.0.1", port, Drops(), lambda path: None)
        assert doors.tcp_port == 0
        assert f"media port {port}/tcp" in caplog.text
        doors.poll(1.0)
        doors.close()


def test_one_address_is_bound_alone():
    doors = opened("127.0.0.1")
    assert doors.udp6 is None
    doors.close()
