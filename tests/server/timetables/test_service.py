from datetime import date, timedelta

import pytest
from sqlalchemy import select

from scheduler.domain import Weeks
from server.identifiers import new_id
from server.models import (
    CalendarEntry,
    Course,
    CourseReceiver,
    DayKind,
    Kind,
    Lesson,
    LessonReceiver,
    SchoolClass,
    State,
    Subject,
    Term,
    Textbook,
    TimetableEntry,
)
from server.timetables import service
from streaming.contract import OpenRoom
from tests.support.app import LESSON, Hall


@pytest.fixture
async def school(each_hall: Hall) -> Hall:
    """A course on Mondays and Wednesdays at 10:00, in a term that began a week ago."""
    course = Course(
        id="course",
        kind=Kind.DEDICATED,
        title="英语",
        subject="英语",
        grade=4,
        hub_room_id="studio",
        teacher_id="lin",
        recorded=False,
        receivers=[CourseReceiver(room_id="a", class_id="class-a")],
    )
    async with each_hall.writing() as transaction:
        session = transaction.session
        session.add(
            Term(
                id="term",
                city_id="mianyang",
                name="秋",
                first_day=date(2026, 8, 31),
                last_day=date(2027, 1, 22),
            )
        )
        session.add(course)
        await session.flush()
        for name, weekday in (("monday", 1), ("wednesday", 3)):
            session.add(entry(name, weekday))
    return each_hall


def entry(name: str, weekday: int, weeks: Weeks = Weeks.EVERY) -> TimetableEntry:
    return TimetableEntry(
        id=name,
        course_id="course",
        term_id="term",
        weekday=weekday,
        start_minute=600,
        end_minute=640,
        weeks=weeks,
    )


async def expand(hall: Hall, days: int = 14) -> int:
    async with hall.writing() as transaction:
        return await service.expand(transaction, hall.clock.now(), days)


async def dated(hall: Hall, state: State = State.PLANNED) -> list[Lesson]:
    async with hall.database.reading() as transaction:
        query = select(Lesson).where(Lesson.occurrence_key.is_not(None), Lesson.state == state)
        return list(await transaction.session.scalars(query.order_by(Lesson.starts_at)))


async def test_two_weeks_of_lessons_come_from_the_timetable(school: Hall) -> None:
    assert await expand(school) == 5
    lessons = await dated(school)
    assert [lesson.occurrence_key for lesson in lessons] == [
        "monday:2026-09-07",
        "wednesday:2026-09-09",
        "monday:2026-09-14",
        "wednesday:2026-09-16",
        "monday:2026-09-21",
    ]
    first = lessons[0]
    assert first.starts_at == school.clock.now() + timedelta(hours=1)
    assert (first.title, first.teacher_id, first.recorded) == ("英语", "lin", False)
    client = await school.device("a")
    shown = (await client.get("/api/lessons?day=2026-09-14")).json()["items"]
    assert [each["receivers"][0]["class_name"] for each in shown] == ["三年级1班"]


async def test_expanding_again_changes_nothing(school: Hall) -> None:
    await expand(school)
    assert await expand(school) == 0


async def test_a_moved_entry_moves_its_lessons_and_keeps_them(school: Hall) -> None:
    await expand(school)
    before = [lesson.id for lesson in await dated(school)]
    async with school.writing() as transaction:
        row = await transaction.session.get_one(TimetableEntry, "monday")
        row.start_minute, row.end_minute = 660, 700
    assert await expand(school) == 3
    lessons = await dated(school)
    assert [lesson.id for lesson in lessons] == before
    assert lessons[0].starts_at == school.clock.now() + timedelta(hours=2)


async def test_a_removed_entry_cancels_its_lessons(school: Hall) -> None:
    await expand(school)
    async with school.writing() as transaction:
        row = await transaction.session.get_one(TimetableEntry, "wednesday")
        await transaction.session.delete(row)
    assert await expand(school) == 2
    assert len(await dated(school)) == 3
    assert len(await dated(school, State.CANCELLED)) == 2


async def test_a_lesson_whose_room_is_open_is_left_alone(school: Hall) -> None:
    await expand(school)
    (first, *_) = await dated(school)
    await school.set_lesson(first.id, state=State.OPEN)
    async with school.writing() as transaction:
        row = await transaction.session.get_one(TimetableEntry, "monday")
        row.start_minute, row.end_minute = 660, 700
    assert await expand(school) == 2
    (still,) = await dated(school, State.OPEN)
    assert still.starts_at == first.starts_at


async def test_odd_weeks_are_the_first_third_and_fifth(school: Hall) -> None:
    async with school.writing() as transaction:
        for name in ("monday", "wednesday"):
            row = await transaction.session.get_one(TimetableEntry, name)
            row.weeks = Weeks.ODD
    await expand(school)
    assert [lesson.occurrence_key for lesson in await dated(school)] == [
        "monday:2026-09-14",
        "wednesday:2026-09-16",
    ]


async def test_lessons_made_by_hand_are_not_the_timetables(school: Hall) -> None:
    await expand(school)
    assert (await school.lesson(LESSON)).state is State.PLANNED


async def test_what_has_begun_today_is_not_made_afterwards(school: Hall) -> None:
    school.clock.advance(hours=2)
    await expand(school)
    assert (await dated(school))[0].occurrence_key == "wednesday:2026-09-09"


async def close(hall: Hall, day: date, **owner: str) -> None:
    async with hall.writing() as transaction:
        transaction.session.add(
            CalendarEntry(
                id=new_id(hall.clock.now()),
                kind=DayKind.HOLIDAY,
                first_day=day,
                last_day=day,
                reason="放假",
                **owner,
            )
        )


async def test_a_holiday_of_the_hubs_district_takes_its_lessons(school: Hall) -> None:
    await expand(school)
    await close(school, date(2026, 9, 14), district_id="fucheng")
    assert await expand(school) == 1
    (cancelled,) = await dated(school, State.CANCELLED)
    assert cancelled.occurrence_key == "monday:2026-09-14"


async def test_a_saturday_that_runs_a_monday_holds_its_lessons(school: Hall) -> None:
    async with school.writing() as transaction:
        transaction.session.add(
            CalendarEntry(
                id="make-up",
                city_id="mianyang",
                kind=DayKind.MAKE_UP,
                first_day=date(2026, 9, 12),
                last_day=date(2026, 9, 12),
                reason="调休",
                runs_weekday=1,
            )
        )
    await expand(school)
    assert "monday:2026-09-12" in [lesson.occurrence_key for lesson in await dated(school)]


async def receiving(hall: Hall, occurrence: str) -> list[str]:
    async with hall.database.reading() as transaction:
        query = select(LessonReceiver.room_id).join(Lesson)
        query = query.where(Lesson.occurrence_key == occurrence, Lesson.state == State.PLANNED)
        return sorted(await transaction.session.scalars(query))


async def test_a_school_that_is_off_is_left_out_and_the_others_go_on(school: Hall) -> None:
    async with school.writing() as transaction:
        transaction.session.add(CourseReceiver(course_id="course", room_id="b"))
    await expand(school)
    await close(school, date(2026, 9, 14), school_id="village-a")
    assert await expand(school) == 1
    assert await receiving(school, "monday:2026-09-14") == ["b"]
    assert await receiving(school, "monday:2026-09-07") == ["a", "b"]
    await close(school, date(2026, 9, 14), school_id="village-b")
    assert await expand(school) == 1
    (cancelled,) = await dated(school, State.CANCELLED)
    assert cancelled.occurrence_key == "monday:2026-09-14"


async def test_the_class_before_the_teacher_comes_with_the_course_and_is_recorded_by_its_consent(
    school: Hall,
) -> None:
    async with school.writing() as transaction:
        session = transaction.session
        session.add(SchoolClass(id="own", school_id="hub", name="四年级2班", grade=4))
        course = await session.get(Course, "course")
        assert course is not None
        course.hub_class_id, course.recorded = "own", True
    await expand(school)
    lesson = (await dated(school))[0]
    assert lesson.hub_class_id == "own"
    luo = await school.person("luo")
    async with school.writing() as transaction:
        (await transaction.session.get_one(Lesson, lesson.id)).state = State.LIVE
    async with school.node() as node:
        assert OpenRoom(lesson.id, ("teacher", "board")) in node.told
        path = "/api/classes/own/consents/students"
        assert (await luo.put(path, json={"paper": "一号柜"})).status_code == 200
        assert node.told[-1] == OpenRoom(lesson.id, ("teacher", "board", "students"))
        await luo.delete(path)
        assert node.told[-1] == OpenRoom(lesson.id, ("teacher", "board"))


async def test_another_class_before_the_teacher_is_a_change_of_the_planned_lessons(
    school: Hall,
) -> None:
    await expand(school)
    async with school.writing() as transaction:
        session = transaction.session
        session.add(SchoolClass(id="own", school_id="hub", name="四年级2班", grade=4))
        course = await session.get(Course, "course")
        assert course is not None
        course.hub_class_id = "own"
    assert await expand(school) == 5
    assert {lesson.hub_class_id for lesson in await dated(school)} == {"own"}
    assert await expand(school) == 0


async def test_a_lesson_says_its_textbook_and_a_planned_one_learns_it_later(school: Hall) -> None:
    await expand(school)
    assert {(each.edition, each.volume) for each in await dated(school)} == {("", None)}
    async with school.writing() as transaction:
        session = transaction.session
        session.add(Subject(id="english", city_id="mianyang", name="英语"))
        await session.flush()
        session.add(
            Textbook(
                id="pep",
                city_id="mianyang",
                subject_id="english",
                grade=4,
                edition="人教版",
                volume=1,
            )
        )
    assert await expand(school, 21) == 2
    lessons = await dated(school)
    assert {(each.edition, each.volume) for each in lessons} == {("人教版", 1)}
    # Nothing that a calendar shows has changed.
    assert {each.sequence for each in lessons} == {0}
