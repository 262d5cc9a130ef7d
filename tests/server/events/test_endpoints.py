import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.events import endpoints
from server.models import State
from tests.support.app import LESSON, Hall


@asynccontextmanager
async def page(hall: Hall, who: str, **headers: str) -> AsyncIterator[ClientConnection]:
    """Open the event socket of a person, or of a room's device."""
    client = await (hall.device(who) if who in {"a", "b", "x"} else hall.person(who))
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    async with (
        hall.listening() as address,
        connect(
            f"ws://{address}/api/events",
            additional_headers={"Cookie": cookies, **headers},
            proxy=None,
        ) as socket,
    ):
        yield socket


async def next_event(socket: ClientConnection, kind: str) -> dict[str, Any]:
    """Return the next event of a kind, skipping others."""
    while True:
        event: dict[str, Any] = json.loads(await socket.recv())
        if event["type"] == kind:
            return event


async def test_a_page_is_greeted_and_told_what_changes(each_hall: Hall) -> None:
    async with page(each_hall, "lin") as socket:
        hello = json.loads(await socket.recv())
        assert (hello["type"], hello["server_time"]) == ("hello", "2026-09-07T01:00:00Z")
        assert json.loads(await socket.recv()) == {"id": 0, "type": "node.changed", "online": False}
        client = await each_hall.person("lin")
        await client.post(f"/api/lessons/{LESSON}/start")
        changed = await next_event(socket, "lesson.changed")
        assert changed["lesson"]["state"] == "live"
        assert changed["lesson"]["can"] == ["end", "publish", "receive"]
        assert changed["id"] > hello["id"]
        receivers = await next_event(socket, "lesson.receivers")
        assert (receivers["id"], receivers["lesson_id"]) == (0, LESSON)
        assert [each["state"] for each in receivers["items"]] == ["absent", "absent"]
        async with each_hall.node():
            assert (await next_event(socket, "node.changed"))["online"] is True


async def test_a_classroom_hears_of_its_lessons_and_of_nothing_else(hall: Hall) -> None:
    async with page(hall, "a") as socket:
        assert json.loads(await socket.recv())["type"] == "hello"
        await hall.set_lesson(state=State.OPEN)
        event = json.loads(await socket.recv())
        assert (event["type"], event["lesson"]["can"]) == ("lesson.changed", ["receive"])


async def test_a_page_that_was_away_resumes(hall: Hall) -> None:
    async with page(hall, "lin") as socket:
        hello = json.loads(await socket.recv())
    await hall.set_lesson(title="Missed")
    async with page(hall, "lin") as socket:
        await socket.send(json.dumps({"type": "resume", "after": hello["id"]}))
        assert (await next_event(socket, "lesson.changed"))["lesson"]["title"] == "Missed"
        await socket.send(json.dumps({"type": "resume", "after": 10**9}))
        assert (await next_event(socket, "reset"))["id"] == hello["id"] + 1


async def test_silence_is_broken_by_a_ping(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "PING_SECONDS", 0.01)
    async with page(hall, "lin") as socket:
        assert await next_event(socket, "ping") == {"id": 0, "type": "ping"}


async def closed(socket: ClientConnection) -> None:
    """Return when the server has closed the socket."""
    with pytest.raises(ConnectionClosed):
        await next_event(socket, "never said")


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "{}",
        '{"type":"resume"}',
        '{"type":"resume","after":-1}',
        '{"type":"resume","after":1e30}',
    ],
)
async def test_a_page_that_makes_no_sense_is_closed(hall: Hall, text: str) -> None:
    async with page(hall, "lin") as socket:
        await socket.send(text)
        await closed(socket)
        assert socket.close_code == 1007


async def test_bytes_end_the_socket(hall: Hall) -> None:
    async with page(hall, "lin") as socket:
        await socket.send(b"\x00")
        await closed(socket)


async def test_a_stranger_gets_no_socket(hall: Hall) -> None:
    async with hall.listening() as address:
        with pytest.raises(InvalidStatus) as caught:
            async with connect(f"ws://{address}/api/events", proxy=None):
                pass
        assert caught.value.response.status_code == 401


async def test_a_foreign_page_gets_no_socket(hall: Hall) -> None:
    with pytest.raises(InvalidStatus) as caught:
        async with page(hall, "lin", Origin="https://evil.test"):
            pass
    assert caught.value.response.status_code == 403
    assert b"foreign-origin" in caught.value.response.body


async def test_signing_out_ends_the_socket(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "PING_SECONDS", 0.01)
    client = await hall.person("lin")
    cookie = f"tongke_session={client.cookies['tongke_session']}"
    async with hall.listening() as address:
        url = f"ws://{address}/api/events"
        async with connect(url, additional_headers={"Cookie": cookie}, proxy=None) as socket:
            await client.delete("/api/session")
            hall.clock.advance(seconds=61)
            await closed(socket)
            assert socket.close_code == 1008
