import io
import tracemalloc
import zipfile
from datetime import datetime

import pytest
from hypothesis import given, settings, strategies as st
from openpyxl import Workbook

from server.organisation.exchange import files
from server.organisation.exchange.files import Row
from server.organisation.exchange.findings import UnreadableFile
from server.organisation.exchange.workbook import SheetOut, read_xlsx, write_xlsx
from tests.support.tables import opened, part_of, repacked, workbook

SHEET_PART = "xl/worksheets/sheet1.xml"
HONEST = workbook({"班级": [["学校", "班级"], ["桑枣小学", "三1班"]]})


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_xlsx(content, "表.xlsx")
    return caught.value.why.zh


def test_rows_keep_the_numbers_of_the_spreadsheet() -> None:
    (table,) = read_xlsx(workbook({"班级": [["学校"], [], ["桑枣", None, 3, None]]}), "x")
    assert table.name == "班级"
    assert table.rows == (Row(1, ("学校",)), Row(3, ("桑枣", None, 3)))


def test_dates_and_numbers_stay_what_they_are() -> None:
    day = datetime(2026, 10, 1)  # noqa: DTZ001 - as a workbook holds it
    (table,) = read_xlsx(workbook({"x": [[day, 1.5, True]]}), "x")
    assert table.rows == (Row(1, (day, 1.5, True)),)


def test_every_cell_of_a_merged_area_holds_what_its_first_one_holds() -> None:
    rows = [["学校", "班级"], ["桑枣", "一"], [None, "二"], [None, "三"], [None, None]]
    content = workbook({"其他": [["x"]], "班级": rows}, {"班级": ["A2:A900"]})
    _, table = read_xlsx(content, "x")
    assert [row.cells for row in table.rows[1:]] == [("桑枣", "一"), ("桑枣", "二"), ("桑枣", "三")]


def test_a_title_merged_over_all_columns_is_one_row_like_others() -> None:
    content = workbook({"x": [["题目", None, None], ["a", "b", "c"]]}, {"x": ["A1:C1"]})
    (table,) = read_xlsx(content, "x")
    assert table.rows[0].cells == ("题目", "题目", "题目")


def bomb(part: str, size: int) -> bytes:
    return repacked(HONEST, part, b"<x>" + b" " * size + b"</x>")


@pytest.mark.parametrize("part", [SHEET_PART, "xl/sharedStrings.xml", "xl/media/picture.bin"])
def test_a_bomb_is_refused_before_it_is_unpacked(part: str) -> None:
    content = bomb(part, 100_000_000)
    assert len(content) < 300_000
    tracemalloc.start()
    try:
        assert "解开后太大" in refusal(content)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_header_that_lies_about_its_size_is_refused() -> None:
    content = bomb(SHEET_PART, 3_000_000)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        true_size = archive.getinfo(SHEET_PART).file_size.to_bytes(4, "little")
    lying = content.replace(true_size, (900).to_bytes(4, "little"))
    assert lying != content
    assert "不是完好的" in refusal(lying)


def test_a_sheet_that_lies_about_its_dimensions_is_read_as_it_is() -> None:
    part = part_of(HONEST, SHEET_PART)
    lying = part.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert lying != part
    (table,) = read_xlsx(repacked(HONEST, SHEET_PART, lying), "x")
    assert len(table.rows) == 2


def test_entities_are_refused() -> None:
    part = part_of(HONEST, SHEET_PART).split(b"?>", 1)[-1]
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + part
    assert "不是完好的" in refusal(repacked(HONEST, SHEET_PART, evil))
    assert "不是完好的" in refusal(repacked(HONEST, SHEET_PART, part.decode().encode("utf-16")))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(1, 20_003)), "第 20001 行"),
        ('<row r="1"><c><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>', "第 20001 行"),
        ('<row r="2"><c r="XFD2"><v>1</v></c></row>', None),
        ('<row r="1"><c r="AO1"><v>1</v></c></row>', "最多 40 栏"),
        ('<row r="3"><c r="B3" t="e"><v>#REF!</v></c></row>', "第 3 行第 2 栏：公式出错"),
        (f'<row r="1"><c t="inlineStr"><is><t>{"字" * 1001}</t></is></c></row>', "第 1 行第 1 栏"),
    ],
)
def test_what_passes_a_bound_is_refused_with_its_place(rows: str, said: str | None) -> None:
    part = part_of(HONEST, SHEET_PART).decode()
    head, tail = part.split("<sheetData>")[0], part.split("</sheetData>")[1]
    content = repacked(HONEST, SHEET_PART, f"{head}<sheetData>{rows}</sheetData>{tail}".encode())
    if said is None:
        assert read_xlsx(content, "x")[0].rows == ()
    else:
        assert said in refusal(content)


def test_too_many_merged_cells_are_refused() -> None:
    part = part_of(HONEST, SHEET_PART).decode()
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 6000))
    content = repacked(
        HONEST,
        SHEET_PART,
        part.replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>").encode(),
    )
    assert "合并的单元格太多" in refusal(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".xls"),
        (b"PK\x03\x04 broken", "不是完好的"),
        (b"", "不是完好的"),
        (HONEST[:-100], "不是完好的"),
        (repacked(HONEST, "xl/workbook.xml", b"<workbook/>"), "不是完好的"),
        (repacked(HONEST, "[Content_Types].xml", b"nothing"), "不是完好的"),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_too_many_sheets_are_refused() -> None:
    assert "最多 30 张表" in refusal(workbook({f"s{n}": [["a"]] for n in range(31)}))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(HONEST) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_rows_or_a_refusal(where: int, damage: bytes) -> None:
    damaged = HONEST[:where] + damage + HONEST[where + len(damage) :]
    try:
        read_xlsx(damaged, "x")
    except UnreadableFile as refused:
        assert refused.why.zh  # noqa: PT017 - either outcome is right


def test_what_is_written_stays_text_and_offers_its_words() -> None:
    sheet = SheetOut("教室", ["名称", "用途"], [["=1+1", "主播室"], ["@x", 3]], {1: ["主播室"]})
    content = write_xlsx([sheet])
    assert opened(content)["教室"] == [["名称", "用途"], ["=1+1", "主播室"], ["@x", 3]]
    part = part_of(content, SHEET_PART).decode()
    assert "<f>" not in part
    assert '<formula1>"主播室"</formula1>' in part
    (table,) = read_xlsx(content, "x")
    assert table.rows[1].cells == ("=1+1", "主播室")


def test_a_formula_counts_by_its_kept_result_only() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["=1+1", "x"])
    out = io.BytesIO()
    book.save(out)
    (table,) = read_xlsx(out.getvalue(), "x")
    assert table.rows[0].cells == (None, "x")
    assert files.ROWS_MAX == 20_000
