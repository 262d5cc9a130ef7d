import pytest

from server.models import Errand, Person, RoleGrant
from server.people import service
from server.people.schemas import Standing
from tests.support.app import Hall


@pytest.mark.parametrize(
    ("columns", "standing"),
    [
        ({"password_hash": "x"}, Standing.ACTIVE),
        ({"password_hash": ""}, Standing.INVITED),
    ],
)
def test_who_has_no_password_yet_is_invited(columns: dict[str, str], standing: Standing) -> None:
    assert service.standing(Person(disabled_at=None, **columns)) is standing


async def test_only_the_newest_code_of_a_person_is_good(each_hall: Hall) -> None:
    auth, now = each_hall.app.state.auth, each_hall.clock.now()
    async with each_hall.writing() as transaction:
        lin = await transaction.session.get_one(Person, "lin")
        first = await service.issue_code(transaction, auth, lin, "tang", now)
        second = await service.issue_code(transaction, auth, lin, "tang", now)
    assert first.errand is Errand.RESET
    async with each_hall.database.reading() as transaction:
        assert first.code is not None
        assert second.code is not None
        with pytest.raises(service.NoSuchCode):
            await service.owner_of(transaction, auth, first.code, now)
        found = await service.owner_of(transaction, auth, second.code, now)
        assert found.person_id == "lin"


async def test_the_database_holds_no_code(sqlite_hall: Hall) -> None:
    auth, now = sqlite_hall.app.state.auth, sqlite_hall.clock.now()
    async with sqlite_hall.writing() as transaction:
        lin = await transaction.session.get_one(Person, "lin")
        issued = await service.issue_code(transaction, auth, lin, "tang", now)
    raw = (sqlite_hall.data_dir / "tongke.sqlite3").read_bytes()
    wal = sqlite_hall.data_dir / "tongke.sqlite3-wal"
    raw += wal.read_bytes() if wal.exists() else b""
    assert issued.code is not None
    for form in (issued.code, service.normal(issued.code)):
        assert form.encode() not in raw


async def test_the_administrator_of_a_school_cannot_touch_a_wider_one(each_hall: Hall) -> None:
    async with each_hall.writing() as transaction:
        grant = await transaction.session.get_one(RoleGrant, "grant-tang")
        transaction.session.add(
            RoleGrant(id="small", person_id="luo", role="administrator", school_id="hub")
        )
        assert grant.city_id == "mianyang"
    small = await each_hall.person("luo")
    # Tang works at the same school, but administers the city.
    assert (await small.get("/api/people/tang")).status_code == 404
    assert (await small.post("/api/people/tang/codes", json={})).status_code == 404
    assert (await small.get("/api/people/lin")).status_code == 200
    shown = (await small.get("/api/people")).json()["items"]
    assert {each["username"]: each["manageable"] for each in shown} == {
        "lin": True,
        "luo": False,
        "tang": False,
    }
