"""A network namespace behind a link of our making: whole systems on one machine, with delay, loss, rate and outages between them.

Two TUN devices, one on this side and one in the namespace, and a process that carries packets between them through
`tests.support.network`. The kernel here has no netem; this costs about 4 % of a core at 250 packets a second. Needs root.
"""

import fcntl
import itertools
import multiprocessing
import os
import select
import shutil
import stat
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from tests.support.browser import CHROMIUM
from tests.support.network import OUTAGE, Conditions, Link

_TUNSETIFF = 0x400454CA
_IFF_TUN, _IFF_NO_PI = 0x0001, 0x1000
"""Source: linux/if_tun.h."""
_UDP = 17
_PACKET_MAX = 65_536
_numbers = itertools.count(os.getpid() % 200)


def tunnel_missing() -> str | None:
    """Return why no tunnel can be made here, or None."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if not shutil.which("ip"):
        return "ip is missing: apt-get install iproute2"
    if not Path("/dev/net/tun").exists():
        return "this kernel has no /dev/net/tun"
    return None


@dataclass(frozen=True, slots=True)
class Rules:
    """What the carrier does from now on."""

    up: Conditions
    """From the namespace to this side."""
    down: Conditions
    blocks_udp: bool = False


class Tunnel:
    """One namespace. `here` is this side's address as the namespace sees it."""

    def __init__(self, number: int, control: Connection, rules: Rules) -> None:
        self.namespace = f"tongke-{number}"
        self.here = f"10.203.{number}.1"
        self._number = number
        self._last = 2
        self._control = control
        self.rules = rules

    def change(self, rules: Rules) -> None:
        """Go on under other rules."""
        self.rules = rules
        self._control.send(rules)

    @contextmanager
    def outage(self) -> Iterator[None]:
        """Let nothing pass for as long as the context lasts."""
        before = self.rules
        self.change(Rules(OUTAGE, OUTAGE))
        try:
            yield
        finally:
            self.change(before)

    def change_address(self) -> None:
        """Give the namespace another address, as another network would; the old one is gone."""
        self._last += 1
        device = f"tkc{self._number}"
        # Deleting the first address of a device takes its routes with it.
        _ip("-n", self.namespace, "addr", "flush", "dev", device)
        _address(self.namespace, self._number, self._last, self.here)

    def chromium(self, directory: Path) -> Path:
        """Return a program that is Chromium inside the namespace, for `executable_path`."""
        path = directory / f"chromium-{self.namespace}"
        path.write_text(f'#!/bin/sh\nexec ip netns exec {self.namespace} {CHROMIUM} "$@"\n')
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path


@contextmanager
def tunnel(rules: Rules | None = None, seed: int = 1) -> Iterator[Tunnel]:
    """Make a namespace behind a link; everything is gone at the end."""
    number = next(_numbers) % 250
    ours, theirs = multiprocessing.Pipe()
    made = Tunnel(number, ours, rules or Rules(Conditions(), Conditions()))
    outside, inside = _open_tun(f"tkh{number}"), _open_tun(f"tkc{number}")
    carrier = multiprocessing.get_context("fork").Process(
        target=_carry, args=(outside, inside, theirs, made.rules, seed), daemon=True
    )
    try:
        _connect(made, number)
        carrier.start()
        yield made
    finally:
        if carrier.pid is not None:
            carrier.kill()
            carrier.join()
        for descriptor in (outside, inside):
            os.close(descriptor)
        with suppress(subprocess.CalledProcessError):
            _ip("netns", "del", made.namespace)


def _connect(made: Tunnel, number: int) -> None:
    namespace, outer, inner = made.namespace, f"tkh{number}", f"tkc{number}"
    _ip("netns", "add", namespace)
    _ip("addr", "add", f"{made.here}/24", "dev", outer)
    _ip("link", "set", outer, "up")
    _ip("link", "set", inner, "netns", namespace)
    _ip("-n", namespace, "link", "set", inner, "up")
    _ip("-n", namespace, "link", "set", "lo", "up")
    _address(namespace, number, 2, made.here)


def _address(namespace: str, number: int, last: int, gateway: str) -> None:
    device = f"tkc{number}"
    _ip("-n", namespace, "addr", "add", f"10.203.{number}.{last}/24", "dev", device)
    _ip("-n", namespace, "route", "add", "default", "via", gateway, "dev", device, "onlink")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def _open_tun(name: str) -> int:
    descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    request = struct.pack("16sH22x", name.encode(), _IFF_TUN | _IFF_NO_PI)
    fcntl.ioctl(descriptor, _TUNSETIFF, request)
    return descriptor


def _carry(outside: int, inside: int, control: Connection, rules: Rules, seed: int) -> None:
    """Carry packets until killed."""
    up, down = Link(rules.up, seed), Link(rules.down, seed + 1)
    ways = ((inside, up, outside), (outside, down, inside))
    while True:
        now = time.monotonic()
        due = [at for at in (up.next_arrival, down.next_arrival) if at is not None]
        pause = max(0.0, min(due) - now) if due else 1.0
        select.select([inside, outside, control], [], [], pause)
        if control.poll():
            rules = control.recv()
            up.change(rules.up)
            down.change(rules.down)
        now = time.monotonic()
        for source, link, sink in ways:
            _take(source, link, now, blocks_udp=rules.blocks_udp)
            for packet in link.receive(now):
                with suppress(BlockingIOError, OSError):
                    os.write(sink, packet)


def _take(source: int, link: Link, now: float, *, blocks_udp: bool) -> None:
    while True:
        try:
            packet = os.read(source, _PACKET_MAX)
        except OSError:
            return
        is_ipv4 = packet[:1] and packet[0] >> 4 == 4
        if is_ipv4 and not (blocks_udp and packet[9] == _UDP):
            link.send(now, packet)
