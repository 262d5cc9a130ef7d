from typing import Any

import httpx
import pytest
from sqlalchemy import select

from server.alignment import runner
from server.models import BellPeriod, Course, Lesson, RunState, SchoolClass, State
from tests.support.alignment_rows import demand, plant_alignment
from tests.support.app import Hall


@pytest.fixture
async def planted(each_hall: Hall) -> Hall:
    """A server whose city has something to align."""
    await plant_alignment(each_hall.database)
    return each_hall


async def solved(hall: Hall, client: httpx.AsyncClient, **asked: Any) -> dict[str, Any]:
    """Start a run, work on it as a worker does, and return its state."""
    answer = await client.post("/api/alignment/runs", json={"seconds": 5, "workers": 1, **asked})
    assert answer.status_code == 202, answer.text
    assert await runner.work_on_queue(hall.database, hall.clock) == 1
    found: dict[str, Any] = (await client.get(f"/api/alignment/runs/{answer.json()['id']}")).json()
    return found


async def dated(hall: Hall) -> list[Lesson]:
    async with hall.database.reading() as transaction:
        query = select(Lesson).where(
            Lesson.occurrence_key.is_not(None), Lesson.state == State.PLANNED
        )
        return list(await transaction.session.scalars(query.order_by(Lesson.starts_at)))


async def test_from_one_click_to_dated_lessons_and_back(planted: Hall) -> None:
    client = await planted.person("tang")
    found = (await client.get("/api/alignment")).json()
    assert (found["demands"], found["offers"], found["demanded"]) == (5, 2, 6)
    assert (await client.get("/api/alignment/problems")).json() == {"items": [], "count": 0}

    run = await solved(planted, client)
    assert (run["state"], run["failure"]) == (RunState.DONE, "")
    (proposal,) = run["proposals"]
    assert (proposal["lessons"], proposal["demanded"]) == (5, 6)
    assert proposal["gap_percent"] == 0.0

    result = (await client.get(f"/api/alignment/proposals/{proposal['id']}")).json()
    weeks = {week["id"]: week for week in result["classes"]}
    times = [
        (each["subject"], each["weekday"], each["start_minute"], each["end_minute"])
        for each in weeks["class-a"]["lessons"]
    ]
    assert times == [("音乐", 1, 600, 640), ("美术", 2, 600, 640), ("音乐", 3, 600, 640)]
    assert [each["demand"] for each in weeks["class-a"]["unmet"]] == ["a-science"]
    (hub,) = result["hubs"]
    assert hub["lessons"][1]["receivers"] == ["云里小学 三年级2班", "高村小学 三年级1班"]

    accepted = await client.post(f"/api/alignment/proposals/{proposal['id']}/accept", json={})
    assert (accepted.status_code, accepted.json()["lessons"]) == (201, 5)
    lessons = await dated(planted)
    assert {lesson.subject for lesson in lessons} == {"音乐", "美术"}
    assert {(lesson.starts_at.hour, lesson.starts_at.minute) for lesson in lessons} == {(2, 0)}
    assert (await client.get("/api/alignment")).json()["accepted"] == 5

    undone = await client.post(f"/api/alignment/acceptances/{accepted.json()['id']}/undo")
    assert undone.json()["undone_at"] is not None
    assert await dated(planted) == []
    again = await client.post(f"/api/alignment/acceptances/{accepted.json()['id']}/undo")
    assert again.status_code == 409


async def test_a_part_is_accepted_and_a_later_run_keeps_it(hall: Hall) -> None:
    await plant_alignment(hall.database)
    client = await hall.person("tang")
    (proposal,) = (await solved(hall, client))["proposals"]
    part = await client.post(
        f"/api/alignment/proposals/{proposal['id']}/accept", json={"demands": ["b-music"]}
    )
    assert part.json()["lessons"] == 1
    (second,) = (await solved(hall, client, seed=1))["proposals"]
    assert second["lessons"] == 5
    result = (await client.get(f"/api/alignment/proposals/{second['id']}")).json()
    kept = [
        each["demand"] for week in result["classes"] for each in week["lessons"] if each["accepted"]
    ]
    assert kept == ["b-music"]
    rest = await client.post(f"/api/alignment/proposals/{second['id']}/accept", json={})
    assert rest.json()["lessons"] == 4
    none = await client.post(f"/api/alignment/proposals/{second['id']}/accept", json={})
    assert (none.status_code, none.json()["type"]) == (409, "/problems/nothing-to-accept")


async def test_why_a_demand_is_not_met_is_told_in_words(hall: Hall) -> None:
    await plant_alignment(hall.database)
    client = await hall.person("tang")
    (proposal,) = (await solved(hall, client))["proposals"]
    path = f"/api/alignment/proposals/{proposal['id']}/explanations"
    science = (await client.get(f"{path}/a-science")).json()
    assert "没有主播学校开这门课" in science["words"]
    assert science["relaxation"] == ""
    assert (await client.get(f"{path}/nobody")).status_code == 404
    english = await client.get(f"{path}/a-science", headers={"Accept-Language": "en"})
    assert "No hub offers" in english.json()["words"]


async def test_a_person_moves_a_lesson_or_is_told_why_not(hall: Hall) -> None:
    await plant_alignment(hall.database)
    client = await hall.person("tang")
    (proposal,) = (await solved(hall, client))["proposals"]
    base = f"/api/alignment/proposals/{proposal['id']}"
    result = (await client.get(base)).json()
    weeks = {week["id"]: week for week in result["classes"]}
    (music,) = [each for each in weeks["class-b"]["lessons"] if each["subject"] == "音乐"]
    held = {key: music[key] for key in ("demand", "lesson", "weekday", "period")}
    found = (
        await client.post(f"{base}/options", json={"demand": "b-music", "moved": held})
    ).json()["items"]
    other = next(each for each in found if each["place"]["weekday"] != held["weekday"])
    assert other["reasons"] == []
    edited = await client.post(f"{base}/edits", json={"remove": [held], "add": [other["place"]]})
    assert edited.status_code == 201, edited.text
    assert edited.json()["parent_id"] == proposal["id"]
    against = (await client.get(f"{base}/against/{edited.json()['id']}")).json()
    assert [(each["subject"], each["in_first"]) for each in against["differences"]] in (
        [("音乐", True), ("音乐", False)],
        [("音乐", False), ("音乐", True)],
    )
    refused = await client.post(f"{base}/edits", json={"add": [other["place"]]})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/change-breaks-rules")
    assert refused.json()["errors"]


async def test_two_classes_of_one_room_swap_their_lessons(hall: Hall) -> None:
    """Classes B and C share a room: each has one of the two music lessons, and they change places."""
    await plant_alignment(hall.database)
    async with hall.writing() as transaction:
        row = SchoolClass(id="class-c", school_id="village-b", name="三年级3班", grade=3)
        transaction.session.add(row)
        await transaction.session.flush()
        transaction.session.add(demand("c-music", "class-c", "音乐"))
    client = await hall.person("tang")
    (proposal,) = (await solved(hall, client))["proposals"]
    base = f"/api/alignment/proposals/{proposal['id']}"
    held = await placed(client, base, "b-music")
    asked = {"demand": "b-music", "moved": held}
    (choice,) = (await client.post(f"{base}/options", json=asked)).json()["items"][1:]
    swap = choice["swap"]
    assert choice["reasons"]
    assert (swap["class_name"], swap["subject"]) == ("云里小学 三年级3班", "音乐")
    assert swap["comes"] == {**held, "demand": "c-music"}
    change = {"remove": [held, swap["leaves"]], "add": [choice["place"], swap["comes"]]}
    edited = await client.post(f"{base}/edits", json=change)
    assert edited.status_code == 201, edited.text
    after = f"/api/alignment/proposals/{edited.json()['id']}"
    assert await placed(client, after, "b-music") == choice["place"]
    assert await placed(client, after, "c-music") == swap["comes"]


async def placed(client: httpx.AsyncClient, path: str, demand_id: str) -> dict[str, Any]:
    """Return where a proposal has the one lesson of a demand."""
    weeks = (await client.get(path)).json()["classes"]
    (found,) = [each for week in weeks for each in week["lessons"] if each["demand"] == demand_id]
    return {key: found[key] for key in ("demand", "lesson", "weekday", "period")}


async def test_rows_that_contradict_each_other_are_named_and_no_run_begins(hall: Hall) -> None:
    await plant_alignment(hall.database)
    async with hall.writing() as transaction:
        transaction.session.add(demand("wrong", "class-a", "书法", grade=5))
    client = await hall.person("tang")
    answer = await client.post("/api/alignment/runs", json={})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == "高村小学 三年级1班 书法：年级"
    assert error["came"] == "5"


async def test_only_who_keeps_the_whole_citys_times_may_align(hall: Hall) -> None:
    await plant_alignment(hall.database)
    for username, status in (("tang", 200), ("luo", 403), ("lin", 403), ("he", 403)):
        client = await hall.person(username)
        assert (await client.get("/api/alignment")).status_code == status, username
    tang, far = await hall.person("tang"), await hall.person("far")
    run = await solved(hall, tang)
    assert (await far.get("/api/alignment")).json()["demands"] == 0
    assert (await far.get(f"/api/alignment/runs/{run['id']}")).status_code == 404
    proposal = run["proposals"][0]["id"]
    assert (await far.get(f"/api/alignment/proposals/{proposal}")).status_code == 404
    assert (
        await far.post(f"/api/alignment/proposals/{proposal}/accept", json={})
    ).status_code == 404


async def test_nothing_to_align_and_no_term_are_said(hall: Hall) -> None:
    client = await hall.person("tang")
    assert (await client.post("/api/alignment/runs", json={})).json()["type"] == "/problems/no-term"
    found = (await client.get("/api/alignment")).json()
    assert (found["term"], found["demands"]) == (None, 0)
    assert (await client.get("/api/alignment/problems")).json()["count"] == 0
    assert found["weights"][0]["points"] > 0


async def test_a_queued_run_is_stopped_and_an_old_one_cannot_be(hall: Hall) -> None:
    await plant_alignment(hall.database)
    client = await hall.person("tang")
    run = (await client.post("/api/alignment/runs", json={})).json()
    path = f"/api/alignment/runs/{run['id']}/stop"
    assert (await client.post(path)).json()["state"] == RunState.DONE
    assert (await client.post(path)).status_code == 409
    assert await runner.work_on_queue(hall.database, hall.clock) == 0


async def test_a_plan_that_no_longer_fits_the_tables_is_not_accepted(hall: Hall) -> None:
    await plant_alignment(hall.database)
    client = await hall.person("tang")
    (proposal,) = (await solved(hall, client))["proposals"]
    async with hall.writing() as transaction:
        found = await transaction.session.get(BellPeriod, ("bells-village-a", 3))
        assert found is not None
        found.start_minute, found.end_minute = 620, 640
    answer = await client.post(f"/api/alignment/proposals/{proposal['id']}/accept", json={})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/outdated")
    async with hall.database.reading() as transaction:
        assert (await transaction.session.scalars(select(Course))).all() == []
