"""What can happen to a recording, one function a row: each makes the fault, and says what was lost."""

import asyncio
import hashlib
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from streaming.contract import RecordingSealed, SegmentStored, StorageState, TrackInit
from streaming.errors import StoreError
from streaming.recording.journal import RtpRecord
from streaming.recording.journal_reader import JournalReader, recover
from streaming.recording.recorder import JournalRecorder
from streaming.recording.uploader import Uploader
from streaming.store import DirectoryStore, open_store
from tests.faults import synthetic_lesson
from tests.faults.store_proxy import StoreProxy
from tests.support.link_end import TOKEN, LinkEnd
from tests.support.object_store import seaweedfs
from tests.support.processes import Running, python, running
from tests.support.recordings import Archive
from tests.support.rtp_media import (
    H264,
    OPUS,
    Source,
    deliver,
    description,
    encode_audio,
    encode_video,
    write_journal,
)
from tests.support.waiting import until

SECONDS = 40.0
"""Of the lesson that rows 1 to 6 archive: 20 segments a track."""
SEALED_WITHIN = 120.0


@dataclass(frozen=True)
class Row:
    """One fault, what came of it, and what was wanted."""

    fault: str
    figure: str
    wanted: str
    kept: bool


@dataclass(frozen=True)
class Plan:
    """How much is tried."""

    kills: int
    seconds: float
    """Wall seconds at most for each row of kills."""
    lesson: float
    """Seconds of the long lesson."""
    away: float
    """Seconds that the store is away."""
    seed: int = 1
    """Of the moments of the kills; portions of a hundred have different ones."""


def lay_down(data: Path) -> None:
    """Leave a whole recorded lesson as a media node would."""
    folder = data / "journal" / "lesson-1"
    write_journal(folder, H264, Source(H264, encode_video("H264", SECONDS)).packets())
    write_journal(folder, OPUS, Source(OPUS, encode_audio(SECONDS), first_report=2.5).packets())
    (folder / "lesson.json").write_text('{"lesson": "lesson-1", "closed": true}')


def archiver_settings(link: LinkEnd, data: Path, store: str = "") -> dict[str, str]:
    """Return the environment of an archiver that dials `link`; the directory store unless another is named."""
    return {
        "TONGKE_DATA_DIR": str(data),
        "TONGKE_SERVER_URL": link.url,
        "TONGKE_NODE_TOKEN": TOKEN,
        "TONGKE_STORE": store,
    }


@contextmanager
def archiver(
    link: LinkEnd, data: Path, store: str = "", *before: str, log: Path | None = None
) -> Iterator[Running]:
    environment = archiver_settings(link, data, store)
    command = [*before, *python("-m", "streaming", "archiver")]
    with running(command, log or data / "archiver.log", environment) as process:
        yield process


def wholeness(link: LinkEnd, address: str) -> tuple[int, int, int]:
    """Return segments reported, segments that should be, and objects whose bytes are not those that were reported."""
    sealed = link.wait_for(RecordingSealed, timeout=SEALED_WITHIN)
    segments = {one.segment: one for one in link.messages if isinstance(one, SegmentStored)}
    inits = {(i.track, i.number): i for i in link.messages if isinstance(i, TrackInit)}
    wrong = asyncio.run(_wrong([*segments.values(), *inits.values()], address))
    return len(segments), sealed.segments, wrong


async def _wrong(messages: list[SegmentStored | TrackInit], address: str) -> int:
    store, wrong = open_store(address), 0
    for message in messages:
        content = b""
        with suppress(StoreError):
            content = b"".join([chunk async for chunk in store.read(message.key)])
        wrong += hashlib.sha256(content).hexdigest() != message.sha256
    await store.close()
    return wrong


def whole_row(fault: str, link: LinkEnd, address: str, more: str, extra: bool = True) -> Row:
    found, wanted, wrong = wholeness(link, address)
    figure = f"{found} of {wanted} segments, {wrong} wrong; {more}"
    ok = found == wanted == round(SECONDS) and wrong == 0 and extra
    return Row(fault, figure, "all segments, none wrong", ok)


def killed_archivers(plan: Plan, root: Path) -> Row:
    """`kill -9` the archiver at random moments."""
    dice, kills, until = random.Random(plan.seed), 0, time.monotonic() + plan.seconds
    lay_down(root)
    with LinkEnd() as link:
        while kills < plan.kills and time.monotonic() < until:
            with archiver(link, root) as process:
                # From before its first look at the disk to the middle of its uploads.
                time.sleep(dice.uniform(0.3, 1.3))
                os.kill(process.pid, signal.SIGKILL)
                process.process.wait()
            kills += 1
            if any(isinstance(one, RecordingSealed) for one in link.messages):
                # It was done: once more from the beginning, under the same eyes.
                found = whole_row("", link, f"file:{root / 'store'}", "")
                if not found.kept:
                    return Row(
                        f"{kills} x kill -9 of the archiver", found.figure, found.wanted, False
                    )
                link.messages.clear()
                for name in ("spool", "store", "journal"):
                    shutil.rmtree(root / name, ignore_errors=True)
                lay_down(root)
        with archiver(link, root):
            return whole_row(
                f"{kills} x kill -9 of the archiver", link, f"file:{root / 'store'}", "by itself"
            )


def killed_recorders(plan: Plan, root: Path) -> Row:
    """`kill -9` the recorder at random moments; the next one seals what it left."""
    dice, kills, until = random.Random(plan.seed + 1), 0, time.monotonic() + plan.seconds
    worst, slowest, torn, sealed_changed = 0.0, 0.0, 0, 0
    sealed: dict[Path, str] = {}
    while kills < plan.kills and time.monotonic() < until:
        command = python("-m", "tests.faults.journal_writer_child", str(root), "lesson-1")
        before = set(root.glob("*/*.rtpj"))
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            slowest = max(slowest, float(child.stdout.readline().split()[1]))
            last = 0
            stop = time.monotonic() + dice.uniform(0.1, 1.5)
            while time.monotonic() < stop:
                last = int(child.stdout.readline())
            child.kill()
            rest = child.stdout.read().split()
            last = int(rest[-1]) if rest else last
        kills += 1
        for path in set(root.glob("*/*.rtpj")) - before:
            recover(path)
            numbers = _numbers(path)
            torn += numbers != list(range(len(numbers)))
            worst = max(worst, (last + 1 - len(numbers)) * 0.02)
            sealed[path] = hashlib.sha256(path.read_bytes()).hexdigest()
        if not set(root.glob("*/*.rtpj")) - before:
            worst = max(worst, (last + 1) * 0.02)
    for path, digest in sealed.items():
        sealed_changed += hashlib.sha256(path.read_bytes()).hexdigest() != digest
    figure = (
        f"{worst:.2f} s lost at most, {torn} journals torn, {sealed_changed} sealed ones changed,"
        f" ready again in {slowest:.2f} s"
    )
    ok = worst <= 1.0 and torn == sealed_changed == 0 and slowest <= 3.0
    return Row(f"{kills} x kill -9 of the recorder", figure, "at most 1 s, none, none, 3 s", ok)


def _numbers(path: Path) -> list[int]:
    reader = JournalReader(path)
    found: list[int] = []
    while records := reader.read(settled=True):
        found += [
            struct.unpack_from(">I", one.payload, 1)[0]
            for one in records
            if isinstance(one, RtpRecord)
        ]
    reader.close()
    return found


def stopped_store(plan: Plan, root: Path) -> Row:
    """A real S3 server stands still while a lesson is archived."""
    lay_down(root)
    with seaweedfs(root / "weed") as weed, LinkEnd() as link:
        address = weed.address(f"rec-{uuid.uuid4().hex[:12]}")
        os.kill(weed.process.pid, signal.SIGSTOP)
        with archiver(link, root, address):
            time.sleep(plan.away)
            os.kill(weed.process.pid, signal.SIGCONT)
            back = time.monotonic()
            link.wait_for(RecordingSealed, timeout=SEALED_WITHIN)
            gone = time.monotonic() - back
            scale = 3600 / plan.away
            return whole_row(
                f"store stopped for {plan.away:.0f} s (an hour 1:{scale:.0f})",
                link,
                address,
                f"backlog gone {gone:.1f} s after its return",
            )


BROKEN = {
    "busy": "store answers 503",
    "half": "uploads cut in their middle",
    "slow": "store slow, each piece a second late,",
}


def broken_store(mode: str, plan: Plan, root: Path) -> Row:
    """The line to the store answers 503, dies in the middle of uploads, or lets each piece wait a second."""
    lay_down(root)
    with (
        seaweedfs(root / "weed") as weed,
        StoreProxy(weed.endpoint) as proxy,
        LinkEnd() as link,
    ):
        bucket = f"rec-{uuid.uuid4().hex[:12]}"
        direct = weed.address(bucket)
        with archiver(link, root, direct.replace(weed.endpoint, proxy.endpoint)):
            link.wait_for(TrackInit, timeout=60)
            proxy.mode = mode
            time.sleep(plan.away / 2)
            proxy.mode = "pass"
            back = time.monotonic()
            link.wait_for(RecordingSealed, timeout=SEALED_WITHIN)
            gone = time.monotonic() - back
            said = BROKEN[mode]
            return whole_row(
                f"{said} for {plan.away / 2:.0f} s",
                link,
                direct,
                f"{proxy.hurt} times; done {gone:.1f} s after",
                proxy.hurt > 0,
            )


@contextmanager
def small_disk(path: Path, megabytes: int) -> Iterator[None]:
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(path)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PermissionError(f"no tmpfs here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(path)], check=False)


def full_disk_of_the_archiver(_: Plan, root: Path) -> Row:
    """The spool's disk is full to the last byte; later there is room again."""
    data, store = root / "disk", root / "store"
    with small_disk(data, 8), LinkEnd() as link:
        lay_down(data)
        _fill(data / "ballast")
        begun = time.monotonic()
        with archiver(link, data, f"file:{store}", log=root / "archiver.log"):
            link.wait_for(StorageState, lambda one: bool(one.problem), timeout=60)
            alarm = time.monotonic() - begun
            (data / "ballast").unlink()
            return whole_row(
                "disk full (tmpfs), archiver",
                link,
                f"file:{store}",
                f"alarm {alarm:.1f} s after its start",
            )


def full_disk_of_the_recorder(_: Plan, root: Path) -> Row:
    """The journal's disk fills in the middle of a lesson; later there is room again."""
    sent = Source(OPUS, encode_audio(6.0)).packets()
    with small_disk(root / "disk", 2):
        recorder = JournalRecorder(root / "disk" / "journal", buffer_max=20_000)
        sink = recorder.open("lesson-1", "s", description("teacher", OPUS))
        begun, slowest, alarm, filled = time.monotonic(), 0.0, -1.0, 0.0
        for one in sent:
            due = one.arrived - sent[0].arrived
            time.sleep(max(0.0, due - (time.monotonic() - begun)))
            if due > 1.0 and not filled:
                _fill(root / "disk" / "ballast")
                filled = time.monotonic()
            if alarm < 0 and filled and recorder.problem:
                alarm = time.monotonic() - filled
            if due > 4.0:
                (root / "disk" / "ballast").unlink(missing_ok=True)
            at = time.monotonic()
            deliver(sink, OPUS, one, sent[0].arrived - begun)
            slowest = max(slowest, time.monotonic() - at)
        recorder.close_lesson("lesson-1")
        asyncio.run(recorder.close())
        (path,) = (root / "disk").glob("*/*/*.rtpj")
        reader = JournalReader(path)
        found = [one for one in iter(reader.read, []) for one in one]
        gaps = sum(getattr(one, "packets", 0) for one in found)
        packets = sum(isinstance(one, RtpRecord) for one in found)
        reader.close()
    figure = (
        f"{packets} packets + {gaps} listed as missing of 300; alarm {alarm:.1f} s,"
        f" packet path held {slowest * 1000:.1f} ms at most"
    )
    ok = packets + gaps == 300 and 0 <= alarm <= 5 and reader.sealed
    return Row("disk full (tmpfs), recorder", figure, "nothing unlisted, alarm within 5 s", ok)


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(1024))


def failing_sync(_: Plan, root: Path) -> Row:
    """Every seventh fsync of the archiver fails (strace injects EIO)."""
    if shutil.which("strace") is None:
        return Row("failing fsync", "strace is missing: apt-get install strace", "tried", False)
    lay_down(root)
    inject = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync")
    inject += ("-e", "inject=fsync:error=EIO:when=5+7")
    with LinkEnd() as link, archiver(link, root, "", *inject):
        link.wait_for(RecordingSealed, timeout=SEALED_WITHIN)
        told = sum(isinstance(o, StorageState) and bool(o.problem) for o in link.messages)
        return whole_row(
            "every seventh fsync fails", link, f"file:{root / 'store'}", f"{told} alarms"
        )


class _FlippingStore(DirectoryStore):
    """Turns one bit of each object the first time that it is written."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._dice = random.Random(3)
        self._seen: set[str] = set()

    async def put(self, key: str, content: Path | bytes, content_type: str) -> None:
        await super().put(key, content, content_type)
        if key not in self._seen:
            self._seen.add(key)
            path = self.path(key)
            data = bytearray(path.read_bytes())
            bit = self._dice.randrange(len(data) * 8)
            data[bit // 8] ^= 1 << bit % 8
            path.write_bytes(data)


def flipped_bits(_: Plan, root: Path, wanted: int = 1000) -> Row:
    """A store that keeps other bytes than it was given, one bit in each of a thousand objects."""
    archive = Archive(root)
    seconds = wanted * 1.02
    frames = [synthetic_lesson.picture(n, seconds) for n in range(round(seconds * 10))]
    sound = [synthetic_lesson.sound(n) for n in range(round(seconds * 1000 / 60))]
    write_journal(
        archive.folder, synthetic_lesson.VP9, Source(synthetic_lesson.VP9, tuple(frames)).packets()
    )
    write_journal(archive.folder, OPUS, Source(OPUS, tuple(sound)).packets())
    archive.finish()

    async def store() -> tuple[int, int, int]:
        flipping = _FlippingStore(root / "store")

        async def report(_: object) -> None:
            return None

        async def sleep(_: float) -> None:
            await asyncio.sleep(0)

        uploader = Uploader(flipping, report, lambda *_: None, sleep=sleep)
        items = 0
        for spool in archive.archive.spool.tracks.values():
            for item in spool.items():
                uploader.submit(spool, item)
                items += 1
        spools = tuple(archive.archive.spool.tracks.values())
        await until(lambda: all(map(uploader.is_idle, spools)))
        messages = list(archive.messages)
        wrong = 0
        for message in messages:
            data = b"".join([chunk async for chunk in flipping.read(message.key)])
            wrong += hashlib.sha256(data).hexdigest() != message.sha256
        await flipping.close()
        return items, uploader.damaged, wrong

    items, found, wrong = asyncio.run(store())
    figure = f"{found} of {items} flipped bits found, {wrong} objects wrong at the end"
    return Row(
        "a flipped bit in every object",
        figure,
        "all found, none wrong",
        found == items >= wanted and not wrong,
    )


def long_lesson(plan: Plan, root: Path) -> Row:
    """Two hours with skew, losses, pauses and new sizes, faster than real time."""
    begun = time.monotonic()
    archive = synthetic_lesson.record(root, plan.lesson)
    took = time.monotonic() - begun
    outcome = synthetic_lesson.judge(archive, plan.lesson)
    figure = (
        f"{outcome.apart * 1000:.1f} ms apart, length {outcome.length_error * 1000:+.0f} ms,"
        f" {len(outcome.unlisted)} gaps unlisted, {outcome.sizes} headers ({plan.lesson / took:.0f} x real time)"
    )
    ok = outcome.apart <= 0.04 and abs(outcome.length_error) <= 0.1 and not outcome.unlisted
    fault = f"{plan.lesson / 3600:.1f} h, 100 ppm, 5 % loss, 3 pauses, 5 sizes"
    return Row(fault, figure, "40 ms, +-100 ms, none", ok and outcome.sizes == 4)


ROWS: dict[str, Callable[[Plan, Path], Row]] = {
    "kill-archiver": killed_archivers,
    "kill-recorder": killed_recorders,
    "store-stopped": stopped_store,
    "store-503": lambda plan, root: broken_store("busy", plan, root),
    "store-half": lambda plan, root: broken_store("half", plan, root),
    "store-slow": lambda plan, root: broken_store("slow", plan, root),
    "disk-archiver": full_disk_of_the_archiver,
    "disk-recorder": full_disk_of_the_recorder,
    "fsync": failing_sync,
    "bits": flipped_bits,
    "lesson": long_lesson,
}


def tell(row: Row) -> None:
    """Print one row."""
    mark = "kept  " if row.kept else "BROKEN"
    sys.stdout.write(f"{mark} | {row.fault:44} | {row.figure} | wanted: {row.wanted}\n")
    sys.stdout.flush()
