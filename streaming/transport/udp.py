"""One UDP socket for all peers: `recvmmsg` in, `sendmmsg` out, both on reused arenas.

Knows addresses and bytes, not what they mean. `receive` hands out slices of the receive arena that
are valid until the next call. An answer leaves from the very address that was asked: on a machine with several
networks the kernel would choose another one, and the peer would take the answer for a stranger's. The calls go to libc through cffi's ABI mode, because the standard
library has no batch calls: one system call for 40 packets costs 3.7 µs a packet where one each costs 5 µs
(measured before this project began, loopback).
"""

import errno
import socket
import struct
import sys
from collections.abc import Callable
from typing import Any, Protocol

import cffi

from streaming.errors import NodeError

SLOT_BYTES = 2048
"""Larger than any datagram of WebRTC (≤ 1,500 on Ethernet) with its SRTP trailer."""
SLOT_SHIFT = 11
MAX_DATAGRAM = 1_800
"""Bytes of the longest datagram taken in or handed out before encryption: above every Ethernet path, and a slot still has
room for the longest SRTP trailer (RFC 3711: 144 bytes) behind it."""
RECEIVE_SLOTS = 64
SEND_SLOTS = 256
_ADDRESS_BYTES = 28
"""Size of sockaddr_in6, the larger one."""
_SOCKADDR_IN_BYTES = 16
_CONTROL_BYTES = 40
"""CMSG_SPACE of the longer one of in_pktinfo and in6_pktinfo on 64-bit Linux: 16 bytes of header, 20 of content, padding."""
_IP_PKTINFO = 8
"""Source: Linux ip(7). Its content: interface index, local address to answer from, header address."""
_LOCAL_ADDRESS = slice(20, 24)
"""Where that local address lies in the control message."""
_IPV6_RECVPKTINFO, _IPV6_PKTINFO = 49, 50
"""Source: Linux ipv6(7), RFC 3542 section 6. The content: local address to answer from, interface index."""
_LOCAL_ADDRESS_6 = slice(16, 32)

_FFI = cffi.FFI()
_FFI.cdef(
    """
    struct iovec { void *iov_base; size_t iov_len; };
    struct msghdr { void *msg_name; unsigned int msg_namelen; struct iovec *msg_iov;
                    size_t msg_iovlen; void *msg_control; size_t msg_controllen; int msg_flags; };
    struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };
    int sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags);
    int recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags, void *timeout);
    """
)
_LIBC: Any = _FFI.dlopen(None)
_MESSAGE_WORDS = 8
_CONTROL_WORD = 4
_LENGTH_WORD = 7
"""Words of 64 bits: a `mmsghdr` begins with name and size of name; control and size of control follow the vectors, flags and the
datagram's length end it. Sizes of 32 bits have padding behind them that nobody writes to."""
_LAYOUT = (
    _FFI.sizeof("struct mmsghdr"),
    _FFI.sizeof("struct iovec"),
    _FFI.offsetof("struct msghdr", "msg_control"),
    _FFI.offsetof("struct mmsghdr", "msg_len"),
    sys.byteorder,
)
if _LAYOUT != (8 * _MESSAGE_WORDS, 16, 8 * _CONTROL_WORD, 8 * _LENGTH_WORD, "little"):
    raise ImportError("streaming.transport.udp needs 64-bit little-endian Linux")

Receive = Callable[[memoryview, int, bytes], None]
"""Called with a slice of the arena, its length in bytes, and the path that the datagram came by.

A path is the sender's raw socket address and the bytes of the local address that it was sent to.
"""


class Destination:
    """A prepared path that `sendmmsg` can point to: remote address, and local address to send from."""

    __slots__ = ("_control", "_memory", "address", "batch", "control", "raw")

    def __init__(self, raw: bytes, batch: "Batch") -> None:
        """`raw` is a path as `UdpSocket.receive` gave it, `batch` takes what is sent there."""
        self.raw = raw
        self.batch = batch
        length = _SOCKADDR_IN_BYTES if raw[:2] == _AF_INET else _ADDRESS_BYTES
        address, local = raw[:length], raw[length:]
        self._memory = _FFI.new("char[]", address)
        control = _pack_local(local) if local else b""
        self._control = _FFI.new("char[]", control or b"\0")
        self.address = _integer(self._memory), len(address)
        """Pointer and size in bytes, as a `msghdr` wants them."""
        self.control = _integer(self._control) if control else 0, len(control)


def _integer(memory: Any) -> int:
    return int(_FFI.cast("uintptr_t", memory))


def _pack_local(address: bytes) -> bytes:
    """Return the control message that makes the kernel send from this address (interface 0: by route)."""
    if len(address) == 4:
        header = struct.pack("=Qii", 28, socket.IPPROTO_IP, _IP_PKTINFO)
        return header + struct.pack("=i4s4x4x", 0, address)
    header = struct.pack("=Qii", 36, socket.IPPROTO_IPV6, _IPV6_PKTINFO)
    return header + struct.pack("=16si4x", address, 0)


_AF_INET = struct.pack("=H", socket.AF_INET)


class Batch(Protocol):
    """Where datagrams wait to leave: a peer writes slot `free`, encrypts it in place, and commits it."""

    memory: memoryview
    """The arena; slot n begins at `n << SLOT_SHIFT`."""
    pointers: list[Any]
    """The addresses of the slots, for libsrtp."""
    free: int
    """Number of the slot to write next; there always is one."""
    closed: bool
    """Nothing leaves here any more; a UDP port never is."""

    def commit(self, length: int, destination: Destination) -> None:
        """Queue slot `free`: `length` bytes for `destination`."""

    def send(self, data: bytes, destination: Destination) -> None:
        """Queue a whole datagram of ours, at most `MAX_DATAGRAM` bytes."""

    def keep(self, destination: Destination) -> None:
        """Hold a destination that its owner gives up, until what was committed for it has left."""


class _Slots:
    """An arena of equal slots with one prepared `mmsghdr` each."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._arena = _FFI.new("char[]", count * SLOT_BYTES)
        self._names = _FFI.new("char[]", count * _ADDRESS_BYTES)
        self._controls = _FFI.new("char[]", count * _CONTROL_BYTES)
        self._vectors = _FFI.new("struct iovec[]", count)
        self.messages = _FFI.new("struct mmsghdr[]", count)
        self.memory = memoryview(_FFI.buffer(self._arena))
        self.names = _FFI.buffer(self._names)
        self.controls = _FFI.buffer(self._controls)
        self.words = memoryview(_FFI.buffer(self.messages)).cast("B").cast("Q")
        """All `mmsghdr`, in words."""
        self.vector_memory = memoryview(_FFI.buffer(self._vectors))
        self.pointers = [self._arena + index * SLOT_BYTES for index in range(count)]
        self.vectors: list[Any] = [_FFI.addressof(self._vectors, index) for index in range(count)]
        for index in range(count):
            header = self.messages[index].msg_hdr
            header.msg_iov, header.msg_iovlen = self.vectors[index], 1
            header.msg_name = self._names + index * _ADDRESS_BYTES
            header.msg_namelen = _ADDRESS_BYTES
            header.msg_control = self._controls + index * _CONTROL_BYTES
            header.msg_controllen = _CONTROL_BYTES
            self.vectors[index].iov_base = self.pointers[index]
            self.vectors[index].iov_len = SLOT_BYTES


class SendBatch:
    """Datagrams that wait for one `sendmmsg`. Owned by the event loop's thread.

    `memory` is the arena; slot n begins at `n << SLOT_SHIFT`, `pointers[n]` is its address for libsrtp.
    A packet that is fanned out is queued by hand, without a call for each copy: write the slot,
    `address` it, set `lengths[2 * n + 1]`, move `free` on; at the end of the batch `flush`.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._slots = _Slots(SEND_SLOTS)
        self.memory = self._slots.memory
        self.pointers = self._slots.pointers
        self.closed = False
        self._messages = self._slots.words
        self.lengths = self._slots.vector_memory.cast("B").cast("Q")
        """The `iovec` of each slot as two words: pointer, length in bytes."""
        self.free = 0
        """Number of the slot to write next; there always is one."""
        self.paths = 0
        """Counts every change of some peer's keys or address: what was prepared before it may be out of date."""
        self._kept: list[Destination] = []
        self.sent = 0
        self.dropped_full = 0
        """Datagrams that the kernel's send buffer had no room for."""
        self.dropped_unreachable = 0
        """Datagrams that the kernel refused (no route, refused address)."""

    def commit(self, length: int, destination: Destination) -> None:
        """Queue slot `free`: `length` bytes for `destination`. A full batch is sent at once.

        The kernel reads the destination's memory at the next flush: the caller holds it until then, or lets us `keep` it.
        """
        slot = self.free
        self.address(slot, destination)
        self.lengths[2 * slot + 1] = length
        self.free = slot + 1
        if slot + 1 == SEND_SLOTS:
            self.flush()

    def address(self, slot: int, destination: Destination) -> None:
        """Point a slot's message header to a destination."""
        word = slot * _MESSAGE_WORDS
        messages = self._messages
        messages[word], messages[word + 1] = destination.address
        messages[word + _CONTROL_WORD], messages[word + _CONTROL_WORD + 1] = destination.control

    def message_address(self, slot: int) -> int:
        """Return the address of a slot's `mmsghdr`, whose vector points to the slot."""
        return _integer(self._slots.messages + slot)

    def send(self, data: bytes, destination: Destination) -> None:
        """Queue a whole datagram of ours (STUN, DTLS), at most `MAX_DATAGRAM` bytes."""
        self._kept.append(destination)
        start = self.free << SLOT_SHIFT
        self.memory[start : start + len(data)] = data
        self.commit(len(data), destination)

    def keep(self, destination: Destination) -> None:
        """Hold a destination until the next flush."""
        self._kept.append(destination)

    def flush(self) -> None:
        """Send everything that waits. What the kernel cannot take is dropped and counted, never kept."""
        position, used = 0, self.free
        self.free = 0
        while position < used:
            count = _LIBC.sendmmsg(
                self._descriptor, self._slots.messages + position, used - position, 0
            )
            if count > 0:
                position += count
                self.sent += count
            elif _FFI.errno == errno.EINTR:
                continue
            elif _FFI.errno in (errno.EAGAIN, errno.ENOBUFS):
                self.dropped_full += used - position
                break
            else:
                self.dropped_unreachable += 1
                position += 1
        if self._kept:
            self._kept = []


class UdpSocket:
    """The media port."""

    def __init__(self, address: str, port: int, buffer_bytes: int = 4 << 20) -> None:
        """Bind, non-blocking.

        Raises:
            NodeError: when the port cannot be had; the message says which and what to do.
        """
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._local = _LOCAL_ADDRESS if family == socket.AF_INET else _LOCAL_ADDRESS_6
        try:
            if family == socket.AF_INET6:
                # IPv4 has a socket of its own: mapped addresses would be other paths to the same peer.
                self._socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            self._socket.bind((address, port))
        except OSError as error:
            self._socket.close()
            raise NodeError(
                f"media port {port}/udp on {address} cannot be used ({error.strerror}); "
                "stop the other program or set TONGKE_MEDIA_PORT"
            ) from error
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer_bytes)
        if family == socket.AF_INET:
            self._socket.setsockopt(socket.IPPROTO_IP, _IP_PKTINFO, 1)
        else:
            self._socket.setsockopt(socket.IPPROTO_IPV6, _IPV6_RECVPKTINFO, 1)
        self.port: int = self._socket.getsockname()[1]
        self.batch = SendBatch(self._socket.fileno())
        self._descriptor = self._socket.fileno()
        self._slots = _Slots(RECEIVE_SLOTS)
        self._receiving = [
            self._slots.memory[index << SLOT_SHIFT : (index + 1) << SLOT_SHIFT]
            for index in range(RECEIVE_SLOTS)
        ]
        self.received = 0

    def fileno(self) -> int:
        """Return the descriptor, for the event loop's reader."""
        return self._socket.fileno()

    def receive(self, deliver: Receive) -> int:
        """Take at most one batch of datagrams and deliver each; returns how many came."""
        slots = self._slots
        count: int = _LIBC.recvmmsg(
            self._descriptor, slots.messages, RECEIVE_SLOTS, socket.MSG_DONTWAIT, _FFI.NULL
        )
        if count <= 0:
            return 0
        self.received += count
        names, controls, words, receiving = (
            slots.names,
            slots.controls,
            slots.words,
            self._receiving,
        )
        local_from, local_to = self._local.start, self._local.stop
        for index in range(count):
            word = index * _MESSAGE_WORDS
            start = index * _ADDRESS_BYTES
            path: bytes = names[start : start + words[word + 1]]
            if words[word + _CONTROL_WORD + 1]:
                control = index * _CONTROL_BYTES
                path += controls[control + local_from : control + local_to]
            words[word + 1] = _ADDRESS_BYTES
            words[word + _CONTROL_WORD + 1] = _CONTROL_BYTES
            # A longer datagram is cut to the slot, and refused by its length.
            deliver(receiving[index], words[word + _LENGTH_WORD], path)
        return count

    def close(self) -> None:
        """Release the port; idempotent."""
        self._socket.close()
