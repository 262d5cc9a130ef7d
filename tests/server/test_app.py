import asyncio
import logging
from pathlib import Path

import httpx
import pytest

from server.app import create_app
from server.errors import StartError
from server.settings import ServerSettings
from streaming.errors import StoreError
from tests.support.app import PASSWORD, Hall, eventually, hall as running_hall


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


@pytest.mark.parametrize(
    ("comes_from", "said", "counted"),
    [
        # Nobody is believed who is not listed, be it this machine itself.
        ("127.0.0.1", "6.6.6.6", "127.0.0.1"),
        ("203.0.113.9", "6.6.6.6", "203.0.113.9"),
        ("10.1.2.3", "203.0.113.9", "203.0.113.9"),
        ("192.0.2.8", "203.0.113.9", "203.0.113.9"),
        # What the caller himself had written stands to the left of what the proxy saw.
        ("10.1.2.3", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        ("10.1.2.3", "6.6.6.6, 203.0.113.9, 10.1.2.4", "203.0.113.9"),
        ("10.1.2.3", "", "10.1.2.3"),
    ],
)
async def test_only_listed_proxies_say_where_a_request_comes_from(
    comes_from: str, said: str, counted: str
) -> None:
    async with running_hall(trusted_proxies=("10.0.0.0/8", "192.0.2.8")) as here:
        transport = httpx.ASGITransport(here.app, client=(comes_from, 4711))
        headers = {"X-Forwarded-For": said, "Forwarded": "for=6.6.6.6", "X-Real-IP": "6.6.6.6"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://school.test", headers=headers
        ) as client:
            wrong = {"username": "lin", "password": "no"}
            assert (await client.post("/api/session", json=wrong)).status_code == 401
        failed = here.app.state.auth.attempts
        now = here.clock.now().timestamp()
        addresses = ("6.6.6.6", "127.0.0.1", "203.0.113.9", "10.1.2.3", "10.1.2.4", "192.0.2.8")
        assert [one for one in addresses if failed.wait(one, 1, now)] == [counted]


@pytest.mark.parametrize(
    ("comes_from", "is_secure"), [("127.0.0.1", False), ("10.1.2.3", True), ("203.0.113.9", False)]
)
async def test_only_a_listed_proxy_says_that_a_page_came_over_https(
    comes_from: str, is_secure: bool
) -> None:
    async with running_hall(trusted_proxies=("10.0.0.0/8",)) as here:
        transport = httpx.ASGITransport(here.app, client=(comes_from, 4711))
        headers = {"X-Forwarded-Proto": "https"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://school.test", headers=headers
        ) as client:
            given = {"username": "lin", "password": PASSWORD}
            answer = await client.post("/api/session", json=given)
        assert ("Secure" in answer.headers["set-cookie"]) is is_secure


async def test_without_a_setting_no_proxy_is_believed(hall: Hall) -> None:
    transport = httpx.ASGITransport(hall.app, client=("127.0.0.1", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://school.test") as client:
        wrong = {"username": "lin", "password": "no"}
        await client.post("/api/session", json=wrong, headers={"X-Forwarded-For": "6.6.6.6"})
    now = hall.clock.now().timestamp()
    assert hall.app.state.auth.attempts.wait("6.6.6.6", 1, now) == 0
    assert hall.app.state.auth.attempts.wait("127.0.0.1", 1, now) > 0
