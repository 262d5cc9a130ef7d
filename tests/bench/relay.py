"""What a forwarded packet costs: our node beside a C loop that only encrypts and sends, and beside Janus.

    python -m tests.bench.relay [--receivers 40] [--rounds 5] [--seconds 4] [--no-budget] [--no-load]

The same packets (1,162 bytes of RTP, 240 a second, evenly spaced) go to each in turn, A B C A B C …; the figure is the CPU
time of the forwarder's process, kernel included, divided by the packets that its receivers got. `ours` is our node with all that a lesson
switches on: layers, feedback of each receiver twenty times a second, histories for repeats; `plain` is our node asked for what the others do. Then our
node alone with other numbers of receivers and under load (`load.py`). Prints tables and, as its last line, JSON. Ends with 1 and a sentence when `budgets.toml` is not kept, with 2 when the machine is too busy to measure.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import load
from tests.bench.contenders import (
    TEND_INTERVAL,
    Contender,
    NotHereError,
    floor,
    janus,
    our_node,
    tended,
)
from tests.support.light_packets import LightRtp, delta_frame, key_frame
from tests.support.processes import cpu_seconds

PACKETS_PER_SECOND = 240
PAYLOAD_BYTES = 1_150
"""With its header of 12 bytes a packet has 1,162: what Chromium makes of an MTU of 1,200."""
PACKETS_PER_FRAME = 8
"""30 pictures a second."""
ATTEMPTS_PER_ROUND = 3
"""How many rounds may be thrown away, because somebody else had the processor, for one that counts."""
NAMES = ("ours", "plain", "floor", "janus")
SSRC = 0x70_6E_6B_65
BUDGETS = Path(__file__).parent / "budgets.toml"


class TooBusyError(Exception):
    """The bench itself did not get the processor for long enough to keep its receivers alive."""


@dataclass
class Stream:
    """The packets that one contender is given; numbers run on over the rounds."""

    sequence: int = 0

    def next(self) -> LightRtp:
        """Return the next packet; a key frame begins each second."""
        number = self.sequence
        self.sequence += 1
        starts_second = number % PACKETS_PER_SECOND == 0
        payload = key_frame(PAYLOAD_BYTES) if starts_second else delta_frame(PAYLOAD_BYTES, number)
        return LightRtp(
            ssrc=SSRC,
            sequence=number & 0xFFFF,
            timestamp_rtp=number // PACKETS_PER_FRAME * 3_000,
            payload_type=102,
            marker=number % PACKETS_PER_FRAME == PACKETS_PER_FRAME - 1,
            payload=payload,
        )


@dataclass
class Series:
    """What was measured of one contender, a figure for each round."""

    microseconds: list[float] = field(default_factory=list)
    delivered: list[float] = field(default_factory=list)
    """Part of the packets that arrived, 0 to 1."""

    @property
    def median(self) -> float:
        """Microseconds for each packet."""
        return statistics.median(self.microseconds)


def run_round(
    contender: Contender, stream: Stream, seconds: float, others: list[Contender]
) -> tuple[float, int, int]:
    """Return the CPU seconds used, the packets sent and the packets delivered.

    The peers of the `others` go on saying that they are there, or they would be gone at their next turn.
    """
    contender.collect()
    used = cpu_seconds(contender.pid)
    count = int(seconds * PACKETS_PER_SECOND)
    delivered = 0
    begin = tended = time.monotonic()
    for index in range(count):
        contender.send(stream.next())
        delivered += contender.collect()
        now = time.monotonic()
        contender.tend(now)
        if now - tended >= TEND_INTERVAL:
            tended = now
            for other in others:
                other.collect()
                other.tend(now)
        due = begin + (index + 1) / PACKETS_PER_SECOND
        if due > now:
            time.sleep(due - now)
    time.sleep(0.1)  # what is still on its way belongs to this round
    delivered += contender.collect()
    return cpu_seconds(contender.pid) - used, count, delivered


def measure(arguments: argparse.Namespace) -> tuple[dict[str, Series], dict[str, str]]:
    """Run all rounds; returns the figures by name, and why a contender is missing."""
    makers: dict[str, Callable[[Path], AbstractContextManager[Contender]]] = {
        "floor": lambda place: floor(arguments.receivers, place),
        "janus": lambda place: janus(arguments.receivers, place),
        "plain": lambda place: our_node(arguments.receivers, place / "plain", SSRC),
        "ours": lambda place: our_node(arguments.receivers, place, SSRC, whole=True),
    }
    missing: dict[str, str] = {}
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tongke-bench-")))
        contenders: dict[str, Contender] = {}
        for name, make in makers.items():
            if name not in arguments.only:
                continue
            say(f"starting {name} with {arguments.receivers} receivers")
            try:
                with tended(list(contenders.values())):
                    contenders[name] = stack.enter_context(make(place))
            except NotHereError as error:
                missing[name] = str(error)
        series = run_rounds(contenders, arguments)
    for name in [name for name, found in series.items() if not found.microseconds]:
        del series[name]
        missing[name] = "no round delivered what was sent in it, the machine is too busy"
    return series, missing


def run_rounds(
    contenders: dict[str, Contender], arguments: argparse.Namespace
) -> dict[str, Series]:
    """Let each contender have its turn, round after round; the first, short turn warms up and is not counted."""
    streams = {name: Stream() for name in contenders}
    series = {name: Series() for name in contenders}
    least = tomllib.loads(BUDGETS.read_text())["relay"]["least_delivered"]
    for number in range(ATTEMPTS_PER_ROUND * arguments.rounds + 1):
        if min(len(found.microseconds) for found in series.values()) >= arguments.rounds:
            break
        say(f"round {number}" if number else "warming up")
        for name, contender in contenders.items():
            others = [other for other in contenders.values() if other is not contender]
            seconds = arguments.seconds if number else contender.warm_up
            used, sent, delivered = run_round(contender, streams[name], seconds, others)
            right = contender.verify()
            if right < arguments.receivers:
                raise TooBusyError(f"{name}: only {right} receivers got packets")
            share = delivered / (sent * arguments.receivers)
            if number and least <= share <= load.MOST_DELIVERED:
                series[name].microseconds.append(1e6 * used / delivered)
                series[name].delivered.append(share)
            elif number:
                say(f"{name}: {100 * share:.1f} % delivered, the round does not count")
    if not any(found.microseconds for found in series.values()):
        raise TooBusyError("no round delivered what was sent in it")
    return series


def over_budget(series: dict[str, Series], missing: dict[str, str]) -> list[str]:
    """Return a sentence for each budget that is not kept; a contender that is missing is not judged."""
    budget = tomllib.loads(BUDGETS.read_text())["relay"]
    complaints = []
    for name, other in (("plain", "floor"), ("ours", "floor"), ("ours", "janus")):
        if other in missing or other not in series or name not in series:
            continue
        ratio = series[name].median / series[other].median
        allowed = budget[f"{name}_to_{other}"]
        if ratio > allowed:
            complaints.append(
                f"A packet costs {name} {ratio:.2f} times what it costs {other}; the budget is {allowed}."
            )
    return complaints


def table(series: dict[str, Series], missing: dict[str, str], receivers: int) -> str:
    """Return the table of the run."""
    lines = [
        f"CPU per delivered packet, {receivers} receivers, {PACKETS_PER_SECOND} packets/s in, kernel included",
        f"{'':8}{'median µs':>10}{'min':>8}{'max':>8}{'delivered':>11}{'ours / it':>11}",
    ]
    for name, found in series.items():
        ratio = f"{series['ours'].median / found.median:.2f}" if "ours" in series else ""
        lines.append(
            f"{name:8}{found.median:10.2f}{min(found.microseconds):8.2f}{max(found.microseconds):8.2f}"
            f"{100 * min(found.delivered):10.1f}%{ratio:>11}"
        )
    lines += [f"{name:8}not measured: {why}" for name, why in missing.items()]
    return "\n".join(lines)


def rows_alone(arguments: argparse.Namespace, cost_us: float) -> list[load.Row]:
    """Measure our node alone."""
    rows = []
    for row in load.measure(cost_us, arguments.seconds):
        say(row.name)
        rows.append(row)
    return rows


def delay_p99_ms(row: load.Row) -> float | None:
    """Return a load's delay; None where it means nothing: packets were lost, or counted that were sent before the row."""
    least = tomllib.loads(BUDGETS.read_text())["relay"]["least_delivered"]
    return round(row.p99_ms, 2) if row.delivered >= least and not row.refusal else None


def say(text: str) -> None:
    """Tell how far the run is, apart from its result."""
    sys.stderr.write(f"bench-relay: {text}\n")


def main() -> int:
    """Run the benchmark and print its result."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.relay", description=__doc__)
    parser.add_argument("--receivers", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0, help="of each round")
    parser.add_argument("--only", nargs="*", choices=NAMES, default=NAMES)
    parser.add_argument("--no-budget", action="store_true", help="measure, judge nothing")
    parser.add_argument("--no-load", action="store_true", help="leave out our node alone")
    arguments = parser.parse_args()
    try:
        series, missing = measure(arguments)
    except TooBusyError as error:
        say(f"{error}: the machine is too busy to measure, run it again")
        return 2
    complaints = [] if arguments.no_budget else over_budget(series, missing)
    result: dict[str, float | None] = {
        f"{name}_us": round(series[name].median, 2) if name in series else None for name in NAMES
    }
    text = [table(series, missing, arguments.receivers)]
    if "ours" in series and not arguments.no_load:
        try:
            rows = rows_alone(arguments, series["ours"].median)
        except load.BusyError as error:
            say(f"{error}: the machine is too busy to measure, run it again")
            return 2
        refusals = [row.refusal for row in rows if row.refusal]
        text += ["", load.Row.head(), *(str(row) for row in rows if not row.refusal), *refusals]
        half, full = rows[-2:]
        result |= {
            "delay_p99_ms": delay_p99_ms(full),
            "half_load_delay_p99_ms": delay_p99_ms(half),
        }
    text += [*complaints, json.dumps(result)]
    sys.stdout.write("\n".join(text) + "\n")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
