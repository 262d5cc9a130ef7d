from typing import Any

import httpx
import pytest

from server.models import Person, State
from tests.support.app import LESSON, Hall
from tests.support.timetabled import MONDAY, TERM, at, dated, lessons_of, plant_term

NEXT_MONDAY = "2026-09-14"


@pytest.fixture
async def school(each_hall: Hall) -> Hall:
    await plant_term(each_hall)
    return each_hall


async def lesson_on(client: httpx.AsyncClient, day: str) -> str:
    (lesson,) = (await lessons_of(client, day)).values()
    return str(lesson["id"])


async def post(client: httpx.AsyncClient, path: str, **body: Any) -> httpx.Response:
    given = {"reason": "教师外出培训", **body}
    return await client.post(f"/api/timetables/{path}", json=given)


async def missing(client: httpx.AsyncClient) -> list[tuple[str, str, str | None]]:
    answer = await client.get(
        f"/api/timetables/missing?term_id={TERM}&school_id=hub&until=2026-09-20"
    )
    assert answer.status_code == 200, answer.text
    return [(each["day"], each["cause"], each["made_up_by"]) for each in answer.json()["items"]]


async def test_a_cancelled_lesson_is_owed_until_it_is_made_up(school: Hall) -> None:
    luo = await school.person("luo")
    key = await lesson_on(luo, NEXT_MONDAY)
    assert (await post(luo, f"lessons/{key}/cancel")).json()["state"] == "cancelled"
    assert await dated(school) == 0, "the timetable leaves it as people left it"
    assert await missing(luo) == [(NEXT_MONDAY, "cancelled", None)]
    wish = {"entry_id": MONDAY, "day": NEXT_MONDAY, "starts_at": "2026-09-18T14:00:00+08:00"}
    made = await luo.post("/api/timetables/make-ups", json=wish)
    assert made.status_code == 201, made.text
    lesson = made.json()
    assert (lesson["starts_at"], lesson["ends_at"]) == (
        "2026-09-18T06:00:00Z",
        "2026-09-18T06:40:00Z",
    )
    assert await missing(luo) == [(NEXT_MONDAY, "cancelled", lesson["id"])]
    twice = await luo.post("/api/timetables/make-ups", json=wish)
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/nothing-to-make-up")
    await post(luo, f"lessons/{lesson['id']}/cancel")
    assert await missing(luo) == [(NEXT_MONDAY, "cancelled", None)], "owed again"


async def test_what_a_holiday_took_is_owed_and_a_make_up_day_gives_it_back(school: Hall) -> None:
    tang = await school.person("tang")
    holiday = {
        "district_id": "fucheng",
        "kind": "suspension",
        "first_day": NEXT_MONDAY,
        "last_day": NEXT_MONDAY,
        "reason": "大雪",
    }
    await tang.post("/api/organisation/calendar", json=holiday)
    await dated(school)
    assert await missing(tang) == [(NEXT_MONDAY, "calendar", None)]
    saturday = holiday | {
        "kind": "make_up",
        "first_day": "2026-09-19",
        "last_day": "2026-09-19",
        "runs_weekday": 1,
    }
    await tang.post("/api/organisation/calendar", json=saturday)
    await dated(school)
    assert await missing(tang) == [(NEXT_MONDAY, "calendar", "monday:2026-09-19")]


async def test_a_withdrawn_holiday_brings_the_lesson_back(school: Hall) -> None:
    tang = await school.person("tang")
    holiday = {"city_id": "mianyang", "kind": "holiday", "first_day": NEXT_MONDAY}
    made = await tang.post("/api/organisation/calendar", json=holiday | {"last_day": NEXT_MONDAY})
    await dated(school)
    key = await lesson_on(tang, NEXT_MONDAY)
    assert (await school.lesson(key)).state is State.CANCELLED
    await tang.delete(f"/api/organisation/calendar/{made.json()['id']}")
    assert await dated(school) == 1
    lesson = await school.lesson(key)
    assert (lesson.state, lesson.sequence) == (State.PLANNED, 2)


async def test_a_moved_lesson_stays_where_it_was_put_and_comes_back(school: Hall) -> None:
    luo = await school.person("luo")
    key = await lesson_on(luo, NEXT_MONDAY)
    moved = await post(luo, f"lessons/{key}/move", starts_at="2026-09-15T10:00:00+08:00")
    assert moved.status_code == 200, moved.text
    assert await dated(school) == 0
    lesson = await school.lesson(key)
    assert (lesson.starts_at, lesson.ends_at) == (at("2026-09-15T10:00"), at("2026-09-15T10:40"))
    back = await post(luo, f"lessons/{key}/take-back")
    assert back.json()["starts_at"] == "2026-09-14T02:00:00Z"
    assert (await school.lesson(key)).sequence == 2
    again = await post(luo, f"lessons/{key}/take-back")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/nothing-to-undo")


async def test_every_clash_is_named_with_its_reason(school: Hall) -> None:
    luo = await school.person("luo")
    key = await lesson_on(luo, NEXT_MONDAY)
    await post(luo, f"lessons/{await lesson_on(luo, '2026-09-07')}/cancel")
    # The art lesson of the small city: the same teacher, studio, room and class, today at 09:05.
    clash = await post(luo, f"lessons/{key}/move", starts_at="2026-09-07T09:40:00+08:00")
    assert clash.status_code == 409
    document = clash.json()
    assert document["type"] == "/problems/lesson-clashes"
    assert [(each["field"], each["came"]) for each in document["errors"]] == [
        ("teacher", "林老师"),
        ("hub_room", "主播室"),
        ("receiving_room", "接收教室"),
        ("class", "三年级1班"),
    ]
    assert "林老师 09:05–09:45 已有“美术：画家乡的山”" in document["detail"]
    assert (await school.lesson(key)).starts_at == at("2026-09-14T10:00")
    free = await post(luo, f"lessons/{key}/move", starts_at="2026-09-07T09:45:00+08:00")
    assert free.status_code == 200, "a lesson may begin with the bell that ends the other"


async def test_a_closed_school_and_an_hour_of_ones_own_timetable_are_clashes(school: Hall) -> None:
    tang = await school.person("tang")
    key = await lesson_on(tang, NEXT_MONDAY)
    off = {"school_id": "village-a", "kind": "suspension", "reason": "运动会"}
    days = {"first_day": "2026-09-15", "last_day": "2026-09-15"}
    await tang.post("/api/organisation/calendar", json=off | days)
    bells = {
        "school_id": "village-a",
        "name": "夏",
        "from_month": 5,
        "from_day": 1,
        "periods": [{"number": 1, "start_minute": 510, "end_minute": 550}],
    }
    await tang.post("/api/organisation/bells", json=bells)
    rows = (
        "学校,班级,学期,星期,节次,学科,教师\n"
        "高村小学,三年级1班,秋,周四,1,数学,张老师\n"
        "高村小学,三年级1班,秋,周五,1,英语,张老师\n"
    )
    query = {"city_id": "mianyang", "name": "课表.csv", "dry_run": False}
    sent = await tang.post("/api/organisation/imports", params=query, content=rows.encode())
    assert sent.status_code == 200, sent.text
    for starts_at, reasons in (
        ("2026-09-15T10:00:00+08:00", ["高村小学那天不上课（运动会）"]),
        ("2026-09-17T08:40:00+08:00", ["三年级1班 08:30–09:10 已有“数学”"]),
        ("2026-09-18T08:30:00+08:00", []),  # its own English hour: that is where the lesson belongs
    ):
        answer = await post(tang, f"lessons/{key}/move", starts_at=starts_at)
        said = answer.json().get("errors", [])
        assert len(said) == len(reasons), answer.text
        assert all(reason in answer.json()["detail"] for reason in reasons)


async def test_two_lessons_swap_their_times(school: Hall) -> None:
    luo = await school.person("luo")
    one, other = await lesson_on(luo, NEXT_MONDAY), await lesson_on(luo, "2026-09-16")
    swapped = await post(luo, "swaps", one_id=one, other_id=other)
    assert swapped.status_code == 200, swapped.text
    assert (await school.lesson(one)).starts_at == at("2026-09-16T10:00")
    assert (await school.lesson(other)).starts_at == at("2026-09-14T10:00")
    assert await dated(school) == 0


async def test_a_colleague_of_the_school_teaches_instead(school: Hall) -> None:
    luo = await school.person("luo")
    key = await lesson_on(luo, NEXT_MONDAY)
    stranger = await post(luo, f"lessons/{key}/substitute", teacher_id="he")
    assert stranger.status_code == 404
    answer = await post(luo, f"lessons/{key}/substitute", teacher_id="mei")
    assert answer.json()["teacher"] == {"id": "mei", "name": "梅老师"}
    assert await dated(school) == 0
    # The calendar still counts: only time and cancelling are fixed by hand.
    back = await post(luo, f"lessons/{key}/take-back")
    assert back.json()["teacher"]["id"] == "lin"


async def test_only_who_keeps_the_hubs_times_changes_its_lessons(school: Hall) -> None:
    tang = await school.person("tang")
    key = await lesson_on(tang, NEXT_MONDAY)
    for username, status in (("lin", 403), ("he", 403), ("far", 403)):
        client = await school.person(username)
        assert (await post(client, f"lessons/{key}/cancel")).status_code == status
        wish = {"entry_id": MONDAY, "day": NEXT_MONDAY, "starts_at": "2026-09-18T14:00:00+08:00"}
        made = await client.post("/api/timetables/make-ups", json=wish)
        assert made.status_code == status
    for username, hub in (("he", "hub"), ("far", "hub"), ("far", "far-school")):
        client = await school.person(username)
        answer = await client.get(f"/api/timetables/missing?term_id={TERM}&school_id={hub}")
        assert answer.status_code == 404


async def test_what_is_live_past_or_outside_a_term_is_left_alone(school: Hall) -> None:
    luo = await school.person("luo")
    key = await lesson_on(luo, NEXT_MONDAY)
    for starts_at in ("2026-09-07T08:00:00+08:00", "2027-02-10T10:00:00+08:00"):
        answer = await post(luo, f"lessons/{key}/move", starts_at=starts_at)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/not-a-future-day")
    await school.set_lesson(LESSON, state=State.LIVE)
    for path in ("cancel", "move"):
        answer = await post(luo, f"lessons/{LESSON}/{path}", starts_at="2026-09-18T14:00:00+08:00")
        assert (answer.status_code, answer.json()["type"]) == (
            409,
            "/problems/lesson-wrong-state",
        )
    assert (await post(luo, "lessons/none/cancel")).status_code == 404
    wish = {"entry_id": "none", "day": NEXT_MONDAY, "starts_at": "2026-09-18T14:00:00+08:00"}
    assert (await luo.post("/api/timetables/make-ups", json=wish)).status_code == 404


async def test_a_feed_is_read_by_its_key_while_its_person_may(school: Hall) -> None:
    he = await school.person("he")
    given = {"kind": "class", "target_id": "class-a"}
    made = (await he.post("/api/calendar-feeds", json=given)).json()
    stranger = school.client()
    answer = await stranger.get(made["path"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.text.count("BEGIN:VEVENT") == 6
    same = await stranger.get(made["path"], headers={"If-None-Match": answer.headers["etag"]})
    assert same.status_code == 304
    for wrong in (made["path"] + "x", f"/api/calendar-feeds/{made['id']}", "/api/calendar-feeds/x"):
        assert (await stranger.get(wrong)).status_code == 401
    listed = (await he.get("/api/calendar-feeds")).json()["items"]
    assert [(each["id"], each["path"]) for each in listed] == [(made["id"], None)]
    async with school.writing() as transaction:
        person = await transaction.session.get_one(Person, "he")
        person.disabled_at = school.clock.now()
    assert (await stranger.get(made["path"])).status_code == 401
    async with school.writing() as transaction:
        person = await transaction.session.get_one(Person, "he")
        person.disabled_at = None
    assert (await stranger.get(made["path"])).status_code == 200
    he = await school.person("he")
    lin = await school.person("lin")
    assert (await lin.delete(f"/api/calendar-feeds/{made['id']}")).status_code == 404
    assert (await he.delete(f"/api/calendar-feeds/{made['id']}")).status_code == 204
    assert (await stranger.get(made["path"])).status_code == 401


@pytest.mark.parametrize(
    ("username", "kind", "target", "status"),
    [
        ("lin", "teacher", "lin", 201),
        ("lin", "teacher", "he", 404),
        ("luo", "teacher", "lin", 201),
        ("luo", "teacher", "he", 404),
        ("he", "teacher", "lin", 404),
        ("tang", "school", "village-a", 201),
        ("tang", "room", "studio", 201),
        ("he", "room", "studio", 404),
        ("he", "school", "hub", 404),
        ("far", "class", "class-a", 404),
    ],
)
async def test_one_makes_feeds_of_what_one_may_see(
    hall: Hall, username: str, kind: str, target: str, status: int
) -> None:
    client = await hall.person(username)
    answer = await client.post("/api/calendar-feeds", json={"kind": kind, "target_id": target})
    assert answer.status_code == status


async def test_each_kind_of_feed_holds_its_lessons(hall: Hall) -> None:
    await plant_term(hall)
    tang = await hall.person("tang")
    counts = {}
    for kind, target in (
        ("teacher", "lin"),
        ("class", "class-a"),
        ("room", "studio"),
        ("room", "b"),
        ("school", "village-b"),
        ("school", "hub"),
        ("school", "elsewhere"),
    ):
        made = await tang.post("/api/calendar-feeds", json={"kind": kind, "target_id": target})
        text = (await tang.get(made.json()["path"])).text
        counts[kind, target] = text.count("BEGIN:VEVENT")
    assert counts == {
        ("teacher", "lin"): 6,
        ("class", "class-a"): 6,
        ("room", "studio"): 6,
        ("room", "b"): 1,
        ("school", "village-b"): 1,
        ("school", "hub"): 6,
        ("school", "elsewhere"): 0,
    }
