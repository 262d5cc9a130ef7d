from server.auth.guards import Holding
from server.auth.policy import ADMINISTRATORS
from server.people.guards import OnPerson
from tests.support.app import Hall


async def test_a_teacher_manages_nobody_and_a_stranger_is_asked_to_sign_in(hall: Hall) -> None:
    teacher = await hall.person("lin")
    assert (await teacher.get("/api/people")).status_code == 403
    assert (await teacher.get("/api/people/he")).status_code == 403
    assert (await hall.client().get("/api/people")).status_code == 401
    assert (await (await hall.device("a")).get("/api/people")).status_code == 401


async def test_who_is_not_in_ones_care_does_not_exist(hall: Hall) -> None:
    far = await hall.person("far")
    for person in ("lin", "nobody"):
        answer = await far.get(f"/api/people/{person}")
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/no-such-person")


def test_guards_say_who_may_pass() -> None:
    assert Holding(ADMINISTRATORS, "an administrator").owner_check.startswith("an administrator")
    assert "care" in OnPerson.owner_check
