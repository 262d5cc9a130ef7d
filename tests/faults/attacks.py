"""What strangers and bad neighbours send: run as a process of its own, so that it takes no time from what is measured."""

import multiprocessing
import os
import random
import socket
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.queues import Queue

from tests.support.light_packets import LightRtp, nack, pli
from tests.support.light_peer import LightPeer

COOKIE = b"\x21\x12\xa4\x42"
SOURCES = 16
"""Sockets, thus source ports, that a spray comes from."""
ALERT = b"\x15\xfe\xfd" + bytes(8) + b"\x00\x02\x02\x28"
"""A fatal handshake_failure in the clear. Source: RFC 6347 section 4.1, RFC 5246 section 7.2."""

Address = tuple[str, int]


def hostile_datagrams(seed: int) -> Iterator[bytes]:
    """Yield for ever: every first byte with every length from 0 to 128, and malformed messages of every protocol of the port."""
    draw = random.Random(seed)
    while True:
        for first in range(256):
            for length in range(129):
                yield bytes((first,))[:length] + draw.randbytes(max(0, length - 1))
                yield _malformed(draw)


def _malformed(draw: random.Random) -> bytes:
    match draw.randrange(6):
        case 0:  # a check for nobody, with attributes whose lengths lie
            body = b"".join(
                struct.pack("!HH", draw.choice([6, 8, 0x24, 0x25, 0x802A]), draw.randrange(64))
                + draw.randbytes(draw.randrange(32))
                for _ in range(draw.randrange(6))
            )
            return b"\0\1" + struct.pack("!H", len(body)) + COOKIE + draw.randbytes(12) + body
        case 1:
            name = draw.randbytes(6).hex().encode() + b":them"
            user = struct.pack("!HH", 6, len(name)) + name + bytes(-len(name) % 4)
            integrity = struct.pack("!HH", 8, 20) + draw.randbytes(20)
            body = user + integrity
            return b"\0\1" + struct.pack("!H", len(body)) + COOKIE + draw.randbytes(12) + body
        case 2:
            return client_hello(draw)
        case 3:
            return ALERT
        case 4:
            return bytes((0x80, draw.randrange(128))) + draw.randbytes(draw.randrange(10, 1_200))
        case _:
            return bytes((0x80, draw.randrange(192, 224))) + draw.randbytes(draw.randrange(2, 200))


def client_hello(draw: random.Random) -> bytes:
    """Return a forged DTLS 1.2 ClientHello with one cipher suite."""
    body = b"\xfe\xfd" + draw.randbytes(32) + b"\0\0" + b"\0\2\xc0\x2b" + b"\1\0"
    head = b"\1" + len(body).to_bytes(3, "big") + bytes(5) + len(body).to_bytes(3, "big")
    record = head + body
    return b"\x16\xfe\xfd" + bytes(8) + struct.pack("!H", len(record)) + record


def forged_udp(source: Address, target: Address, payload: bytes) -> bytes:
    """Return an IPv4 packet that claims to come from `source`. The kernel fills in length and checksum of IP."""
    udp = struct.pack("!HHHH", source[1], target[1], 8 + len(payload), 0) + payload
    header = struct.pack(
        "!BBHHHBBH4s4s",
        *(0x45, 0, 0, 0, 0, 64, socket.IPPROTO_UDP, 0),
        socket.inet_aton(source[0]),
        socket.inet_aton(target[0]),
    )
    return header + udp


@dataclass(frozen=True)
class Tally:
    """What an attack sent and got."""

    datagrams: int
    bytes_out: int
    bytes_back: int
    seconds: float


class Attack:
    """A function in a process of its own that fills a `Tally`; ends by itself, or by `stop`."""

    def __init__(self, function: Callable[..., Tally], *arguments: object) -> None:
        # Forked, so that a connected peer goes over with its keys; whoever hands it over uses it no more.
        context = multiprocessing.get_context("fork")
        self._stop = context.Event()
        self._answer: Queue[Tally] = context.Queue()
        self._process = context.Process(
            target=_perform, args=(function, arguments, self._stop, self._answer), daemon=True
        )
        self._process.start()

    @property
    def running(self) -> bool:
        """Whether it still goes on."""
        return self._process.is_alive() and self._answer.empty()

    def stop(self) -> Tally:
        """End it and return its tally."""
        self._stop.set()
        tally = self._answer.get(timeout=30)
        self._process.join(10)
        return tally


def _perform(
    function: Callable[..., Tally],
    arguments: Sequence[object],
    stop: object,
    answer: "Queue[Tally]",
) -> None:
    os.nice(5)
    answer.put(function(stop, *arguments))


def spray(
    stop: object, target: Address, total: int, rate: float, victims: Sequence[Address]
) -> Tally:
    """Send `total` hostile datagrams at `rate` a second; every tenth one claims to come from a victim's address (needs root)."""
    sources = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(SOURCES)]
    for source in sources:
        source.setblocking(False)
    raw = _raw_socket() if victims else None
    datagrams = hostile_datagrams(1)
    bytes_out = bytes_back = sent = 0
    started = time.monotonic()
    while sent < total and not stop.is_set():  # type: ignore[attr-defined]
        datagram = next(datagrams)
        bytes_out += len(datagram)
        if raw is not None and sent % 10 == 0 and datagram:
            victim = victims[sent // 10 % len(victims)]
            raw.sendto(forged_udp(victim, target, datagram), target)
        else:
            sources[sent % SOURCES].sendto(datagram, target)
        sent += 1
        if sent % 200 == 0:
            bytes_back += sum(map(_drain, sources))
            ahead = sent / rate - (time.monotonic() - started)
            if ahead > 0:
                time.sleep(ahead)
    seconds = time.monotonic() - started
    time.sleep(0.2)
    bytes_back += sum(map(_drain, sources))
    return Tally(sent, bytes_out, bytes_back, seconds)


def forged_handshakes(stop: object, target: Address, rate: float) -> Tally:
    """Send forged ClientHellos and alerts at `rate` a second, until stopped."""
    source = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    source.setblocking(False)
    draw = random.Random(2)
    sent = bytes_out = bytes_back = 0
    started = time.monotonic()
    while not stop.is_set():  # type: ignore[attr-defined]
        datagram = client_hello(draw) if sent % 2 else ALERT
        source.sendto(datagram, target)
        sent += 1
        bytes_out += len(datagram)
        bytes_back += _drain(source)
        time.sleep(max(0.0, sent / rate - (time.monotonic() - started)))
    return Tally(sent, bytes_out, bytes_back, time.monotonic() - started)


def flood_as_publisher(stop: object, peer: LightPeer, rate: float, sources: int) -> Tally:
    """Send media at `rate` packets a second under valid keys, every tenth packet under one of `sources` invented SSRCs."""
    known = [section for section in peer.sections if section.ssrc]
    sent = bytes_out = 0
    started = time.monotonic()
    while not stop.is_set():  # type: ignore[attr-defined]
        section = known[sent % len(known)]
        ssrc = 5_000 + sent // 10 % sources if sent % 10 == 0 else section.ssrc
        sequence = sent // len(known) & 0xFFFF
        payload = (b"\x65" if sent % 50 == 0 else b"\x41") + bytes(1_099)
        packet = LightRtp(ssrc, sequence, sent * 90, section.payload_type, True, payload)
        peer.send(packet)
        sent += 1
        bytes_out += 1_112
        _keep_up(peer, sent, rate, started)
    return Tally(sent, bytes_out, 0, time.monotonic() - started)


def flood_as_receiver(stop: object, peer: LightPeer, rate: float) -> Tally:
    """Ask for ten repeats and a key frame with each of `rate` datagrams a second, under valid keys."""
    assert peer.remote is not None
    video = peer.remote.ssrcs[1]
    sent = bytes_out = 0
    started = time.monotonic()
    while not stop.is_set():  # type: ignore[attr-defined]
        newest = sent & 0xFFFF
        asked = [(newest - back) & 0xFFFF for back in range(10)]
        compound = nack(peer.ssrc, video, asked) if sent % 2 else pli(peer.ssrc, video)
        peer.send_rtcp(compound)
        sent += 1
        bytes_out += len(compound)
        _keep_up(peer, sent, rate, started)
    return Tally(sent, bytes_out, 0, time.monotonic() - started)


def _keep_up(peer: LightPeer, sent: int, rate: float, started: float) -> None:
    if sent % 20:
        return
    peer.keep_alive(time.monotonic())
    peer.drain()
    time.sleep(max(0.0, sent / rate - (time.monotonic() - started)))


def _raw_socket() -> socket.socket | None:
    try:
        return socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    except PermissionError:
        return None


def _drain(source: socket.socket) -> int:
    got = 0
    while True:
        try:
            got += len(source.recv(65_536))
        except (BlockingIOError, ConnectionRefusedError):
            return got
