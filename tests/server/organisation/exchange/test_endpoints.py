import pytest

from server.error_handlers import LARGE_BODIES
from tests.support.app import Hall
from tests.support.tables import CITY, opened, send, workbook


async def test_templates_come_as_workbook_and_as_csv(hall: Hall) -> None:
    he = await hall.person("he")
    answer = await he.get("/api/organisation/template")
    assert "填写说明" in opened(answer.content)
    assert answer.headers["content-disposition"] == 'attachment; filename="tongke-template.xlsx"'
    text = await he.get("/api/organisation/template?sheet=classes")
    assert text.content.decode("utf-8-sig") == "学校*,班级*,年级*,人数,代码\r\n"
    assert (await he.get("/api/organisation/template?sheet=passwords")).status_code == 422


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
async def test_one_sheet_goes_in_as_csv_and_comes_out(hall: Hall, encoding: str) -> None:
    tang = await hall.person("tang")
    content = "学校,班级,年级\r\n临江小学,=三2班,三年级\r\n".encode(encoding)
    report = (await send(tang, content, "班级.csv")).json()
    assert report["sheets"][0]["created"] == 1
    query = f"/api/organisation/export?city_id={CITY}&sheet=classes"
    answer = await tang.get(query)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "临江小学,'=三2班,三年级,0," in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "x.csv", "是空的"),
        (b"\xff\xff\xff", "x.csv", "第 1 行"),
        (b"PK\x03\x04", "x.xlsx", "不是完好的"),
        (b"anything", "x.xlsx", "不是完好的"),
        (b"\xd0\xcf\x11\xe0", "x.xls", ".xls"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_in_words(
    hall: Hall, content: bytes, name: str, said: str
) -> None:
    answer = await send(await hall.person("tang"), content, name)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/unreadable-file"
    assert said in answer.json()["detail"]


async def test_files_may_be_larger_than_other_bodies_and_not_without_bound(hall: Hall) -> None:
    tang = await hall.person("tang")
    limit = LARGE_BODIES["/api/organisation/imports"]
    assert (await send(tang, b"a\n" * 1_000_000, "x.csv")).status_code == 422
    refused = await send(tang, b"a" * (limit + 1), "x.csv")
    assert refused.status_code == 413
    assert str(limit) in refused.json()["detail"]
    assert (await tang.post("/api/session", content=b"a" * 1_100_000)).status_code == 413


async def test_a_city_that_one_does_not_know_and_a_wrong_name_are_refused(hall: Hall) -> None:
    tang = await hall.person("tang")
    content = workbook({"学科": [["学科"], ["音乐"]]})
    assert (await send(tang, content, city_id="far-city")).status_code == 404
    assert (await send(tang, content, "a/b.xlsx")).status_code == 422
    assert (await tang.post("/api/organisation/imports/none/undo")).status_code == 404
    listed = await tang.get(f"/api/organisation/imports?city_id={CITY}&before=2026-09-07T00:00:00Z")
    assert listed.json() == {"items": []}
