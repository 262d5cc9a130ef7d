"""The whole way: a subscription by the API, a lesson that happens, the job, a real receiver that checks the signature."""

from collections.abc import AsyncIterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from server.ledger.service import write_due
from server.models import DeliveryState, Happening, State, WebhookDelivery
from server.webhooks import sending
from server.webhooks.service import PAUSES
from server.webhooks.tasks import AT_ONCE, tell_webhooks
from tests.support.app import LESSON, Hall
from tests.support.receiver import Receiver, receiver

ALL = ["lesson.live", "lesson.ended", "recording.complete", "ledger.closed"]


async def look(hall: Hall, *, private: bool = True) -> None:
    work = {
        "database": hall.database,
        "clock": hall.clock,
        "webhooks_private": private,
        "secret": hall.app.state.secret,
    }
    await tell_webhooks.func(SimpleNamespace(additional_context=work), timestamp=0)


async def subscribe(client: httpx.AsyncClient, url: str, **scope: Any) -> dict[str, Any]:
    answer = await client.post("/api/webhooks", json={"url": url, "happenings": ALL, **scope})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


@pytest.fixture
async def here() -> AsyncIterator[Receiver]:
    """A receiver."""
    with receiver() as found:
        yield found


async def test_what_happens_is_told_once_in_order_and_signed(
    each_hall: Hall, here: Receiver
) -> None:
    hall = each_hall
    tang = await hall.person("tang")
    made = await subscribe(tang, here.url, city_id="mianyang")
    here.secret = made["secret"]
    await look(hall)
    assert here.came == []
    await hall.set_lesson(state=State.LIVE, started_at=hall.clock.now())
    await look(hall)
    await look(hall)
    assert [body["type"] for _, body in here.came] == ["lesson.live"]
    hall.clock.advance(minutes=40)
    await hall.set_lesson(state=State.ARCHIVED, ended_at=hall.clock.now())
    await look(hall)
    await look(hall)
    told = [body["type"] for _, body in here.came]
    assert sorted(told) == ["lesson.ended", "lesson.live", "recording.complete"]
    lesson = here.came[0][1]["data"]["lesson"]
    assert lesson["id"] == LESSON
    assert {school["id"] for school in lesson["receiving_schools"]} == {"village-a", "village-b"}
    hall.clock.advance(hours=1)
    await write_due(hall.database, hall.clock.now())
    await look(hall)
    await look(hall)
    _, closed = here.came[3]
    assert (closed["type"], closed["data"]["lesson_id"]) == ("ledger.closed", LESSON)
    entries = closed["data"]["entries"]
    assert {one["school_id"] for one in entries} == {"village-a", "village-b"}
    assert {one["planned_seconds"] for one in entries} == {2400}
    assert len({message for message, _ in here.came}) == 4
    assert here.refused == 0


async def test_a_school_is_told_of_its_own_lessons_only(hall: Hall, here: Receiver) -> None:
    tang = await hall.person("tang")
    await subscribe(tang, here.url, school_id="elsewhere")
    here.secret = (await subscribe(tang, here.url, school_id="village-b"))["secret"]
    await hall.set_lesson(state=State.LIVE, started_at=hall.clock.now())
    await look(hall)
    assert (len(here.came), here.refused) == (1, 0)


async def test_what_fails_is_tried_again_later_and_later_and_given_up(
    hall: Hall, here: Receiver
) -> None:
    tang = await hall.person("tang")
    made = await subscribe(tang, here.url, school_id="hub")
    here.secret, here.status = made["secret"], 503
    await hall.set_lesson(state=State.LIVE, started_at=hall.clock.now())
    deliveries = f"/api/webhooks/{made['id']}/deliveries"
    row: dict[str, Any] = {}
    for attempt in range(1, len(PAUSES) + 2):
        await look(hall)
        await look(hall)  # too early for another one
        assert len(here.came) == attempt
        tang = await hall.person("tang")  # the hours end sessions
        (row,) = (await tang.get(deliveries)).json()["items"]
        assert (row["attempts"], row["last_answer"]) == (attempt, "HTTP 503")
        if attempt <= len(PAUSES):
            hall.clock.advance(seconds=PAUSES[attempt - 1].total_seconds())
    assert row["state"] == "failed"
    assert len({message for message, _ in here.came}) == 1
    here.status = 200
    again = await tang.post(f"{deliveries}/{row['id']}/replay")
    assert again.json()["state"] == "waiting"
    await look(hall)
    (row,) = (await tang.get(deliveries)).json()["items"]
    assert (row["state"], row["attempts"], row["next_at"]) == ("delivered", 1, None)
    assert here.came[-1] == here.came[0]


async def test_without_the_setting_nothing_reaches_this_machine(hall: Hall, here: Receiver) -> None:
    tang = await hall.person("tang")
    made = await subscribe(tang, here.url.replace("http:", "https:"), school_id="hub")
    await hall.set_lesson(state=State.LIVE, started_at=hall.clock.now())
    await look(hall, private=False)
    (row,) = (await tang.get(f"/api/webhooks/{made['id']}/deliveries")).json()["items"]
    assert row["last_answer"].startswith("refused: 127.0.0.1")
    assert (here.came, here.refused) == ([], 0)


@pytest.mark.parametrize(
    ("manner", "said"),
    [("silent", {"no answer in time"}), ("breaks", {"RemoteProtocolError", "ReadError"})],
)
async def test_a_receiver_that_took_a_message_and_did_not_say_so_gets_it_again_under_the_same_id(
    hall: Hall, here: Receiver, monkeypatch: pytest.MonkeyPatch, manner: str, said: set[str]
) -> None:
    tang = await hall.person("tang")
    made = await subscribe(tang, here.url, school_id="hub")
    here.secret, here.manner = made["secret"], manner
    await hall.set_lesson(state=State.LIVE, started_at=hall.clock.now())
    with monkeypatch.context() as short:
        if manner == "silent":
            short.setattr(sending, "PATIENCE", 2.0)
        await look(hall)
    deliveries = f"/api/webhooks/{made['id']}/deliveries"
    (row,) = (await tang.get(deliveries)).json()["items"]
    assert (row["state"], row["attempts"]) == ("waiting", 1)
    assert row["last_answer"] in said
    here.manner = "answers"
    hall.clock.advance(seconds=PAUSES[0].total_seconds())
    await look(hall)
    (row,) = (await tang.get(deliveries)).json()["items"]
    assert (row["state"], row["attempts"]) == ("delivered", 2)
    assert len({message for message, _ in here.came}) == 1


async def test_many_messages_for_one_receiver_do_not_hold_up_another(
    each_hall: Hall, here: Receiver
) -> None:
    tang, now = await each_hall.person("tang"), each_hall.clock.now()
    slow = await subscribe(tang, "http://127.0.0.1:1/", school_id="elsewhere")
    here.secret = (await subscribe(tang, here.url, school_id="hub"))["secret"]
    async with each_hall.writing() as transaction:
        transaction.session.add_all(
            WebhookDelivery(
                id=f"old-{number}",
                webhook_id=slow["id"],
                happening=Happening.LESSON_LIVE,
                subject=f"lesson-{number}",
                body="{}",
                state=DeliveryState.WAITING,
                attempts=0,
                created_at=now,
                next_at=now - timedelta(minutes=1),
            )
            for number in range(AT_ONCE + 5)
        )
    await each_hall.set_lesson(state=State.LIVE, started_at=now)
    await look(each_hall)
    assert [body["type"] for _, body in here.came] == ["lesson.live"]
