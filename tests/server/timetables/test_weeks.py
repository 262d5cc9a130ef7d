from datetime import date

import pytest

from server.timetables.weeks import monday_of
from tests.support.app import Hall
from tests.support.timetabled import plant_term

WEEK = "/api/timetables/week?school_id={}&day=2026-09-10"


def test_a_week_begins_on_monday() -> None:
    assert monday_of(date(2026, 9, 13)) == monday_of(date(2026, 9, 7)) == date(2026, 9, 7)


@pytest.mark.parametrize(
    ("who", "school", "changeable"), [("luo", "hub", True), ("tang", "village-a", True)]
)
async def test_a_school_sees_what_it_sends_and_receives(
    each_hall: Hall, who: str, school: str, changeable: bool
) -> None:
    await plant_term(each_hall)
    client = await each_hall.person(who)
    week = (await client.get(WEEK.format(school))).json()
    shown = [each for each in week["lessons"] if each["lesson"]["title"] == "英语"]
    assert week["first_day"] == "2026-09-07"
    assert [each["runs"] for each in week["days"]] == [1, 2, 3, 4, 5, 6, 7]
    assert [each["lesson"]["starts_at"][:10] for each in shown] == ["2026-09-07", "2026-09-09"]
    assert [each["changeable"] for each in shown] == [changeable] * 2


async def test_a_school_out_of_reach_is_not_found(hall: Hall) -> None:
    client = await hall.person("he")
    assert (await client.get(WEEK.format("hub"))).status_code == 404
    assert (await hall.client().get(WEEK.format("hub"))).status_code == 401


async def test_a_change_that_is_only_tried_says_what_stands_in_its_way_and_changes_nothing(
    each_hall: Hall,
) -> None:
    await plant_term(each_hall)
    luo = await each_hall.person("luo")
    before = (await luo.get(WEEK.format("hub"))).json()
    lesson = next(each["lesson"] for each in before["lessons"] if each["changeable"])
    path = f"/api/timetables/lessons/{lesson['id']}/move"
    wish = {"reason": "教研", "dry_run": True, "starts_at": "2026-09-11T02:00:00Z"}
    tried = await luo.post(path, json=wish)
    assert (tried.status_code, tried.json()["starts_at"]) == (200, "2026-09-11T02:00:00Z")
    assert (await luo.get(WEEK.format("hub"))).json() == before
    taken = wish | {"starts_at": "2026-09-09T02:05:00Z"}
    refused = await luo.post(path, json=taken)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/lesson-clashes")
