"""XLSX in and out. The archive is measured before anything in it is parsed; sheets are read row by row."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from scheduler.exchange.archive import (
    MERGES_MAX,
    UNPACKED_MAX,
    ArchiveRefused,
    Span,
    Why,
    measured,
)
from server.organisation.exchange.cells import Raw
from server.organisation.exchange.files import (
    CELL_MAX,
    COLUMNS_MAX,
    ROWS_MAX,
    Row,
    Table,
    cell_too_long,
    too_many_columns,
    too_many_rows,
)
from server.organisation.exchange.findings import UnreadableFile
from server.words import Words

SHEETS_MAX = 30


@dataclass(frozen=True, slots=True)
class SheetOut:
    """A sheet to be written; `choices` are the words offered for a column, by its number from 0."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[str | int]]
    choices: Mapping[int, Sequence[str]]


def read_xlsx(content: bytes, name: str) -> list[Table]:
    """Return the sheets of a workbook. Merged cells all hold what their first one holds.

    Raises:
        UnreadableFile: if it is no workbook, or passes a bound; says where.
    """
    merges = _measured(content, name)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = book.worksheets[: SHEETS_MAX + 1]
        if len(sheets) > SHEETS_MAX:
            raise UnreadableFile(
                Words(f"“{name}”最多 {SHEETS_MAX} 张表。", f"{name} may have {SHEETS_MAX} sheets.")
            )
        if not sheets:
            raise UnreadableFile(_broken(name, "no sheets"))
        return [_table(sheet, merges.get(_part_of(sheet), [])) for sheet in sheets]
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(_broken(name, type(error).__name__)) from error


def write_xlsx(sheets: Iterable[SheetOut]) -> bytes:
    """Return a workbook. Text stays text, also where it begins like a formula."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        for number, heading in enumerate(sheet.headings, 1):
            page.column_dimensions[get_column_letter(number)].width = max(14, 2 * len(heading) + 4)
        for number, words in sheet.choices.items():
            page.data_validations.append(_offer(number + 1, words))
        page.append([_heading(page, heading) for heading in sheet.headings])
        for row in sheet.rows:
            page.append([_text(page, each) if isinstance(each, str) else each for each in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _measured(content: bytes, name: str) -> dict[str, list[Span]]:
    """See that an archive is within bounds; return the merged cells of each part."""
    try:
        return measured(content)
    except ArchiveRefused as error:
        raise UnreadableFile(_refused(error, name)) from error


def _refused(error: ArchiveRefused, name: str) -> Words:
    if error.why is Why.OLD_FORMAT:
        return Words(
            f"“{name}”是旧的 .xls 格式或加了密码。请在 Excel 里另存为不加密的 .xlsx。",
            f"{name} is an old .xls file or has a password. Save it as .xlsx without one.",
        )
    if error.why is Why.TOO_LARGE:
        return Words(
            f"“{name}”解开后太大（{error.unpacked // 1024} KB，{error.parts} 个部分），没有读取。"
            f"最多 {UNPACKED_MAX // 1024} KB；请删掉多余的格式和空行，或分成几个文件。",
            f"{name} unpacks to {error.unpacked} bytes in {error.parts} parts and was not read; at most"
            f" {UNPACKED_MAX} bytes. Remove formats and empty rows, or split the file.",
        )
    if error.why is Why.MERGES:
        return Words(
            f"“{name}”合并的单元格太多（最多 {MERGES_MAX} 处），请取消合并。",
            f"{name} has more than {MERGES_MAX} merged cells; unmerge them.",
        )
    return _broken(name, error.detail)


def _part_of(sheet: Any) -> str:
    path: str = getattr(sheet, "_worksheet_path", "")
    return path.lstrip("/")


def _table(sheet: Any, merges: Sequence[Span]) -> Table:
    name = str(sheet.title)
    # A sheet may lie about its size; what counts is what comes.
    sheet.reset_dimensions()
    rows: list[Row] = []
    fills = _fills(merges)
    held: dict[tuple[int, int], Raw] = {}
    for number, cells in enumerate(_rows(sheet), 1):
        if number > ROWS_MAX:
            raise UnreadableFile(too_many_rows(name))
        values = [_value(name, number, column, cell) for column, cell in enumerate(cells, 1)]
        _fill(values, number, fills, held)
        while values and values[-1] is None:
            values.pop()
        if len(values) > COLUMNS_MAX:
            raise UnreadableFile(too_many_columns(name, number))
        if values:
            rows.append(Row(number, tuple(values)))
    return Table(name, tuple(rows))


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    yield from sheet.iter_rows(max_row=ROWS_MAX + 1, max_col=COLUMNS_MAX + 1)


def _value(name: str, row: int, column: int, cell: Any) -> Raw:
    value = cell.value
    if value is None or isinstance(value, bool | int | float | date | time):
        return value
    if cell.data_type == "e":
        raise UnreadableFile(
            Words(
                f"“{name}”第 {row} 行第 {column} 栏：公式出错（{str(value)[:20]}），请改成文字或数字。",
                f"{name}, row {row}, column {column}: a formula failed ({str(value)[:20]}).",
            )
        )
    said = str(value).strip()
    if len(said) > CELL_MAX:
        raise UnreadableFile(cell_too_long(name, row, column))
    return said or None


def _fills(merges: Sequence[Span]) -> dict[int, list[Span]]:
    """Return the merged spans by each row that they touch, cut to our bounds."""
    by_row: dict[int, list[Span]] = {}
    touched = 0
    for span in merges:
        for row in range(span[1], min(span[3], ROWS_MAX) + 1):
            touched += 1
            if touched <= ROWS_MAX * 4:
                by_row.setdefault(row, []).append(span)
    return by_row


def _fill(
    values: list[Raw], row: int, fills: Mapping[int, list[Span]], held: dict[tuple[int, int], Raw]
) -> None:
    is_blank = all(value is None for value in values)
    for first_column, first_row, last_column, _ in fills.get(row, ()):
        if row == first_row:
            held[first_column, first_row] = (
                values[first_column - 1] if first_column <= len(values) else None
            )
        value = held.get((first_column, first_row))
        if value is None or is_blank:
            # A merged area that runs on over rows without anything of their own makes no rows of them.
            continue
        for column in range(first_column, min(last_column, COLUMNS_MAX) + 1):
            values += [None] * (column - len(values))
            values[column - 1] = value


def _heading(page: Any, heading: str) -> Any:
    cell = WriteOnlyCell(page, heading)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E8EEF7")
    return cell


def _text(page: Any, said: str) -> Any:
    # XML 1.0 cannot hold control characters; a name that holds one is exported without it.
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", said))
    cell.data_type = "s"
    return cell


def _offer(column: int, words: Sequence[str]) -> DataValidation:
    letter = get_column_letter(column)
    offer = DataValidation("list", formula1='"' + ",".join(words) + '"', allow_blank=True)
    offer.add(f"{letter}2:{letter}{ROWS_MAX}")
    return offer


def _broken(name: str, why: str) -> Words:
    return Words(
        f"“{name}”不是完好的 Excel（.xlsx）文件（{why}）。请在 Excel 或 WPS 里打开，另存为 .xlsx 再上传。",
        f"{name} is not a sound XLSX file ({why}). Open it in a spreadsheet and save it again as .xlsx.",
    )
