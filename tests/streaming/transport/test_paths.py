import socket

import pytest

from streaming.transport.paths import is_ipv6, is_stream, parse_address, stream_path


def test_an_ipv6_address_is_read():
    raw = b"\x0a\x00" + (8443).to_bytes(2, "big") + bytes(4) + bytes(15) + b"\x01" + bytes(4)
    assert parse_address(raw) == ("::1", 8443)
    assert is_ipv6(raw)


def test_an_ipv4_address_is_read_with_a_local_one_behind_it():
    raw = b"\x02\x00" + (8443).to_bytes(2, "big") + socket.inet_aton("10.0.0.7") + bytes(8)
    assert parse_address(raw + socket.inet_aton("10.0.0.1")) == ("10.0.0.7", 8443)
    assert not is_ipv6(raw)
    assert not is_stream(raw)


@pytest.mark.parametrize("host", ["10.0.0.7", "fd00::2"])
def test_a_stream_keeps_its_address_and_two_streams_of_one_address_differ(host):
    first, second = stream_path(1, host, 50_000), stream_path(2, host, 50_000)
    assert parse_address(first) == parse_address(second) == (host, 50_000)
    assert first != second
    assert is_stream(first)


def test_the_zone_of_a_link_local_address_is_left_out():
    assert parse_address(stream_path(1, "fe80::1%eth0", 5)) == ("fe80::1", 5)
