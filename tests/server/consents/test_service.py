import pytest

from server.consents import service
from server.models import ConsentTrack
from tests.support.app import Hall


async def test_a_class_outside_of_the_callers_care_does_not_exist(hall: Hall) -> None:
    far = await hall.person("far")
    for school_class in ("class-a", "no-such"):
        answer = await far.get(f"/api/classes/{school_class}/consents")
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/no-such-class")


async def test_a_withdrawal_asks_again_whose_class_it_is(hall: Hall) -> None:
    token, now = (await hall.person("far")).cookies["tongke_session"], hall.clock.now()
    caller = await hall.app.state.auth.person_behind(token, now)
    async with hall.writing() as transaction:
        with pytest.raises(service.NoSuchClass):
            await service.withdraw(transaction, "class-a", ConsentTrack.CLASS, caller, now)
