import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from server.database import Database
from server.events import hub as hub_module, repository
from server.events.hub import QUEUE_SIZE, EventHub, Notice, Overflow, Subscription
from server.events.log import announce_at
from server.models import State
from streaming.contract import QualityReport, RestingLayer
from tests.support.app import LESSON, Hall, eventually


def hub_of(hall: Hall) -> EventHub:
    hub: EventHub = hall.app.state.hub
    return hub


async def types_of(subscription: Subscription) -> list[str]:
    found = []
    while not subscription.queue.empty():
        found.append((await subscription.next()).type)
    return found


async def test_what_is_announced_is_told_once(each_hall: Hall) -> None:
    hub = hub_of(each_hall)
    subscription = hub.subscribe()
    await each_hall.set_lesson(state=State.OPEN)
    await hub.follow()
    await hub.follow()
    found = await types_of(subscription)
    assert found.count("lesson.changed") == 1
    assert "lesson.receivers" in found


async def test_what_was_rolled_back_is_never_told(hall: Hall) -> None:
    hub = hub_of(hall)
    subscription = hub.subscribe()

    async def fail_halfway() -> None:
        async with hall.writing() as transaction:
            transaction.announce("lesson.changed", LESSON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_halfway()
    await hub.follow()
    assert await types_of(subscription) == []


async def test_another_process_is_heard_by_way_of_the_database(each_hall: Hall) -> None:
    hub = hub_of(each_hall)
    subscription = hub.subscribe()
    other = Database(each_hall.database.url)
    other.on_announcement(announce_at(each_hall.clock.now), lambda: None)
    async with other.writing() as transaction:
        transaction.announce("lesson.changed", LESSON)
    await other.close()
    await eventually(lambda: not subscription.queue.empty())
    assert (await subscription.next()).lesson is not None


async def test_a_page_catches_up_with_the_newest_of_each_lesson(each_hall: Hall) -> None:
    hub = hub_of(each_hall)
    await each_hall.set_lesson(state=State.OPEN)
    await hub.follow()
    seen = hub.newest
    for title in ("one", "two", "three"):
        await each_hall.set_lesson(title=title)
    await hub.follow()
    missed = await hub.missed(seen)
    assert missed is not None
    (notice,) = missed
    assert notice.lesson is not None
    assert (notice.lesson.title, notice.id) == ("three", hub.newest)
    assert await hub.missed(hub.newest) == []


async def test_a_page_that_was_away_too_long_or_knows_more_than_we_is_told_to_load_again(
    each_hall: Hall,
) -> None:
    hub = hub_of(each_hall)
    for number in range(5):
        await each_hall.set_lesson(title=str(number))
    await hub.follow()
    async with each_hall.writing() as transaction:
        await repository.trim(transaction.session, 2)
    assert await hub.missed(hub.newest - 2) is not None
    assert await hub.missed(hub.newest - 3) is None
    assert await hub.missed(hub.newest + 1) is None


async def test_the_number_of_a_trimmed_event_is_not_given_again(each_hall: Hall) -> None:
    hub = hub_of(each_hall)
    await each_hall.set_lesson(title="one")
    await hub.follow()
    newest = hub.newest
    async with each_hall.writing() as transaction:
        await repository.trim(transaction.session, 0)
    await each_hall.set_lesson(title="two")
    await hub.follow()
    assert hub.newest == newest + 1


async def test_a_slow_page_loses_notices_and_is_told_so_once() -> None:
    subscription = Subscription()
    for number in range(QUEUE_SIZE + 3):
        subscription.offer(Notice(number, "node.changed"))
    with pytest.raises(Overflow):
        await subscription.next()
    subscription.offer(Notice(99, "node.changed"))
    assert (await subscription.next()).id == 99


async def test_the_hub_counts_slow_pages(hall: Hall) -> None:
    hub = hub_of(hall)
    subscription = hub.subscribe()
    for _ in range(QUEUE_SIZE + 3):
        hub.node_changed()
        await hub.follow()
    assert hub.overflows == 1
    hub.unsubscribe(subscription)
    assert hub.subscribers == 0


async def test_quality_is_told_together_and_not_logged(hall: Hall) -> None:
    hub = hub_of(hall)
    subscription = hub.subscribe()
    newest = hub.newest
    for _ in range(10):
        hall.app.state.attendees.quality(QualityReport(LESSON, 0.0, ()))
    await hub.follow()
    assert await types_of(subscription) == ["lesson.receivers"]
    assert hub.newest == newest


async def test_layers_that_nobody_uses_are_told_until_they_are_wanted_or_the_lesson_is_over(
    hall: Hall,
) -> None:
    hub, attendees = hub_of(hall), hall.app.state.attendees
    subscription = hub.subscribe()
    told = []
    for resting in ((RestingLayer("teacher", "m"),), (), (RestingLayer("board", "h"),)):
        attendees.quality(QualityReport(LESSON, 0.0, (), resting))
        await hub.follow()
        told.append((await subscription.next()).resting)
    assert [[(it.role, it.rid) for it in layers] for layers in told] == [
        [("teacher", "m")],
        [],
        [("board", "h")],
    ]
    attendees.forget(LESSON)
    assert attendees.resting(LESSON) == []


async def test_what_is_true_now_is_told_to_whoever_comes(hall: Hall) -> None:
    hub = hub_of(hall)

    async def types(*, wanted: bool) -> list[str]:
        return [notice.type for notice in await hub.present(lambda _: wanted)]

    assert await types(wanted=True) == ["node.changed"]
    await hall.set_lesson(state=State.LIVE)
    assert await types(wanted=True) == ["node.changed", "lesson.receivers"]
    assert await types(wanted=False) == ["node.changed"]


async def test_an_error_of_the_database_is_outlived(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = hub_of(hall)
    monkeypatch.setattr(hub_module, "POLL_SECONDS", 0.001)
    calls = 0
    after = repository.after

    async def failing(*given: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise OperationalError("SELECT", {}, OSError("away"))
        return await after(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(repository, "after", failing)
    subscription = hub.subscribe()
    await hall.set_lesson(title="still told")
    await eventually(lambda: not subscription.queue.empty())
    assert calls >= 2


async def test_two_writers_at_once_leave_no_hole_for_a_reader(each_hall: Hall) -> None:
    hub = hub_of(each_hall)
    await hub.follow()
    before = hub.newest
    subscription = hub.subscribe()

    async def write(number: int) -> None:
        async with each_hall.writing() as transaction:
            transaction.announce(f"test.{number}")

    await asyncio.gather(*(write(number) for number in range(20)), hub.follow())
    await hub.follow()
    told = [await subscription.next() for _ in range(20)]
    assert [notice.id for notice in told] == list(range(before + 1, before + 21))
