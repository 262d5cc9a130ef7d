from typing import Any

import httpx
import pytest

from server.organisation.endpoints import COLLECTIONS
from tests.support.app import Hall

HUB_BELLS = {
    "school_id": "hub",
    "name": "夏季作息",
    "from_month": 5,
    "from_day": 1,
    "periods": [
        {"number": 1, "start_minute": 500, "end_minute": 540},
        {"number": 2, "start_minute": 550, "end_minute": 590},
    ],
}
TERM = {
    "city_id": "mianyang",
    "name": "秋季学期",
    "first_day": "2026-08-31",
    "last_day": "2027-01-22",
}


async def post(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"/api/organisation/{path}", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def day(**fields: Any) -> dict[str, Any]:
    first = fields.get("first_day", "2026-10-01")
    return {"kind": "holiday", "first_day": first, "last_day": first, **fields}


async def test_what_is_made_is_read_replaced_and_removed(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    subject = await post(tang, "subjects", {"city_id": "mianyang", "name": "英语"})
    bodies: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("districts", {"city_id": "mianyang", "name": "安州学区"}, {"code": "510724"}),
        ("schools", {"district_id": "pingwu", "name": "木皮小学"}, {"uplink_kbps": 4000}),
        ("rooms", {"school_id": "hub", "name": "录播室", "purpose": "broadcast"}, {"name": "一"}),
        ("classes", {"school_id": "hub", "name": "四1班", "grade": 4}, {"size": 45}),
        (
            "alliances",
            {"city_id": "mianyang", "name": "英语联盟", "members": [{"school_id": "hub"}]},
            {
                "members": [
                    {"school_id": "hub", "right": "on_demand"},
                    {"school_id": "village-a", "right": "live"},
                ]
            },
        ),
        ("terms", TERM, {"last_day": "2027-01-20"}),
        ("bells", HUB_BELLS, {"periods": HUB_BELLS["periods"][:1]}),
        ("calendar", day(city_id="mianyang", reason="国庆节"), {"last_day": "2026-10-07"}),
        ("subjects", {"city_id": "mianyang", "name": "音乐"}, {"name": "美术"}),
        (
            "textbooks",
            {
                "city_id": "mianyang",
                "subject_id": subject["id"],
                "grade": 4,
                "edition": "人教版",
                "volume": 1,
                "units": [{"number": 1, "title": "My classroom"}],
            },
            {"units": [{"number": 1, "title": "My school"}, {"number": 2, "title": "Time"}]},
        ),
    ]
    assert {path for path, _, _ in bodies} == {each.path for each in COLLECTIONS}
    for path, body, change in bodies:
        made = await post(tang, path, body)
        where = f"/api/organisation/{path}/{made['id']}"
        changed = await tang.put(where, json=body | change)
        assert changed.status_code == 200, changed.text
        assert (await tang.get(where)).json() == changed.json() == made | change
        assert made["id"] in [
            each["id"] for each in (await tang.get(f"/api/organisation/{path}")).json()["items"]
        ]
        assert (await tang.delete(where)).status_code == 204
        assert (await tang.get(where)).status_code == 404


async def test_pages_follow_each_other_without_a_gap(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    for number in range(5):
        await post(tang, "classes", {"school_id": "hub", "name": f"{number}班", "grade": 1})
    names: list[str] = []
    query: dict[str, Any] = {"limit": 2, "school_id": "hub"}
    for _ in range(3):
        answer = (await tang.get("/api/organisation/classes", params=query)).json()
        names += [each["name"] for each in answer["items"]]
        query["cursor"] = answer["next_cursor"]
    assert names == ["0班", "1班", "2班", "3班", "4班"]
    assert query["cursor"] is None
    found = (await tang.get("/api/organisation/classes", params={"q": "三年级"})).json()["items"]
    assert [each["name"] for each in found] == ["三年级1班"]


async def test_days_are_sorted_by_date_across_pages(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    for first in ("2026-12-01", "2026-10-01", "2026-11-01"):
        await post(tang, "calendar", day(school_id="hub", first_day=first))
    first = (await tang.get("/api/organisation/calendar?limit=2")).json()
    cursor = first["next_cursor"]
    second = (await tang.get(f"/api/organisation/calendar?limit=2&cursor={cursor}")).json()
    days = [each["first_day"] for each in first["items"] + second["items"]]
    assert days == ["2026-10-01", "2026-11-01", "2026-12-01"]


async def test_everybody_sees_what_their_roles_reach_and_what_lies_above(hall: Hall) -> None:
    async def seen(username: str, path: str) -> set[str]:
        client = await hall.person(username)
        items = (await client.get(f"/api/organisation/{path}")).json()["items"]
        return {each["id"] for each in items}

    assert await seen("he", "cities") == {"mianyang"}
    assert await seen("he", "districts") == {"pingwu"}
    assert await seen("he", "schools") == {"village-a"}
    assert await seen("luo", "schools") == {"hub"}
    assert await seen("tang", "schools") == {"hub", "village-a", "village-b", "elsewhere"}
    assert await seen("far", "schools") == {"far-school"}
    assert await seen("he", "classes") == {"class-a"}
    assert await seen("wang", "rooms") == {"x"}
    he = await hall.person("he")
    assert (await he.get("/api/organisation/schools/hub")).status_code == 404


async def test_only_who_keeps_an_area_may_change_it(hall: Hall) -> None:
    room = {"school_id": "hub", "name": "新教室", "purpose": "receiving"}
    coordinator, teacher = await hall.person("luo"), await hall.person("he")
    far = await hall.person("far")
    statuses = [
        (await client.post("/api/organisation/rooms", json=room)).status_code
        for client in (hall.client(), teacher, coordinator, far)
    ]
    # The administrator of another city may change rooms, but does not know this school.
    assert statuses == [401, 403, 403, 404]
    await post(coordinator, "bells", HUB_BELLS)
    of_city = day(city_id="mianyang")
    answer = await coordinator.post("/api/organisation/calendar", json=of_city)
    assert answer.status_code == 403
    await post(coordinator, "calendar", day(district_id="fucheng"))


async def test_a_school_moves_only_between_districts_of_its_administrator(hall: Hall) -> None:
    tang = await hall.person("tang")
    there = {"district_id": "far-district", "name": "临江小学"}
    assert (await tang.put("/api/organisation/schools/hub", json=there)).status_code == 404
    near = {"district_id": "youxian", "name": "临江小学"}
    assert (await tang.put("/api/organisation/schools/hub", json=near)).status_code == 200


async def test_a_name_is_there_once_and_what_is_used_stays(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    twin = {"school_id": "village-a", "name": "三年级1班", "grade": 3}
    taken = await tang.post("/api/organisation/classes", json=twin)
    assert (taken.status_code, taken.json()["type"]) == (409, "/problems/name-taken")
    used = await tang.delete("/api/organisation/rooms/studio")
    assert (used.status_code, used.json()["type"]) == (409, "/problems/still-used")
    assert (await tang.get("/api/organisation/rooms/studio")).status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("bells", HUB_BELLS | {"from_month": 2, "from_day": 30}, "from_day"),
        ("bells", HUB_BELLS | {"periods": HUB_BELLS["periods"][1:]}, "periods.number"),
        ("terms", TERM | {"last_day": "2026-08-01"}, "last_day"),
        ("calendar", day(), "city_id"),
        ("calendar", day(city_id="mianyang", school_id="hub"), "city_id"),
        ("calendar", day(school_id="hub", last_day="2026-09-01"), "last_day"),
        ("calendar", day(school_id="hub", kind="make_up"), "runs_weekday"),
        ("calendar", day(school_id="hub", runs_weekday=1), "runs_weekday"),
        (
            "alliances",
            {"city_id": "mianyang", "name": "x", "members": [{"school_id": "far-school"}]},
            "members.school_id",
        ),
        (
            "alliances",
            {"city_id": "mianyang", "name": "x", "members": [{"school_id": "hub"}] * 2},
            "members.school_id",
        ),
        (
            "textbooks",
            {
                "city_id": "mianyang",
                "subject_id": "none",
                "grade": 4,
                "edition": "人教版",
                "volume": 1,
            },
            "subject_id",
        ),
    ],
)
async def test_a_field_that_does_not_fit_is_named(
    hall: Hall, path: str, body: dict[str, Any], field: str
) -> None:
    tang = await hall.person("tang")
    answer = await tang.post(f"/api/organisation/{path}", json=body)
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_made_up_cursor_and_a_filter_of_something_else_are_refused(hall: Hall) -> None:
    tang = await hall.person("tang")
    for query in ("cursor=abc", "cursor=W10", "district_id=x"):
        answer = await tang.get(f"/api/organisation/classes?{query}")
        assert answer.status_code == 422, query
    assert (await tang.get("/api/organisation/bells?q=夏")).status_code == 200


async def test_the_days_of_a_school_name_layers_weeks_and_bells(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    await post(tang, "terms", TERM)
    bells = await post(tang, "bells", HUB_BELLS)
    await post(tang, "calendar", day(city_id="mianyang", reason="国庆", last_day="2026-10-07"))
    make_up = {"first_day": "2026-10-10", "runs_weekday": 1, "runs_week": 6, "reason": "调休"}
    await post(tang, "calendar", day(district_id="fucheng", kind="make_up", **make_up))
    snow = day(school_id="hub", kind="suspension", first_day="2026-10-09", reason="大雪")
    await post(tang, "calendar", snow)
    query = {"first": "2026-10-07", "last": "2026-10-10"}
    found = (await tang.get("/api/organisation/schools/hub/days", params=query)).json()["items"]
    said = [(each["runs"], each["week"], each["reason"], each["level"]) for each in found]
    assert said == [
        (None, 6, "国庆", "city"),
        (4, 6, "", None),
        (None, 6, "大雪", "school"),
        (1, 6, "", None),
    ]
    assert found[3]["make_up"] is True
    assert {each["bells_id"] for each in found} == {bells["id"]}
    too_long = {"first": "2026-01-01", "last": "2027-12-31"}
    answer = await tang.get("/api/organisation/schools/hub/days", params=too_long)
    assert answer.status_code == 422
