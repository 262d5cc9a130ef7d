from datetime import date

import pytest
from sqlalchemy import delete, event

from scheduler.instance import Right
from scheduler.integrity import check
from server.alignment import repository
from server.alignment.instances import Question, bells_on, question_of, teacher_key
from server.errors import FieldProblem
from server.models import (
    Alliance,
    AllianceMember,
    BellPeriod,
    Course,
    CourseReceiver,
    Kind,
    Right as GivenRight,
    SchoolLesson,
    TimetableEntry,
)
from tests.support.alignment_rows import TERM, bells, demand, offer, plant_alignment
from tests.support.app import Hall

DAY = date(2026, 9, 7)
QUERIES = 7
"""However large a city is; members of alliances and receivers of courses are three more where there are any."""


async def asked(hall: Hall) -> Question:
    async with hall.database.reading() as transaction:
        found = await repository.tables(transaction.session, "mianyang", DAY)
        assert found is not None
        return question_of(found, DAY)


async def test_the_tables_become_an_instance_that_is_whole(each_hall: Hall) -> None:
    await plant_alignment(each_hall.database)
    found = await asked(each_hall)
    assert found.problems == []
    check(found.instance)
    schools = {each.id: each for each in found.instance.schools}
    assert set(schools) == {"hub", "village-a", "village-b", "elsewhere"}
    assert [bell.start_minute for bell in schools["village-b"].bells] == [505, 555, 605, 655]  # type: ignore[index]
    assert schools["hub"].broadcast_rooms == ("studio",)  # type: ignore[index]
    assert schools["village-a"].downlink_kbps > 0  # type: ignore[index]
    assert {each.id for each in found.instance.series} == {"offer-music", "offer-art"}
    assert [each.slot.period for each in found.instance.own_lessons] == [2, 2, 2]


async def test_the_number_of_queries_is_the_same_for_every_city(hall: Hall) -> None:
    await plant_alignment(hall.database)
    counts = []
    for more in range(2):
        async with hall.writing() as transaction:
            for number in range(40 * more):
                transaction.session.add(demand(f"m{number}", "class-a", f"课{number}"))
                transaction.session.add(offer(f"o{number}", f"课{number}", {f"l{number}": 5}))
                transaction.session.add(
                    SchoolLesson(
                        id=f"s{number}",
                        school_id="village-a",
                        term_id=TERM,
                        class_id="class-a",
                        weekday=1 + number % 5,
                        period=10 + number // 5,
                        subject="语文",
                    )
                )
        async with hall.database.reading() as transaction:
            said: list[str] = []
            engine = hall.database.engine.sync_engine

            def count(*arguments: object, said: list[str] = said) -> None:
                if arguments[2] != "BEGIN":
                    said.append(str(arguments[2]))

            event.listen(engine, "before_cursor_execute", count)
            try:
                await repository.tables(transaction.session, "mianyang", DAY)
            finally:
                event.remove(engine, "before_cursor_execute", count)
            counts.append(len(said))
    assert counts == [QUERIES, QUERIES]


async def test_a_row_that_cannot_be_is_named_and_nothing_is_dropped_in_silence(hall: Hall) -> None:
    await plant_alignment(hall.database)
    async with hall.writing() as transaction:
        session = transaction.session
        found = await session.get(BellPeriod, ("bells-village-a", 2))
        assert found is not None
        found.start_minute = 530
        lesson = await session.get(SchoolLesson, "own-class-b-2")
        assert lesson is not None
        lesson.period = 9
    (wrong,) = (await asked(hall)).problems
    assert wrong.said("zh") == FieldProblem(
        "高村小学：上课时间", "08:50", "09:00 或以后（前一节 09:00 下课）"
    )
    async with hall.writing() as transaction:
        found = await transaction.session.get(BellPeriod, ("bells-village-a", 2))
        assert found is not None
        found.start_minute = 550
    (wrong,) = (await asked(hall)).problems
    assert wrong.said("zh") == FieldProblem(
        "云里小学 三年级2班 周二第9节 美术：节次", "第 9 节", "第 1 到 4 节（学校的作息）"
    )
    assert wrong.said("en") == FieldProblem(
        "云里小学 三年级2班 周二第9节 美术: slot.period",
        "period 9",
        "1 to 4 (the school's bells)",
    )


async def test_a_school_that_asks_but_has_no_bells_is_named(hall: Hall) -> None:
    await plant_alignment(hall.database)
    async with hall.writing() as transaction:
        await transaction.session.execute(
            delete(BellPeriod).where(BellPeriod.schedule_id == "bells-village-b")
        )
    named = {wrong.place.zh for wrong in (await asked(hall)).problems}
    assert "云里小学：作息时间" in named


async def test_alliances_say_who_may_use_whose_lessons(hall: Hall) -> None:
    await plant_alignment(hall.database)
    async with hall.writing() as transaction:
        transaction.session.add(
            Alliance(
                id="al",
                city_id="mianyang",
                name="城乡联盟",
                members=[
                    AllianceMember(school_id="hub", right=GivenRight.LIVE),
                    AllianceMember(school_id="village-a", right=GivenRight.LIVE),
                    AllianceMember(school_id="village-b", right=GivenRight.ON_DEMAND),
                ],
            )
        )
    instance = (await asked(hall)).instance
    schools = {str(each.id): each.id for each in instance.schools}
    assert instance.right(schools["village-a"], schools["hub"]) is Right.LIVE
    assert instance.right(schools["village-b"], schools["hub"]) is Right.ON_DEMAND
    assert instance.right(schools["elsewhere"], schools["hub"]) is None


async def test_a_course_that_stands_already_takes_its_hour_from_the_class(hall: Hall) -> None:
    await plant_alignment(hall.database)
    async with hall.writing() as transaction:
        session = transaction.session
        session.add(
            Course(
                id="course",
                kind=Kind.DEDICATED,
                title="书法",
                subject="书法",
                grade=3,
                hub_room_id="studio",
                teacher_id="wang",
                receivers=[CourseReceiver(room_id="b", class_id="class-b")],
            )
        )
        await session.flush()
        session.add(
            TimetableEntry(
                id="entry",
                course_id="course",
                term_id=TERM,
                weekday=4,
                start_minute=600,
                end_minute=640,
            )
        )
    taken = [each for each in (await asked(hall)).instance.own_lessons if each.subject == "书法"]
    assert [(each.class_id, each.slot.weekday, each.slot.period) for each in taken] == [
        ("class-b", 4, 2)
    ]
    assert not taken[0].movable


def test_the_bells_that_began_last_ring_also_over_the_turn_of_the_year() -> None:
    winter, summer = bells("s"), bells("s", 30)
    winter.from_month, winter.from_day = 10, 1
    summer.from_month, summer.from_day = 5, 1
    for day, first in (
        (date(2026, 4, 30), 500),
        (date(2026, 5, 1), 530),
        (date(2026, 9, 30), 530),
        (date(2026, 10, 1), 500),
    ):
        assert bells_on([winter, summer], day)["s"][0].start_minute == first, day


@pytest.mark.parametrize(
    ("teacher_id", "name", "key"),
    [("lin", "林老师", "lin"), (None, "张老师", "hub/张老师"), (None, "", None)],
)
def test_a_teacher_is_an_account_or_a_name_within_a_school(
    teacher_id: str | None, name: str, key: str | None
) -> None:
    row = SchoolLesson(school_id="hub", teacher_id=teacher_id, teacher_name=name)
    assert teacher_key(row) == key


async def test_an_offer_at_a_time_when_its_teacher_holds_a_course_is_named(hall: Hall) -> None:
    await plant_alignment(hall.database)
    async with hall.writing() as transaction:
        session = transaction.session
        session.add(
            Course(
                id="course",
                kind=Kind.FAMOUS_TEACHER,
                title="名师课堂",
                subject="音乐",
                grade=3,
                hub_room_id="studio",
                teacher_id="lin",
            )
        )
        await session.flush()
        session.add(
            TimetableEntry(
                id="entry",
                course_id="course",
                term_id=TERM,
                weekday=3,
                start_minute=630,
                end_minute=670,
            )
        )
    (wrong,) = (await asked(hall)).problems
    assert (wrong.place.zh, wrong.came.zh) == ("林老师 音乐：时间", "周三 10:00")
