"""Our node alone, whole: other numbers of receivers, and the delay that it adds under load.

A lesson's stream is 240 packets a second, so load is receivers: as many as a node is busy with for nine tenths of a core by what a packet has
cost before, but no more than this bench can take packets for. Half load is half the packets to the same. Delay is from just before a packet
is encrypted by its publisher to its arrival in the socket of the first, the middle and the last receiver by the kernel's clock. What is
lost is told apart: in the sockets of receivers, which this bench reads too late; in the node's own socket; and what the node did not send.
Each row begins with empty queues; one in which more arrived than was sent is refused.
"""

import math
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.bench.contenders import TEND_INTERVAL, OurNode, our_node
from tests.bench.stopwatch import STAMP, stamp
from tests.support.light_packets import LightRtp, delta_frame, key_frame
from tests.support.processes import cpu_seconds

RECEIVERS = (1, 10, 100, 400)
MOST_OUT = 24_000
"""Packets a second that the rows of `RECEIVERS` send at most: 400 receivers get fewer each, so that the row is no row of overload."""
FULL = 0.9
"""Of a core."""
RATE = 240.0
"""Packets a second of the largest layer."""
MOST_RECEIVERS = 250
"""60,000 packets a second: what this bench takes, with feedback, in half a core of Python. 128,000 it cannot."""
MOST_DELIVERED = 1.005
"""Part of the packets above which a row has counted what was sent before it."""
QUIET, LONGEST_DRAIN = 0.3, 10.0
"""Seconds without a packet after which queues are empty, and seconds after which they never will be."""
SSRC = 0x6C_6F_61_64
PAYLOAD_BYTES = 1_150
PACKETS_PER_FRAME = 8


class BusyError(Exception):
    """The machine was too busy for what was asked of it."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one load came to."""

    name: str
    receivers: int
    packets_in: float
    """A second, as many as were sent."""
    microseconds: float
    """CPU of the node, kernel included, for each packet delivered."""
    cores: float
    delivered: float
    """Part of the packets, 0 to 1."""
    lost_here: int
    """Packets that overflowed receivers' sockets: this bench came too late."""
    lost_at_node: int
    """Datagrams that overflowed the node's socket: the node came too late."""
    p50_ms: float
    """Infinite when nothing arrived."""
    p99_ms: float

    @property
    def refusal(self) -> str:
        """Return why the row says nothing; empty where it does."""
        if self.delivered <= MOST_DELIVERED:
            return ""
        return (
            f"{self.name}: {100 * self.delivered:.1f} % of what was sent arrived, at most {100 * MOST_DELIVERED} % can: "
            "packets sent before the row were counted in it. The row is refused; run it again on a machine that is less busy."
        )

    @staticmethod
    def head() -> str:
        """Return the table's first line."""
        return f"{'ours alone':20}{'in/s':>8}{'us':>8}{'cores':>8}{'delivered':>11}{'lost by bench':>15}{'by node':>9}{'delay p50':>12}{'p99 ms':>9}"

    def __str__(self) -> str:
        return (
            f"{self.name:20}{self.packets_in:8.0f}{self.microseconds:8.2f}{self.cores:8.2f}"
            f"{100 * self.delivered:10.2f}%{self.lost_here:15}{self.lost_at_node:9}{self.p50_ms:12.2f}{self.p99_ms:9.2f}"
        )


class Load:
    """A node with its receivers, some of them timed."""

    def __init__(self, node: OurNode, receivers: int) -> None:
        self._node = node
        self._receivers = receivers
        listeners = node.viewers.listeners
        self._timed = [listeners[n] for n in sorted({0, receivers // 2, receivers - 1})]
        self._ports = {peer.address[1] for peer in node.viewers.peers}
        self._numbers = count()

    def run(self, name: str, rate: float, seconds: float) -> Row:
        """Send `rate` packets a second, evenly spread, and return what came of it."""
        node = self._node
        drain(node)
        for listener in self._timed:
            listener.delays = []
        overflowed = self._overflowed()
        used = cpu_seconds(node.pid)
        sent = delivered = 0
        begin = tended = time.monotonic()
        while (now := time.monotonic()) - begin < seconds:
            while sent < (now - begin) * rate:
                node.send(self._packet(rate))
                sent += 1
            delivered += node.collect()
            if now - tended >= TEND_INTERVAL:
                tended = now
                node.tend(now)
            due = begin + (sent + 1) / rate
            time.sleep(max(0.0, min(due - time.monotonic(), TEND_INTERVAL)))
        time.sleep(0.1)  # what is still on its way belongs to this run
        delivered += node.collect()
        elapsed, used = time.monotonic() - begin, cpu_seconds(node.pid) - used
        here, there = (
            after - before for after, before in zip(self._overflowed(), overflowed, strict=True)
        )
        delays = [1000 * delay for listener in self._timed for delay in listener.delays or ()]
        cuts = statistics.quantiles(delays, n=100) if len(delays) > 1 else [math.inf] * 99
        return Row(
            name,
            self._receivers,
            sent / elapsed,
            1e6 * used / max(delivered, 1),
            used / elapsed,
            delivered / (sent * self._receivers),
            here,
            there,
            cuts[49],
            cuts[98],
        )

    def _overflowed(self) -> tuple[int, int]:
        """Return how many datagrams the kernel has thrown away so far, of receivers and of the node."""
        lost = dropped_by_port()
        return sum(lost.get(port, 0) for port in self._ports), lost.get(self._node.port, 0)

    def _packet(self, rate: float) -> LightRtp:
        number = next(self._numbers)
        octets = PAYLOAD_BYTES - STAMP.size
        key = number % max(PACKETS_PER_FRAME, int(rate)) == 0
        return LightRtp(
            SSRC,
            number & 0xFFFF,
            number // PACKETS_PER_FRAME * 3_000,
            102,
            number % PACKETS_PER_FRAME == PACKETS_PER_FRAME - 1,
            (key_frame(octets) if key else delta_frame(octets, number)) + stamp(),
        )


@contextmanager
def load(receivers: int, rate: float) -> Iterator[Load]:
    """Start a node with one publisher and its receivers, warmed up at a rate."""
    with ExitStack() as stack:
        place = stack.enter_context(tempfile.TemporaryDirectory(prefix="tongke-load-"))
        node = stack.enter_context(our_node(receivers, Path(place), SSRC, whole=True))
        loaded = Load(node, receivers)
        loaded.run("", rate, node.warm_up)
        yield loaded


def measure(cost_us: float, seconds: float) -> Iterator[Row]:
    """Yield the row of each number of receivers, then half and full load by what a packet costs (microseconds)."""
    for number in RECEIVERS:
        rate = min(RATE, MOST_OUT / number)
        with load(number, rate) as node:
            yield node.run(f"{number} receivers", rate, seconds)
    full = min(MOST_RECEIVERS, round(FULL * 1e6 / cost_us / RATE))
    with load(full, RATE) as node:
        yield node.run(f"{full}, half load", RATE / 2, seconds)
        yield node.run(f"{full}, full load", RATE, seconds)


def drain(node: OurNode) -> None:
    """Take what is still on its way, until nothing has come for a moment: it belongs to no row. Raises: BusyError."""
    began = heard = tended = time.monotonic()
    while (now := time.monotonic()) - heard < QUIET:
        if node.collect():
            heard = now
        if now - began > LONGEST_DRAIN:
            raise BusyError(f"queues are not empty after {LONGEST_DRAIN:g} s without packets")
        if now - tended >= TEND_INTERVAL:
            tended = now
            node.tend(now)
        time.sleep(0.01)


def dropped_by_port() -> dict[int, int]:
    """Return the datagrams that overflowed each UDP socket of this machine, by its port (IPv4)."""
    fields = [line.split() for line in Path("/proc/net/udp").read_text().splitlines()[1:]]
    return {int(each[1].rpartition(":")[2], 16): int(each[-1]) for each in fields}
