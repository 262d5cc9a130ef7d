"""Our node alone, beside what the relay benchmark compares: other numbers of receivers, and the delay that it adds under load.

Full load is nine tenths of a core: one process has one core, and above that queues only grow. Delay is from just before a packet is
encrypted by its publisher to its arrival in the socket of the first, the middle and the last receiver by the kernel's clock.
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

from tests.bench.contenders import OurNode, our_node
from tests.bench.stopwatch import STAMP, Stopwatch, stamp
from tests.support.light_packets import LightRtp, delta_frame, key_frame
from tests.support.processes import cpu_seconds

RECEIVERS = (1, 10, 100, 400)
MOST_OUT = 24_000
"""Packets a second that the rows of `RECEIVERS` send at most: 400 receivers get fewer each, so that the row is no row of overload."""
FULL = 0.9
"""Of a core."""
MOST_IN = 3_500
"""Packets a second of one publisher; the node refuses more than 4,000."""
CALIBRATIONS = 3
"""A fuller node is a cheaper one, a packet, because its caches stay warm: the rate is looked for in steps."""
CALIBRATION = 1.0
WARM_UP = 1.0
TEND_INTERVAL = 0.25
SSRC = 0x6C_6F_61_64
PAYLOAD_BYTES = 1_150
PACKETS_PER_FRAME = 8


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
    p50_ms: float
    """Infinite when nothing arrived."""
    p99_ms: float

    @staticmethod
    def head() -> str:
        """Return the table's first line."""
        return f"{'ours alone':20}{'in/s':>8}{'us':>8}{'cores':>8}{'delivered':>11}{'delay p50':>12}{'p99 ms':>9}"

    def __str__(self) -> str:
        return (
            f"{self.name:20}{self.packets_in:8.0f}{self.microseconds:8.2f}{self.cores:8.2f}"
            f"{100 * self.delivered:10.2f}%{self.p50_ms:12.2f}{self.p99_ms:9.2f}"
        )


class Load:
    """A node with its receivers, some of them timed."""

    def __init__(self, node: OurNode, receivers: int, watches: list[Stopwatch]) -> None:
        self._node = node
        self._receivers = receivers
        self._watches = watches
        self._numbers = count()

    def run(self, name: str, rate: float, seconds: float) -> Row:
        """Send `rate` packets a second, evenly spread, and return what came of it."""
        node, watches = self._node, self._watches
        node.collect()
        for watch in watches:
            watch.delays.clear()
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
        delays = [1000 * delay for watch in watches for delay in watch.delays]
        cuts = statistics.quantiles(delays, n=100) if len(delays) > 1 else [math.inf] * 99
        return Row(
            name,
            self._receivers,
            sent / elapsed,
            1e6 * used / max(delivered, 1),
            used / elapsed,
            delivered / (sent * self._receivers),
            cuts[49],
            cuts[98],
        )

    def rate_for(self, share: float, rate: float) -> float:
        """Return the rate that keeps the node busy for this share of a core, searching from `rate` on.

        By what a packet costs, which a machine with other work on it changes less than the share of a core that the node gets.
        """
        for _ in range(CALIBRATIONS):
            cost = self.run("", rate, CALIBRATION).microseconds * self._receivers / 1e6
            rate = min(MOST_IN, max(1.0, share / cost))
        return rate

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
def load(receivers: int) -> Iterator[Load]:
    """Start a node with one publisher and its receivers, warmed up."""
    with ExitStack() as stack:
        place = stack.enter_context(tempfile.TemporaryDirectory(prefix="tongke-load-"))
        node = stack.enter_context(our_node(receivers, Path(place), SSRC))
        watches = [node.viewers.time(n) for n in sorted({0, receivers // 2, receivers - 1})]
        for watch in watches:
            stack.callback(watch.close)
        loaded = Load(node, receivers, watches)
        loaded.run("", min(240.0, MOST_OUT / receivers), WARM_UP)
        yield loaded


def measure(receivers: int, seconds: float) -> Iterator[Row]:
    """Yield the row of each number of receivers, then half and full load with `receivers`."""
    for number in RECEIVERS:
        with load(number) as node:
            yield node.run(f"{number} receivers", min(240.0, MOST_OUT / number), seconds)
    with load(receivers) as node:
        for name, share in (("half", FULL / 2), ("full", FULL)):
            rate = node.rate_for(share, 2 * share * MOST_OUT / receivers)
            yield node.run(f"{receivers}, {name} load", rate, seconds)
