import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from tests.server.ledger.test_service import held, over
from tests.support.app import Hall

TERM = {"first_day": "2026-09-01", "last_day": "2027-01-31"}


async def test_a_report_goes_out_in_three_forms(each_hall: Hall) -> None:
    await held(each_hall, (0, 40))
    await over(each_hall)
    tang = await each_hall.person("tang")
    found = (await tang.get("/api/ledger/reports/class", params=TERM)).json()
    assert [(row["name"], row["delivered"]) for row in found["rows"]] == [
        ("三年级1班", 2400),
        ("接收教室", 0),
    ]
    table = await tang.get("/api/ledger/reports/class", params=TERM | {"format": "csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert (
        table.content.decode("utf-8-sig").splitlines()[1].startswith("三年级1班,高村小学,1,1,100.0")
    )
    sheet = await tang.get("/api/ledger/reports/class", params=TERM | {"format": "xlsx"})
    assert load_workbook(io.BytesIO(sheet.content)).active["A2"].value == "三年级1班"


async def test_everybody_sees_their_own_schools(each_hall: Hall) -> None:
    await over(each_hall)
    for name, rows in (("tang", 2), ("luo", 2), ("far", 0)):
        client = await each_hall.person(name)
        found = (await client.get("/api/ledger/entries", params=TERM)).json()
        assert len(found["items"]) == rows, name
    for name in ("lin", "he"):
        client = await each_hall.person(name)
        assert (await client.get("/api/ledger/entries", params=TERM)).status_code == 403


async def test_rows_come_by_pages_and_prove_each_other(each_hall: Hall) -> None:
    await over(each_hall)
    tang = await each_hall.person("tang")
    page = (await tang.get("/api/ledger/entries", params=TERM | {"limit": 1})).json()
    rest = (
        await tang.get("/api/ledger/entries", params=TERM | {"cursor": page["next_cursor"]})
    ).json()
    assert [each["number"] for each in page["items"] + rest["items"]] == [1, 2]
    state = (await tang.get("/api/ledger/verification")).json()
    assert (state["intact"], state["rows"], state["head"]) == (True, 2, rest["items"][0]["hash"])
    async with each_hall.writing() as transaction:
        await transaction.session.execute(text("DELETE FROM ledger_entry WHERE number = 1"))
    assert (await tang.get("/api/ledger/verification")).json()["broken_at"] == 1


async def test_a_certificate_is_ones_own_or_of_somebody_in_ones_care(each_hall: Hall) -> None:
    await held(each_hall, (0, 40))
    await over(each_hall)
    where = "/api/ledger/certificates/lin"
    for name, status in (("lin", 200), ("tang", 200), ("luo", 200), ("he", 404), ("far", 404)):
        answer = await (await each_hall.person(name)).get(where, params=TERM)
        assert answer.status_code == status, name
    lin = await each_hall.person("lin")
    found = (await lin.get(where, params=TERM)).json()
    assert (found["teacher"], found["lessons"], found["hours"]) == ("林老师", 1, 0.67)
    anyone = each_hall.client()
    said = await anyone.post("/api/ledger/certificates/verification", json={"jws": found["jws"]})
    assert said.json() == {
        "genuine": True,
        "teacher": "林老师",
        "first_day": "2026-09-01",
        "last_day": "2027-01-31",
        "lessons": 1,
        "hours": 0.67,
    }
    forged = found["jws"][:-8] + "AAAAAAAA"
    said = await anyone.post("/api/ledger/certificates/verification", json={"jws": forged})
    assert said.json()["genuine"] is False
    sheet = await lin.get(where, params=TERM | {"format": "xlsx"})
    assert load_workbook(io.BytesIO(sheet.content))["签名"]["A1"].value.count(".") == 2


@pytest.mark.parametrize(
    "days",
    [
        {"first_day": "2026-09-02", "last_day": "2026-09-01"},
        {"first_day": "2020-01-01", "last_day": "2026-09-01"},
        {"first_day": "x", "last_day": "2026-09-01"},
        {},
    ],
)
async def test_a_span_that_is_none_is_named(hall: Hall, days: dict[str, str]) -> None:
    tang = await hall.person("tang")
    answer = await tang.get("/api/ledger/reports/month", params=days)
    assert (answer.status_code, answer.json()["errors"][0]["field"][-4:]) == (
        422,
        "_day",
    )
