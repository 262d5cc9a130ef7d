import pytest

from tests.support.app import Hall


@pytest.mark.parametrize(("caller", "status"), [("tang", 200), ("luo", 200), ("lin", 403)])
async def test_who_looks_after_schools_sees_their_day(hall: Hall, caller: str, status: int) -> None:
    answer = await (await hall.person(caller)).get("/api/overview")
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["day"] == "2026-09-07"
        assert answer.json()["lessons"]["total"] == 1
