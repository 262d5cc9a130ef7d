from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from server.clock import SystemClock
from server.demo import seed
from server.models import Device, Lesson, LessonReceiver, Person, State
from tests.support.app import Hall


@pytest.fixture
async def city(hall: Hall) -> Hall:
    await seed.plant(hall.database)
    return hall


async def lessons(hall: Hall, room: str) -> list[Lesson]:
    async with hall.database.reading() as transaction:
        query = (
            select(Lesson)
            .where(Lesson.hub_room_id == room, Lesson.state != State.CANCELLED)
            .order_by(Lesson.starts_at)
        )
        return list(await transaction.session.scalars(query))


async def test_planting_twice_changes_nothing(each_hall: Hall) -> None:
    async def counts() -> list[int]:
        async with each_hall.database.reading() as transaction:
            return [
                await transaction.session.scalar(select(func.count()).select_from(table)) or 0
                for table in (Person, Device, Lesson, LessonReceiver)
            ]

    await seed.plant(each_hall.database)
    before = await counts()
    await seed.plant(each_hall.database)
    assert await counts() == before


async def test_in_every_demo_room_a_lesson_is_on_and_more_follow(city: Hall) -> None:
    now = SystemClock().now()
    for stage in seed.STAGES:
        found = await lessons(city, stage.room)
        assert len(found) == seed.AHEAD
        assert found[0].starts_at <= now < found[0].ends_at
        assert [each.state for each in found] == [State.OPEN] + [State.PLANNED] * 3
        for earlier, later in pairwise(found):
            assert later.starts_at == earlier.ends_at + seed.BREAK


async def test_a_lesson_is_on_whenever_one_looks(city: Hall) -> None:
    start = SystemClock().now()
    stage = seed.STAGES[0]
    for minutes in range(0, 60 * 26, 7):
        now = start + timedelta(minutes=minutes)
        await seed.keep_on(city.database, now)
        found = [
            each for each in await lessons(city, stage.room) if each.starts_at <= now < each.ends_at
        ]
        in_break = [each for each in await lessons(city, stage.room) if each.starts_at > now]
        assert found or in_break[0].starts_at - now <= seed.BREAK, minutes


async def test_after_a_lesson_was_ended_by_hand_another_begins_at_once(city: Hall) -> None:
    stage = seed.STAGES[1]
    (first, *_) = await lessons(city, stage.room)
    await city.set_lesson(first.id, state=State.ENDED)
    now = SystemClock().now()
    await seed.keep_on(city.database, now)
    on = [each for each in await lessons(city, stage.room) if each.state is State.OPEN]
    assert [each.starts_at <= now < each.ends_at for each in on] == [True]


async def test_a_live_lesson_of_an_earlier_start_goes_on(city: Hall) -> None:
    stage = seed.STAGES[0]
    (first, *_) = await lessons(city, stage.room)
    await city.set_lesson(first.id, state=State.LIVE)
    await seed.plant(city.database)
    again = await lessons(city, stage.room)
    assert (again[0].id, again[0].state) == (first.id, State.LIVE)


async def sign_in(hall: Hall, username: str) -> int:
    given = {"username": username, "password": seed.PASSWORD}
    return (await hall.client().post("/api/session", json=given)).status_code


async def enrol(hall: Hall, key: str) -> int:
    return (await hall.client().post("/api/device-session", json={"key": key})).status_code


async def test_the_printed_log_ins_and_links_work_in_the_demo_and_only_there(city: Hall) -> None:
    text = seed.greeting("http://localhost:8000")
    assert seed.PASSWORD in text
    for each in seed.PEOPLE:
        assert f" {each.username} " in text
        assert await sign_in(city, each.username) == 200
    for device in seed.DEVICES:
        assert f"http://localhost:8000/classroom#key={device.key} " in text
        assert await enrol(city, device.key) == 200
    await seed.lock_out(city.database)
    assert {await sign_in(city, each.username) for each in seed.PEOPLE} == {401}
    assert {await enrol(city, each.key) for each in seed.DEVICES} == {401}
    await seed.plant(city.database)
    assert await sign_in(city, "hub") == 200


async def test_locking_out_leaves_everybody_else_alone(city: Hall) -> None:
    await seed.lock_out(city.database)
    await city.person("lin")


async def test_the_devices_and_the_stages_fit_each_other(city: Hall) -> None:
    receiving = {room for stage in seed.STAGES for room, _ in stage.receivers}
    assert receiving == {device.room for device in seed.DEVICES}
