from server.consents.guards import OnClass
from tests.support.app import Hall


async def test_a_class_is_hidden_from_whoever_does_not_look_after_it(hall: Hall) -> None:
    for name, status in (("luo", 404), ("far", 404), ("he", 403), ("tang", 200)):
        client = await hall.person(name)
        answer = await client.get("/api/classes/class-a/consents")
        assert answer.status_code == status, name


def test_the_guard_says_who_may_pass() -> None:
    assert "school of the class" in OnClass.owner_check
