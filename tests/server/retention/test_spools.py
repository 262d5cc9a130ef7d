from server.models import Erasure
from streaming.contract import EraseRecording
from tests.support.app import LESSON, Hall
from tests.support.erasures import ARCHIVER, ASK, WHY, answered, commands, erase, keep, linked


async def begun(hall: Hall) -> str:
    """Return an erasure that has begun."""
    await keep(hall)
    one = (await (await hall.person("tang")).post(ASK, json=WHY)).json()
    hall.clock.advance(days=7)
    await erase(hall)
    return str(one["id"])


async def archivers(hall: Hall, erasure: str) -> dict[str, object] | None:
    async with hall.database.reading() as transaction:
        return (await transaction.session.get_one(Erasure, erasure)).archivers


async def test_every_archiver_is_told_until_it_answers(each_hall: Hall) -> None:
    erasure, spools = await begun(each_hall), each_hall.app.state.spools
    assert await archivers(each_hall, erasure) == {ARCHIVER: None}
    # Nobody is linked: it waits.
    await spools.tell()
    async with linked(each_hall) as first, linked(each_hall, "node-2.archiver") as other:
        for _ in range(2):
            await spools.tell()
        wanted = EraseRecording(erasure, LESSON)
        assert (commands(first), commands(other)) == ([wanted] * 2, [wanted] * 2)
        await answered(each_hall, erasure)
        await spools.tell()
        assert (len(commands(first)), len(commands(other))) == (2, 3)
        await answered(each_hall, erasure, "node-2.archiver")
        await spools.tell()
        assert len(commands(other)) == 3


async def test_the_first_answer_counts_and_strangers_change_nothing(each_hall: Hall) -> None:
    erasure = await begun(each_hall)
    await answered(each_hall, erasure)
    first = await archivers(each_hall, erasure)
    await answered(each_hall, erasure)
    await answered(each_hall, "no-such-erasure")
    assert await archivers(each_hall, erasure) == first == {ARCHIVER: {"files": 2, "size": 20}}
    await erase(each_hall)
    await answered(each_hall, erasure, "late.archiver")
    assert await archivers(each_hall, erasure) == first
