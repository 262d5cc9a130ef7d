from datetime import timedelta
from types import SimpleNamespace

from sqlalchemy import select

from server.models import KeptAnswer
from server.repeats.tasks import forget_answers
from tests.support.app import Hall


async def test_answers_are_forgotten_after_a_day(hall: Hall) -> None:
    now = hall.clock.now()
    async with hall.writing() as transaction:
        for name, hours in (("old", 25), ("new", 23)):
            at = now - timedelta(hours=hours)
            transaction.session.add(KeptAnswer(key_hash=name, request_hash="r", created_at=at))
    work = {"database": hall.database, "clock": hall.clock}
    await forget_answers.func(SimpleNamespace(additional_context=work), timestamp=0)
    async with hall.database.reading() as transaction:
        left = (await transaction.session.scalars(select(KeptAnswer.key_hash))).all()
    assert left == ["new"]
