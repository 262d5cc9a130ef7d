from datetime import UTC, datetime, timedelta

import pytest

from server.audit.looks import ONE_LOOK, REMEMBERED, Looks
from server.errors import NotAllowed
from server.lessons import service as lessons
from server.models import State
from tests.support.app import LESSON, Hall

NOW = datetime(2026, 9, 7, tzinfo=UTC)


def test_one_look_is_noted_once_and_again_after_half_an_hour() -> None:
    looks = Looks()
    assert looks.is_new("person:he", "l", NOW)
    looks.noted("person:he", "l", NOW)
    assert not looks.is_new("person:he", "l", NOW + ONE_LOOK - timedelta(seconds=1))
    assert looks.is_new("person:he", "l", NOW + ONE_LOOK)
    assert looks.is_new("person:he", "m", NOW)


def test_what_is_remembered_is_bounded() -> None:
    looks = Looks()
    for number in range(REMEMBERED + 1):
        looks.noted("person:he", str(number), NOW)
    assert looks.is_new("person:he", "0", NOW)
    assert not looks.is_new("person:he", "1", NOW)


async def test_whoever_looks_into_a_running_lesson_is_noted_and_its_teacher_and_classes_are_not(
    each_hall: Hall,
) -> None:
    await each_hall.set_lesson(state=State.LIVE)
    path, asked = f"/api/lessons/{LESSON}/media-tokens", {"direction": "receive"}
    tang = await each_hall.person("tang")
    for caller in (tang, tang, await each_hall.person("lin"), await each_hall.device("a")):
        assert (await caller.post(path, json=asked)).status_code == 201
    found = (await tang.get("/api/audit", params={"action": "looked"})).json()["items"]
    assert [(each["actor_name"], each["subject"], each["note"]) for each in found] == [
        ("唐老师", f"lesson:{LESSON}", "live")
    ]


async def test_a_look_whose_row_was_rolled_back_is_noted_the_next_time(each_hall: Hall) -> None:
    looks, now = Looks(), each_hall.clock.now()
    async with each_hall.database.reading() as transaction:
        lesson = await lessons.find(transaction, LESSON)

    async def look(*, breaks: bool) -> None:
        async with each_hall.writing() as transaction:
            await looks.note(transaction, "person:he", lesson, now)
            if breaks:
                raise NotAllowed

    with pytest.raises(NotAllowed):
        await look(breaks=True)
    assert looks.is_new("person:he", LESSON, now)
    await look(breaks=False)
    assert not looks.is_new("person:he", LESSON, now)
