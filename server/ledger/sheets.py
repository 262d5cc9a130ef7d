"""Reports and certificates as files. No I/O beyond memory.

A cell that a spreadsheet would take for a formula is written as text: in CSV behind an apostrophe, in XLSX by its type.
"""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from server.ledger.schemas import By, Certificate, Report
from server.words import Words

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that spreadsheets begin a formula with. Source: OWASP, CSV injection."""
GROUP = {
    By.CLASS: Words("班级", "Class"),
    By.SUBJECT: Words("学科", "Subject"),
    By.TEACHER: Words("教师", "Teacher"),
    By.SCHOOL: Words("学校", "School"),
    By.DISTRICT: Words("学区", "District"),
    By.MONTH: Words("月份", "Month"),
}
COLUMNS = (
    Words("计划课次", "Planned lessons"),
    Words("已开课次", "Held lessons"),
    Words("开课率（%）", "Held (%)"),
    Words("计划分钟", "Planned minutes"),
    Words("实际分钟", "Delivered minutes"),
    Words("有画面分钟", "Minutes with a picture"),
    Words("迟到分钟", "Late minutes"),
    Words("早退分钟", "Early minutes"),
    Words("中断分钟", "Minutes of gaps"),
)
TAUGHT = (Words("支教课次", "Lessons taught"), Words("支教学时（小时）", "Hours taught"))

Cell = str | int | float
Table = list[list[Cell]]


def table_of(report: Report, language: str) -> Table:
    """Return a report as rows, the headings first."""
    by_teacher, by_class = report.by is By.TEACHER, report.by is By.CLASS
    heads = [GROUP[report.by], *([GROUP[By.SCHOOL]] if by_class else [])]
    heads += [*COLUMNS, *(TAUGHT if by_teacher else ())]
    rows: Table = [[each.said(language) for each in heads]]
    for row in report.rows:
        minutes = (row.planned, row.delivered, row.seen, row.late, row.early, row.gap)
        cells: list[Cell] = [row.name, *([row.school_name] if by_class else [])]
        cells += [row.lessons, row.held, row.held_percent]
        cells += [round(seconds / 60, 1) for seconds in minutes]
        cells += [row.taught_lessons or 0, row.taught_hours or 0.0] if by_teacher else []
        rows.append(cells)
    return rows


def to_csv(table: Table) -> bytes:
    """Return a table as CSV, UTF-8 with a mark at the beginning, without which Excel guesses GBK."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [_plain(cell) if isinstance(cell, str) else cell for cell in row] for row in table
    )
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def to_xlsx(table: Table, title: str) -> bytes:
    """Return a table as XLSX."""
    book = Workbook(write_only=True)
    _fill(book, title, table)
    return _saved(book)


def certificate_xlsx(certificate: Certificate, language: str) -> bytes:
    """Return a certificate as XLSX: what it says, and the signature that proves it."""
    said: Sequence[tuple[Words, Cell]] = (
        (Words("教师", "Teacher"), certificate.teacher),
        (Words("起始日期", "From"), certificate.first_day.isoformat()),
        (Words("截止日期", "To"), certificate.last_day.isoformat()),
        (Words("支教课次", "Lessons taught"), certificate.lessons),
        (Words("支教学时（小时）", "Hours taught"), certificate.hours),
    )
    note = Words(
        "本证明由媒体数据包自动核算并签名；改动任何一格，签名即不符。核验：把“签名”页的文字交给同课核验。",
        "Counted from media packets and signed; check the text of the sheet “signature” with Tongke.",
    )
    book = Workbook(write_only=True)
    rows: Table = [[name.said(language), value] for name, value in said]
    title = Words("支教学时证明", "Certificate").said(language)
    _fill(book, title, [*rows, [note.said(language), ""]])
    # A cell holds 32,767 characters.
    parts: Table = [
        [certificate.jws[start : start + 30_000]]
        for start in range(0, len(certificate.jws), 30_000)
    ]
    _fill(book, Words("签名", "signature").said(language), parts)
    return _saved(book)


def _fill(book: Workbook, title: str, table: Table) -> None:
    page = book.create_sheet(title)
    for number, row in enumerate(table):
        cells = []
        for value in row:
            if isinstance(value, str):
                cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", value))
                cell.data_type = "s"
            else:
                cell = WriteOnlyCell(page, value)
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        page.append(cells)


def _saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
