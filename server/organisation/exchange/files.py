"""What every file is read into, and the bounds that no file passes. Pure; no I/O."""

from dataclasses import dataclass

from server.organisation.exchange.cells import Raw
from server.words import Words

FILE_MAX = 8 * 1024 * 1024
"""Bytes of an uploaded file: ten times a city's timetables as XLSX."""
ROWS_MAX = 20_000
"""Rows of a sheet: four times the classes of a city of 435 schools."""
COLUMNS_MAX = 40
CELL_MAX = 1000
"""Characters of a cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something."""

    number: int
    """As the spreadsheet counts, from 1."""
    cells: tuple[Raw, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of a workbook, or a CSV file, with its rows that hold something."""

    name: str
    rows: tuple[Row, ...]


def too_many_rows(name: str) -> Words:
    """Return what is said about a sheet with too many rows."""
    return Words(
        f"“{name}”第 {ROWS_MAX + 1} 行：一张表最多 {ROWS_MAX} 行，请分成几个文件。",
        f"{name}, row {ROWS_MAX + 1}: a sheet may have {ROWS_MAX} rows; split the file.",
    )


def too_many_columns(name: str, row: int) -> Words:
    """Return what is said about a row with too many cells."""
    return Words(
        f"“{name}”第 {row} 行第 {COLUMNS_MAX + 1} 栏：一行最多 {COLUMNS_MAX} 栏。",
        f"{name}, row {row}, column {COLUMNS_MAX + 1}: a row may have {COLUMNS_MAX} cells.",
    )


def cell_too_long(name: str, row: int, column: int) -> Words:
    """Return what is said about a cell with too much text."""
    return Words(
        f"“{name}”第 {row} 行第 {column} 栏：一格最多 {CELL_MAX} 个字。",
        f"{name}, row {row}, column {column}: a cell may have {CELL_MAX} characters.",
    )
