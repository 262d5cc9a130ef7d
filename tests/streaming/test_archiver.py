import asyncio
import hashlib
import os
import random
import shutil
import signal
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from streaming.archiver import Archiver
from streaming.contract import (
    ArchiverHello,
    ChapterFound,
    EraseRecording,
    RecordingErased,
    RecordingSealed,
    SegmentStored,
    TrackInit,
)
from streaming.errors import NodeError, StoreError
from streaming.recording.recorder import JournalRecorder
from streaming.settings import MediaSettings
from streaming.store import open_store
from tests.support.link_end import TOKEN, LinkEnd
from tests.support.object_store import seaweedfs
from tests.support.processes import Running, python, running
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

VIDEO = Source(H264, encode_video("H264", 20.0))
SOUND = Source(OPUS, encode_audio(20.0), first_report=2.5, report_interval=5.0)


@contextmanager
def archiver(link: LinkEnd, data: Path, store: str = "") -> Iterator[Running]:
    data.mkdir(parents=True, exist_ok=True)
    environment = {
        "TONGKE_DATA_DIR": str(data),
        "TONGKE_SERVER_URL": link.url,
        "TONGKE_NODE_TOKEN": TOKEN,
        "TONGKE_STORE": store,
    }
    with running(
        python("-m", "streaming", "archiver"), data / "archiver.log", environment
    ) as process:
        yield process


@pytest.fixture
def link() -> Iterator[LinkEnd]:
    with LinkEnd() as end:
        yield end


def lay_down(data: Path, *, closed: bool = True) -> None:
    """Leave a whole recorded lesson as a media node would."""
    folder = data / "journal" / "lesson-1"
    write_journal(folder, H264, VIDEO.packets())
    write_journal(folder, OPUS, SOUND.packets())
    text = '{"lesson": "lesson-1", "closed": %s}' % ("true" if closed else "false")
    (folder / "lesson.json").write_text(text)


def of(link: LinkEnd, kind: type) -> list:
    return [message for message in link.messages if isinstance(message, kind)]


def assert_whole(link: LinkEnd, store: str) -> None:
    """Each segment was reported, in order, and lies in the store with the bytes that were reported."""
    segments = {message.segment: message for message in of(link, SegmentStored)}
    for track in ("lesson-1.teacher.video", "lesson-1.teacher.audio"):
        numbers = [one.number for one in segments.values() if one.track == track]
        assert numbers == list(range(10))
    (sealed,) = {(one.segments, round(one.duration, 2)) for one in of(link, RecordingSealed)}
    assert sealed[0] == 20
    assert sealed[1] == pytest.approx(20.0, abs=0.1)
    stored = [*segments.values(), *of(link, TrackInit), *of(link, ChapterFound)]
    asyncio.run(assert_stored(stored, store))


async def assert_stored(messages: list, address: str) -> None:
    store = open_store(address)
    listed = {item.key for item in await store.list("recordings/")}
    assert listed == {message.key for message in messages}
    for message in messages:
        content = b"".join([chunk async for chunk in store.read(message.key)])
        assert len(content) == message.size
        assert hashlib.sha256(content).hexdigest() == message.sha256
    await store.close()


@pytest.mark.e2e
def test_a_lesson_is_stored_reported_sealed_and_its_journals_go(
    tmp_path: Path, link: LinkEnd
) -> None:
    data = tmp_path / "数 据"
    lay_down(data)
    with archiver(link, data) as process:
        link.wait_for(RecordingSealed, timeout=30)
        wait_until(lambda: not (data / "journal" / "lesson-1").exists())
        process.process.send_signal(signal.SIGTERM)
        assert process.process.wait(10) == 0
    assert isinstance(link.messages[0], ArchiverHello)
    assert_whole(link, f"file:{data / 'store'}")
    # A header is known before the segments that need it.
    for init in of(link, TrackInit):
        later = link.messages[link.messages.index(init) :]
        assert sum(isinstance(m, SegmentStored) and m.track == init.track for m in later) == 10
    left = [path.suffix for path in (data / "spool" / "lesson-1").rglob("*") if path.is_file()]
    assert set(left) == {".json"}


@pytest.mark.e2e
def test_an_erased_lesson_leaves_nothing_on_the_disks_though_the_store_was_away(
    tmp_path: Path, link: LinkEnd
) -> None:
    data = tmp_path / "data"
    lay_down(data, closed=False)
    (data / "journal" / "lesson-1" / "teacher.video.1.rtpj.damaged").write_bytes(b"left")
    # Nothing listens on port 9: segments wait in the spool.
    with archiver(link, data, "s3://key:secret@127.0.0.1:9/bucket?secure=0") as process:
        wait_until(lambda: len(list((data / "spool").rglob("*.m4s"))) > 4)
        link.send(EraseRecording("erasure-1", "lesson-1"))
        answer = link.wait_for(RecordingErased, timeout=30)
        assert (answer.erasure, answer.lesson) == ("erasure-1", "lesson-1")
        assert answer.files > 8
        assert list((data / "journal").iterdir()) == []
        assert [path.name for path in (data / "spool").iterdir()] == [".lock"]
        process.process.send_signal(signal.SIGTERM)
        assert process.process.wait(10) == 0
    assert "Traceback" not in (data / "archiver.log").read_text()


@pytest.mark.e2e
def test_a_lesson_can_be_watched_while_it_runs_and_is_whole_soon_after_the_bell(
    tmp_path: Path, link: LinkEnd
) -> None:
    """A recorder writes in real time; the archiver follows. Says how far behind a replay would be."""
    recorder = JournalRecorder(tmp_path / "journal")
    behind = []
    with archiver(link, tmp_path):
        link.wait_for(ArchiverHello, timeout=60)
        start = time.monotonic()
        sinks = [
            (recorder.open("lesson-1", "s", description("teacher", codec)), codec, source.packets())
            for codec, source in ((H264, VIDEO), (OPUS, SOUND))
        ]
        queue = sorted(
            (
                (sent.arrived, n, sent)
                for n, (_, _, packets) in enumerate(sinks)
                for sent in packets
            ),
            key=lambda one: one[:2],
        )
        first = queue[0][0]
        for arrived, number, sent in queue:
            if arrived - first > 16.0:
                break
            while time.monotonic() - start < arrived - first:
                time.sleep(0.005)
            sink, codec, _ = sinks[number]
            deliver(sink, codec, sent, first - start)
            ends = [s.offset + s.duration for s in of(link, SegmentStored)]
            if arrived - first > 10.0:
                behind.append(arrived - first - max(ends, default=0.0))
        recorder.close_lesson("lesson-1")
        bell = time.monotonic()
        link.wait_for(RecordingSealed, timeout=60)
        sealed_after = time.monotonic() - bell
    asyncio.run(recorder.close())
    # The median: one moment on a machine that is busy with other things says nothing.
    assert sorted(behind)[len(behind) // 2] < 10.0
    assert sealed_after < 60.0


@pytest.mark.e2e
def test_killed_again_and_again_it_stores_every_segment_exactly_once(
    tmp_path: Path, link: LinkEnd
) -> None:
    dice = random.Random(5)
    lay_down(tmp_path)
    for _ in range(6):
        with archiver(link, tmp_path) as process:
            deadline = time.monotonic() + 20
            count = len(link.messages)
            while len(link.messages) < count + 2 and time.monotonic() < deadline:
                time.sleep(0.005)
            time.sleep(dice.uniform(0.0, 0.15))
            os.kill(process.pid, signal.SIGKILL)
            process.process.wait()
        if of(link, RecordingSealed):
            break
    with archiver(link, tmp_path):
        link.wait_for(RecordingSealed, timeout=30)
        wait_until(lambda: not (tmp_path / "journal" / "lesson-1").exists())
    assert_whole(link, f"file:{tmp_path / 'store'}")
    # What was reported twice was reported alike.
    reports = Counter(one.segment for one in set(of(link, SegmentStored)))
    assert set(reports.values()) == {1}


@pytest.mark.e2e
@pytest.mark.integration
def test_a_store_that_is_away_for_a_while_costs_nothing(tmp_path: Path, link: LinkEnd) -> None:
    lay_down(tmp_path)
    with seaweedfs(tmp_path / "weed") as weed:
        address = weed.address(f"rec-{uuid.uuid4().hex[:12]}")
        os.kill(weed.process.pid, signal.SIGSTOP)
        with archiver(link, tmp_path, address) as process:
            link.wait_for(ArchiverHello, timeout=20)
            wait_until(lambda: len(list((tmp_path / "spool").rglob("*.m4s"))) == 20)
            assert not of(link, SegmentStored)
            process.assert_alive()
            os.kill(weed.process.pid, signal.SIGCONT)
            link.wait_for(RecordingSealed, timeout=90)
            wait_until(lambda: not (tmp_path / "journal" / "lesson-1").exists())
        assert_whole(link, address)
        assert "not-a-secret" not in process.log.read_text()


@pytest.mark.e2e
def test_a_server_that_is_away_at_the_start_costs_nothing(tmp_path: Path) -> None:
    lay_down(tmp_path)
    with LinkEnd() as end:
        pass
    # Its port is closed now.
    with archiver(end, tmp_path) as process:
        wait_until(lambda: len(list((tmp_path / "store").rglob("*.m4s"))) == 6)
        process.assert_alive()
        assert len(list((tmp_path / "spool").rglob("*.m4s"))) == 20
    with LinkEnd() as link:
        with archiver(link, tmp_path):
            link.wait_for(RecordingSealed, timeout=30)
        assert_whole(link, f"file:{tmp_path / 'store'}")


@pytest.mark.e2e
def test_segments_whose_journals_somebody_took_away_are_stored_all_the_same(
    tmp_path: Path, link: LinkEnd
) -> None:
    lay_down(tmp_path, closed=False)
    with LinkEnd() as end:
        pass
    with archiver(end, tmp_path):
        # An item exists once its description does; its bytes alone would go with the journal below.
        wait_until(lambda: len(list((tmp_path / "spool").rglob("[0-9]*.json"))) == 20)
    shutil.rmtree(tmp_path / "journal")
    with archiver(link, tmp_path):
        wait_until(lambda: len(of(link, SegmentStored)) == 20)
        wait_until(lambda: not list((tmp_path / "spool").rglob("*.m4s")))


@pytest.mark.e2e
def test_a_lesson_that_is_closed_twice_is_sealed_alike(tmp_path: Path, link: LinkEnd) -> None:
    lay_down(tmp_path)
    folder = tmp_path / "journal" / "lesson-1"
    with archiver(link, tmp_path):
        link.wait_for(RecordingSealed, timeout=30)
        wait_until(lambda: not folder.exists())
        folder.mkdir()
        (folder / "lesson.json").write_text('{"lesson": "lesson-1", "closed": true}')
        wait_until(lambda: len(of(link, RecordingSealed)) == 2)
        wait_until(lambda: not folder.exists())
    first, second = of(link, RecordingSealed)
    assert (first.segments, first.epoch, first.duration) == (
        second.segments,
        second.epoch,
        second.duration,
    )


@pytest.mark.e2e
def test_ends_with_the_process_that_started_it(tmp_path: Path, link: LinkEnd) -> None:
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-m', 'streaming', 'archiver'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = {
        "TONGKE_DATA_DIR": str(tmp_path),
        "TONGKE_SERVER_URL": link.url,
        "TONGKE_NODE_TOKEN": TOKEN,
        "TONGKE_PARENT": "1",
    }
    with running(python("-c", code), tmp_path / "parent.log", environment) as parent:
        link.wait_for(ArchiverHello, timeout=20)
        child = int(parent.log.read_text().split()[0])
        os.kill(parent.pid, signal.SIGKILL)
        parent.process.wait()
        wait_until(lambda: not is_running(child))


async def test_two_archivers_cannot_share_a_spool(tmp_path: Path) -> None:
    settings = MediaSettings(data_dir=tmp_path)
    first = Archiver(settings)
    with pytest.raises(NodeError, match="another archiver"):
        Archiver(settings)
    stop = asyncio.Event()
    stop.set()
    await first.run(stop)
    second = Archiver(settings)
    await second.run(stop)


async def test_refuses_a_store_address_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="allowed"):
        Archiver(MediaSettings(data_dir=tmp_path, store="ftp://x"))


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
