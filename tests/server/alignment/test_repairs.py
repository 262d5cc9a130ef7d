from server.alignment import runner
from server.models import BellPeriod, BellSchedule
from tests.support.alignment_rows import planned
from tests.support.app import Hall


async def test_a_lost_room_takes_its_schools_lessons_and_no_others(each_hall: Hall) -> None:
    client, path = await planned(each_hall)
    answer = await client.post(f"{path}/repairs", json={"receiving_rooms": ["village-b"]})
    assert answer.status_code == 201, answer.text
    found = answer.json()
    assert (found["lost"], found["fewest_lost"], found["gained"]) == (2, 2, 0)
    assert found["lessons_missing"] == 2
    assert {each["class_name"] for each in found["differences"]} == {"云里小学 三年级2班"}
    assert all(each["in_first"] for each in found["differences"])

    made = found["proposal"]
    assert (made["parent_id"], made["lessons"]) == (path.rpartition("/")[2], 3)
    assert made["value"] <= made["bound"]
    run = (await client.get(f"/api/alignment/runs/{made['run_id']}")).json()
    assert (run["stage"], run["state"], len(run["proposals"])) == ("repair", "done", 1)
    result = (await client.get(f"/api/alignment/proposals/{made['id']}")).json()
    assert {week["id"]: len(week["lessons"]) for week in result["classes"]} == {
        "class-a": 3,
        "class-b": 0,
    }


async def test_without_its_only_teacher_a_city_has_no_lessons(hall: Hall) -> None:
    client, path = await planned(hall)
    teachers = (await client.get(path)).json()["teachers"]
    assert [each["id"] for each in teachers] == ["lin"]
    found = (await client.post(f"{path}/repairs", json={"teachers": ["lin"]})).json()
    assert (found["lost"], found["fewest_lost"], found["proposal"]["lessons"]) == (5, 5, 0)


async def test_who_offers_nothing_cannot_fall_sick(hall: Hall) -> None:
    client, path = await planned(hall)
    refused = await client.post(f"{path}/repairs", json={"teachers": ["nobody"]})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/change-breaks-rules")
    assert refused.json()["errors"][0]["field"] == "teachers"
    assert len((await client.get("/api/alignment")).json()["runs"]) == 1


async def test_accepted_lessons_may_give_way_in_a_repair(hall: Hall) -> None:
    client, path = await planned(hall)
    assert (await client.post(f"{path}/accept", json={})).status_code == 201
    run = (await client.post("/api/alignment/runs", json={"seconds": 5, "workers": 1})).json()
    await runner.work_on_queue(hall.database, hall.clock)
    (locked,) = (await client.get(f"/api/alignment/runs/{run['id']}")).json()["proposals"]
    path = f"/api/alignment/proposals/{locked['id']}"
    answer = await client.post(f"{path}/repairs", json={"receiving_rooms": ["village-b"]})
    assert (answer.status_code, answer.json()["lost"]) == (201, 2)


async def test_summer_time_of_one_school_takes_its_lessons_alone_and_is_named(hall: Hall) -> None:
    """Village B's bells ring half an hour later from 1 May on: nothing at 10:00 fits its periods any more."""
    client, path = await planned(hall)
    refused = await client.post(f"{path}/repairs", json={"bells_from": "2027-05-01"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (409, "bells_from")
    assert refused.json()["errors"][0]["came"] == "2027-05-01"
    assert refused.json()["detail"].startswith("从 2027-05-01 起没有学校换作息。")
    async with hall.writing() as transaction:
        periods = [
            BellPeriod(number=n + 1, start_minute=535 + 50 * n, end_minute=575 + 50 * n)
            for n in range(4)
        ]
        schedule = BellSchedule(
            id="summer", school_id="village-b", name="夏季作息", from_month=5, from_day=1
        )
        schedule.periods = periods
        transaction.session.add(schedule)
    early = await client.post(f"{path}/repairs", json={"bells_from": "2027-04-30"})
    assert early.status_code == 409
    answer = await client.post(f"{path}/repairs", json={"bells_from": "2027-05-01"})
    assert answer.status_code == 201, answer.text
    found = answer.json()
    assert (found["lost"], found["fewest_lost"], found["lessons_missing"]) == (2, 2, 2)
    assert {each["class_name"] for each in found["differences"]} == {"云里小学 三年级2班"}
    assert found["proposal"]["value"] <= found["proposal"]["bound"]
