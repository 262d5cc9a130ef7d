import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from server.integrations import links
from server.integrations.links import ChannelClosed, Link, LinkBroken
from streaming.contract import (
    CloseRoom,
    Direction,
    JoinAccepted,
    JoinRoom,
    Kind as MediaKind,
    Message,
    QualityReport,
    TrackStarted,
)
from tests.support.app import ANSWER, OFFER, FakeNode, eventually

REQUEST = JoinRoom("r1", "r1", "lesson", "person:lin", Direction.PUBLISH, OFFER)


def started(at: float) -> TrackStarted:
    return TrackStarted("lesson", "s", "teacher", MediaKind.AUDIO, "opus", at)


@asynccontextmanager
async def linked(
    handle: Callable[[Message], object] = lambda _: None,
    on_quality: Callable[[QualityReport], None] = lambda _: None,
) -> AsyncIterator[tuple[Link, FakeNode, asyncio.Task[None]]]:
    node = FakeNode("node")
    link = Link(node, "node")

    async def durable(message: Message) -> None:
        outcome = handle(message)
        if asyncio.iscoroutine(outcome):
            await outcome

    task = asyncio.create_task(link.run(durable, on_quality))
    try:
        yield link, node, task
    finally:
        node.hang_up()
        await asyncio.wait({task})


async def test_a_message_is_acknowledged_only_after_it_is_durable() -> None:
    durable = asyncio.Event()

    async def handle(_: Message) -> None:
        await durable.wait()

    async with linked(handle) as (_, node, _task):
        node.say(started(1.0), 7)
        await asyncio.sleep(0)
        assert node.acknowledged == []
        durable.set()
        await eventually(lambda: node.acknowledged == [7])


async def test_messages_are_handled_one_by_one_in_order() -> None:
    seen: list[float] = []

    async def handle(message: Message) -> None:
        assert isinstance(message, TrackStarted)
        await asyncio.sleep(0)
        seen.append(message.at)

    async with linked(handle) as (_, node, _task):
        for number in range(1, 51):
            node.say(started(float(number)), number)
        await eventually(lambda: len(node.acknowledged) == 50)
    assert seen == [float(number) for number in range(1, 51)]


async def test_a_message_that_cannot_be_made_durable_breaks_the_link_unacknowledged() -> None:
    def handle(_: Message) -> None:
        raise OSError("the database is away")

    async with linked(handle) as (_, node, task):
        node.say(started(1.0), 1)
        await asyncio.wait({task})
        assert node.closed is not None
        assert (node.closed[0], node.acknowledged) == (1011, [])


async def test_an_answer_overtakes_what_waits_for_the_database() -> None:
    stuck = asyncio.Event()

    async def handle(_: Message) -> None:
        await stuck.wait()

    async with linked(handle) as (link, node, _task):
        node.say(started(1.0), 1)
        answer = await link.ask(REQUEST, 5)
        assert answer == JoinAccepted("r1", "r1", ANSWER)
        stuck.set()


async def test_without_an_answer_the_time_is_up_and_the_request_forgotten() -> None:
    async with linked() as (link, node, _task):
        node.answer_joins = False
        with pytest.raises(TimeoutError):
            await link.ask(REQUEST, 0.01)
        node.say(JoinAccepted("r1", "r1", ANSWER), 3)
        await eventually(lambda: node.acknowledged == [3])


async def test_whoever_waits_is_told_when_the_link_breaks() -> None:
    async with linked() as (link, node, _task):
        node.answer_joins = False
        waiting = asyncio.create_task(link.ask(REQUEST, 5))
        await eventually(lambda: node.told)
        node.hang_up()
        with pytest.raises(LinkBroken):
            await waiting


async def test_commands_are_numbered_and_forgotten_once_acknowledged() -> None:
    async with linked() as (link, node, _task):
        for number in range(3):
            await link.command(CloseRoom(f"lesson-{number}"))
        await eventually(lambda: link.unacknowledged == 0)
        assert [room.lesson for room in node.told_of(CloseRoom)] == [
            "lesson-0",
            "lesson-1",
            "lesson-2",
        ]


async def test_a_node_that_acknowledges_nothing_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(links, "UNACKNOWLEDGED_MAX", 2)
    async with linked() as (link, node, _task):
        node.say = lambda *_: None  # type: ignore[method-assign]
        await link.command(CloseRoom("a"))
        await link.command(CloseRoom("b"))
        with pytest.raises(ChannelClosed):
            await link.command(CloseRoom("c"))
        assert node.closed is not None
        assert node.closed[0] == 1011


async def test_more_offers_than_the_bound_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "REQUESTS_MAX", 0)
    async with linked() as (link, _, _task):
        with pytest.raises(LinkBroken):
            await link.ask(REQUEST, 1)


async def test_a_full_inbox_makes_the_sender_wait_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(links, "INBOX_SIZE", 2)
    gate = asyncio.Event()
    handled: list[Message] = []

    async def handle(message: Message) -> None:
        await gate.wait()
        handled.append(message)

    async with linked(handle) as (_, node, _task):
        for number in range(1, 21):
            node.say(started(float(number)), number)
        await asyncio.sleep(0)
        gate.set()
        await eventually(lambda: len(handled) == 20)


@pytest.mark.parametrize("text", ["", "{}", "nonsense", '{"number":1,"message":{"type":"x"}}'])
async def test_what_is_no_envelope_closes_the_link(text: str) -> None:
    async with linked() as (_, node, task):
        node.say_text(text)
        await asyncio.wait({task})
        assert node.closed is not None
        assert node.closed[0] == 1007


async def test_quality_is_handed_over_at_once() -> None:
    reports: list[QualityReport] = []
    async with linked(on_quality=reports.append) as (_, node, _task):
        node.say(QualityReport("lesson", 1.0, ()))
        await eventually(lambda: reports)
