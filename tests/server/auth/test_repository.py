from server.auth import repository
from tests.support.app import Hall


async def test_a_person_comes_with_school_and_grants(each_hall: Hall) -> None:
    async with each_hall.database.reading() as transaction:
        person = await repository.person_by_username(transaction.session, "tang")
    assert person is not None
    assert person.school.district.city_id == "mianyang"
    assert [grant.city_id for grant in person.grants] == ["mianyang"]


async def test_an_unknown_name_is_nobody(each_hall: Hall) -> None:
    async with each_hall.database.reading() as transaction:
        assert await repository.person_by_username(transaction.session, "nobody") is None
