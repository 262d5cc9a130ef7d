from server.exports.guards import Exporting
from server.models import AuditEntry, State
from tests.server.exports.test_endpoints import asked
from tests.server.exports.test_service import recorded
from tests.support.app import LESSON, Hall

PATH = f"/api/recordings/{LESSON}/download.mp4"


async def test_a_file_with_children_waits_for_another_administrator(each_hall: Hall) -> None:
    await recorded(each_hall, "teacher", "students")
    wish = await asked(each_hall)
    lin, tang = await each_hall.person("lin"), await each_hall.person("tang")
    answer = await lin.get(PATH)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/export-needs-approval")
    # Without segments there is nothing to send: the door is open all the same.
    assert (await lin.get(PATH, params={"track": "t-teacher"})).status_code == 404
    await tang.post(f"/api/exports/{wish['id']}/approval")
    assert (await lin.get(PATH)).status_code == 404


async def test_a_download_that_goes_on_is_one_row(each_hall: Hall) -> None:
    await recorded(each_hall, "teacher")
    await each_hall.set_lesson(state=State.ENDED)
    lin = await each_hall.person("lin")
    for _ in range(3):
        await lin.get(PATH, headers={"Range": "bytes=0-1"})
    async with each_hall.database.reading() as transaction:
        rows = [await transaction.session.get(AuditEntry, number) for number in (1, 2, 3)]
    assert [row.action if row else None for row in rows] == ["looked", "exported", None]


def test_the_guard_says_who_may_pass() -> None:
    assert "approval" in Exporting.owner_check
