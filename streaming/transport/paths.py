"""Paths: how a datagram came, as bytes that can be a key. Pure.

A UDP path is the sender's raw socket address (`sockaddr_in`, `sockaddr_in6`) with the local address behind it; a path
over TCP is `STREAM`, the number of the connection and the sender's raw socket address. A number is never used twice.
"""

import ipaddress
import socket
import struct

STREAM = b"\xff\xff"
"""Stands where a socket address has its family; no family has this number."""
_STREAM_HEAD = struct.Struct("!2sQ")


def stream_path(number: int, host: str, port: int) -> bytes:
    """Return the path of the TCP connection with this number; `host` is an IPv4 or IPv6 address."""
    address = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(address, ipaddress.IPv4Address):
        raw = struct.pack("=H", socket.AF_INET) + struct.pack("!H4s8x", port, address.packed)
    else:
        raw = struct.pack("=H", socket.AF_INET6) + struct.pack("!H4x16s4x", port, address.packed)
    return _STREAM_HEAD.pack(STREAM, number) + raw


def is_stream(path: bytes) -> bool:
    """Whether a path is a TCP connection."""
    return path[:2] == STREAM


def is_ipv6(path: bytes) -> bool:
    """Whether a UDP path is one of the IPv6 socket."""
    return path[:2] == _AF_INET6


def parse_address(path: bytes) -> tuple[str, int]:
    """Return the remote host and port of a path."""
    raw = path[_STREAM_HEAD.size :] if is_stream(path) else path
    port: int = struct.unpack_from("!H", raw, 2)[0]
    if raw[:2] == _AF_INET6:
        return str(ipaddress.IPv6Address(raw[8:24])), port
    return str(ipaddress.IPv4Address(raw[4:8])), port


_AF_INET6 = struct.pack("=H", socket.AF_INET6)
