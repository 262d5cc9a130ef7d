"""The teacher's way into the server: the right lesson, started once, published through WHIP."""

from collections.abc import AsyncIterator

import httpx
import pytest

from server.demo.door import Door, DoorError
from tests.support.demo_hub import DemoHub, lesson

OTHER = {"id": "p2", "name": "李强"}


@pytest.fixture
def hub() -> DemoHub:
    return DemoHub(lesson("now"))


@pytest.fixture
async def door(hub: DemoHub) -> AsyncIterator[Door]:
    transport = httpx.ASGITransport(app=hub.app)
    async with Door("http://hub", "zhou", "secret", transport) as opened:
        yield opened


async def test_the_lesson_that_is_on_is_found_after_one_log_in(hub: DemoHub, door: Door) -> None:
    found = await door.lesson_now()
    assert found is not None
    assert (found.id, found.title, found.teacher) == ("now", "茉莉花", "周静")
    await door.lesson_now()
    assert hub.calls.count("POST /api/session") == 1


@pytest.mark.parametrize(
    "other",
    [
        lesson("over", starts=-60, ends=-20),
        lesson("later", starts=20, ends=60),
        lesson("ended", state="ended"),
        lesson("cancelled", state="cancelled"),
        lesson("another teacher's") | {"teacher": OTHER},
    ],
    ids=lambda one: str(one["id"]),
)
async def test_other_lessons_are_not_taught(door: Door, hub: DemoHub, other: dict) -> None:
    hub.lessons = {other["id"]: other}
    assert await door.lesson_now() is None


async def test_a_lesson_that_is_live_comes_before_one_that_has_not_begun(
    door: Door, hub: DemoHub
) -> None:
    hub.lessons = {
        "open": lesson("open", starts=-10),
        "live": lesson("live", starts=-5, state="live"),
    }
    found = await door.lesson_now()
    assert found is not None
    assert found.id == "live"


async def test_a_lesson_is_started_only_if_it_may_be(door: Door, hub: DemoHub) -> None:
    found = await door.lesson_now()
    assert found is not None
    started = await door.start(found)
    assert started.state == "live"
    assert (await door.start(started)) == started
    assert hub.calls.count("POST /api/lessons/now/start") == 1


async def test_a_session_that_has_run_out_is_followed_by_a_new_log_in(
    door: Door, hub: DemoHub
) -> None:
    await door.lesson_now()
    hub.logged_in = False
    with pytest.raises(DoorError) as refusal:
        await door.lesson_now()
    assert refusal.value.status == 401
    assert await door.lesson_now() is not None


async def test_a_wrong_password_is_a_refusal_with_its_status(door: Door, hub: DemoHub) -> None:
    hub.refuse = [401]
    with pytest.raises(DoorError, match="POST /api/session: 401"):
        await door.lesson_now()


async def test_a_lesson_is_over_when_it_has_ended_or_is_gone(door: Door, hub: DemoHub) -> None:
    found = await door.lesson_now()
    assert found is not None
    assert not await door.is_over(found)
    hub.lessons["now"]["state"] = "ended"
    assert await door.is_over(found)
    hub.lessons.clear()
    assert await door.is_over(found)


@pytest.mark.parametrize("status", [401, 500, 503])
async def test_a_server_in_trouble_does_not_end_a_lesson(
    door: Door, hub: DemoHub, status: int
) -> None:
    found = await door.lesson_now()
    assert found is not None
    hub.refuse = [status]
    assert not await door.is_over(found)


async def test_a_server_that_is_away_does_not_end_a_lesson(door: Door) -> None:
    found = await door.lesson_now()
    assert found is not None
    async with Door("http://127.0.0.1:9", "zhou", "secret") as closed:
        assert not await closed.is_over(found)


async def test_a_refused_offer_is_a_refusal_with_its_status(door: Door, hub: DemoHub) -> None:
    found = await door.lesson_now()
    assert found is not None

    async def refuse_whip(request: httpx.Request) -> None:
        if request.url.path.startswith("/whip"):
            hub.refuse = [503]

    door._http.event_hooks = {"request": [refuse_whip]}
    with pytest.raises(DoorError) as refusal:
        await door.publish(found, "v=0")
    assert refusal.value.status == 503
