from datetime import timedelta

import pytest

from server.models import Device, State
from tests.support.app import DEVICE_KEY, LESSON, Hall, art_lesson


async def test_a_classroom_link_makes_the_device_known(each_hall: Hall) -> None:
    client = each_hall.client()
    answer = await client.post("/api/device-session", json={"key": f"{DEVICE_KEY}a"})
    body = answer.json()
    lesson = body.pop("lesson")
    assert len(body.pop("plan_version")) == 20
    assert body.pop("plan_key") == each_hall.app.state.plan_signer.public_key
    assert body == {
        "kind": "device",
        "id": "device-a",
        "name": "黑板",
        "room": {"id": "a", "name": "接收教室"},
        "school": {"id": "village-a", "name": "高村小学"},
        "class_name": "三年级1班",
        "key_due": False,
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


async def test_a_plan_is_signed_fetched_once_and_changes_with_its_lessons(each_hall: Hall) -> None:
    client, signer = await each_hall.device("a"), each_hall.app.state.plan_signer
    answer = await client.get("/api/device/plan")
    plan = signer.verify(answer.json()["jws"])
    assert (plan["device"], plan["room"]) == ("device-a", "a")
    (planned,) = plan["lessons"]
    assert (planned["id"], planned["teacher"], planned["hub"]) == (LESSON, "林老师", "临江小学")
    assert plan["version"] == (await client.get("/api/device")).json()["plan_version"]
    held = {"If-None-Match": answer.headers["etag"]}
    assert (await client.get("/api/device/plan", headers=held)).status_code == 304
    await each_hall.set_lesson(starts_at=each_hall.clock.now() + timedelta(minutes=15))
    changed = await client.get("/api/device/plan", headers=held)
    assert changed.status_code == 200
    assert changed.json()["version"] != plan["version"]
    # A lesson that opens is the same plan; one that is cancelled is not.
    await each_hall.set_lesson(state=State.OPEN)
    held = {"If-None-Match": changed.headers["etag"]}
    assert (await client.get("/api/device/plan", headers=held)).status_code == 304
    await each_hall.set_lesson(state=State.CANCELLED)
    assert signer.verify((await client.get("/api/device/plan")).json()["jws"])["lessons"] == []


async def test_a_hub_room_plans_what_it_sends(hall: Hall) -> None:
    async with hall.writing() as transaction:
        device = await transaction.session.get_one(Device, "device-x")
        device.room_id = "studio"
    client = await hall.device("x")
    plan = hall.app.state.plan_signer.verify((await client.get("/api/device/plan")).json()["jws"])
    assert [each["id"] for each in plan["lessons"]] == [LESSON]


async def test_a_new_key_voids_the_old_one_when_it_is_used(each_hall: Hall) -> None:
    client = await each_hall.device("a")
    lost = (await client.post("/api/device/key")).json()["key"]
    new = (await client.post("/api/device/key")).json()["key"]
    old = {"key": f"{DEVICE_KEY}a"}
    assert (await each_hall.client().post("/api/device-session", json=old)).status_code == 200
    used = await each_hall.client().post("/api/device-session", json={"key": new})
    assert (used.status_code, used.json()["key_due"]) == (200, False)
    for void in (old, {"key": lost}):
        answer = await each_hall.client().post("/api/device-session", json=void)
        assert answer.status_code == 401
    each_hall.clock.advance(days=30)
    again = await each_hall.client().post("/api/device-session", json={"key": new})
    assert again.json()["key_due"] is True


@pytest.mark.parametrize(
    ("where", "given"),
    [
        ("status", {"version": "x" * 41}),
        ("status", {"self_test": {"passed": True, "checks": [{"name": "A B", "passed": True}]}}),
        ("plan/acknowledgement", {"version": "ü"}),
    ],
)
async def test_what_a_device_tells_is_checked(hall: Hall, where: str, given: object) -> None:
    client = await hall.device("a")
    assert (await client.post(f"/api/device/{where}", json=given)).status_code == 422
    assert (await hall.client().post(f"/api/device/{where}", json=given)).status_code == 401
