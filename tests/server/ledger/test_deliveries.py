import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from server.models import Delivered
from streaming.contract import Delivery, DeliveryReport, Kind
from tests.support.app import LESSON, Hall


def report(
    hall: Hall, began: float, ended: float, number: int = 0, *, final: bool = False
) -> DeliveryReport:
    wall = hall.clock.now().timestamp()
    each = Delivery("s", "room:a", "teacher", Kind.AUDIO, number, wall + began, wall + ended)
    return DeliveryReport(LESSON, wall, (each,), final=final)


async def kept(hall: Hall) -> list[tuple[int, float, float]]:
    async with hall.database.reading() as transaction:
        query = select(Delivered).order_by(Delivered.number)
        rows = (await transaction.session.scalars(query)).all()
    now = hall.clock.now()
    return [
        (row.number, (row.began_at - now).total_seconds(), (row.ended_at - now).total_seconds())
        for row in rows
    ]


async def test_open_intervals_wait_and_the_last_word_is_written(each_hall: Hall) -> None:
    async with each_hall.node() as node:
        for ended in (2.0, 4.0, 6.0):
            await node.tell(report(each_hall, 0, ended))
        assert await kept(each_hall) == []
        await each_hall.app.state.deliveries.flush()
        assert await kept(each_hall) == [(0, 0.0, 6.0)]
        # A closed interval may end a second before it was thought to.
        await node.tell(report(each_hall, 0, 5.0))
        await node.tell(report(each_hall, 10.0, 12.0, number=1, final=True))
    assert await kept(each_hall) == [(0, 0.0, 5.0), (1, 10.0, 12.0)]


async def test_what_a_node_told_before_it_was_killed_is_written(each_hall: Hall) -> None:
    async with each_hall.node() as node:
        await node.tell(report(each_hall, 0, 2.0))
    async with each_hall.node():
        assert await kept(each_hall) == [(0, 0.0, 2.0)]


async def test_while_the_database_is_away_nothing_is_lost(hall: Hall) -> None:
    deliveries = hall.app.state.deliveries
    await deliveries.take(report(hall, 0, 2.0))
    async with hall.writing() as transaction:
        await transaction.session.execute(text("ALTER TABLE delivered RENAME TO away"))
    await deliveries.flush()
    with pytest.raises(SQLAlchemyError):
        await deliveries.take(report(hall, 10, 12.0, number=1, final=True))
    await deliveries.take(report(hall, 0, 4.0))
    async with hall.writing() as transaction:
        await transaction.session.execute(text("ALTER TABLE away RENAME TO delivered"))
    await deliveries.flush()
    assert await kept(hall) == [(0, 0.0, 4.0), (1, 10.0, 12.0)]
