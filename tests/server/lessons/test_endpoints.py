from datetime import timedelta

import pytest

from server.models import Kind, State
from tests.support.app import LESSON, Hall, art_lesson


async def test_todays_lessons_are_shown_to_those_who_take_part(each_hall: Hall) -> None:
    for username in ("lin", "he", "luo", "tang"):
        client = await each_hall.person(username)
        body = (await client.get("/api/lessons")).json()
        assert [item["id"] for item in body["items"]] == [LESSON], username
        assert body["server_time"] == "2026-09-07T01:00:00Z"


async def test_a_dedicated_lesson_is_hidden_from_everybody_else(hall: Hall) -> None:
    for username in ("wang", "far"):
        client = await hall.person(username)
        assert (await client.get("/api/lessons")).json()["items"] == []
        refused = await client.get(f"/api/lessons/{LESSON}")
        assert refused.status_code == 403


async def test_a_famous_lesson_is_shown_to_the_whole_city_and_no_other(hall: Hall) -> None:
    await hall.set_lesson(kind=Kind.FAMOUS_SCHOOL)
    wang, far = await hall.person("wang"), await hall.person("far")
    assert (await wang.get(f"/api/lessons/{LESSON}")).status_code == 200
    assert (await far.get(f"/api/lessons/{LESSON}")).status_code == 403


async def test_a_lesson_tells_where_it_comes_from_and_who_receives_it(each_hall: Hall) -> None:
    client = await each_hall.person("lin")
    lesson = (await client.get(f"/api/lessons/{LESSON}")).json()
    assert lesson["teacher"] == {"id": "lin", "name": "林老师"}
    assert lesson["hub"] == {
        "school": {"id": "hub", "name": "临江小学"},
        "room": {"id": "studio", "name": "主播室"},
        "class_name": "",
    }
    assert [each["class_name"] for each in lesson["receivers"]] == ["三年级1班", ""]
    assert (lesson["starts_at"], lesson["state"]) == ("2026-09-07T01:05:00Z", "planned")


async def test_a_day_is_a_day_in_shanghai(hall: Hall) -> None:
    # 00:30 on Tuesday in Shanghai is still Monday in UTC.
    late = hall.clock.now().replace(hour=16, minute=30)
    async with hall.writing() as transaction:
        transaction.session.add(
            art_lesson(late, "lesson-late", starts_at=late, ends_at=late + timedelta(minutes=40))
        )
    client = await hall.person("lin")
    tuesday = (await client.get("/api/lessons?day=2026-09-08")).json()["items"]
    assert [item["id"] for item in tuesday] == ["lesson-late"]


@pytest.mark.parametrize(
    "day", ["yesterday", "1999-12-31", "0001-01-01", "2101-01-01", "2026-02-30"]
)
async def test_a_day_that_is_none_is_named(hall: Hall, day: str) -> None:
    client = await hall.person("lin")
    answer = await client.get("/api/lessons", params={"day": day})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "day"


async def test_the_teacher_starts_and_ends_the_lesson(each_hall: Hall) -> None:
    client = await each_hall.person("lin")
    live = (await client.post(f"/api/lessons/{LESSON}/start")).json()
    assert (live["state"], live["started_at"]) == ("live", "2026-09-07T01:00:00Z")
    assert live["can"] == ["end", "publish", "receive"]
    each_hall.clock.advance(minutes=40)
    ended = (await client.post(f"/api/lessons/{LESSON}/end")).json()
    assert (ended["state"], ended["ended_at"]) == ("ended", "2026-09-07T01:40:00Z")
    assert ended["can"] == []


async def test_an_administrator_may_end_a_lesson_but_not_publish_in_it(hall: Hall) -> None:
    client = await hall.person("tang")
    live = await client.post(f"/api/lessons/{LESSON}/start")
    assert live.json()["can"] == ["end", "receive"]


@pytest.mark.parametrize("username", ["he", "luo", "wang", "far"])
async def test_nobody_else_starts_or_ends_a_lesson(hall: Hall, username: str) -> None:
    client = await hall.person(username)
    for verb in ("start", "end"):
        answer = await client.post(f"/api/lessons/{LESSON}/{verb}")
        assert answer.status_code == 403
    assert (await hall.lesson()).state is State.PLANNED


async def test_a_lesson_is_not_started_twice(hall: Hall) -> None:
    client = await hall.person("lin")
    await client.post(f"/api/lessons/{LESSON}/start")
    again = await client.post(f"/api/lessons/{LESSON}/start")
    assert again.status_code == 409
    assert again.json()["type"] == "/problems/lesson-wrong-state"
    assert "上课中" in again.json()["detail"]


async def test_a_lesson_is_not_started_before_its_room_opens(hall: Hall) -> None:
    await hall.set_lesson(starts_at=hall.clock.now() + timedelta(minutes=11))
    client = await hall.person("lin")
    early = await client.post(f"/api/lessons/{LESSON}/start", headers={"Accept-Language": "en-GB"})
    assert early.status_code == 409
    assert early.json()["detail"] == "Too early: the lesson opens at 09:01."


async def test_a_planned_lesson_is_not_ended_by_hand(hall: Hall) -> None:
    client = await hall.person("lin")
    assert (await client.post(f"/api/lessons/{LESSON}/end")).status_code == 409


@pytest.mark.parametrize("lesson", ["nothing", "lesson%00art", "课", "a" * 81, "%F0%9F%98%80"])
async def test_an_unknown_lesson_is_not_found(hall: Hall, lesson: str) -> None:
    client = await hall.person("lin")
    answer = await client.get(f"/api/lessons/{lesson}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_stranger_is_asked_to_sign_in(hall: Hall) -> None:
    client = hall.client()
    for method, path in (("GET", "/api/lessons"), ("POST", f"/api/lessons/{LESSON}/start")):
        answer = await client.request(method, path)
        assert answer.status_code == 401
        assert answer.json()["type"] == "/problems/not-signed-in"
