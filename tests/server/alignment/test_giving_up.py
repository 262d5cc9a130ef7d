from sqlalchemy import select

from server.models import Lesson, State
from tests.support.alignment_rows import planned
from tests.support.app import Hall


async def dated(hall: Hall) -> dict[str, tuple[str, str]]:
    """Planned lessons by id, with their subject and day."""
    async with hall.database.reading() as transaction:
        query = select(Lesson).where(
            Lesson.state == State.PLANNED, Lesson.occurrence_key.is_not(None)
        )
        return {
            row.id: (row.subject, f"{row.starts_at:%a}")
            for row in await transaction.session.scalars(query)
        }


async def test_only_what_a_repair_changes_is_cancelled_and_made_anew(each_hall: Hall) -> None:
    client, path = await planned(each_hall)
    first = (await client.post(f"{path}/accept", json={})).json()
    before = await dated(each_hall)
    repaired = (
        await client.post(f"{path}/repairs", json={"receiving_rooms": ["village-b"]})
    ).json()
    new = f"/api/alignment/proposals/{repaired['proposal']['id']}/accept"
    kept = await client.post(new, json={})
    assert kept.json()["type"] == "/problems/nothing-to-accept"  # without being asked, nothing goes
    given = await client.post(new, json={"replace": True})
    assert (given.status_code, given.json()["lessons"]) == (201, 0)

    # Class A's lessons are the same rows as before; what class B alone attended is gone.
    assert set(await dated(each_hall)) <= set(before)
    overview = (await client.get("/api/alignment")).json()
    assert overview["accepted"] == 3
    (old,) = [each for each in overview["acceptances"] if each["id"] == first["id"]]
    assert (old["lessons"], old["undone_at"]) == (3, None)
    await client.post(f"/api/alignment/acceptances/{old['id']}/undo")
    assert await dated(each_hall) == {}


async def test_a_moved_lesson_takes_the_place_of_the_accepted_one(hall: Hall) -> None:
    client, path = await planned(hall)
    await client.post(f"{path}/accept", json={})
    weeks = {week["id"]: week for week in (await client.get(path)).json()["classes"]}
    (music,) = [each for each in weeks["class-b"]["lessons"] if each["subject"] == "音乐"]
    held = {key: music[key] for key in ("demand", "lesson", "weekday", "period")}
    found = await client.post(f"{path}/options", json={"demand": "b-music", "moved": held})
    other = next(
        each["place"]
        for each in found.json()["items"]
        if each["place"]["weekday"] != held["weekday"]
    )
    edited = (await client.post(f"{path}/edits", json={"remove": [held], "add": [other]})).json()
    before = await dated(hall)
    new = f"/api/alignment/proposals/{edited['id']}/accept"
    accepted = await client.post(new, json={"demands": ["b-music"], "replace": True})
    assert (accepted.status_code, accepted.json()["lessons"]) == (201, 1), accepted.text
    assert set(await dated(hall)) == set(before)  # class A attends both days anyway
    assert (await client.get("/api/alignment")).json()["accepted"] == 5


async def test_an_acceptance_of_which_nothing_is_left_has_ended(hall: Hall) -> None:
    client, path = await planned(hall)
    first = (await client.post(f"{path}/accept", json={})).json()
    repaired = (await client.post(f"{path}/repairs", json={"teachers": ["lin"]})).json()
    new = f"/api/alignment/proposals/{repaired['proposal']['id']}/accept"
    assert (await client.post(new, json={"replace": True})).status_code == 201
    overview = (await client.get("/api/alignment")).json()
    assert overview["accepted"] == 0
    (old,) = [each for each in overview["acceptances"] if each["id"] == first["id"]]
    assert old["undone_at"] is not None
    assert await dated(hall) == {}
