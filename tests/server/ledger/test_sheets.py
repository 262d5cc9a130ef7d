import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from server.ledger import sheets
from server.ledger.schemas import By, Certificate, Report, ReportRow

DAY = date(2026, 9, 7)


def report(name: str, by: By = By.CLASS) -> Report:
    row = ReportRow(
        id="x",
        name=name,
        school_name="高村小学",
        lessons=2,
        held=1,
        held_percent=50.0,
        planned=4800,
        delivered=2430,
        delivered_percent=50.6,
        seen=2400,
        late=60,
        early=0,
        gap=30,
        taught_lessons=1,
        taught_hours=0.67,
    )
    return Report(by=by, first_day=DAY, last_day=DAY, rows=[row])


def test_a_table_has_a_heading_in_each_language_and_minutes() -> None:
    heads, row = sheets.table_of(report("三年级1班"), "zh")
    assert heads[:5] == ["班级", "学校", "计划课次", "已开课次", "开课率（%）"]
    assert row[:7] == ["三年级1班", "高村小学", 2, 1, 50.0, 80.0, 40.5]
    heads, row = sheets.table_of(report("林老师", By.TEACHER), "en")
    assert (heads[0], heads[-1], row[-2:]) == ("Teacher", "Hours taught", [1, 0.67])


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_name_becomes_a_formula(name: str) -> None:
    table = sheets.table_of(report(name), "zh")
    text = sheets.to_csv(table).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text.splitlines()[1])))[0].startswith("'")
    book = load_workbook(io.BytesIO(sheets.to_xlsx(table, "class")))
    cell = book.active["A2"]
    assert cell.data_type == "s"
    assert isinstance(cell.value, str)


def test_a_name_with_control_characters_is_written_without_them() -> None:
    content = sheets.to_xlsx(sheets.table_of(report("三\x0b年级"), "zh"), "class")
    assert load_workbook(io.BytesIO(content)).active["A2"].value == "三年级"


def test_a_certificate_carries_its_signature_whole() -> None:
    jws = "a" * 70_000
    given = Certificate(
        teacher="林老师", first_day=DAY, last_day=DAY, lessons=3, hours=2.0, jws=jws
    )
    book = load_workbook(io.BytesIO(sheets.certificate_xlsx(given, "zh")))
    assert book.sheetnames == ["支教学时证明", "签名"]
    assert book["支教学时证明"]["B1"].value == "林老师"
    assert "".join(str(row[0].value) for row in book["签名"].rows) == jws
