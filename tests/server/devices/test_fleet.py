from datetime import timedelta
from typing import Any

import httpx
import pytest

from server.models import Attendance, Enrolment, State
from streaming.contract import Direction, LeaveRoom, SessionConnected
from tests.support.app import LESSON, OFFER, Hall

HERE = {"room_id": "a", "class_id": "class-a", "name": "新黑板"}


async def shown(hall: Hall) -> tuple[httpx.AsyncClient, dict[str, Any]]:
    """Return a new device and what it shows."""
    client = hall.client()
    answer = await client.post("/api/enrolments")
    assert answer.status_code == 201
    return client, answer.json()


async def claimed(client: httpx.AsyncClient, waiting: dict[str, Any]) -> httpx.Response:
    secret = {"secret": waiting["secret"]}
    return await client.post(f"/api/enrolments/{waiting['id']}/claim", json=secret)


async def test_a_classroom_is_enrolled_by_six_digits(each_hall: Hall) -> None:
    client, waiting = await shown(each_hall)
    assert len(waiting["code"]) == 6
    assert waiting["link"] == f"http://school.test/devices?code={waiting['code']}"
    assert {len(row) for row in waiting["qr"]} == {len(waiting["qr"])}
    assert (await claimed(client, waiting)).json() == {"key": None, "device": None}
    tang = await each_hall.person("tang")
    placed = await tang.post("/api/devices", json=HERE | {"code": waiting["code"]})
    assert (placed.status_code, placed.json()["class_name"]) == (201, "三年级1班")
    taken = (await claimed(client, waiting)).json()
    assert taken["device"]["room"]["id"] == "a"
    assert (await client.get("/api/device")).json()["id"] == placed.json()["id"]
    assert (await claimed(client, waiting)).status_code == 404
    again = await each_hall.client().post("/api/device-session", json={"key": taken["key"]})
    assert again.status_code == 200


async def test_a_code_is_good_for_a_quarter_of_an_hour_and_once(hall: Hall) -> None:
    tang = await hall.person("tang")
    client, waiting = await shown(hall)
    code = HERE | {"code": waiting["code"]}
    assert (await tang.post("/api/devices", json=code)).status_code == 201
    assert (await tang.post("/api/devices", json=code)).status_code == 404
    _, late = await shown(hall)
    hall.clock.advance(minutes=15, seconds=1)
    assert (await tang.post("/api/devices", json=HERE | {"code": late["code"]})).status_code == 404
    assert (await claimed(client, late)).status_code == 404
    await shown(hall)
    async with hall.database.reading() as transaction:
        assert await transaction.session.get(Enrolment, late["id"]) is None


async def test_six_digits_cannot_be_guessed_through(hall: Hall) -> None:
    tang = await hall.person("tang")
    _, waiting = await shown(hall)
    wrong = "000000" if waiting["code"] != "000000" else "000001"
    for _ in range(10):
        answer = await tang.post("/api/devices", json=HERE | {"code": wrong})
        assert answer.status_code == 404
    answer = await tang.post("/api/devices", json=HERE | {"code": waiting["code"]})
    assert answer.status_code == 429


async def test_a_stranger_cannot_take_the_key_of_a_device(hall: Hall) -> None:
    tang = await hall.person("tang")
    _, waiting = await shown(hall)
    await tang.post("/api/devices", json=HERE | {"code": waiting["code"]})
    thief = await claimed(hall.client(), waiting | {"secret": "x" * 43})
    assert thief.status_code == 404


@pytest.mark.parametrize(
    ("caller", "change", "status"),
    [
        ("luo", {}, 422),
        ("far", {}, 422),
        ("he", {}, 403),
        ("tang", {"room_id": "no-such"}, 422),
        ("tang", {"class_id": "no-such"}, 422),
        ("tang", {"room_id": "b"}, 422),
        ("tang", {"code": "12345"}, 422),
        ("luo", {"room_id": "studio", "class_id": None}, 201),
    ],
)
async def test_who_may_enrol_where(
    hall: Hall, caller: str, change: dict[str, Any], status: int
) -> None:
    _, waiting = await shown(hall)
    client = await hall.person(caller)
    answer = await client.post("/api/devices", json=HERE | {"code": waiting["code"]} | change)
    assert answer.status_code == status, answer.text


async def test_the_fleet_tells_how_each_device_is_doing(each_hall: Hall) -> None:
    now = each_hall.clock.now()
    async with each_hall.writing() as transaction:
        for number in (1, 2):
            at = now - timedelta(hours=number)
            transaction.session.add(
                Attendance(session_id=f"s{number}", lesson_id=LESSON, room_id="a", began_at=at)
            )
    device = await each_hall.device("a")
    checks = [{"name": "sound", "passed": True, "detail": "48 kHz"}]
    told = {"version": "1.2", "self_test": {"passed": True, "checks": checks}}
    assert (await device.post("/api/device/status", json=told)).status_code == 204
    version = (await device.get("/api/device/plan")).json()["version"]
    await device.post("/api/device/plan/acknowledgement", json={"version": version})
    tang = await each_hall.person("tang")
    page = (await tang.get("/api/devices", params={"limit": 2})).json()
    first, second = page["items"]
    assert first["id"] == "device-a"
    assert (first["online"], first["version"], first["plan_current"]) == (True, "1.2", True)
    assert first["self_test"]["checks"] == checks
    assert first["last_lesson"]["id"] == LESSON
    assert first["last_lesson"]["at"] == "2026-09-07T00:00:00Z"
    assert (second["id"], second["online"], second["plan_current"]) == ("device-b", False, False)
    rest = (await tang.get("/api/devices", params={"cursor": page["next_cursor"]})).json()
    assert [each["id"] for each in rest["items"]] == ["device-x"]
    each_hall.clock.advance(minutes=3)
    found = (await tang.get("/api/devices", params={"q": "高村"})).json()["items"]
    assert [(each["id"], each["online"]) for each in found] == [("device-a", False)]
    assert (await (await each_hall.person("luo")).get("/api/devices")).json()["items"] == []


async def test_a_device_moves_to_another_room(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    moved = await tang.patch("/api/devices/device-a", json={"room_id": "b", "name": "旧黑板"})
    assert (moved.json()["room"]["id"], moved.json()["class_name"]) == ("b", "")
    assert moved.json()["name"] == "旧黑板"
    wrong = await tang.patch("/api/devices/device-a", json={"class_id": "class-a"})
    assert wrong.status_code == 422


async def test_a_revoked_device_is_out_at_once_and_the_other_of_its_room_stays(
    each_hall: Hall,
) -> None:
    await each_hall.set_lesson(state=State.LIVE)
    device, tang = await each_hall.device("a"), await each_hall.person("tang")
    async with each_hall.node() as node:
        permits = [
            await device.post(f"/api/lessons/{LESSON}/media-tokens", json={"direction": "receive"})
            for _ in range(2)
        ]
        headers = {"Content-Type": "application/sdp"}
        bearer = [f"Bearer {each.json()['token']}" for each in permits]
        joined = await device.post(
            f"/whep/{LESSON}", content=OFFER, headers=headers | {"Authorization": bearer[0]}
        )
        media = joined.headers["location"].rsplit("/", 1)[-1]
        wall = each_hall.clock.now().timestamp()
        await node.tell(SessionConnected(media, LESSON, "room:a", Direction.RECEIVE, wall))
        other = await tang.post("/api/devices/device-x/revoke")
        assert (other.status_code, node.told_of(LeaveRoom)) == (200, [])
        answer = await tang.post("/api/devices/device-a/revoke")
        assert answer.json()["revoked_at"] is not None
        assert [told.session for told in node.told_of(LeaveRoom)] == [media]
        late = await device.post(
            f"/whep/{LESSON}", content=OFFER, headers=headers | {"Authorization": bearer[1]}
        )
        assert late.status_code == 401
    assert (await device.get("/api/device")).status_code == 401


async def test_the_permit_of_one_device_is_of_no_use_to_another(hall: Hall) -> None:
    await hall.set_lesson(state=State.LIVE)
    device, other = await hall.device("a"), await hall.device("x")
    wish = {"direction": "receive"}
    permit = (await device.post(f"/api/lessons/{LESSON}/media-tokens", json=wish)).json()
    headers = {
        "Content-Type": "application/sdp",
        "Authorization": f"Bearer {permit['token']}",
    }
    async with hall.node():
        stolen = await other.post(permit["endpoint"], content=OFFER, headers=headers)
        assert (stolen.status_code, stolen.json()["type"]) == (403, "/problems/wrong-door")
        # It was not spent by that.
        own = await device.post(permit["endpoint"], content=OFFER, headers=headers)
        assert own.status_code == 201
