from datetime import timedelta

import pytest

from server.models import Device, State
from tests.support.app import DEVICE_KEY, LESSON, Hall, art_lesson


async def test_a_classroom_link_makes_the_device_known(each_hall: Hall) -> None:
    client = each_hall.client()
    answer = await client.post("/api/device-session", json={"key": f"{DEVICE_KEY}a"})
    body = answer.json()
    lesson = body.pop("lesson")
    assert body == {
        "kind": "device",
        "id": "device-a",
        "name": "黑板",
        "room": {"id": "a", "name": "接收教室"},
        "school": {"id": "village-a", "name": "高村小学"},
        "class_name": "三年级1班",
        "server_time": "2026-09-07T01:00:00Z",
    }
    assert (lesson["id"], lesson["state"], lesson["can"]) == (LESSON, "planned", [])
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert (await client.get("/api/device")).json()["id"] == "device-a"


async def test_the_cookie_lasts_longer_than_a_school_year(hall: Hall) -> None:
    client = await hall.device("a")
    hall.clock.advance(days=399)
    assert (await client.get("/api/device")).status_code == 200
    hall.clock.advance(days=2)
    assert (await client.get("/api/device")).status_code == 401


async def test_a_wrong_key_says_whom_to_ask(hall: Hall) -> None:
    client = hall.client()
    answer = await client.post("/api/device-session", json={"key": "not-a-key-of-ours"})
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/unknown-device")
    assert "管理员" in answer.json()["detail"]


@pytest.mark.parametrize("key", ["", "short", "x" * 201, "with\x00nul-inside", None, 7])
async def test_a_key_that_cannot_be_one_is_named_and_not_repeated(hall: Hall, key: object) -> None:
    answer = await hall.client().post("/api/device-session", json={"key": key})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], error["came"]) == ("key", "…")


async def test_a_disabled_device_is_out_at_once(hall: Hall) -> None:
    client = await hall.device("a")
    async with hall.writing() as transaction:
        device = await transaction.session.get_one(Device, "device-a")
        device.disabled_at = hall.clock.now()
    assert (await client.get("/api/device")).status_code == 401
    answer = await hall.client().post("/api/device-session", json={"key": f"{DEVICE_KEY}a"})
    assert answer.status_code == 401


async def test_a_classroom_may_receive_what_is_on_air(hall: Hall) -> None:
    await hall.set_lesson(state=State.LIVE)
    client = await hall.device("a")
    assert (await client.get("/api/device")).json()["lesson"]["can"] == ["receive"]


async def test_after_a_lesson_the_next_one_is_shown(hall: Hall) -> None:
    now = hall.clock.now()
    await hall.set_lesson(state=State.ENDED)
    async with hall.writing() as transaction:
        later = art_lesson(
            now,
            "later",
            starts_at=now + timedelta(hours=2),
            ends_at=now + timedelta(hours=3),
        )
        transaction.session.add(later)
    client = await hall.device("a")
    assert (await client.get("/api/device")).json()["lesson"]["id"] == "later"


async def test_a_room_without_lessons_shows_none(hall: Hall) -> None:
    client = await hall.device("x")
    assert (await client.get("/api/device")).json()["lesson"] is None


async def test_a_person_is_no_device(hall: Hall) -> None:
    client = await hall.person("lin")
    assert (await client.get("/api/device")).status_code == 401
