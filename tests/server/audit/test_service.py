import asyncio

from sqlalchemy import text

from server.audit import service
from server.models import AuditAction
from tests.support.app import Hall


async def noted(hall: Hall, count: int, school: str = "hub") -> None:
    for number in range(count):
        async with hall.writing() as transaction:
            await service.note(
                transaction,
                hall.clock.now(),
                "person:lin",
                AuditAction.LOOKED,
                f"lesson:{number}",
                school=school,
                text="看",
            )


async def state(hall: Hall) -> service.ChainState:
    async with hall.database.reading() as transaction:
        return await service.inspect(transaction)


async def test_rows_hold_each_other_and_a_changed_one_is_found(each_hall: Hall) -> None:
    await noted(each_hall, 5)
    before = await state(each_hall)
    assert (before.rows, before.intact, before.broken_at) == (5, True, None)
    async with each_hall.writing() as transaction:
        await transaction.session.execute(
            text("UPDATE audit_entry SET actor = 'person:he' WHERE number = 3")
        )
    after = await state(each_hall)
    assert (after.intact, after.broken_at, after.head) == (False, 3, before.head)


async def test_a_removed_row_is_found(each_hall: Hall) -> None:
    await noted(each_hall, 3)
    async with each_hall.writing() as transaction:
        await transaction.session.execute(text("DELETE FROM audit_entry WHERE number = 2"))
    assert (await state(each_hall)).broken_at == 2


async def test_many_writers_at_once_make_one_chain(each_hall: Hall) -> None:
    await asyncio.gather(*(noted(each_hall, 4) for _ in range(5)))
    found = await state(each_hall)
    assert (found.rows, found.intact) == (20, True)


async def test_two_rows_of_one_transaction_follow_each_other(each_hall: Hall) -> None:
    async with each_hall.writing() as transaction:
        for number in range(2):
            await service.note(
                transaction,
                each_hall.clock.now(),
                "command",
                AuditAction.INVITED,
                f"person:{number}",
                school=None,
            )
    assert (await state(each_hall)).intact
