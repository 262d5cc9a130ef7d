import asyncio
import logging
from pathlib import Path

import pytest

from server.app import create_app
from server.errors import StartError
from server.settings import ServerSettings
from streaming.errors import StoreError
from tests.support.app import Hall, eventually, hall as running_hall


async def test_a_store_address_that_is_none_stops_the_start(tmp_path: Path) -> None:
    settings = ServerSettings(data_dir=tmp_path, store="s3://nobody@host/bucket")
    with pytest.raises(StartError, match="TONGKE_STORE"):
        create_app(settings)


async def test_with_s3_the_pages_may_fetch_from_the_store() -> None:
    store = "s3://key:secret@127.0.0.1:9/bucket?secure=0"
    async with running_hall(store=store) as here:
        policy = (await here.client().get("/healthz")).headers["content-security-policy"]
        assert "connect-src 'self' blob: http://127.0.0.1:9" in policy
        assert "secret" not in policy


async def test_a_lesson_does_not_wait_for_a_store_that_is_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("server.app.STORE_RETRY", 0.001)
    tries = 0

    async def ensure(*_: object) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise StoreError("away")

    monkeypatch.setattr("streaming.store.directory.DirectoryStore.ensure", ensure)
    async with running_hall() as here:
        assert (await here.client().get("/healthz")).status_code == 200
        await eventually(lambda: tries == 3)
    assert "store is away" in caplog.text


async def test_a_task_that_dies_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("streaming.store.directory.DirectoryStore.ensure", broken)
    with caplog.at_level(logging.ERROR):
        async with running_hall():
            await eventually(lambda: "task died task=store" in caplog.text)


async def test_nothing_is_left_running(hall: Hall) -> None:
    names = {task.get_name() for task in asyncio.all_tasks()}
    assert "event-hub" in names
    async with running_hall():
        pass
    assert names >= {task.get_name() for task in asyncio.all_tasks()}


async def test_the_api_describes_itself(hall: Hall) -> None:
    described = (await hall.client().get("/api/openapi.json")).json()
    assert "/api/lessons/{lesson_id}/media-tokens" in described["paths"]
    assert "/{path}" not in described["paths"]
