"""CSV in and out. In: UTF-8 with and without BOM, GBK (GB 18030), UTF-16 with BOM. Out: UTF-8 with BOM, for Excel."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence

from server.organisation.exchange.cells import harmless
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


def read_csv(content: bytes, name: str) -> Table:
    """Return the rows of a CSV file.

    Raises:
        UnreadableFile: naming the row, if the encoding is none of ours, or a bound is passed.
    """
    text = _decoded(content, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[Row] = []
    number = 0
    try:
        for cells in reader:
            number += 1
            if number > ROWS_MAX:
                raise UnreadableFile(too_many_rows(name))
            if row := _row(name, number, cells):
                rows.append(row)
    except csv.Error as error:
        raise UnreadableFile(
            Words(
                f"“{name}”第 {number + 1} 行：引号或分隔符不对（{error}）。",
                f"{name}, row {number + 1}: quotes or separators are wrong ({error}).",
            )
        ) from error
    return Table(name, tuple(rows))


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """Return a CSV file that Excel opens rightly and runs nothing of."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([harmless(each) if isinstance(each, str) else each for each in row])
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _row(name: str, number: int, cells: list[str]) -> Row | None:
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > COLUMNS_MAX:
        raise UnreadableFile(too_many_columns(name, number))
    for column, cell in enumerate(cells, 1):
        if len(cell) > CELL_MAX:
            raise UnreadableFile(cell_too_long(name, number, column))
    return Row(number, tuple(cell.strip() or None for cell in cells)) if cells else None


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        # UTF-8 first: hardly any GBK text is valid UTF-8, while nearly all UTF-8 text is valid GB 18030.
        encodings = ["utf-8-sig", "gb18030"]
    broken = 1
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            broken = content[: error.start].count(b"\n") + 1
            continue
        if "\0" not in text:
            return text
        broken = text[: text.index("\0")].count("\n") + 1
    raise UnreadableFile(
        Words(
            f"“{name}”第 {broken} 行：有读不出的字符。请另存为“CSV UTF-8”，或直接上传 Excel（.xlsx）文件。",
            f"{name}, row {broken}: characters that are neither UTF-8 nor GBK. Save as CSV UTF-8, or as .xlsx.",
        )
    )


def _delimiter(text: str) -> str:
    first = text[:10_000].split("\n", 1)[0]
    return max(",\t;", key=first.count)
