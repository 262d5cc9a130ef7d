"""Promise S8, measured: `python -m tests.faults.soak` (`make soak`). Prints a line a minute, a table and one line of JSON.

One node holds lesson after lesson: peers join over UDP and TCP, publish, receive, leave politely or die, while strangers knock.
After each lesson descriptors, threads and rooms must be back to their start; memory is followed to the end.
"""

import argparse
import itertools
import json
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from streaming.contract import CloseRoom, OpenRoom
from tests.faults.attacks import Attack, spray
from tests.faults.traffic import Traffic
from tests.support.link_end import LinkEnd
from tests.support.node_lesson import NodeLesson
from tests.support.node_process import free_udp_port, node_process
from tests.support.waiting import wait_until

LESSON_SECONDS = 20.0
CLASSROOMS = 4
SETTLED = 4.0
"""Seconds after a lesson in which silent peers end and journals are sealed."""
PAGE_KB = os.sysconf("SC_PAGE_SIZE") / 1024


@dataclass(frozen=True)
class Reading:
    """The node's process at one moment."""

    at: float
    resident_kb: float
    descriptors: int
    threads: int


def read(pid: int, started: float) -> Reading:
    """Look at a process by /proc."""
    statm = Path(f"/proc/{pid}/statm").read_text().split()
    return Reading(
        time.monotonic() - started,
        int(statm[1]) * PAGE_KB,
        len(list(Path(f"/proc/{pid}/fd").iterdir())),
        len(list(Path(f"/proc/{pid}/task").iterdir())),
    )


def slope_kb_per_hour(readings: list[Reading]) -> float:
    """Return the slope of memory by least squares, in kB an hour, over the second half: the first one fills caches and pools."""
    half = readings[len(readings) // 2 :]
    if len(half) < 2:
        return 0.0
    mean_at = sum(one.at for one in half) / len(half)
    mean_kb = sum(one.resident_kb for one in half) / len(half)
    spread = sum((one.at - mean_at) ** 2 for one in half)
    return 3_600 * sum((one.at - mean_at) * (one.resident_kb - mean_kb) for one in half) / spread


def hold_lesson(link: LinkEnd, target: tuple[str, int], seconds: float) -> None:
    """Hold one lesson with everything that leaves something behind where a program is careless."""
    lesson = NodeLesson(link)
    link.send(OpenRoom(lesson.lesson, ("teacher",)))
    attack = Attack(spray, target, 1 << 30, 300.0, [])
    with Traffic(lesson, CLASSROOMS) as traffic:
        end, guests = time.monotonic() + seconds, itertools.count()
        while time.monotonic() < end:
            number = next(guests)
            # Every second one comes by TCP, every third one leaves without a word, all of them as the same two devices.
            guest = lesson.join(
                f"guest-{number}", identity=f"room:{number % 2}", stream=number % 2 == 1
            )
            time.sleep(0.5)
            guest.close(goodbye=number % 3 != 0)
            lesson.peers.remove(guest)
            traffic.window()
    attack.stop()
    link.send(CloseRoom(lesson.lesson))
    for peer in lesson.peers:
        peer.close()
    link.messages.clear()


def soak(minutes: float, lesson_seconds: float) -> dict[str, float]:
    """Hold lessons for so long; return the figures."""
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tongke-soak-")))
        port = free_udp_port()
        link = stack.enter_context(LinkEnd())
        node = stack.enter_context(node_process(link, directory, port=port))
        started, readings = time.monotonic(), []
        hold_lesson(link, ("127.0.0.1", port), min(5.0, lesson_seconds))
        time.sleep(SETTLED)
        first = read(node.pid, started)
        while time.monotonic() - started < 60 * minutes:
            hold_lesson(link, ("127.0.0.1", port), lesson_seconds)
            time.sleep(SETTLED)
            wait_until(lambda: read(node.pid, started).descriptors <= first.descriptors)
            readings.append(read(node.pid, started))
            node.assert_alive()
            print(readings[-1], flush=True)  # noqa: T201
        last = readings[-1]
        return {
            "minutes": round(last.at / 60, 1),
            "lessons": len(readings),
            "memory_kb_first": round(first.resident_kb),
            "memory_kb_last": round(last.resident_kb),
            "slope_kb_per_hour": round(slope_kb_per_hour(readings)),
            "descriptors_more": last.descriptors - first.descriptors,
            "threads_more": last.threads - first.threads,
        }


def main() -> int:
    """Run once; the last line is JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--lesson-seconds", type=float, default=LESSON_SECONDS)
    options = parser.parse_args()
    figures = soak(options.minutes, options.lesson_seconds)
    for name, figure in figures.items():
        print(f"{name.replace('_', ' '):22} {figure:g}")  # noqa: T201
    print(json.dumps(figures))  # noqa: T201
    back = figures["descriptors_more"] <= 0 and figures["threads_more"] <= 0
    return 0 if back else 1


if __name__ == "__main__":
    sys.exit(main())
