"""A media node, alone or with its archiver, killed in the middle of a lesson: real processes under the server's supervisor, a light publisher over UDP.

The publisher numbers its packets and keeps account of when each went out; afterwards the journals say which are there.
"""

import asyncio
import hashlib
import random
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from server.supervisor import Child
from streaming.contract import (
    ArchiverHello,
    CloseRoom,
    Direction,
    JoinAccepted,
    NodeHello,
    OpenRoom,
    RecordingSealed,
    SegmentStored,
)
from streaming.recording.journal import RtpRecord
from streaming.recording.journal_reader import JournalReader
from streaming.store import open_store
from tests.faults.archive_rows import SEALED_WITHIN, Plan, Row, archiver_settings, wholeness
from tests.faults.synthetic_lesson import numbers_in
from tests.support.light_packets import LightRtp
from tests.support.light_peer import LightPeer
from tests.support.link_end import LinkEnd
from tests.support.node_lesson import PUBLISHED, SOUND, TEACHER
from tests.support.node_process import START_TIMEOUT, node_settings
from tests.support.supervised import Supervised

LESSON = "lesson-1"
SPACING = 0.02
"""Seconds between two packets of a track."""
LIFE = (0.3, 6.0)
"""Seconds from the first packet to the kill, drawn evenly: within the first two or three no spare is ready."""
SPARE_READY = 3.5
"""Seconds of life after which a spare has its imports, also on a busy machine."""
RESUMED_WITHIN = 3.0
"""Seconds that are promised from a kill to the first packet that is recorded again."""
FORGIVEN_AFTER = 0.2
"""Seconds of life after which the supervisor forgets a crash, scaled from its 30: nobody waits so long a hundred times."""
CLOCKS = {SOUND: 960, TEACHER: 1_800}
"""RTP clock of so many seconds, by SSRC."""
HEADS = {SOUND: b"\xf8\x00", TEACHER: b"\x41\x00"}
"""What stands before the number: 20 ms of Opus, and a slice of H.264."""


@dataclass
class Session:
    """One connection of the publisher, from its first packet to the kill."""

    first: int
    last: int = 0
    ended: float = 0.0


@dataclass
class Publisher:
    """Sends a packet of sound and one of pictures with the same number, fifty times a second."""

    number: int = 0
    sessions: list[Session] = field(default_factory=list)

    def connect(self, link: LinkEnd) -> LightPeer:
        """Join the lesson, as a studio does again when its node has gone."""
        link.send(OpenRoom(LESSON, ("teacher",)))
        peer = LightPeer(PUBLISHED[:2], sends=True)
        name = f"s{len(self.sessions)}"
        answer = link.join(
            name, Direction.PUBLISH, peer.offer(), lesson=LESSON, identity="person:lin"
        )
        assert isinstance(answer, JoinAccepted), answer
        peer.accept(answer.answer)
        peer.connect()
        return peer

    def send(self, peer: LightPeer, seconds: float) -> Session:
        """Publish for so long."""
        session = Session(self.number)
        self.sessions.append(session)
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            for section in peer.sections:
                ssrc, number = section.ssrc, self.number
                payload = HEADS[ssrc] + struct.pack(">I", number) + bytes(80)
                clock = number * CLOCKS[ssrc] & 0xFFFF_FFFF
                peer.send(
                    LightRtp(ssrc, number & 0xFFFF, clock, section.payload_type, True, payload)
                )
            session.last, self.number = self.number, self.number + 1
            peer.keep_alive(time.monotonic())
            peer.receive()
            time.sleep(SPACING)
        session.ended = time.monotonic()
        return session


def journaled(folder: Path) -> dict[str, list[list[int]]]:
    """Return the numbers in each journal, by kind of track."""
    found: dict[str, list[list[int]]] = {"audio": [], "video": []}
    for path in sorted(folder.glob("*.rtpj")):
        reader, numbers = JournalReader(path), []
        while records := reader.read(settled=True):
            numbers += [
                int(struct.unpack_from(">I", one.payload, 2)[0])
                for one in records
                if isinstance(one, RtpRecord)
            ]
        reader.close()
        found[path.name.split(".")[1]].append(numbers)
    return found


@dataclass
class Tally:
    """What a row of kills counts."""

    publisher: Publisher = field(default_factory=Publisher)
    resumed: list[float] = field(default_factory=list)
    """Seconds from a kill to the first packet that the next node took."""
    lives: list[float] = field(default_factory=list)
    """Seconds that each killed process had been at work."""
    sealed: dict[Path, str] = field(default_factory=dict)
    """Journals that a later node has sealed, and what they hold."""

    def look(self, folder: Path) -> None:
        """Keep what is sealed now; the newest node has not begun to write."""
        for path in folder.glob("*.rtpj"):
            self.sealed.setdefault(path, hashlib.sha256(path.read_bytes()).hexdigest())

    def changed(self) -> int:
        """Return how many sealed journals are others now."""
        return sum(
            hashlib.sha256(path.read_bytes()).hexdigest() != digest
            for path, digest in self.sealed.items()
        )

    def worst_loss(self, kinds: dict[str, list[list[int]]]) -> float:
        """Return the most seconds of any track that one kill cost."""
        worst = 0
        for journals in kinds.values():
            there = {number for one in journals for number in one}
            for each in self.publisher.sessions:
                sent = range(each.first, each.last + 1)
                worst = max(worst, sum(number not in there for number in sent))
        return worst * SPACING


def killed_nodes(plan: Plan, root: Path, *, machine: bool = False) -> Row:
    """`kill -9` a node (with `machine` its archiver too) at random moments; the server's supervisor brings them back."""
    dice, tally, folder = random.Random(plan.seed), Tally(), root / "journal" / LESSON
    until, kills = time.monotonic() + plan.seconds, 0
    with LinkEnd() as link, LinkEnd() as reports:
        children = [_child("node", node_settings(link, root))]
        if machine:
            children.append(_child("archiver", archiver_settings(reports, root)))
        with Supervised(children, root / "processes.log", FORGIVEN_AFTER) as house:
            while True:
                link.wait_for(NodeHello, timeout=START_TIMEOUT)
                tally.look(folder)
                if kills >= plan.kills or time.monotonic() >= until:
                    return _judge(kills, tally, link, reports, root, machine=machine)
                peer = tally.publisher.connect(link)
                if kills:
                    before = tally.publisher.sessions[-1].ended
                    tally.resumed.append(time.monotonic() - before)
                tally.lives.append(dice.uniform(*LIFE))
                tally.publisher.send(peer, tally.lives[-1])
                link.messages.clear()
                house.kill(*(child.name for child in children))
                peer.close()
                kills += 1


def _child(name: str, environment: dict[str, str]) -> Child:
    return Child(name, ("-m", "streaming", name), environment, spared=True)


def _judge(
    kills: int, tally: Tally, link: LinkEnd, reports: LinkEnd, root: Path, *, machine: bool
) -> Row:
    """Close the lesson and count."""
    kinds = journaled(root / "journal" / LESSON)
    lost, changed = tally.worst_loss(kinds), tally.changed()
    torn = sum(one != sorted(set(one)) for journals in kinds.values() for one in journals)
    slowest = max(tally.resumed)
    usual = sorted(tally.resumed)[len(tally.resumed) // 2]
    lives = zip(tally.lives, tally.resumed, strict=False)
    spared = [seconds for life, seconds in lives if life >= SPARE_READY]
    late = sum(seconds > RESUMED_WITHIN for seconds in tally.resumed)
    figure = (
        f"{lost:.2f} s of a track lost at most, {torn} of {sum(map(len, kinds.values()))} journals torn,"
        f" {changed} sealed ones changed, recorded again after {usual:.1f} s"
        f" (at most {slowest:.1f} s, {late} times too late;"
        f" with a spare at most {max(spared, default=0.0):.1f} s, {len(spared)} times)"
    )
    kept = lost <= 1.0 and torn == changed == 0 and slowest <= RESUMED_WITHIN
    if machine:
        whole, said = _archived(link, reports, root, kinds["audio"])
        figure, kept = f"{figure}; {said}", kept and whole
    what = "of node and archiver together" if machine else "of the node"
    return Row(
        f"{kills} x kill -9 {what}", figure, "at most 1 s, none, none, 3 s; all segments", kept
    )


def _archived(
    link: LinkEnd, reports: LinkEnd, root: Path, journals: list[list[int]]
) -> tuple[bool, str]:
    """Close the lesson; return whether all that the journals hold of the sound is in the store, and the sentence."""
    reports.wait_for(ArchiverHello, timeout=30)
    link.send(CloseRoom(LESSON))
    address = f"file:{root / 'store'}"
    found, wanted, wrong = wholeness(reports, address)
    sealed = reports.wait_for(RecordingSealed, timeout=SEALED_WITHIN)
    stored = asyncio.run(_stored(reports, address))
    missing = {number for one in journals for number in one} - stored
    said = (
        f"one recording of {sealed.duration:.0f} s, {found} of {wanted} segments, {wrong} wrong,"
        f" {len(missing)} journaled packets of sound missing"
    )
    return found == wanted > 0 and not wrong and not missing, said


async def _stored(reports: LinkEnd, address: str) -> set[int]:
    """Return the numbers in all segments of sound."""
    store, numbers = open_store(address), set()
    segments = {one.key: one for one in reports.messages if isinstance(one, SegmentStored)}
    for key, one in segments.items():
        if one.track.endswith("audio"):
            data = b"".join([chunk async for chunk in store.read(key)])
            numbers |= {number for _, number in numbers_in(data)}
    await store.close()
    return numbers


MACHINE_ROWS: dict[str, Callable[[Plan, Path], Row]] = {
    "kill-node": killed_nodes,
    "kill-machine": lambda plan, root: killed_nodes(plan, root, machine=True),
}
