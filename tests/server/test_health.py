import asyncio

import pytest

from streaming.contract import ArchiverHello
from streaming.errors import StoreError
from tests.support.app import FakeNode, Hall, eventually


async def test_the_process_answers(hall: Hall) -> None:
    answer = await hall.client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_what_is_missing_is_said_in_the_callers_language(hall: Hall) -> None:
    await hall.app.state.store.ensure()
    answer = await hall.client(**{"Accept-Language": "en"}).get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "database": True,
        "node": False,
        "archiver": False,
        "store": True,
        "problems": ["No media node is linked.", "No archiver is linked."],
        "warnings": [],
    }


async def test_with_every_part_there_we_are_ready(each_hall: Hall) -> None:
    hall = each_hall
    await hall.app.state.store.ensure()
    archiver = FakeNode("archiver")
    serving = asyncio.create_task(hall.app.state.nodes.serve(archiver, hall.app.state.desk))
    archiver.say(ArchiverHello("archiver", "test"), 1)
    await eventually(lambda: archiver.acknowledged)
    async with hall.node():
        answer = await hall.client().get("/readyz")
        assert (answer.status_code, answer.json()["problems"]) == (200, [])
    archiver.hang_up()
    await serving


async def test_a_store_that_is_away_is_told(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away() -> None:
        raise StoreError("away")

    monkeypatch.setattr(hall.app.state.store, "health", away)
    body = (await hall.client().get("/readyz")).json()
    assert (body["store"], "录像存储连不上。" in body["problems"]) == (False, True)


async def test_a_part_that_hangs_is_not_waited_for(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.health.PATIENCE", 0.01)
    monkeypatch.setattr(hall.app.state.store, "health", lambda: asyncio.sleep(60))
    assert (await hall.client().get("/readyz")).json()["store"] is False
