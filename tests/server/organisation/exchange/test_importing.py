from typing import Any

from sqlalchemy import func, select

from server.models import BellPeriod, ImportRun, School, SchoolClass, SchoolLesson
from tests.support.app import Hall
from tests.support.tables import CITY, CITY_SHEETS, opened, send, workbook


async def count(hall: Hall, model: Any) -> int:
    async with hall.database.reading() as transaction:
        return await transaction.session.scalar(select(func.count()).select_from(model)) or 0


async def test_a_whole_city_goes_in_out_and_in_again(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    answer = await send(tang, workbook(CITY_SHEETS))
    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert (report["problems_total"], report["ignored"]) == (0, [])
    counts = {each["sheet"]: each for each in report["sheets"]}
    assert counts["学校"] | {"sheet": "学校"} == {
        "sheet": "学校",
        "rows": 2,
        "created": 1,
        "changed": 1,
        "same": 0,
        "removed": 0,
    }
    assert [counts[name]["created"] for name in ("班级", "作息", "课表")] == [2, 3, 3]
    async with each_hall.database.reading() as transaction:
        school = await transaction.session.get_one(School, "village-a")
        assert (school.downlink_kbps, school.uplink_kbps) == (8000, 2000)
    out = await tang.get(f"/api/organisation/export?city_id={CITY}")
    assert out.headers["content-type"].startswith("application/vnd.openxmlformats")
    again = (await send(tang, out.content)).json()
    assert {(each["created"], each["changed"]) for each in again["sheets"]} == {(0, 0)}
    school_id = next(
        each["id"] for each in (await tang.get("/api/organisation/schools?q=桑枣")).json()["items"]
    )
    query = f"city_id={CITY}&school_id={school_id}"
    one = opened((await tang.get(f"/api/organisation/export?{query}")).content)
    assert [row[:4] for row in one["课表"][1:3]] == [
        ["桑枣小学", "三1班", "秋季学期", "周一"],
        ["桑枣小学", "三1班", "秋季学期", "周一"],
    ]
    assert len(one["学校"]) == 2


async def test_a_dry_run_writes_nothing(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    before = await count(each_hall, SchoolClass)
    report = (await send(tang, workbook(CITY_SHEETS), dry_run=True)).json()
    assert report["run_id"] is None
    assert sum(each["created"] for each in report["sheets"]) > 10
    assert await count(each_hall, SchoolClass) == before
    assert await count(each_hall, ImportRun) == 0


async def test_each_problem_names_its_row_and_nothing_is_written(each_hall: Hall) -> None:
    rows = [
        ["学校", "班级", "年级", "人数"],
        ["临江小学", "三2班", "三年级", 40],
        ["临江小学", "三3班", "十三年级", 40],
        ["没有的小学", "三1班", "三年级", 40],
        ["临江小学", None, "三年级", -1],
        ["临江小学", "三2班", 3, 12],
    ]
    tang = await each_hall.person("tang")
    before = await count(each_hall, SchoolClass)
    content = workbook({"班级": rows})
    report = (await send(tang, content, dry_run=True)).json()
    assert [each["message"] for each in report["problems"]] == [
        "“班级”表第 3 行“年级”一栏：填的是“十三年级”，应当是一年级到九年级、高一到高三，或 1 到 12。",
        "“班级”表第 5 行“班级”一栏：没有填，应当是1 到 120 个字。",
        "“班级”表第 5 行“人数”一栏：填的是“-1”，应当是0 到 1000 的整数。",
        "“班级”表第 4 行“学校”一栏：填的是“没有的小学”，应当是“学校”表里或系统里已有的学校。",
        "“班级”表第 6 行“班级”一栏：填的是“三2班”，应当是每项只写一次（文件里前面已有）。",
    ]
    refused = await send(tang, content)
    assert refused.status_code == 422
    assert refused.json()["type"] == "/problems/rows-refused"
    assert refused.json()["errors"][0]["field"] == "班级/3/年级"
    assert await count(each_hall, SchoolClass) == before
    english = await tang.post(
        "/api/organisation/imports",
        params={"city_id": CITY, "name": "x.xlsx"},
        content=content,
        headers={"Accept-Language": "en"},
    )
    assert english.json()["problems"][0]["message"] == (
        "Sheet classes, row 3, column grade: “十三年级” came, allowed is 1 to 12."
    )


async def test_the_last_import_is_taken_back_whole(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    before = {
        model: await count(each_hall, model)
        for model in (School, SchoolClass, SchoolLesson, BellPeriod)
    }
    run = (await send(tang, workbook(CITY_SHEETS))).json()["run_id"]
    listed = (await tang.get(f"/api/organisation/imports?city_id={CITY}")).json()["items"]
    assert [(each["id"], each["undone_at"]) for each in listed] == [(run, None)]
    answer = await tang.post(f"/api/organisation/imports/{run}/undo")
    assert answer.status_code == 200, answer.text
    after = {model: await count(each_hall, model) for model in before}
    assert after == before
    async with each_hall.database.reading() as transaction:
        school = await transaction.session.get_one(School, "village-a")
        assert school.downlink_kbps == 0
    twice = await tang.post(f"/api/organisation/imports/{run}/undo")
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/not-the-last-import")


async def test_what_was_changed_since_is_not_taken_back(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    run = (await send(tang, workbook(CITY_SHEETS))).json()["run_id"]
    found = (await tang.get("/api/organisation/classes?q=三1班")).json()["items"][0]
    body = found | {"size": 99}
    assert (
        await tang.put(f"/api/organisation/classes/{found['id']}", json=body)
    ).status_code == 200
    answer = await tang.post(f"/api/organisation/imports/{run}/undo")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/changed-since-import")


async def test_only_the_last_one_is_taken_back(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    first = (await send(tang, workbook({"学科": [["学科"], ["音乐"]]}))).json()["run_id"]
    each_hall.clock.advance(seconds=1)
    second = (await send(tang, workbook({"学科": [["学科"], ["美术"]]}))).json()["run_id"]
    assert (await tang.post(f"/api/organisation/imports/{first}/undo")).status_code == 409
    for run in (second, first):
        assert (await tang.post(f"/api/organisation/imports/{run}/undo")).status_code == 200


async def test_rows_of_places_that_one_may_not_change_are_named(hall: Hall) -> None:
    luo, he, far = await hall.person("luo"), await hall.person("he"), await hall.person("far")
    bells = [
        ["学校", "作息名称", "从哪天起", "节次", "上课", "下课"],
        ["临江小学", "夏季", "05-01", 1, "08:30", "09:10"],
        ["高村小学", "夏季", "05-01", 1, "08:30", "09:10"],
    ]
    report = (await send(luo, workbook({"作息": bells}), dry_run=True)).json()
    assert [(each["row"], each["allowed"]) for each in report["problems"]] == [
        (3, "您有权管理的学校或学区")
    ]
    assert (await send(luo, workbook({"作息": bells[:2]}))).status_code == 200
    rooms = {"教室": [["学校", "教室", "用途"], ["临江小学", "新", "接收教室"]]}
    assert (await send(luo, workbook(rooms))).status_code == 422
    assert (await send(he, workbook(rooms))).status_code == 403
    assert (await send(far, workbook(rooms))).status_code == 404


async def test_one_may_export_what_one_sees_and_nothing_else(hall: Hall) -> None:
    he = await hall.person("he")
    query = f"/api/organisation/export?city_id={CITY}"
    sheets = opened((await he.get(query)).content)
    assert [row[1] for row in sheets["学校"][1:]] == ["高村小学"]
    assert [row[0] for row in sheets["学区"][1:]] == ["pingwu"]
    assert (await he.get(f"{query}&school_id=hub")).status_code == 404
    assert (await he.get("/api/organisation/export?city_id=far-city")).status_code == 404


async def test_two_rows_of_a_timetable_that_need_the_same_teacher_are_refused(hall: Hall) -> None:
    rows = [list(row) for row in CITY_SHEETS["课表"]]
    rows[3][6] = "李老师"
    rows.append([*rows[2][:6], "赵老师", None, None, "双周"])
    rows.append([*rows[2][:6], "钱老师", None, None, "每周"])
    rows.append(["桑枣小学", "三1班", "秋季学期", "周二", 9, "语文", "李老师", None, None, None])
    tang = await hall.person("tang")
    content = workbook({**CITY_SHEETS, "课表": rows})
    report = (await send(tang, content, dry_run=True)).json()
    assert [(each["row"], each["column"], each["allowed"]) for each in report["problems"]] == [
        (4, "教师", "这个时间空着的（第 2 行已经占用）"),
        (6, "班级", "这个时间空着的（第 3 行已经占用）"),
        (7, "节次", "这所学校作息里有的节次"),
    ]
