from server.events import repository
from server.models import Event
from tests.support.app import LESSON, Hall


async def test_the_log_is_read_in_order_from_behind_an_id(each_hall: Hall) -> None:
    async with each_hall.writing() as transaction:
        session = transaction.session
        assert await repository.bounds(session) == (0, 0)
        now = each_hall.clock.now()
        events = [Event(type=f"t{number}", lesson_id=LESSON, at=now) for number in range(5)]
        await repository.append(session, events)
        oldest, newest = await repository.bounds(session)
        assert newest == oldest + 4
        behind = await repository.after(session, oldest, 2)
        assert [event.type for event in behind] == ["t1", "t2"]
        await repository.trim(session, 3)
        assert await repository.bounds(session) == (oldest + 2, newest)
