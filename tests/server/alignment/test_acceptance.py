from typing import Any

import httpx
import pytest
from sqlalchemy import select

from server.models import (
    Course,
    CourseReceiver,
    Device,
    Kind,
    Purpose,
    Room,
    SchoolClass,
    SchoolLesson,
    TimetableEntry,
)
from tests.support.alignment_rows import TERM, plant_alignment, solved
from tests.support.app import Hall


async def proposed(hall: Hall) -> tuple[httpx.AsyncClient, str]:
    await plant_alignment(hall.database)
    return await run(hall)


async def run(hall: Hall) -> tuple[httpx.AsyncClient, str]:
    client, path = await solved(hall)
    return client, f"{path}/accept"


async def courses(hall: Hall) -> dict[str, set[str]]:
    """Classes of each course, by the weekday of its lesson and its subject."""
    async with hall.database.reading() as transaction:
        session = transaction.session
        query = select(TimetableEntry.weekday, Course.subject, CourseReceiver.class_id)
        query = query.join(Course, Course.id == TimetableEntry.course_id)
        query = query.join(CourseReceiver, CourseReceiver.course_id == Course.id)
        found: dict[str, set[str]] = {}
        for weekday, subject, class_id in await session.execute(query):
            found.setdefault(f"{weekday} {subject}", set()).add(class_id)
        return found


async def accept(client: httpx.AsyncClient, path: str, *demands: str) -> dict[str, Any]:
    answer = await client.post(path, json={"demands": list(demands)})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_classes_that_join_one_lesson_share_one_course(each_hall: Hall) -> None:
    client, path = await proposed(each_hall)
    await accept(client, path)
    found = await courses(each_hall)
    assert found["2 美术"] == {"class-a", "class-b"}
    assert set(found) == {"1 音乐", "2 美术", "3 音乐"}


async def test_a_later_part_joins_the_course_and_leaves_it_again(each_hall: Hall) -> None:
    client, path = await proposed(each_hall)
    await accept(client, path, "a-art")
    later = await accept(client, path, "b-art")
    assert await courses(each_hall) == {"2 美术": {"class-a", "class-b"}}
    await client.post(f"/api/alignment/acceptances/{later['id']}/undo")
    assert await courses(each_hall) == {"2 美术": {"class-a"}}


async def test_the_hubs_own_class_sits_before_the_teacher(hall: Hall) -> None:
    # `lin` has art with this class when the offer says so, and music with nobody that the timetable names.
    async with hall.writing() as transaction:
        session = transaction.session
        session.add(SchoolClass(id="own", school_id="hub", name="三年级4班", grade=3))
    await plant_alignment(hall.database)
    async with hall.writing() as transaction:
        transaction.session.add_all(
            SchoolLesson(
                id=f"own-hub-{weekday}",
                school_id="hub",
                term_id=TERM,
                class_id="own",
                weekday=weekday,
                period=3,
                subject=subject,
                teacher_id="lin",
            )
            for weekday, subject in ((1, "语文"), (2, "美术"))
        )
    client, path = await run(hall)
    await accept(client, path)
    async with hall.database.reading() as transaction:
        query = select(Course.subject, Course.hub_class_id)
        found = {tuple(row) for row in await transaction.session.execute(query)}
    assert ("美术", "own") in found
    assert ("音乐", None) in found


async def test_a_class_sits_where_its_device_is(hall: Hall) -> None:
    client, path = await proposed(hall)
    async with hall.writing() as transaction:
        session = transaction.session
        session.add(Room(id="a0", school_id="village-a", name="一号", purpose=Purpose.RECEIVING))
        await session.flush()
        session.add(Device(id="d0", room_id="a0", class_id=None, name="黑板", key_hash="k"))
    await accept(client, path, "a-art")
    async with hall.database.reading() as transaction:
        rooms = (await transaction.session.scalars(select(CourseReceiver.room_id))).all()
    assert rooms == ["a"]


async def test_a_room_that_something_else_uses_is_named(hall: Hall) -> None:
    client, path = await proposed(hall)
    async with hall.writing() as transaction:
        session = transaction.session
        session.add(
            Course(
                id="other",
                kind=Kind.FAMOUS_SCHOOL,
                title="名校",
                subject="语文",
                grade=5,
                hub_room_id="studio",
                teacher_id="wang",
            )
        )
        await session.flush()
        session.add(
            TimetableEntry(
                id="e", course_id="other", term_id=TERM, weekday=2, start_minute=630, end_minute=670
            )
        )
    answer = await client.post(path, json={"demands": ["a-art"]})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/no-room-free")
    assert "周二 10:00" in answer.json()["detail"]
    assert "2 美术" not in await courses(hall)


@pytest.mark.parametrize("demands", [["nobody"], ["a-science"]])
async def test_demands_without_a_lesson_are_nothing_to_accept(
    hall: Hall, demands: list[str]
) -> None:
    client, path = await proposed(hall)
    answer = await client.post(path, json={"demands": demands})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/nothing-to-accept")
