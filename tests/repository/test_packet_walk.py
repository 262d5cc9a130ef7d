"""One real packet, followed through the house: the rooms that ARCHITECTURE.md names, in that order, with no await between.

A real node runs in this process, a light peer publishes, three receive. While a datagram is on its way, every call in the
node's thread is seen by `sys.setprofile`.
"""

import asyncio
import inspect
import re
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

from streaming.node import Node
from streaming.settings import MediaSettings
from tests.support.light_peer import LightPeer
from tests.support.link_end import TOKEN, LinkEnd
from tests.support.node_lesson import PUBLISHED, RECEIVED, TEACHER, NodeLesson
from tests.support.node_process import free_udp_port

REPOSITORY = Path(__file__).parents[2]
RECEIVERS = 3
CONCURRENT = ("asyncio", "threading", "queue", "concurrent", "selectors", "uvloop", "logging")
"""Python modules that no packet may pass through."""
CONCURRENT_C = {"_asyncio", "_queue", "_thread", "select", "time"}
"""The same for functions written in C."""


def promised_rooms() -> list[str]:
    """Read way 1 of ARCHITECTURE.md: the line of room names joined by arrows."""
    text = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
    way = text.split("1. **A live RTP packet**", 1)[1]
    line = re.search(r"^ *(`transport\.udp`(?: → `[a-z_.]+`)+)$", way, re.MULTILINE)
    assert line, "way 1 of ARCHITECTURE.md has no line of rooms"
    return re.findall(r"`([a-z_.]+)`", line.group(1))


class Walk:
    """What one run of the node's reader did."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        """`room.function`, in order of entry; only functions of `streaming`."""
        self.forbidden: list[str] = []
        """Coroutines entered, and functions of concurrency."""

    @property
    def rooms(self) -> list[str]:
        """The rooms in order of entry, neighbours of one room joined."""
        return [room for room, _ in groupby(call.rpartition(".")[0] for call in self.calls)]

    def count(self, call: str) -> int:
        """How often a function was entered."""
        return self.calls.count(call)


class Follower:
    """A profile function that keeps a `Walk` for each run of `streaming.node`'s reader."""

    def __init__(self) -> None:
        self.walks: list[Walk] = []
        self._reader: FrameType | None = None

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        if self._reader is None:
            if event == "call" and is_reader(frame):
                self._reader = frame
                self.walks.append(Walk())
            return
        walk = self.walks[-1]
        if event == "return" and frame is self._reader:
            self._reader = None
        elif event == "call":
            self._enter(walk, frame)
        elif event == "c_call" and self._is_concurrent(frame, argument):
            walk.forbidden.append(f"{argument.__module__}.{argument.__name__}")

    def _is_concurrent(self, frame: FrameType, function: Any) -> bool:
        """Whether a C function waits or reads a clock; the reader itself may, once a batch, by `streaming.clock`."""
        if function.__module__ not in CONCURRENT_C:
            return False
        by_clock = frame.f_globals.get("__name__") == "streaming.clock"
        return not (by_clock and frame.f_back is self._reader)

    def _enter(self, walk: Walk, frame: FrameType) -> None:
        module = str(frame.f_globals.get("__name__", ""))
        name = frame.f_code.co_name
        if frame.f_code.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR):
            walk.forbidden.append(f"await {module}.{name}")
        if module.split(".")[0] in CONCURRENT:
            walk.forbidden.append(f"{module}.{name}")
        if module.startswith("streaming.") and module != "streaming.clock":
            walk.calls.append(f"{module.removeprefix('streaming.')}.{name}")


def is_reader(frame: FrameType) -> bool:
    """Whether a frame is the callback that the event loop calls when the media port has something."""
    return frame.f_globals.get("__name__") == "streaming.node" and frame.f_code.co_name == "_read"


@pytest.fixture
async def lesson(tmp_path: Path) -> AsyncIterator[NodeLesson]:
    """A lesson on a node of this very process and thread; its peers work in other threads."""
    with LinkEnd() as link:
        node = Node(
            MediaSettings(
                data_dir=tmp_path,
                media_port=free_udp_port(),
                media_bind="127.0.0.1",
                media_addresses=("127.0.0.1",),
                server_url=link.url,
                node_token=TOKEN,
            )
        )
        stop = asyncio.Event()
        running = asyncio.create_task(node.run(stop))
        try:
            await asyncio.to_thread(link.wait_for_node)
            yield NodeLesson(link)
        finally:
            stop.set()
            await asyncio.wait_for(running, 10)


@contextmanager
def awake(peers: list[LightPeer]) -> Iterator[None]:
    """Let peers say that they are there while others join: on a busy machine that takes seconds, and whoever is silent for three is gone."""
    stop = threading.Event()

    def speak() -> None:
        while not stop.wait(0.5):
            for peer in list(peers):
                peer.send_raw(peer.check())

    thread = threading.Thread(target=speak)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


async def follow_one_packet(lesson: NodeLesson) -> Walk:
    """Return the walk of the one packet that is published while three receivers are connected."""
    connected: list[LightPeer] = []
    with awake(connected):
        connected.append(await asyncio.to_thread(lesson.join, "teacher", PUBLISHED))
        for number in range(RECEIVERS):
            receiver = await asyncio.to_thread(lesson.join, f"village-{number}", RECEIVED)
            connected.append(receiver)
    publisher, *receivers = connected
    # The first packet makes the track; the one that is followed finds it made.
    await asyncio.to_thread(lesson.publish, publisher, TEACHER, 0, key=True)
    for receiver in receivers:
        await asyncio.to_thread(receiver.receive_until, 1)
    follower = Follower()
    sys.setprofile(follower)
    try:
        await asyncio.to_thread(lesson.publish, publisher, TEACHER, 1)
        for receiver in receivers:
            await asyncio.to_thread(receiver.receive_until, 1)
    finally:
        sys.setprofile(None)
    for peer in lesson.peers:
        peer.close()
    carried = [walk for walk in follower.walks if "relay.track" in walk.rooms]
    assert len(carried) == 1, [walk.rooms for walk in follower.walks]
    return carried[0]


def visits_in_order(rooms: list[str], promised: list[str]) -> bool:
    """Whether `promised` is a subsequence of `rooms`."""
    rest = iter(rooms)
    return all(room in rest for room in promised)


async def test_a_packet_walks_through_the_rooms_of_the_map_in_its_order_without_await(
    lesson: NodeLesson,
) -> None:
    walk = await follow_one_packet(lesson)
    promised = promised_rooms()

    assert visits_in_order(walk.rooms, promised), f"promised {promised}\nwalked {walk.rooms}"
    assert walk.forbidden == []
    first_visits = list(dict.fromkeys(room for room in walk.rooms if room in promised))
    assert first_visits == list(dict.fromkeys(promised))
    # Invariant 1: parsed once, however many receivers there are; each of them gets it from the same call.
    assert walk.count("rtp.header.parse") == 1
    assert walk.count("transport.fan.send") == 1
    assert walk.count("relay.downlink.forward") == 0


def test_every_room_on_the_way_exists() -> None:
    for room in set(promised_rooms()):
        module: ModuleType = __import__(f"streaming.{room}", fromlist=["*"])
        assert module.__doc__


async def waits() -> None:
    """What must not happen to a packet."""


def enters_a_coroutine() -> None:
    with pytest.raises(StopIteration):
        waits().send(None)


def reads_the_clock() -> None:
    time.monotonic()


@pytest.mark.parametrize(
    ("wrong", "noticed"),
    [
        (enters_a_coroutine, f"await {__name__}.waits"),
        (reads_the_clock, "time.monotonic"),
        (asyncio.Event, "asyncio.locks.__init__"),
    ],
)
def test_the_follower_notices_what_must_not_happen(
    wrong: Callable[[], object], noticed: str
) -> None:
    namespace: dict[str, Any] = {"__name__": "streaming.node", "wrong": wrong}
    exec("def _read():\n    wrong()\n", namespace)  # noqa: S102 - a reader of the test's own making
    follower = Follower()
    sys.setprofile(follower)
    try:
        namespace["_read"]()
    finally:
        sys.setprofile(None)

    assert noticed in follower.walks[0].forbidden
