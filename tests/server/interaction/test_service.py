"""Acts of several people at the same moment."""

import asyncio

from server.auth.policy import DeviceCaller
from server.interaction import service
from server.models import Act, LessonReceiver, State
from tests.support.app import LESSON, Hall


async def test_acts_at_the_same_moment_are_all_kept_and_a_repeated_one_once(
    each_hall: Hall,
) -> None:
    await each_hall.set_lesson(state=State.LIVE)
    async with each_hall.writing() as transaction:
        transaction.session.add(LessonReceiver(lesson_id=LESSON, room_id="x"))

    async def raise_hand(room: str) -> None:
        async with each_hall.writing() as transaction:
            caller = DeviceCaller(f"device-{room}", room)
            await service.do(transaction, LESSON, caller, Act.HAND_UP, each_hall.clock.now())

    await asyncio.gather(*(raise_hand(room) for room in ("a", "x") * 6))
    async with each_hall.database.reading() as transaction:
        told = await service.tell(transaction, LESSON)
        rows = await service.repository.of_lesson(transaction.session, LESSON)
    assert sorted(each.hand_place or 0 for each in told.classes)[-2:] == [1, 2]
    assert len(rows) == 2
