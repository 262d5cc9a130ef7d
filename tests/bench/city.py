"""A whole city on this machine: 27 lessons live, 101 receiving classrooms, return pictures, all of it journaled.

    python -m tests.bench.city [--lessons 27] [--receivers 101] [--seconds 300]

Each lesson has a camera of 1.5 Mbit/s, a board of 0.3 Mbit/s and sound; each classroom returns a picture of 0.2 Mbit/s, of
which the teacher gets one. One real node forwards and journals it; the peers are light ones in this process, with a real handshake,
checks and reports. What is lost shows in the sequence numbers that a receiver got; delay is from just before a packet is encrypted by its
publisher to its arrival in the receiver's socket by the kernel's clock, of one receiver in each lesson. Prints a table and, as its last line, JSON.
"""

import argparse
import heapq
import json
import secrets
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from streaming.contract import Direction, JoinAccepted, OpenRoom
from streaming.recording.naming import JOURNAL_SUFFIX
from tests.bench.stopwatch import STAMP, Stopwatch, stamp
from tests.support.light_descriptions import Section
from tests.support.light_packets import LightRtp, delta_frame, key_frame, receiver_report
from tests.support.light_peer import LightPeer
from tests.support.link_end import LinkEnd
from tests.support.node_process import node_process
from tests.support.processes import cpu_seconds

ROLES = ("teacher", "board", "students")
WARM_UP = 5.0
"""Seconds before anything counts: receivers begin with a key frame."""
KEY_FRAME_INTERVAL = 2.0
TEND_INTERVAL = 0.25
ENOUGH = 0.95
"""Part of its share of what was published that a receiver gets at least: streams do not begin and end in step."""
PAYLOAD = 1_150


@dataclass(frozen=True, slots=True)
class Rate:
    """How a stream is cut: frames a second, packets of each, octets of a packet's payload."""

    codec: str
    content: str
    frames: float
    packets: int
    octets: int
    clock: int

    @property
    def packets_per_second(self) -> float:
        """How many packets of it are published."""
        return self.frames * self.packets


CAMERA = Rate("H264", "speaker", 25, 6, PAYLOAD, 90_000)
BOARD = Rate("H264", "slides", 5, 6, PAYLOAD, 90_000)
SOUND = Rate("opus", "speaker", 50, 1, 80, 48_000)
RETURN = Rate("H264", "alt", 12, 2, 1_000, 90_000)


@dataclass
class Stream:
    """One published track."""

    peer: LightPeer
    ssrc: int
    rate: Rate
    sequence: int = field(default_factory=lambda: secrets.randbits(14))
    frame: int = 0
    key_due: float = 0.0

    def send_frame(self, now: float) -> int:
        """Send the packets of one picture, or one packet of sound; returns how many."""
        rate = self.rate
        key = rate.codec == "H264" and now >= self.key_due
        if key:
            self.key_due = now + KEY_FRAME_INTERVAL
        timestamp = int(self.frame * rate.clock / rate.frames)
        self.frame += 1
        for place in range(rate.packets):
            starts = key and place == 0
            octets = rate.octets - STAMP.size
            body = key_frame(octets) if starts else delta_frame(octets)
            self.peer.send(
                LightRtp(
                    self.ssrc,
                    self.sequence & 0xFFFF,
                    timestamp,
                    102 if rate.codec == "H264" else 111,
                    place == rate.packets - 1,
                    body + stamp(),
                )
            )
            self.sequence += 1
        return rate.packets


@dataclass
class Tally:
    """What one receiver got of one track: the span of its sequence numbers, and how many there were."""

    first: int
    highest: int
    count: int = 0

    def add(self, sequence: int) -> None:
        """Count one packet, 16-bit sequence."""
        step = (sequence - self.highest + 0x8000 & 0xFFFF) - 0x8000
        self.highest = max(self.highest, self.highest + step)
        self.count += 1

    @property
    def lost(self) -> int:
        """Packets between the first and the newest that did not come."""
        return self.highest - self.first + 1 - self.count


class Receiver:
    """One receiving peer; `timed` ones measure delay."""

    def __init__(self, peer: LightPeer, rates: list[Rate], *, timed: bool) -> None:
        self.peer = peer
        self.expected = sum(rate.packets_per_second for rate in rates)
        """Packets a second that it is to get."""
        self.timed = timed
        self.tallies: dict[int, Tally] = {}
        self.delays: list[float] = []
        """Seconds."""
        self._counting = False
        self._socket = socket.socket(fileno=socket.dup(peer.fileno()))
        self._socket.setblocking(False)
        self._watch = Stopwatch(peer) if timed else None
        self._buffer = bytearray(2048)

    def begin(self) -> None:
        """Count from now on."""
        self.tallies.clear()
        self.delays.clear()
        self._counting = True

    def drain(self) -> int:
        """Take what waits; returns the number of RTP packets."""
        count, buffer = 0, self._buffer
        while True:
            try:
                arrived = self._take()
            except BlockingIOError:
                return count
            if buffer[0] < 4:
                self.peer.answer_check(bytes(buffer[: self._length]))
            if buffer[0] < 128 or 192 <= buffer[1] <= 223:
                continue
            count += 1
            ssrc = int.from_bytes(buffer[8:12], "big")
            sequence = buffer[2] << 8 | buffer[3]
            tally = self.tallies.get(ssrc)
            if tally is None:
                tally = self.tallies[ssrc] = Tally(sequence, sequence)
            tally.add(sequence)
            if self._watch and arrived and self._counting and tally.count % 5 == 0:
                datagram = bytes(self._buffer[: self._length])
                self.delays.append(self._watch.delay(datagram, arrived))

    def report(self, now: float) -> None:
        """Send a report of each track, and a check when it is due."""
        self.peer.keep_alive(now)
        for ssrc, tally in self.tallies.items():
            self.peer.send_rtcp(receiver_report(self.peer.ssrc, ssrc, tally.highest))

    def close(self) -> None:
        """Close the further descriptors."""
        self._socket.close()
        if self._watch is not None:
            self._watch.close()

    def _take(self) -> float:
        """Receive one datagram into the buffer; returns its arrival (UTC seconds), 0.0 when it is not timed."""
        if self._watch is None:
            self._length = self._socket.recv_into(self._buffer)
            return 0.0
        self._length, arrived = self._watch.receive_into(self._buffer)
        return arrived


@dataclass
class City:
    """Everybody."""

    pid: int
    streams: list[Stream]
    publishers: list[LightPeer]
    receivers: list[Receiver]
    refused: int = 0


@contextmanager
def city(lessons: int, classrooms: int, place: Path) -> Iterator[City]:
    """Start a node with all its peers; lesson n has the classrooms n, n + lessons, …"""
    with ExitStack() as stack:
        link = stack.enter_context(LinkEnd())
        node = stack.enter_context(node_process(link, place / "node"))
        built = City(node.pid, [], [], [])

        def join(lesson: int, name: str, sections: list[Section], *, sends: bool) -> LightPeer:
            peer = LightPeer(sections, sends=sends)
            stack.callback(peer.close)
            direction = Direction.PUBLISH if sends else Direction.RECEIVE
            roles = ("students",) if sends and name.startswith("room") else ROLES
            answer = link.join(
                f"{name}-{direction}", direction, peer.offer(), lesson=f"l{lesson}", roles=roles
            )
            assert isinstance(answer, JoinAccepted), answer
            peer.accept(answer.answer)
            peer.connect(30)
            return peer

        def publish(lesson: int, name: str, rates: list[Rate]) -> None:
            sections = [Section(r.codec, secrets.randbits(31) + 1, r.content) for r in rates]
            peer = join(lesson, name, sections, sends=True)
            built.publishers.append(peer)
            built.streams += [
                Stream(peer, section.ssrc, rate)
                for section, rate in zip(sections, rates, strict=True)
            ]

        def receive(lesson: int, name: str, rates: list[Rate], *, timed: bool) -> None:
            sections = [Section(rate.codec, content=rate.content) for rate in rates]
            receiver = Receiver(join(lesson, name, sections, sends=False), rates, timed=timed)
            stack.callback(receiver.close)
            built.receivers.append(receiver)

        for lesson in range(lessons):
            link.send(OpenRoom(f"l{lesson}", ROLES))
            publish(lesson, f"teacher-{lesson}", [SOUND, CAMERA, BOARD])
            receive(lesson, f"teacher-{lesson}", [RETURN], timed=False)
        for number in range(classrooms):
            lesson = number % lessons
            receive(lesson, f"room-{number}", [SOUND, CAMERA, BOARD], timed=number < lessons)
            publish(lesson, f"room-{number}", [RETURN])
            # Those who joined first must not be taken for dead while the others join.
            tend(built, time.monotonic())
            for receiver in built.receivers:
                receiver.drain()
        yield built


def tend(everybody: City, now: float) -> None:
    """Let everybody say that they are there."""
    for publisher in everybody.publishers:
        publisher.keep_alive(now)
        publisher.receive()
    for receiver in everybody.receivers:
        receiver.report(now)


def run(everybody: City, seconds: float) -> int:
    """Publish for some seconds, evenly spread; returns the packets that were published."""
    begin = tended = time.monotonic()
    due = [
        (begin + secrets.randbelow(1000) / 1000 / stream.rate.frames, number)
        for number, stream in enumerate(everybody.streams)
    ]
    heapq.heapify(due)
    sent = 0
    turn = 0
    while (now := time.monotonic()) - begin < seconds:
        while due[0][0] <= now:
            when, number = heapq.heappop(due)
            stream = everybody.streams[number]
            sent += stream.send_frame(now)
            heapq.heappush(due, (when + 1 / stream.rate.frames, number))
        everybody.receivers[turn].drain()
        turn = (turn + 1) % len(everybody.receivers)
        if turn == 0:
            time.sleep(0.002)
        if now - tended >= TEND_INTERVAL:
            tended = now
            part = int(now / TEND_INTERVAL) % 4
            tend(
                City(
                    everybody.pid,
                    [],
                    everybody.publishers[part::4],
                    everybody.receivers[part::4],
                ),
                now,
            )
    time.sleep(0.2)
    for receiver in everybody.receivers:
        receiver.drain()
    return sent


def starved(everybody: City, sent: int) -> int:
    """Return how many receivers got less than nearly all of what was published for them: one that is gone misses no number."""
    published = sum(stream.rate.packets_per_second for stream in everybody.streams)
    return sum(
        sum(tally.count for tally in one.tallies.values())
        < ENOUGH * one.expected * sent / published
        for one in everybody.receivers
    )


def say(text: str) -> None:
    """Tell how far the run is, apart from its result."""
    sys.stderr.write(f"bench-city: {text}\n")


def main() -> int:
    """Run the city and print what came of it; 1 when a packet was lost or a receiver went without."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.city", description=__doc__)
    parser.add_argument("--lessons", type=int, default=27)
    parser.add_argument("--receivers", type=int, default=101)
    parser.add_argument("--seconds", type=float, default=300.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongke-city-") as place:
        say(f"letting {arguments.lessons} lessons and {arguments.receivers} classrooms in")
        with city(arguments.lessons, arguments.receivers, Path(place)) as everybody:
            run(everybody, WARM_UP)
            for receiver in everybody.receivers:
                receiver.begin()
            say(f"{arguments.seconds:.0f} s of lessons")
            used, began = cpu_seconds(everybody.pid), time.monotonic()
            sent = run(everybody, arguments.seconds)
            elapsed = time.monotonic() - began
            used = cpu_seconds(everybody.pid) - used
        journaled = sum(path.stat().st_size for path in Path(place).rglob(f"*{JOURNAL_SUFFIX}"))
    tallies = [tally for one in everybody.receivers for tally in one.tallies.values()]
    delivered = sum(tally.count for tally in tallies)
    dropped = sum(tally.lost for tally in tallies)
    without = starved(everybody, sent)
    delays = [delay * 1000 for one in everybody.receivers for delay in one.delays]
    if len(delays) < 2:
        say("no timed receiver got anything: the machine is too busy to measure, run it again")
        return 2
    cuts = statistics.quantiles(delays, n=100)
    sys.stdout.write(
        f"{sent / elapsed:10.0f} packets/s published\n"
        f"{delivered / elapsed:10.0f} packets/s delivered, of {len(tallies)} tracks\n"
        f"{dropped:10d} lost, {without} receivers went without\n"
        f"{used / elapsed:10.2f} cores, {1e6 * used / delivered:.1f} us a delivered packet\n"
        f"{cuts[49]:10.2f} ms delay p50, {cuts[98]:.2f} ms p99\n"
        f"{journaled / 1e6 / elapsed:10.1f} MB/s journaled\n"
    )
    result = {
        "lessons": arguments.lessons,
        "receivers": arguments.receivers,
        "dropped": dropped,
        "starved": without,
        "cores": round(used / elapsed, 2),
        "delay_p99_ms": round(cuts[98], 2),
    }
    sys.stdout.write(json.dumps(result) + "\n")
    return 1 if dropped or without else 0


if __name__ == "__main__":
    sys.exit(main())
