"""No list asks the database more often because it holds more."""

from datetime import timedelta

import pytest

from server.models import (
    BellPeriod,
    BellSchedule,
    Kind,
    LessonReceiver,
    Person,
    Role,
    RoleGrant,
    Room,
    School,
    SchoolClass,
)
from server.models.organisation import Purpose
from tests.bench.api import counted_queries
from tests.support.app import Hall, art_lesson
from tests.support.routes import list_addresses

QUERIES_MAX = 10
ASK_NOTHING = {"/api/session/ways": "it follows from the settings"}
"""Addresses that need no database, each with the reason."""


async def plant_more(hall: Hall, count: int) -> None:
    now = hall.clock.now()
    async with hall.writing() as transaction:
        session = transaction.session
        for n in range(count):
            school = f"more-{n}"
            rows = [
                School(id=school, district_id="pingwu", name=f"小学{n}"),
                Room(id=f"{school}-r", school_id=school, name="一", purpose=Purpose.BROADCAST),
                SchoolClass(id=f"{school}-c", school_id=school, name="一", grade=1),
                BellSchedule(
                    id=f"{school}-b", school_id=school, name="夏", from_month=5, from_day=1
                ),
                Person(id=school, username=school, name="人", password_hash="", school_id=school),
                RoleGrant(id=f"{school}-g", person_id=school, role=Role.TEACHER, school_id=school),
                BellPeriod(schedule_id=f"{school}-b", number=1, start_minute=500, end_minute=540),
            ]
            for row in rows:
                session.add(row)
                await session.flush()
            session.add(
                art_lesson(
                    now + timedelta(minutes=n),
                    f"lesson-{n}",
                    kind=Kind.FAMOUS_SCHOOL,
                    hub_room_id=f"{school}-r",
                    teacher_id=school,
                    receivers=[LessonReceiver(room_id="a", class_id=f"{school}-c")],
                )
            )


@pytest.mark.parametrize("username", ["tang", "he"])
async def test_a_list_asks_ten_questions_at_most(each_hall: Hall, username: str) -> None:
    await plant_more(each_hall, 15)
    client = await each_hall.person(username)
    asked: dict[str, int] = {}
    for address in await list_addresses(each_hall.app, client):
        with counted_queries(each_hall.database) as sent:
            assert (await client.get(address)).status_code == 200
        asked[address.split("?")[0]] = len(sent)
    assert sum(path.startswith("/api/calendar-feeds/") for path in asked) >= 3
    assert {"/api/lessons", "/api/recordings", "/api/organisation/schools"} <= set(asked)
    silent = {path for path, n in asked.items() if n == 0 and path not in ASK_NOTHING}
    assert silent == set(), "the count sees what a request asks"
    many = {path: n for path, n in asked.items() if n > QUERIES_MAX}
    assert many == {}
