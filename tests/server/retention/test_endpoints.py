from typing import Any

import httpx
from sqlalchemy import update

from server.models import Recording, RoleGrant
from tests.support.app import LESSON, Hall
from tests.support.erasures import ASK, WHY, erase, keep

HOLD = f"/api/recordings/{LESSON}/hold"


async def second(hall: Hall) -> httpx.AsyncClient:
    """Return another administrator of the hub."""
    async with hall.writing() as transaction:
        transaction.session.add(
            RoleGrant(id="second", person_id="luo", role="administrator", school_id="hub")
        )
    return await hall.person("luo")


async def listed(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get("/api/erasures")).json()["items"]
    return found


async def test_children_are_erased_by_the_agreement_of_two(each_hall: Hall) -> None:
    await keep(each_hall, ("teacher", "students"))
    tang, luo = await each_hall.person("tang"), await second(each_hall)
    one = (await tang.post(ASK, json=WHY)).json()
    assert (one["state"], one["due_at"], one["decidable"]) == ("asked", None, False)
    assert (await tang.post(f"/api/erasures/{one['id']}/approval")).status_code == 404
    each_hall.clock.advance(days=30)
    await erase(each_hall)
    luo = await each_hall.person("luo")
    (shown,) = await listed(luo)
    assert (shown["state"], shown["decidable"]) == ("asked", True)
    agreed = (await luo.post(f"/api/erasures/{one['id']}/approval")).json()
    assert (agreed["state"], agreed["due_at"]) == ("waiting", "2026-10-14T01:00:00Z")
    assert agreed["decided_by"]["name"] == "罗老师"
    late = await luo.post(f"/api/erasures/{one['id']}/refusal")
    assert (late.status_code, late.json()["type"]) == (409, "/problems/erasure-too-late")


async def test_a_second_administrator_may_refuse(hall: Hall) -> None:
    await keep(hall, ("students",))
    tang, luo = await hall.person("tang"), await second(hall)
    one = (await tang.post(ASK, json=WHY)).json()
    refused = (await luo.post(f"/api/erasures/{one['id']}/refusal")).json()
    assert (refused["state"], refused["due_at"]) == ("refused", None)
    assert (await tang.post(ASK, json=WHY)).status_code == 201


async def test_rot_and_periods_are_shown_to_whom_they_concern(hall: Hall) -> None:
    await keep(hall)
    async with hall.writing() as transaction:
        found = {"rotten": ["a", "b"], "scrubbed_at": hall.clock.now()}
        await transaction.session.execute(update(Recording).values(**found))
    tang, far = await hall.person("tang"), await hall.person("far")
    shown = (await tang.get("/api/retention")).json()
    assert shown["grace_days"] == 7
    assert {each["kind"]: each["days"] for each in shown["periods"]}["dedicated"] == 730
    (damaged,) = shown["damaged"]
    assert (damaged["objects"], damaged["lesson"]["id"]) == (2, LESSON)
    assert (await far.get("/api/retention")).json()["damaged"] == []


async def test_only_administrators_over_the_hub_erase_and_hold(hall: Hall) -> None:
    await keep(hall)
    one = (await (await hall.person("tang")).post(ASK, json=WHY)).json()
    for name in ("lin", "he", "luo", "far"):
        client = await hall.person(name)
        assert (await client.post(ASK, json=WHY)).status_code == 403, name
        assert (await client.post(HOLD, json=WHY)).status_code == 403, name
    far = await hall.person("far")
    assert await listed(far) == []
    for step in ("approval", "refusal"):
        assert (await far.post(f"/api/erasures/{one['id']}/{step}")).status_code == 404
    assert (await (await hall.person("lin")).get("/api/erasures")).status_code == 403
