import io
from typing import Any

import httpx
import openpyxl
import pytest
from sqlalchemy import select

from server.models import Demand, Offer, OfferLesson, SchoolLesson
from tests.support.alignment_rows import plant_alignment
from tests.support.app import Hall

DEMANDS = (
    ("学校", "班级", "学科", "每周节数", "教材版本", "优先级"),
    ("高村小学", "三年级1班", "音乐", 1, "人教版", 3),
    ("高村小学", "三年级1班", "书法", 2, None, None),
)
OFFERS = (
    ("主播学校", "主播教师", "学科", "年级", "星期", "上课", "下课", "教材版本"),
    ("临江小学", "林老师", "音乐", "三年级", "周一", "10:00", "10:40", "人教版"),
    ("临江小学", "林老师", "音乐", 3, "周五", "10:00", "10:40", "人教版"),
    ("临江小学", "林老师", "书法", 3, 2, "14:00", "14:40", None),
)
FET = """<fet version="6.8.5"><Institution_Name>高村</Institution_Name>
<Days_List><Day><Name>周一</Name></Day><Day><Name>周二</Name></Day></Days_List>
<Hours_List><Hour><Name>1</Name></Hour><Hour><Name>2</Name></Hour></Hours_List>
<Activities_List><Activity><Teacher>何老师</Teacher><Subject>语文</Subject>
<Students>{school_class}</Students><Duration>2</Duration><Id>1</Id></Activity></Activities_List>
<Time_Constraints_List><ConstraintActivityPreferredStartingTime><Activity_Id>1</Activity_Id>
<Preferred_Day>周二</Preferred_Day><Preferred_Hour>1</Preferred_Hour>
</ConstraintActivityPreferredStartingTime></Time_Constraints_List></fet>"""


def workbook(**sheets: tuple[tuple[Any, ...], ...]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


async def given(
    client: httpx.AsyncClient, name: str, content: bytes, *, dry_run: bool = False
) -> httpx.Response:
    parameters = {"name": name, "dry_run": str(dry_run).lower()}
    return await client.post("/api/alignment/imports", params=parameters, content=content)


async def rows_of(hall: Hall, table: Any) -> list[Any]:
    async with hall.database.reading() as transaction:
        return list(await transaction.session.scalars(select(table).order_by(table.id)))


async def test_a_workbook_brings_demands_and_offers_and_a_dry_run_nothing(each_hall: Hall) -> None:
    await plant_alignment(each_hall.database)
    client = await each_hall.person("tang")
    content = workbook(开课需求=DEMANDS, 主播课=OFFERS)
    dry = (await given(client, "排课.xlsx", content, dry_run=True)).json()
    assert (dry["written"], dry["problems"]) == (False, [])
    assert len(await rows_of(each_hall, Demand)) == 5
    done = (await given(client, "排课.xlsx", content)).json()
    assert [(each["sheet"], each["created"], each["changed"]) for each in done["sheets"]] == [
        ("demands", 1, 1),
        ("offers", 1, 1),
    ]
    demands = {each.id: each for each in await rows_of(each_hall, Demand)}
    assert (demands["a-music"].lessons_per_week, demands["a-music"].priority) == (1, 3)
    lessons = await rows_of(each_hall, OfferLesson)
    music = {each.id: each.weekday for each in lessons if each.offer_id == "offer-music"}
    # Monday's lesson stays, so what was accepted in it stays; Wednesday's went, Friday's is new.
    assert music.pop("music-1") == 1
    assert list(music.values()) == [5]
    assert len(await rows_of(each_hall, Offer)) == 3
    again = (await given(client, "排课.xlsx", content)).json()
    assert [(each["created"], each["changed"]) for each in again["sheets"]] == [(0, 0), (0, 0)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
async def test_a_csv_of_any_usual_encoding_is_read(hall: Hall, encoding: str) -> None:
    await plant_alignment(hall.database)
    client = await hall.person("tang")
    text = "学校,班级,学科,每周节数\r\n高村小学,三年级1班,书法,2\r\n"
    done = await given(client, "需求.csv", text.encode(encoding))
    assert done.status_code == 200, done.text
    assert "书法" in {each.subject for each in await rows_of(hall, Demand)}


async def test_every_row_that_does_not_fit_is_named_and_nothing_is_written(hall: Hall) -> None:
    await plant_alignment(hall.database)
    client = await hall.person("tang")
    demands = (
        *DEMANDS,
        ("高村小学", "九年级9班", "音乐", 1, None, None),
        ("没有的小学", "三年级1班", "音乐", 1, None, None),
        ("高村小学", "三年级1班", "书法", 1, None, None),
        ("高村小学", "三年级1班", "美术", 0, None, None),
    )
    offers = (
        *OFFERS,
        ("临江小学", "没有的老师", "音乐", 3, 1, "10:00", "10:40", None),
        ("临江小学", "林老师", "音乐", 3, 1, "10:40", "10:00", None),
    )
    content = workbook(开课需求=demands, 主播课=offers)
    dry = (await given(client, "排课.xlsx", content, dry_run=True)).json()
    assert sorted((each["sheet"], each["row"], each["column"]) for each in dry["problems"]) == [
        ("主播课", 5, "主播教师"),
        ("主播课", 6, "下课"),
        ("开课需求", 4, "班级"),
        ("开课需求", 5, "学校"),
        ("开课需求", 6, "学科"),
        ("开课需求", 7, "每周节数"),
    ]
    refused = await given(client, "排课.xlsx", content)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/rows-refused")
    assert len(refused.json()["errors"]) == 6
    assert len(await rows_of(hall, Demand)) == 5


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook"])
async def test_a_file_that_cannot_be_read_says_so(hall: Hall, content: bytes) -> None:
    await plant_alignment(hall.database)
    client = await hall.person("tang")
    answer = await given(client, "排课.xlsx", content)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/unreadable-file")


async def fet(hall: Hall, text: str, school: str = "village-a") -> httpx.Response:
    client = await hall.person("tang")
    parameters = {"school_id": school, "dry_run": "false"}
    return await client.post("/api/alignment/timetables", params=parameters, content=text.encode())


async def test_a_fet_file_becomes_the_timetable_of_the_schools_classes(hall: Hall) -> None:
    await plant_alignment(hall.database)
    done = await fet(hall, FET.format(school_class="三年级1班"))
    assert done.status_code == 200, done.text
    found = [each for each in await rows_of(hall, SchoolLesson) if each.class_id == "class-a"]
    assert {(each.weekday, each.period, each.subject) for each in found} == {
        (2, 1, "语文"),
        (2, 2, "语文"),
    }


async def test_a_fet_file_that_does_not_fit_is_refused_with_its_place(hall: Hall) -> None:
    await plant_alignment(hall.database)
    unknown = await fet(hall, FET.format(school_class="五年级"))
    assert (unknown.status_code, unknown.json()["type"]) == (422, "/problems/rows-refused")
    assert unknown.json()["errors"][0]["came"] == "五年级"
    cut = await fet(hall, FET[:200])
    assert (cut.status_code, cut.json()["type"]) == (422, "/problems/unreadable-file")
    assert "第 3 行起不是完整的 XML" in cut.json()["detail"]
    assert (await fet(hall, FET, "far-school")).status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_rows_of_schools_timetables_name_their_school_and_wrong_ones_are_named(
    hall: Hall, kind: str
) -> None:
    await plant_alignment(hall.database)
    heads = ("学校", "班级", "学期", "星期", "节次", "学科", "教师")
    rows = [
        ("高村小学", "三年级1班", "秋季学期", "周四", 2, "语文", "何老师"),
        ("高村小学", "九年级", "秋季学期", "周四", 3, "语文", "何老师"),
    ]

    async def send(given: list[tuple[Any, ...]], *, dry_run: bool) -> httpx.Response:
        text = "\n".join(",".join(map(str, row)) for row in (heads, *given)).encode()
        content = text if kind == "csv" else workbook(课表=(heads, *given))
        parameters = {"name": f"课表.{kind}", "dry_run": str(dry_run).lower()}
        return await client.post("/api/alignment/timetables", params=parameters, content=content)

    client = await hall.person("tang")
    looked = (await send(rows, dry_run=True)).json()
    assert (looked["written"], looked["problems_total"]) == (False, 1)
    assert looked["problems"][0]["row"] == 3
    assert "九年级" in looked["problems"][0]["message"]
    assert (await send(rows, dry_run=False)).status_code == 422
    done = await send(rows[:1], dry_run=False)
    assert done.status_code == 200, done.text
    found = [each for each in await rows_of(hall, SchoolLesson) if each.class_id == "class-a"]
    assert (4, 2, "语文") in {(each.weekday, each.period, each.subject) for each in found}


async def test_a_fet_file_without_a_school_is_refused(hall: Hall) -> None:
    await plant_alignment(hall.database)
    client = await hall.person("tang")
    answer = await client.post("/api/alignment/timetables", content=FET.encode())
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/unreadable-file")
    assert "选择学校" in answer.json()["detail"]
