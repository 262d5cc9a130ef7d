from datetime import timedelta

from server.auth.policy import Reach, Sight
from server.lessons import repository
from server.models import Recording, State
from tests.support.app import LESSON, Hall, art_lesson


async def test_a_lesson_comes_with_everything_that_rules_ask(each_hall: Hall) -> None:
    async with each_hall.database.reading() as transaction:
        lesson = await repository.lesson(transaction.session, LESSON)
    assert lesson is not None
    # Nothing below reaches the database again: relationships are lazy="raise".
    assert lesson.hub_room.school.district.city_id == "mianyang"
    assert lesson.teacher.name == "林老师"
    assert [each.room.school.district_id for each in lesson.receivers] == ["pingwu", "pingwu"]
    assert lesson.receivers[0].school_class is not None


async def test_lessons_of_a_span_include_its_start_and_not_its_end(each_hall: Hall) -> None:
    bell = each_hall.clock.now() + timedelta(minutes=5)
    async with each_hall.database.reading() as transaction:
        session = transaction.session
        lin = Sight(frozenset({"lin"}), frozenset(), Reach(), frozenset())
        inside = await repository.between(session, lin, bell, bell + timedelta(seconds=1), limit=9)
        before = await repository.between(session, lin, bell - timedelta(hours=1), bell, limit=9)
    assert ([lesson.id for lesson in inside], list(before)) == ([LESSON], [])


async def test_a_moment_keeps_its_microseconds_and_its_zone(each_hall: Hall) -> None:
    at = each_hall.clock.now() + timedelta(microseconds=123_456)
    await each_hall.set_lesson(started_at=at)
    assert (await each_hall.lesson()).started_at == at


async def test_a_room_takes_part_as_hub_and_as_receiver(each_hall: Hall) -> None:
    now = each_hall.clock.now()
    async with each_hall.database.reading() as transaction:
        for room, expected in (("studio", [LESSON]), ("b", [LESSON]), ("x", [])):
            found = await repository.of_room(
                transaction.session, room, now, now + timedelta(hours=1)
            )
            assert [lesson.id for lesson in found] == expected, room


async def test_only_lessons_with_segments_have_media(each_hall: Hall) -> None:
    now = each_hall.clock.now()
    async with each_hall.writing() as transaction:
        session = transaction.session
        session.add(art_lesson(now, "silent"))
        await session.flush()
        session.add_all([Recording(lesson_id=LESSON, segments=1), Recording(lesson_id="silent")])
    async with each_hall.database.reading() as transaction:
        found = await repository.with_media(transaction.session, [LESSON, "silent"])
    assert found == {LESSON}


async def test_the_clock_finds_what_it_moves_and_nothing_else(each_hall: Hall) -> None:
    now = each_hall.clock.now()
    long_ago = {"starts_at": now - timedelta(hours=2), "ends_at": now - timedelta(hours=1)}
    async with each_hall.writing() as transaction:
        transaction.session.add_all(
            [
                art_lesson(now, "forgotten", state=State.LIVE, **long_ago),
                art_lesson(now, "over", state=State.ENDED, **long_ago),
                art_lesson(now, "off", state=State.CANCELLED, **long_ago),
            ]
        )
    async with each_hall.database.reading() as transaction:
        found = await repository.ids_moved_by_clock(
            transaction.session, now + timedelta(minutes=10), now - timedelta(minutes=5)
        )
    assert sorted(found) == ["forgotten", LESSON]
