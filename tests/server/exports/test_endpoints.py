from typing import Any

from server.exports.endpoints import Deciding
from server.models import RoleGrant, State
from tests.support.app import LESSON, Hall

WISH = {"reason": "区里公开课评比用"}
ASK = f"/api/recordings/{LESSON}/exports"


async def asked(hall: Hall, username: str = "lin") -> dict[str, Any]:
    await hall.set_lesson(state=State.ENDED)
    answer = await (await hall.person(username)).post(ASK, json=WISH)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_another_administrator_agrees(each_hall: Hall) -> None:
    wish = await asked(each_hall)
    assert (wish["state"], wish["decidable"], wish["good_until"]) == ("asked", False, None)
    tang, lin = await each_hall.person("tang"), await each_hall.person("lin")
    (shown,) = (await tang.get("/api/exports")).json()["items"]
    assert (shown["reason"], shown["decidable"]) == (WISH["reason"], True)
    decided = (await tang.post(f"/api/exports/{wish['id']}/approval")).json()
    assert (decided["state"], decided["decided_by"]["name"]) == ("approved", "唐老师")
    assert decided["good_until"] == "2026-09-14T01:00:00Z"
    again = await tang.post(f"/api/exports/{wish['id']}/refusal")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/export-decided")
    assert [each["state"] for each in (await lin.get("/api/exports")).json()["items"]] == [
        "approved"
    ]
    log = (await tang.get("/api/audit")).json()["items"]
    assert [each["action"] for each in log] == ["export_approved", "export_asked"]


async def test_nobody_agrees_with_oneself(each_hall: Hall) -> None:
    wish = await asked(each_hall, "tang")
    tang = await each_hall.person("tang")
    for answer in ("approval", "refusal"):
        refused = await tang.post(f"/api/exports/{wish['id']}/{answer}")
        assert (refused.status_code, refused.json()["type"]) == (404, "/problems/no-such-export")
    async with each_hall.writing() as transaction:
        transaction.session.add(
            RoleGrant(id="second", person_id="luo", role="administrator", school_id="hub")
        )
    luo = await each_hall.person("luo")
    assert (await luo.post(f"/api/exports/{wish['id']}/refusal")).json()["state"] == "refused"


async def test_only_those_of_the_hub_ask_and_decide(hall: Hall) -> None:
    wish = await asked(hall)
    for name, status in (("he", 403), ("wang", 403), ("far", 403), ("luo", 201)):
        assert (await (await hall.person(name)).post(ASK, json=WISH)).status_code == status, name
    for name in ("he", "luo", "lin", "far"):
        client = await hall.person(name)
        answer = await client.post(f"/api/exports/{wish['id']}/approval")
        assert answer.status_code == 404, name
    assert (await (await hall.person("he")).get("/api/exports")).json()["items"] == []
    assert (await hall.client().get("/api/exports")).status_code == 401


def test_the_guard_says_who_may_pass() -> None:
    assert "did not ask" in Deciding.owner_check
