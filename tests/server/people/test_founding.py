import pytest

from server.errors import StartError
from server.models import Person
from server.people import founding
from tests.support.app import Hall


async def test_a_city_of_that_name_is_administered_by_the_new_person(each_hall: Hall) -> None:
    now = each_hall.clock.now()
    async with each_hall.writing() as transaction:
        made = await founding.make_administrator(transaction, " Chen ", "陈老师", "绵阳", now)
        auth = each_hall.app.state.auth
        code = await founding.invite_administrator(transaction, auth, made, now)
    client = each_hall.client()
    given = {"code": code.code, "password": "a long new password"}
    me = (await client.post("/api/access-codes/redeem", json=given)).json()
    assert (me["username"], me["school"]["name"], me["roles"]) == (
        "chen",
        "绵阳教育局",
        ["administrator"],
    )
    found = (await client.get("/api/people", params={"limit": 200})).json()["items"]
    assert {"lin", "he", "luo", "tang", "wang", "chen"} == {each["username"] for each in found}


async def test_a_second_administrator_joins_the_same_bureau(hall: Hall) -> None:
    now = hall.clock.now()
    async with hall.writing() as transaction:
        first = await founding.make_administrator(transaction, "one", "一", "新城", now)
        second = await founding.make_administrator(transaction, "two", "二", "新城", now)
    assert first.school_id == second.school_id


@pytest.mark.parametrize(
    ("username", "name", "city", "said"),
    [
        ("lin", "林", "绵阳", "lin"),
        ("with space", "林", "绵阳", "用户名"),
        ("chen", " ", "绵阳", "姓名"),
        ("chen", "陈", "", "绵阳、远方"),
    ],
)
async def test_what_does_not_fit_is_said(
    hall: Hall, username: str, name: str, city: str, said: str
) -> None:
    with pytest.raises(StartError, match=said):
        async with hall.writing() as transaction:
            await founding.make_administrator(transaction, username, name, city, hall.clock.now())
    async with hall.database.reading() as transaction:
        assert await founding.has_administrator(transaction)
        assert await transaction.session.get(Person, "chen") is None


async def test_a_password_can_be_given_at_once(hall: Hall) -> None:
    auth, now = hall.app.state.auth, hall.clock.now()
    hashed = await auth.hash_of_new("a long new password", "chen")
    async with hall.writing() as transaction:
        made = await founding.make_administrator(transaction, "chen", "陈", "绵阳", now)
        await founding.set_password(transaction, auth, made, hashed, now)
    given = {"username": "chen", "password": "a long new password"}
    assert (await hall.client().post("/api/session", json=given)).status_code == 200
