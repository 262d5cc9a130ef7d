"""Promises S1 to S4, measured: `python -m tests.faults.hostile` (`make hostile`). Prints a table and one line of JSON.

A real node, a lesson of a teacher and three classrooms that times each of its packets, and beside it strangers with a million
datagrams, forged handshakes during two hundred set-ups, and two neighbours with valid keys that do what they can.
"""

import argparse
import itertools
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from OpenSSL import SSL

from streaming.contract import OpenRoom, SessionEnded
from streaming.recording.journal import RtpRecord
from streaming.recording.journal_reader import JournalReader
from streaming.transport.udp import SLOT_BYTES
from tests.faults.attacks import (
    Address,
    Attack,
    Tally,
    flood_as_publisher,
    flood_as_receiver,
    forged_handshakes,
    hostile_datagrams,
    spray,
)
from tests.faults.traffic import Measured, Traffic
from tests.support.light_descriptions import Section
from tests.support.link_end import LinkEnd
from tests.support.node_lesson import TEACHER, NodeLesson
from tests.support.node_process import free_udp_port, node_process
from tests.support.transport_parts import Client, Port

CLASSROOMS = 3
SPRAY_RATE = 12_000.0
"""Datagrams a second of S1: 20 times what the promise asks for (a million in half an hour)."""
FLOOD_RATE = 1_750.0
"""Ten times the packets that the lesson's own publisher sends."""
FORGED_RATE = 100.0
ONE_ROUND = 2 * 256 * 129
"""Datagrams of the spray until it begins again: every first byte with every length, and as many malformed messages."""


@dataclass
class Row:
    """One promise: what was asked for and what came."""

    promise: str
    figure: str
    wanted: str
    kept: bool


@dataclass
class Trial:
    """A node with a running lesson."""

    link: LinkEnd
    lesson: NodeLesson
    traffic: Traffic
    target: Address
    journals: Path
    metrics_port: int
    rows: list[Row] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)

    def note(self, promise: str, name: str, value: float, wanted: str, *, kept: bool) -> None:
        """Keep one figure."""
        self.rows.append(Row(promise, f"{name.replace('_', ' ')}: {value:g}", wanted, kept))
        self.figures[f"{promise.lower()}_{name}"] = value

    def drops(self) -> dict[str, int]:
        """Return what the node dropped, by reason."""
        text = httpx.get(f"http://127.0.0.1:{self.metrics_port}/metrics", trust_env=False).text
        found = re.findall(r'^tongke_dropped_total\{reason="(\w+)"\} (\d+)', text, re.MULTILINE)
        return {reason: int(count) for reason, count in found if int(count)}

    def lost_sessions(self) -> int:
        """Return how many of the lesson's own sessions have ended."""
        mine = {self.lesson.session("teacher")}
        mine |= {self.lesson.session(f"classroom-{number}") for number in range(CLASSROOMS)}
        return sum(
            isinstance(message, SessionEnded) and message.session in mine
            for message in self.link.messages
        )


@contextmanager
def trial(directory: Path) -> Iterator[Trial]:
    """Start node and lesson; at the end the node must still live."""
    port = free_udp_port()
    metrics_port = free_udp_port()
    settings = {"TONGKE_METRICS_PORT": str(metrics_port)}
    with (
        LinkEnd() as link,
        node_process(link, directory, port=port, settings=settings) as node,
    ):
        lesson = NodeLesson(link)
        link.send(OpenRoom(lesson.lesson, ("teacher",)))
        with Traffic(lesson, CLASSROOMS) as traffic:
            yield Trial(
                link, lesson, traffic, ("127.0.0.1", port), directory / "journal", metrics_port
            )
        node.assert_alive()
        lesson.close()


def measure(under: Trial, seconds: float) -> Measured:
    """Let the lesson run for so long and return what it measured."""
    under.traffic.window()
    time.sleep(seconds)
    return under.traffic.window()


def strangers(under: Trial, datagrams: int, *, forge: bool) -> None:
    """S1 and S4: a million datagrams of strangers; every tenth claims to come from a peer of the lesson."""
    victims = [peer.address for peer in under.lesson.peers] if forge else []
    under.traffic.window()
    attack = Attack(spray, under.target, datagrams, SPRAY_RATE, victims)
    while attack.running:
        time.sleep(0.2)
    tally = attack.stop()
    measured = under.traffic.window()
    time.sleep(0.5)
    lost = measured.expected - measured.received - under.traffic.window().expected
    under.note(
        "S1", "datagrams", tally.datagrams, f"{datagrams}", kept=tally.datagrams >= datagrams
    )
    under.note("S1", "seconds", round(tally.seconds, 1), "≤ 1800", kept=tally.seconds <= 1800)
    ended = under.lost_sessions()
    under.note("S1", "sessions_lost", ended, "0", kept=ended == 0)
    under.note("S1", "packets_lost", max(0, lost), "0", kept=lost <= 0)
    gap = round(measured.longest_gap_ms, 1)
    under.note("S1", "sound_gap_ms", gap, "≤ 60", kept=gap <= 60)
    under.note("S1", "stranger_us", round(cost_us(forged=False), 2), "", kept=True)
    under.note("S1", "forged_us", round(cost_us(forged=True), 2), "", kept=True)
    under.note("S1", "stalls_of_the_meter", measured.stalls, "", kept=True)
    under.note("S4", "bytes_in", tally.bytes_out, "", kept=True)
    under.note(
        "S4", "bytes_out", tally.bytes_back, "≤ bytes in", kept=tally.bytes_back <= tally.bytes_out
    )


def cost_us(*, forged: bool) -> float:
    """Return the CPU time of one hostile datagram behind the socket, in microseconds: a stranger's, or one forged as a peer's."""
    port = Port()
    client = Client(port)
    client.connect()
    source = client.address if forged else b"\x02\0\xff\xff\x7f\0\0\x09" + bytes(8)
    datagrams = list(itertools.islice(hostile_datagrams(1), ONE_ROUND))
    slot = memoryview(bytearray(SLOT_BYTES))
    began = time.process_time()
    for number, datagram in enumerate(datagrams):
        if number % 600 == 0:  # 12,000 a second, as in the spray
            port.demux.now += 0.05
        slot[: len(datagram)] = datagram
        port.demux.receive(slot, len(datagram), source)
    return 1e6 * (time.process_time() - began) / ONE_ROUND


def set_ups(under: Trial, count: int) -> None:
    """S2: set-ups while forged ClientHellos and alerts come."""
    attack = Attack(forged_handshakes, under.target, FORGED_RATE)
    done, longest = 0, 0.0
    for number in range(count):
        began = time.monotonic()
        try:
            peer = under.lesson.join(f"guest-{number}", identity=f"room:{number}")
        except (TimeoutError, AssertionError, SSL.Error) as error:
            sys.stderr.write(f"set-up {number}: {error}\n")
            continue
        done += 1
        longest = max(longest, time.monotonic() - began)
        peer.close(goodbye=True)
        under.lesson.peers.remove(peer)
    attack.stop()
    under.note("S2", "set_ups", done, f"{count} of {count}", kept=done == count)
    under.note("S2", "longest_ms", round(1000 * longest), "", kept=True)


def neighbours(under: Trial, seconds: float) -> None:
    """S3: a publisher at ten times its rate with a thousand sources, a receiver with 10,000 wishes a second."""
    sections = (Section("opus", 4_001), Section("H264", 4_002))
    before = measure(under, seconds)
    publisher = under.lesson.join("bad-publisher", sections, roles=("students",))
    receiver = under.lesson.join("bad-receiver")
    attacks = [
        Attack(flood_as_publisher, publisher, FLOOD_RATE, 1_000),
        Attack(flood_as_receiver, receiver, 2_000.0),
    ]
    during = measure(under, seconds)
    tallies = [attack.stop() for attack in attacks]
    under.note("S3", "flood_media_per_s", _rate(tallies[0]), "", kept=True)
    under.note("S3", "flood_feedback_per_s", _rate(tallies[1]), "", kept=True)
    more = round(during.delay_ms(0.99) - before.delay_ms(0.99), 1)
    under.note("S3", "p99_before_ms", round(before.delay_ms(0.99), 2), "", kept=True)
    under.note("S3", "p99_more_ms", more, "≤ 20", kept=more <= 20)
    rate = round(during.key_frame_requests / during.seconds, 2)
    # The recorder's own wish each two seconds is among them.
    under.note("S3", "key_frame_requests_per_s", rate, "≤ 1", kept=rate <= 1.05)
    lost = during.expected - during.received
    share = round(100 * lost / max(1, during.expected), 3)
    under.note("S3", "packets_late_percent", share, "", kept=True)
    gap = round(during.longest_gap_ms, 1)
    under.note("S3", "sound_gap_ms", gap, "", kept=True)
    ended = under.lost_sessions()
    under.note("S3", "sessions_lost", ended, "0", kept=ended == 0)


def _rate(tally: Tally) -> float:
    return round(tally.datagrams / tally.seconds)


def recording(under: Trial) -> None:
    """S1, S3: the journals hold every packet of the teacher and nothing else."""
    sent = under.traffic.total_sent[TEACHER]
    time.sleep(2.5)
    kept = sum(_packets(path) for path in under.journals.rglob("*") if path.is_file())
    sound = under.traffic.total_sent[1001]
    missing = sent + sound - kept
    under.note("S3", "packets_not_recorded", max(0, missing), "0", kept=missing <= 0)
    extra = max(0, -missing) if not under.traffic.running else 0
    under.note("S1", "foreign_packets_recorded", extra, "0", kept=extra == 0)


def _packets(path: Path) -> int:
    try:
        reader = JournalReader(path)
        if reader.read_header() is None:
            return 0
    except Exception:  # noqa: BLE001 - a lock or a mark, not a journal
        return 0
    found = 0
    while records := reader.read(settled=True):
        found += sum(isinstance(record, RtpRecord) for record in records)
    reader.close()
    return found


def report(under: Trial) -> int:
    """Print the table and the line; return the exit code."""
    for row in under.rows:
        mark = "kept" if row.kept else "NOT KEPT"
        print(f"{row.promise}  {row.figure:40} {row.wanted:14} {mark}")  # noqa: T201
    for reason, count in under.drops().items():
        print(f"dropped {reason}: {count}")  # noqa: T201
    print(json.dumps(under.figures))  # noqa: T201
    return 0 if all(row.kept for row in under.rows) else 1


def main() -> int:
    """Run everything once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datagrams", type=int, default=1_000_000)
    parser.add_argument("--set-ups", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20.0, help="of each half of S3")
    parser.add_argument("--no-forging", action="store_true", help="without raw sockets (root)")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="tongke-hostile-") as directory,
        trial(Path(directory)) as under,
    ):
        measure(under, 2.0)
        set_ups(under, options.set_ups)
        strangers(under, options.datagrams, forge=not options.no_forging)
        neighbours(under, options.seconds)
        under.traffic.pause()
        recording(under)
        return report(under)


if __name__ == "__main__":
    sys.exit(main())
