import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from streaming.contract import Kind, Message, SegmentLost, SegmentStored, TrackInit
from streaming.errors import StoreError
from streaming.recording.assembly import OpusParameters
from streaming.recording.spool import Item, LessonSpool, TrackSpool
from streaming.recording.uploader import RETRY_MAX, Uploader
from streaming.store import DirectoryStore
from tests.support.spool_parts import CHECKPOINT, init, segment
from tests.support.waiting import until


class Server:
    """Acknowledges when it is let to."""

    def __init__(self) -> None:
        self.reported: list[Message] = []
        self.open = asyncio.Event()
        self.open.set()

    async def report(self, message: Message) -> None:
        self.reported.append(message)
        await self.open.wait()


class UnreliableStore(DirectoryStore):
    """A directory whose line to it is bad: a script says what goes wrong with each put."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.script: list[str] = []
        self.puts: list[str] = []

    async def put(self, key: str, content: Path | bytes, content_type: str) -> None:
        self.puts.append(key)
        fault = self.script.pop(0) if self.script else ""
        if fault == "away":
            raise StoreError("the store is away")
        await super().put(key, content, content_type)
        if fault.startswith("flip"):
            bit = int(fault.removeprefix("flip"))
            path = self.path(key)
            data = bytearray(path.read_bytes())
            data[bit // 8 % len(data)] ^= 1 << bit % 8
            path.write_bytes(data)
        if fault == "cut":
            path = self.path(key)
            path.write_bytes(path.read_bytes()[:-1])
        if fault == "gone":
            self.path(key).unlink()


class Clock:
    """Sleeps without sleeping, and remembers how long."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[UnreliableStore]:
    store = UnreliableStore(tmp_path / "store")
    yield store
    await store.close()


def nothing(_spool: TrackSpool, _item: Item) -> bytes | None:
    """The journal is gone."""
    return None


def make_spool(root: Path, role: str = "teacher") -> TrackSpool:
    return LessonSpool(root / "spool", "l").track(role, Kind.AUDIO)


def submit(uploader: Uploader, spool: TrackSpool, count: int) -> None:
    uploader.submit(spool, spool.add_init(b"init", init(0), OpusParameters()))
    for number in range(count):
        item = spool.add_segment(b"segment %d" % number * 50, segment(number), CHECKPOINT)
        uploader.submit(spool, item)


async def drain(uploader: Uploader, *spools: TrackSpool) -> None:
    await until(lambda: all(uploader.is_idle(spool) for spool in spools))


def order(messages: list[Message]) -> list[int]:
    return [m.number if isinstance(m, SegmentStored) else -1 for m in messages]


async def test_stores_verifies_reports_in_order_and_releases(
    tmp_path: Path, store: UnreliableStore
) -> None:
    server, clock, spool = Server(), Clock(), make_spool(tmp_path)
    uploader = Uploader(store, server.report, nothing, sleep=clock.sleep)
    submit(uploader, spool, 20)
    await drain(uploader, spool)
    assert order(server.reported) == [-1, *range(20)]
    assert list(spool.items()) == []
    assert (uploader.items_waiting, uploader.bytes_waiting, uploader.items_stored) == (0, 0, 21)
    assert len(await store.list()) == 21
    assert clock.slept == []


async def test_local_bytes_go_only_after_the_server_has_acknowledged(
    tmp_path: Path, store: UnreliableStore
) -> None:
    server, spool = Server(), make_spool(tmp_path)
    server.open.clear()
    uploader = Uploader(store, server.report, nothing, sleep=Clock().sleep)
    submit(uploader, spool, 1)
    await until(lambda: bool(server.reported))
    assert len(list(spool.items())) == 2
    assert not uploader.is_idle(spool)
    server.open.set()
    await drain(uploader, spool)
    assert list(spool.items()) == []


async def test_a_store_that_is_away_is_asked_again_for_ever_but_not_more_and_more_often(
    tmp_path: Path, store: UnreliableStore
) -> None:
    server, clock, spool = Server(), Clock(), make_spool(tmp_path)
    store.script = ["away"] * 40
    uploader = Uploader(store, server.report, nothing, sleep=clock.sleep, jitter=lambda: 1.0)
    submit(uploader, spool, 0)
    await drain(uploader, spool)
    assert clock.slept[:8] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert max(clock.slept) == RETRY_MAX
    assert uploader.retries == 40
    assert uploader.problem == ""
    assert order(server.reported) == [-1]


async def test_retries_are_spread(tmp_path: Path, store: UnreliableStore) -> None:
    clock, spool = Clock(), make_spool(tmp_path)
    store.script = ["away"]
    uploader = Uploader(store, Server().report, nothing, sleep=clock.sleep, jitter=lambda: 0.0)
    submit(uploader, spool, 0)
    await drain(uploader, spool)
    assert clock.slept == [0.25]


@pytest.mark.parametrize("fault", ["flip0", "flip1", "flip77", "cut", "gone"])
async def test_what_comes_back_damaged_is_stored_again(
    tmp_path: Path, store: UnreliableStore, fault: str
) -> None:
    server, spool = Server(), make_spool(tmp_path)
    store.script = [fault, fault]
    uploader = Uploader(store, server.report, nothing, sleep=Clock().sleep)
    submit(uploader, spool, 0)
    await drain(uploader, spool)
    (key,) = {item.key for item in await store.list()}
    assert store.path(key).read_bytes() == b"init"
    assert uploader.retries == 2
    assert uploader.damaged == (0 if fault == "gone" else 2)
    assert order(server.reported) == [-1]


@pytest.mark.slow
async def test_of_a_thousand_flipped_bits_a_thousand_are_found(
    tmp_path: Path, store: UnreliableStore
) -> None:
    spool = make_spool(tmp_path)
    store.script = [f"flip{bit * 3}" for bit in range(1000)]
    uploader = Uploader(store, Server().report, nothing, sleep=Clock().sleep)
    item = spool.add_segment(bytes(range(250)) * 2, segment(0), CHECKPOINT)
    uploader.submit(spool, item)
    await drain(uploader, spool)
    assert uploader.damaged == 1000


async def test_one_track_does_not_wait_for_another(tmp_path: Path, store: UnreliableStore) -> None:
    server = Server()
    stuck, free = make_spool(tmp_path, "board"), make_spool(tmp_path, "teacher")

    class Stuck(Clock):
        async def sleep(self, seconds: float) -> None:
            await asyncio.Event().wait()

    uploader = Uploader(store, server.report, nothing, sleep=Stuck().sleep)
    store.script = ["away"]
    submit(uploader, stuck, 0)
    await asyncio.sleep(0.01)
    submit(uploader, free, 3)
    await drain(uploader, free)
    assert list(free.items()) == []
    await uploader.close()
    assert len(list(stuck.items())) == 1


async def test_an_unforeseen_failure_begins_the_track_again_from_the_spool(
    tmp_path: Path, store: UnreliableStore
) -> None:
    clock, spool = Clock(), make_spool(tmp_path)
    reported: list[Message] = []

    async def report(message: Message) -> None:
        if not reported:
            reported.append(message)
            raise RuntimeError("not foreseen")
        reported.append(message)

    uploader = Uploader(store, report, nothing, sleep=clock.sleep)
    submit(uploader, spool, 6)
    await drain(uploader, spool)
    assert list(spool.items()) == []
    assert order(reported) == [-1, -1, *range(6)]
    assert uploader.items_waiting == 0


async def test_what_was_left_is_carried_on_after_a_stop(
    tmp_path: Path, store: UnreliableStore
) -> None:
    server, spool = Server(), make_spool(tmp_path)
    server.open.clear()
    uploader = Uploader(store, server.report, nothing, sleep=Clock().sleep)
    submit(uploader, spool, 5)
    await asyncio.sleep(0.01)
    await uploader.close()
    await uploader.close()
    assert len(list(spool.items())) == 6
    server, again = Server(), make_spool(tmp_path)
    uploader = Uploader(store, server.report, nothing, sleep=Clock().sleep)
    for item in again.items():
        uploader.submit(again, item)
    await drain(uploader, again)
    assert order(server.reported) == [-1, *range(5)]
    assert list(again.items()) == []


def spoil(path: Path) -> bytes:
    """Flip one bit on the disk; return the bytes as they were."""
    whole = path.read_bytes()
    path.write_bytes(bytes((whole[0] ^ 0x10,)) + whole[1:])
    return whole


async def test_what_rotted_in_the_spool_is_made_again_and_stored_as_it_was(
    tmp_path: Path, store: UnreliableStore
) -> None:
    server, spool = Server(), make_spool(tmp_path)
    kept: dict[Path, bytes] = {}
    uploader = Uploader(store, server.report, lambda _, item: kept[item.path], sleep=Clock().sleep)
    submit(uploader, spool, 3)
    for item in list(spool.items()):
        if item.message.number == 1 or isinstance(item.message, TrackInit):
            kept[item.path] = spoil(item.path)
    await drain(uploader, spool)
    assert order(server.reported) == [-1, 0, 1, 2]
    assert all(isinstance(one, SegmentStored | TrackInit) for one in server.reported)
    assert (uploader.rebuilt, uploader.lost) == (2, 0)
    assert list(spool.items()) == []
    for path, content in kept.items():
        stored = [one for one in store.puts if path.stem in one][-1]
        assert b"".join([chunk async for chunk in store.read(stored)]) == content


@pytest.mark.parametrize("gone", [False, True])
async def test_what_rotted_and_cannot_be_made_again_is_reported_as_lost_and_set_aside(
    tmp_path: Path, store: UnreliableStore, *, gone: bool
) -> None:
    server, clock, spool = Server(), Clock(), make_spool(tmp_path)
    uploader = Uploader(store, server.report, nothing, sleep=clock.sleep)
    submit(uploader, spool, 3)
    path = spool.directory / "000001.m4s"
    spoil(path)
    if gone:
        path.unlink()
    await drain(uploader, spool)
    assert order(server.reported) == [-1, 0, -1, 2]
    lost = server.reported[2]
    assert isinstance(lost, SegmentLost)
    assert (lost.number, lost.offset, lost.duration, lost.reason) == (1, 2.0, 2.0, "rotten")
    assert uploader.lost == 1
    # Nobody tries again, now or after a restart, and nobody deletes what there is.
    assert clock.slept == []
    assert list(make_spool(tmp_path).items()) == []
    assert path.with_name(path.name + ".damaged").exists() is not gone
