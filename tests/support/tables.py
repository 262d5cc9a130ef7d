"""Files for tests of imports: workbooks, CSV and OneRoster archives, honest and hostile."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
from openpyxl import Workbook, load_workbook

CITY = "mianyang"

Sheets = Mapping[str, Sequence[Sequence[Any]]]


def workbook(sheets: Sheets, merged: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """Return an XLSX file with some sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
        for span in (merged or {}).get(name, ()):
            page.merge_cells(span)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(content: bytes) -> dict[str, list[list[Any]]]:
    """Return the cells of a workbook by sheet."""
    book = load_workbook(io.BytesIO(content))
    return {
        page.title: [[cell.value for cell in row] for row in page.iter_rows()]
        for page in book.worksheets
    }


def repacked(content: bytes, part: str, changed: bytes) -> bytes:
    """Return an archive with one part replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, changed)
    return out.getvalue()


def part_of(content: bytes, part: str) -> bytes:
    """Return one part of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part)


async def send(
    client: httpx.AsyncClient, content: bytes, name: str = "表.xlsx", **query: Any
) -> httpx.Response:
    """Send a file to the import."""
    params = {"city_id": CITY, "name": name, "dry_run": False, **query}
    return await client.post("/api/organisation/imports", params=params, content=content)


CITY_SHEETS: Sheets = {
    "学区": [["学区*", "代码"], ["安州学区", "AZ"]],
    "学校": [
        ["学区*", "学校*", "代码", "下行带宽(kbit/s)", "上行带宽"],
        ["安州学区", "桑枣小学", None, 20000, 4000],
        ["pingwu", "高村小学", None, 8000, 2000],
    ],
    "教室": [["学校", "教室", "用途"], ["桑枣小学", "主播室", "主播室"]],
    "班级": [
        ["学校", "班级", "年级", "人数"],
        ["桑枣小学", "三1班", "三年级", 41],
        ["桑枣小学", "四1班", 4, None],
    ],
    "联盟": [["联盟", "学校", "权限"], ["英语", "桑枣小学", "直播"], ["英语", "高村小学", "点播"]],
    "学期": [["学期", "第一天", "最后一天"], ["秋季学期", "2026-08-31", "2027年1月22日"]],
    "作息": [
        ["学校", "作息名称", "从哪天起", "节次", "上课", "下课"],
        ["桑枣小学", "夏季", "5月1日", 1, "8:30", "9:10"],
        ["桑枣小学", "夏季", "5月1日", 2, "9:20", "10:00"],
    ],
    "校历": [
        [
            "范围",
            "学区或学校",
            "类型",
            "第一天",
            "最后一天",
            "上星期几的课",
            "上第几周的课",
            "说明",
        ],
        ["全市", None, "放假", "2026-10-01", "2026-10-07", None, None, "国庆"],
        ["学校", "桑枣小学", "调休", "2026-10-10", None, "周一", 6, "补课"],
    ],
    "学科": [["学科"], ["英语"]],
    "教材": [
        ["学科", "年级", "版本", "册次", "单元", "单元名称"],
        ["英语", "三年级", "人教版", "上册", 1, "Hello"],
        ["英语", "三年级", "人教版", "上册", 2, "Colours"],
    ],
    "课表": [
        ["学校", "班级", "学期", "星期", "节次", "学科", "教师", "教室", "可调", "单双周"],
        ["桑枣小学", "三1班", "秋季学期", "周一", 1, "语文", "李老师", None, "否", "每周"],
        ["桑枣小学", "三1班", "秋季学期", "周一", 2, "英语", "王老师", None, "是", "单周"],
        ["桑枣小学", "四1班", "秋季学期", "周一", 1, "数学", "王老师", None, None, None],
    ],
}
"""A file with every sheet that fits the small city of `tests.support.app`."""
