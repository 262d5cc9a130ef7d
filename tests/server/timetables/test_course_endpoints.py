from typing import Any

import httpx
import pytest

from server.models import Room, SchoolClass, SchoolLesson
from server.models.organisation import Purpose
from tests.support.alignment_rows import bells
from tests.support.app import Hall
from tests.support.timetabled import TERM, lessons_of, plant_term

COURSES = "/api/timetables/courses"


def wish(**values: Any) -> dict[str, Any]:
    """A course that nothing stands in the way of: `mei` teaches music from a second studio on Tuesdays at 14:00."""
    return {
        "term_id": TERM,
        "kind": "dedicated",
        "title": "英语",
        "subject": "音乐",
        "grade": 3,
        "hub_room_id": "studio-2",
        "hub_class_id": "own",
        "teacher_id": "mei",
        "recorded": False,
        "receivers": [{"room_id": "a", "class_id": "class-a"}],
        "entries": [{"weekday": 2, "start_minute": 840, "end_minute": 880}],
    } | values


async def coordinator(hall: Hall) -> httpx.AsyncClient:
    await plant_term(hall)
    async with hall.writing() as transaction:
        session = transaction.session
        session.add(SchoolClass(id="own", school_id="hub", name="三年级4班", grade=3))
        session.add(Room(id="studio-2", school_id="hub", name="二", purpose=Purpose.BROADCAST))
    return await hall.person("tang")


async def listed(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    answer = await client.get(f"{COURSES}?term_id={TERM}&school_id=hub")
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_course_is_made_dated_and_removed(each_hall: Hall) -> None:
    client = await coordinator(each_hall)
    tried = await client.post(COURSES, json=wish(dry_run=True))
    assert tried.status_code == 201, tried.text
    assert len(await listed(client)) == 1
    made = (await client.post(COURSES, json=wish())).json()
    assert made["hub_class"]["name"] == "三年级4班"
    assert [each["weekday"] for each in made["entries"]] == [2]
    assert made in await listed(client)
    (lesson,) = (await lessons_of(client, "2026-09-08")).values()
    assert lesson["hub"]["class_name"] == "三年级4班"
    assert lesson["starts_at"] == "2026-09-08T06:00:00Z"
    assert (await client.delete(f"{COURSES}/{made['id']}")).status_code == 204
    (lesson,) = (await lessons_of(client, "2026-09-08")).values()
    assert lesson["state"] == "cancelled"
    assert len(await listed(client)) == 1


@pytest.mark.parametrize(
    ("values", "taken"),
    [
        ({"teacher_id": "lin"}, {"teacher", "class", "receiving_room"}),
        ({"hub_room_id": "studio"}, {"hub_room", "class", "receiving_room"}),
        ({"receivers": []}, set()),
    ],
)
async def test_what_is_taken_then_is_named(
    hall: Hall, values: dict[str, Any], taken: set[str]
) -> None:
    client = await coordinator(hall)
    monday = [{"weekday": 1, "start_minute": 635, "end_minute": 675}]
    answer = await client.post(COURSES, json=wish(entries=monday, **values))
    if not taken:
        assert answer.status_code == 201, answer.text
        return
    assert answer.status_code == 409, answer.text
    assert {each["field"] for each in answer.json()["errors"]} == taken
    assert "10:00–10:40 已有“英语”" in answer.json()["detail"]
    assert len(await listed(client)) == 1


async def test_an_hour_of_the_classs_own_timetable_is_in_the_way_unless_it_is_of_the_subject(
    hall: Hall,
) -> None:
    client = await coordinator(hall)
    async with hall.writing() as transaction:
        session = transaction.session
        session.add(bells("village-a"))
        session.add(
            SchoolLesson(
                id="own-hour",
                school_id="village-a",
                term_id=TERM,
                class_id="class-a",
                weekday=2,
                period=1,
                subject="语文",
            )
        )
    morning = [{"weekday": 2, "start_minute": 500, "end_minute": 540}]
    answer = await client.post(COURSES, json=wish(entries=morning))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (409, "class")
    same = await client.post(COURSES, json=wish(entries=morning, subject="语文"))
    assert same.status_code == 201, same.text


async def test_lessons_of_one_course_may_share_minutes_in_odd_and_even_weeks_only(
    hall: Hall,
) -> None:
    client = await coordinator(hall)
    one = {"weekday": 2, "start_minute": 840, "end_minute": 880}
    other = one | {"start_minute": 870, "end_minute": 910}
    assert (await client.post(COURSES, json=wish(entries=[one, other]))).status_code == 409
    turns = [one | {"weeks": "odd"}, other | {"weeks": "even"}]
    assert (await client.post(COURSES, json=wish(entries=turns))).status_code == 201


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"term_id": "nothing"}, 404),
        ({"hub_room_id": "nothing"}, 404),
        ({"teacher_id": "he"}, 404),
        ({"hub_class_id": "class-a"}, 422),
        ({"receivers": [{"room_id": "a"}, {"room_id": "a"}]}, 404),
        ({"entries": [{"weekday": 2, "start_minute": 880, "end_minute": 840}]}, 422),
    ],
)
async def test_what_is_not_there_or_does_not_fit_is_refused(
    hall: Hall, values: dict[str, Any], status: int
) -> None:
    client = await coordinator(hall)
    answer = await client.post(COURSES, json=wish(**values))
    assert answer.status_code == status, answer.text


async def test_a_hubs_own_coordinator_does_not_take_hours_of_other_schools(hall: Hall) -> None:
    await coordinator(hall)
    luo = await hall.person("luo")
    assert (await luo.post(COURSES, json=wish())).status_code == 404
    assert (await luo.post(COURSES, json=wish(receivers=[]))).status_code == 201


def changed(made: dict[str, Any], **values: Any) -> dict[str, Any]:
    """What a page sends back of a course that it was told, with some of it changed."""
    kept = {key: made[key] for key in wish() if key in made}
    told = [
        {"room_id": one["room"]["id"], "class_id": one["class_id"]} for one in made["receivers"]
    ]
    seats = {"receivers": told}
    of_hub = {"hub_room_id": made["hub_room"]["id"], "hub_class_id": made["hub_class"]["id"]}
    teacher = {"teacher_id": made["teacher"]["id"]}
    return wish() | kept | seats | of_hub | teacher | values


async def test_a_course_is_changed_with_its_lessons_to_come(each_hall: Hall) -> None:
    client = await coordinator(each_hall)
    made = (await client.post(COURSES, json=wish())).json()
    (before,) = (await lessons_of(client, "2026-09-08")).values()
    entry = made["entries"][0] | {"start_minute": 850, "end_minute": 890}
    given = changed(made, title="英语口语", teacher_id="lin", edition="外研版", entries=[entry])
    path = f"{COURSES}/{made['id']}"
    tried = await client.put(path, json=given | {"dry_run": True})
    assert (tried.status_code, tried.json()["title"]) == (200, "英语口语"), tried.text
    assert made in await listed(client)
    answer = await client.put(path, json=given)
    assert answer.status_code == 200, answer.text
    assert answer.json() in await listed(client)
    (after,) = (await client.get("/api/lessons?day=2026-09-08")).json()["items"]
    assert after["id"] == before["id"], "calendar programs see the same lesson moved"
    assert (after["title"], after["teacher"]["id"]) == ("英语口语", "lin")
    assert after["starts_at"] == "2026-09-08T06:10:00Z"
    monday = made["entries"][0] | {"weekday": 1, "start_minute": 635, "end_minute": 675}
    clash = await client.put(path, json=given | {"entries": [monday]})
    assert (clash.status_code, clash.json()["type"]) == (409, "/problems/lesson-clashes")
    assert answer.json() in await listed(client)


async def test_its_teacher_says_what_is_taught_but_not_when(hall: Hall) -> None:
    client = await coordinator(hall)
    made = (await client.post(COURSES, json=wish(teacher_id="lin"))).json()
    path, lin = f"{COURSES}/{made['id']}", await hall.person("lin")
    told = await lin.put(path, json=changed(made, title="歌唱", edition="人音版"))
    assert (told.status_code, told.json()["edition"]) == (200, "人音版"), told.text
    later = [made["entries"][0] | {"start_minute": 900, "end_minute": 940}]
    for values in ({"entries": later}, {"recorded": True}, {"receivers": []}):
        assert (await lin.put(path, json=changed(made, **values))).status_code == 404
    stranger = await hall.person("wang")
    assert (await stranger.put(path, json=changed(made, title="x"))).status_code == 404
    assert (await lin.put(f"{COURSES}/nothing", json=changed(made))).status_code == 404
