from server.models import AuditAction
from tests.server.audit.test_service import noted
from tests.support.app import Hall


async def test_an_administrator_reads_what_was_done_about_their_schools(each_hall: Hall) -> None:
    await noted(each_hall, 3)
    await noted(each_hall, 2, school="far-school")
    tang, far = await each_hall.person("tang"), await each_hall.person("far")
    page = (await tang.get("/api/audit", params={"limit": 2})).json()
    assert [each["number"] for each in page["items"]] == [3, 2]
    assert page["items"][0]["note"] == "看"
    rest = (await tang.get("/api/audit", params={"cursor": page["next_cursor"]})).json()
    assert [each["number"] for each in rest["items"]] == [1]
    assert rest["next_cursor"] is None
    assert len((await far.get("/api/audit")).json()["items"]) == 2
    assert (await tang.get("/api/audit", params={"action": "held"})).json()["items"] == []
    verified = (await tang.get("/api/audit/verification")).json()
    assert (verified["rows"], verified["intact"]) == (5, True)


async def test_nobody_else_reads_it(hall: Hall) -> None:
    for client, status in (
        (hall.client(), 401),
        (await hall.person("luo"), 403),
        (await hall.person("lin"), 403),
        (await hall.device("a"), 401),
    ):
        assert (await client.get("/api/audit")).status_code == status
        assert (await client.get("/api/audit/verification")).status_code == status


async def test_changes_of_rights_are_in_the_log(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    roles = {"roles": [{"role": "coordinator", "district": "pingwu"}]}
    await tang.put("/api/people/lin/roles", json=roles)
    await tang.post("/api/people/lin/codes", json={})
    await tang.post("/api/people/lin/deactivate")
    await tang.post("/api/people/lin/activate")
    await tang.post("/api/devices/device-a/revoke")
    found = (await tang.get("/api/audit")).json()["items"]
    assert [each["action"] for each in found] == [
        AuditAction.DEVICE_REVOKED,
        AuditAction.ACTIVATED,
        AuditAction.DEACTIVATED,
        AuditAction.CODE_ISSUED,
        AuditAction.ROLES_CHANGED,
    ]
    assert found[-1]["note"] == "coordinator@pingwu"
    assert {each["actor"] for each in found} == {"person:tang"}
