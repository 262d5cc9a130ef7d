from datetime import timedelta

from server.live import repository
from server.models import MediaToken
from streaming.contract import Direction
from tests.support.app import LESSON, Hall


async def test_a_token_is_spent_once_within_its_time(each_hall: Hall) -> None:
    now = each_hall.clock.now()
    async with each_hall.writing() as transaction:
        transaction.session.add(
            MediaToken(
                token_hash="h",
                lesson_id=LESSON,
                direction=Direction.PUBLISH,
                identity="person:lin",
                expires_at=now + timedelta(seconds=60),
            )
        )
    for moment, found in (
        (now + timedelta(seconds=60), False),
        (now, True),
        (now, False),
    ):
        async with each_hall.writing() as transaction:
            spent = await repository.spend_token(transaction.session, "h", moment)
            assert (spent is not None) is found


async def test_expired_tokens_are_tidied_away(each_hall: Hall) -> None:
    now = each_hall.clock.now()
    async with each_hall.writing() as transaction:
        session = transaction.session
        for name, seconds in (("old", -1), ("new", 1)):
            session.add(
                MediaToken(
                    token_hash=name,
                    lesson_id=LESSON,
                    direction=Direction.PUBLISH,
                    identity="person:lin",
                    expires_at=now + timedelta(seconds=seconds),
                )
            )
        await session.flush()
        await repository.remove_tokens(session, now)
        session.expire_all()
        assert await session.get(MediaToken, "old") is None
        assert await session.get(MediaToken, "new") is not None
