"""What a second node process brings: the same lesson on one node, then one on each of two at once, in turns.

    python -m tests.bench.nodes [--receivers 20] [--rounds 6] [--seconds 2]

Each node has a publisher of 240 packets a second and its receivers, with all that a lesson switches on (`contenders.our_node`, whole). The figure
is the CPU time of each node's process, kernel included, for each packet that its receivers got: one process uses one core, so a node carries
a million divided by it, and two nodes carry twice as much if a packet costs no more beside a second node. A round in which packets
were lost does not count; with 40 receivers each this bench, not the nodes, was too slow on two busy cores. Prints a table and, as its last line, JSON.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.bench.contenders import TEND_INTERVAL, OurNode, our_node, tended
from tests.bench.load import MOST_DELIVERED, BusyError, drain
from tests.bench.relay import PACKETS_PER_SECOND, SSRC, Stream
from tests.support.processes import cpu_seconds

NODES = 2
LEAST_DELIVERED = 0.99
ATTEMPTS_PER_ROUND = 3


@dataclass
class Lesson:
    """A node with its receivers, and the packets that it is given."""

    node: OurNode
    stream: Stream
    receivers: int


@dataclass(frozen=True, slots=True)
class Turn:
    """What some nodes did at once."""

    microseconds: float
    """CPU for each packet delivered."""
    delivered: float
    """Part of the packets, the worst node's; 0 to 1."""
    per_second: float
    """Packets delivered by all nodes."""
    cores: float


def run_turn(speaking: list[Lesson], lessons: list[Lesson], seconds: float) -> Turn:
    """Send to those that speak, evenly spread; the other nodes' peers go on saying that they are there."""
    for lesson in lessons:
        drain(lesson.node)
    used = sum(cpu_seconds(lesson.node.pid) for lesson in speaking)
    count = int(seconds * PACKETS_PER_SECOND)
    got = [0] * len(speaking)
    begin = tended = time.monotonic()
    for index in range(count):
        for place, lesson in enumerate(speaking):
            lesson.node.send(lesson.stream.next())
            got[place] += lesson.node.collect()
        now = time.monotonic()
        if now - tended >= TEND_INTERVAL:
            tended = now
            for lesson in lessons:
                lesson.node.tend(now)
        due = begin + (index + 1) / PACKETS_PER_SECOND
        time.sleep(max(0.0, due - time.monotonic()))
    time.sleep(0.1)  # what is still on its way belongs to this turn
    got = [number + it.node.collect() for number, it in zip(got, speaking, strict=True)]
    elapsed = time.monotonic() - begin
    used = sum(cpu_seconds(lesson.node.pid) for lesson in speaking) - used
    shares = [number / (count * it.receivers) for number, it in zip(got, speaking, strict=True)]
    worst = max(shares) if max(shares) > MOST_DELIVERED else min(shares)
    return Turn(1e6 * used / max(1, sum(got)), worst, sum(got) / elapsed, used / elapsed)


def measure(receivers: int, rounds: int, seconds: float) -> dict[int, list[Turn]]:
    """Return the turns by the number of nodes that spoke at once. Raises: BusyError."""
    found: dict[int, list[Turn]] = {number: [] for number in range(1, NODES + 1)}
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tongke-nodes-")))
        lessons: list[Lesson] = []
        for number in range(NODES):
            with tended([lesson.node for lesson in lessons]):
                node = our_node(receivers, place / str(number), SSRC, whole=True)
                lessons.append(Lesson(stack.enter_context(node), Stream(), receivers))
        run_turn(lessons, lessons, max(lesson.node.warm_up for lesson in lessons))
        for attempt in range(ATTEMPTS_PER_ROUND * rounds):
            if min(len(turns) for turns in found.values()) >= rounds:
                break
            for number, turns in found.items():
                # Each node speaks alone as often as the others do.
                first = attempt % NODES if number == 1 else 0
                turn = run_turn(lessons[first : first + number], lessons, seconds)
                say(f"{number} at once: {turn.microseconds:.2f} us, {100 * turn.delivered:.1f} %")
                if LEAST_DELIVERED <= turn.delivered <= MOST_DELIVERED:
                    turns.append(turn)
    if not all(found.values()):
        raise BusyError("no round delivered what was sent in it")
    return found


def say(text: str) -> None:
    """Tell how far the run is, apart from its result."""
    sys.stderr.write(f"bench-nodes: {text}\n")


def main() -> int:
    """Run the benchmark and print its result."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.nodes", description=__doc__)
    parser.add_argument("--receivers", type=int, default=20, help="of each node")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each turn")
    arguments = parser.parse_args()
    try:
        found = measure(arguments.receivers, arguments.rounds, arguments.seconds)
    except BusyError as error:
        say(f"{error}: the machine is too busy to measure, run it again")
        return 2
    print(f"{'nodes':>5}{'us':>8}{'packets/s':>11}{'cores':>7}{'rounds':>8}{'could carry/s':>15}")  # noqa: T201
    result: dict[str, float] = {}
    for number, turns in found.items():
        cost = statistics.median(turn.microseconds for turn in turns)
        flowed = statistics.median(turn.per_second for turn in turns)
        cores = statistics.median(turn.cores for turn in turns)
        carried = number * 1e6 / cost
        print(  # noqa: T201
            f"{number:5}{cost:8.2f}{flowed:11.0f}{cores:7.2f}{len(turns):8}{carried:15.0f}"
        )
        result |= {f"us_{number}": round(cost, 2), f"capacity_{number}": round(carried)}
    result["times"] = round(result[f"capacity_{NODES}"] / result["capacity_1"], 2)
    print(json.dumps(result))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
