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


async def test_a_machine_that_is_gone_for_good_is_waited_for_no_longer(each_hall: Hall) -> None:
    erasure = await begun(each_hall)
    tang, path = await each_hall.person("tang"), f"/api/erasures/{erasure}/machine-gone"
    gone = {"archiver": ARCHIVER, "reason": "主机烧毁，硬盘已销毁"}
    wrong = await tang.post(path, json=gone | {"archiver": "node-9.archiver"})
    assert (wrong.status_code, wrong.json()["type"]) == (404, "/problems/no-such-machine")
    assert (await tang.post(path, json=gone | {"reason": ""})).status_code == 422
    async with linked(each_hall):
        there = await tang.post(path, json=gone)
        assert (there.status_code, there.json()["type"]) == (409, "/problems/machine-there")
    told = (await tang.post(path, json=gone)).json()
    assert (told["state"], told["waits_for"]) == ("erasing", [])
    await erase(each_hall)
    certificate = (await tang.get(f"/api/erasures/{erasure}/certificate")).json()
    at = each_hall.clock.now().isoformat()
    assert certificate["disks"] == {ARCHIVER: {"gone": gone["reason"], "at": at}}
    (entry,) = (await tang.get("/api/audit", params={"action": "machine_gone"})).json()["items"]
    assert (entry["actor_name"], entry["subject"]) == ("唐老师", f"lesson:{LESSON}")
    assert gone["reason"] in entry["note"]
    again = await tang.post(path, json=gone)
    assert again.json()["type"] == "/problems/no-such-machine"


async def test_a_machine_that_comes_back_all_the_same_empties_its_disks(hall: Hall) -> None:
    erasure, spools = await begun(hall), hall.app.state.spools
    tang = await hall.person("tang")
    gone = {"archiver": ARCHIVER, "reason": "主机送修，回不来了"}
    await tang.post(f"/api/erasures/{erasure}/machine-gone", json=gone)
    async with linked(hall) as back:
        await spools.tell()
        assert commands(back) == [EraseRecording(erasure, LESSON)]
        await answered(hall, erasure)
        assert await archivers(hall, erasure) == {ARCHIVER: {"files": 2, "size": 20}}
        await spools.tell()
        assert len(commands(back)) == 1
