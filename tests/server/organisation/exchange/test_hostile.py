"""Hostile files through the doors that people use: each is refused or read rightly, within bounds of memory, and says where."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import httpx
import pytest

from tests.support.app import Hall
from tests.support.tables import CITY, opened, part_of, repacked, send, workbook
from tests.support.timetabled import plant_term

pytestmark = [pytest.mark.slow]

SHEET_PART = "xl/worksheets/sheet1.xml"
HONEST = workbook({"班级": [["学校", "班级", "年级"], ["临江小学", "三2班", "三年级"]]})
DOORS = ("organisation/imports", "alignment/imports", "alignment/timetables")
MEMORY_MAX = 60_000_000
"""Bytes that one refused file may take at its highest: the file itself a few times, never what it unpacks to."""


@pytest.fixture
async def tang(hall: Hall) -> httpx.AsyncClient:
    await plant_term(hall)
    return await hall.person("tang")


@contextmanager
def bounded_memory() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < MEMORY_MAX
    finally:
        tracemalloc.stop()


async def refusal(client: httpx.AsyncClient, door: str, content: bytes, name: str) -> str:
    params = {"name": name, "dry_run": "true"}
    if door.startswith("organisation"):
        params["city_id"] = CITY
    with bounded_memory():
        answer = await client.post(f"/api/{door}", params=params, content=content)
    assert answer.status_code == 422, answer.text
    assert answer.json()["type"] == "/problems/unreadable-file"
    return str(answer.json()["detail"])


def sheet_of(rows: bytes) -> bytes:
    part = part_of(HONEST, SHEET_PART)
    head, tail = part.split(b"<sheetData>")[0], part.split(b"</sheetData>")[1]
    return repacked(HONEST, SHEET_PART, head + b"<sheetData>" + rows + b"</sheetData>" + tail)


def lying(content: bytes) -> bytes:
    """Return the archive with its sheet's size given as 900 bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(SHEET_PART).file_size
    changed = content.replace(size.to_bytes(4, "little"), (900).to_bytes(4, "little"))
    assert changed != content
    return changed


ROW = b"<row><c><v>1</v></c></row>"
LONG = f'<row r="4"><c r="C4" t="inlineStr"><is><t>{"字" * 1001}</t></is></c></row>'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb.xlsx": lambda: repacked(HONEST, SHEET_PART, b"<x>" + b" " * 80_000_000 + b"</x>"),
    "lying-header.xlsx": lambda: lying(sheet_of(ROW * 90_000)),
    "million-rows.xlsx": lambda: sheet_of(ROW * 1_000_000),
    "million-rows.csv": lambda: b"a,b\n" * 1_000_000,
    "too-wide.xlsx": lambda: sheet_of(b'<row r="3"><c r="AO3"><v>1</v></c></row>'),
    "too-wide.csv": lambda: b"a\n" + b"b," * 40 + b"c",
    "formula.xlsx": lambda: sheet_of(b'<row r="3"><c r="B3" t="e"><v>#REF!</v></c></row>'),
    "long-cell.xlsx": lambda: sheet_of(LONG.encode()),
    "no-encoding.csv": lambda: "学校,班级\n,".encode() + b"\xff\xff",
}


@cache
def hostile(name: str) -> bytes:
    """Return a file, made when it is first asked for."""
    return HOSTILE[name]()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bomb.xlsx", "解开后太大"),
        ("lying-header.xlsx", "不是完好的"),
        ("million-rows.xlsx", "解开后太大"),
        ("million-rows.csv", "第 20001 行"),
        ("too-wide.xlsx", "第 3 行第 41 栏"),
        ("too-wide.csv", "第 2 行第 41 栏"),
        ("formula.xlsx", "第 3 行第 2 栏"),
        ("long-cell.xlsx", "第 4 行第 3 栏"),
        ("no-encoding.csv", "第 2 行"),
    ],
)
async def test_what_passes_a_bound_is_refused_at_every_door_with_its_place(
    tang: httpx.AsyncClient, door: str, name: str, said: str
) -> None:
    assert said in await refusal(tang, door, hostile(name), name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
async def test_a_wrong_cell_names_row_and_column_in_every_encoding(
    tang: httpx.AsyncClient, encoding: str
) -> None:
    content = "学校,班级,年级\r\n临江小学,三2班,三年级\r\n临江小学,三3班,三百年级\r\n"
    report = (await send(tang, content.encode(encoding), "班级.csv", dry_run=True)).json()
    (problem,) = report["problems"]
    assert (problem["row"], problem["column"]) == (3, "年级")
    assert "三百年级" in problem["message"]


async def test_a_merged_school_counts_for_each_of_its_rows(tang: httpx.AsyncClient) -> None:
    rows = [["学校", "班级", "年级"], ["临江小学", "三2班", "三年级"], [None, "三3班", "三年级"]]
    report = (await send(tang, workbook({"班级": rows}, {"班级": ["A2:A3"]}))).json()
    assert report["sheets"][0]["created"] == 2


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
async def test_an_export_runs_nothing_that_an_import_brought(
    tang: httpx.AsyncClient, start: str
) -> None:
    evil = f"{start}HYPERLINK(1)"
    # As text: a formula of a workbook counts by its kept result only.
    content = f"学校,班级,年级\n临江小学,{evil},三年级\n".encode()
    sent = await send(tang, content, "班级.csv")
    assert sent.status_code == 200, sent.text
    query = f"/api/organisation/export?city_id={CITY}"
    text = (await tang.get(f"{query}&sheet=classes")).content.decode("utf-8-sig")
    assert f",'{evil}," in text
    assert f",{evil}," not in text
    book = (await tang.get(query)).content
    assert any(evil in row for row in opened(book)["班级"])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert all(b"<f>" not in archive.read(name) for name in parts)
