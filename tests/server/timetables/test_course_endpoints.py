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
