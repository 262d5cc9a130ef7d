from datetime import timedelta

from server.lessons import service
from server.lessons.lifecycle import Bells
from server.models import Recording, State
from tests.support.app import LESSON, Hall, art_lesson

BELLS = Bells(timedelta(minutes=10), timedelta(minutes=5))


async def follow_clock(hall: Hall) -> int:
    return await service.follow_clock(hall.database, BELLS, hall.clock.now())


async def test_the_clock_opens_the_room_and_ends_the_lesson(each_hall: Hall) -> None:
    assert await follow_clock(each_hall) == 1
    assert (await each_hall.lesson()).state is State.OPEN
    each_hall.clock.advance(minutes=49)
    assert await follow_clock(each_hall) == 0
    each_hall.clock.advance(minutes=1)
    assert await follow_clock(each_hall) == 1
    lesson = await each_hall.lesson()
    assert (lesson.state, lesson.started_at) == (State.ENDED, None)
    assert lesson.ended_at == each_hall.clock.now()


async def test_a_lesson_that_the_clock_missed_wholly_has_ended(hall: Hall) -> None:
    hall.clock.advance(days=3)
    assert await follow_clock(hall) == 1
    assert (await hall.lesson()).state is State.ENDED


async def test_an_ended_lesson_with_a_whole_recording_is_archived(each_hall: Hall) -> None:
    await each_hall.set_lesson(state=State.ENDED)
    assert await follow_clock(each_hall) == 0
    async with each_hall.writing() as transaction:
        now = each_hall.clock.now()
        transaction.session.add(Recording(lesson_id=LESSON, sealed_segments=0, sealed_at=now))
    assert await follow_clock(each_hall) == 1
    assert (await each_hall.lesson()).state is State.ARCHIVED


async def test_the_first_packet_starts_an_open_lesson_and_only_that(hall: Hall) -> None:
    async with hall.writing() as transaction:
        await service.begin_to_send(transaction, LESSON, hall.clock.now())
        await service.begin_to_send(transaction, "no such lesson", hall.clock.now())
    assert (await hall.lesson()).state is State.PLANNED
    await hall.set_lesson(state=State.OPEN)
    async with hall.writing() as transaction:
        await service.begin_to_send(transaction, LESSON, hall.clock.now())
    lesson = await hall.lesson()
    assert (lesson.state, lesson.started_at) == (State.LIVE, hall.clock.now())


async def test_a_room_shows_the_live_lesson_before_the_one_that_has_just_opened(
    each_hall: Hall,
) -> None:
    now = each_hall.clock.now()
    await each_hall.set_lesson(state=State.OPEN)
    async with each_hall.writing() as transaction:
        longer = art_lesson(now, "running", state=State.LIVE, starts_at=now - timedelta(minutes=38))
        transaction.session.add(longer)
    async with each_hall.database.reading() as transaction:
        shown = await service.for_room(transaction, "a", now)
    assert shown is not None
    assert shown.id == "running"


async def test_a_room_shows_the_next_lesson_of_today_but_not_of_tomorrow(hall: Hall) -> None:
    async with hall.database.reading() as transaction:
        today = await service.for_room(transaction, "a", hall.clock.now())
        yesterday = await service.for_room(transaction, "a", hall.clock.now() - timedelta(hours=12))
        elsewhere = await service.for_room(transaction, "x", hall.clock.now())
    assert today is not None
    assert (today.id, yesterday, elsewhere) == (LESSON, None, None)
