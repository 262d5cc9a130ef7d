"""From rows of cells to records of values: which sheet a table is, which column a cell stands in. Pure; no I/O."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.organisation.exchange import cells
from server.organisation.exchange.cells import Column, WrongCell
from server.organisation.exchange.files import Row, Table
from server.organisation.exchange.findings import Findings
from server.organisation.exchange.sheets import GUIDE, SHEETS, Sheet
from server.words import Words

HEADING_ROWS = 10
"""Rows among which the headings are looked for: titles and remarks may stand above."""
_EMPTY = Words("", "")


@dataclass(frozen=True, slots=True)
class Record:
    """A row with its values by column key."""

    row: int
    values: dict[str, Any]


@dataclass(slots=True)
class Contents:
    """What a file holds: records by sheet key."""

    records: dict[str, list[Record]]
    ignored: list[str]
    """Tables and columns that nothing was read of."""


def read_tables(
    tables: Sequence[Table], findings: Findings, sheets: Sequence[Sheet] = SHEETS
) -> Contents:
    """Return the records of the tables that are some of `sheets`; note every cell that does not fit."""
    contents = Contents({}, [])
    for table in tables:
        if not table.rows or table.name in (GUIDE.zh, GUIDE.en):
            continue
        found = _sheet_of(table, sheets)
        if found is None:
            contents.ignored.append(table.name)
            continue
        sheet, heading_at, places = found
        missing = [each for each in sheet.columns if each.required and each.key not in places]
        for column in missing:
            number = table.rows[heading_at].number
            allowed = Words("表头里要有这一栏", "this column in the row of headings")
            findings.add(sheet.name, number, column.heading, None, allowed)
        headings = table.rows[heading_at].cells
        contents.ignored += [
            f"{table.name}: {cells.plain(heading)}"
            for index, heading in enumerate(headings)
            if index not in places.values() and heading is not None
        ]
        if not missing:
            records = contents.records.setdefault(sheet.key, [])
            rows = table.rows[heading_at + 1 :]
            records += [
                record
                for row in rows
                if (record := _record(sheet, places, row, findings)) is not None
            ]
    if not contents.records and not findings.total:
        names = "、".join(sheet.name.zh for sheet in sheets)
        allowed = Words(f"这些表之一：{names}", "one of " + ", ".join(each.key for each in sheets))
        name = tables[0].name if tables else ""
        findings.add(Words(name, name), 0, _EMPTY, None, allowed)
    return contents


def _sheet_of(table: Table, sheets: Sequence[Sheet]) -> tuple[Sheet, int, dict[str, int]] | None:
    """Return the sheet that a table is, the index of its row of headings, and the cell index of each column."""
    named = [
        each for each in sheets if table.name.strip() in (each.name.zh, each.name.en, each.key)
    ]
    best: tuple[int, Sheet, int, dict[str, int]] | None = None
    for sheet in named or sheets:
        for index, row in enumerate(table.rows[:HEADING_ROWS]):
            places = _places(sheet, row)
            complete = all(each.key in places for each in sheet.columns if each.required)
            score = len(places) * 2 + complete
            likely = len(places) * 2 >= len(sheet.columns) or complete or (named and places)
            if likely and (best is None or score > best[0]):
                best = (score, sheet, index, places)
    return best[1:] if best else None


def _places(sheet: Sheet, row: Row) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        said = _heading(cells.plain(cell))
        for column in sheet.columns:
            known = {_heading(column.heading.zh), _heading(column.heading.en), column.key}
            if said in known and column.key not in places:
                places[column.key] = index
    return places


def _heading(said: str) -> str:
    return re.sub(r"[(（\[].*?[)）\]]|[*＊\s]", "", said).casefold()


def _record(sheet: Sheet, places: dict[str, int], row: Row, findings: Findings) -> Record | None:
    values: dict[str, Any] = {}
    given = {
        key: row.cells[index] if index < len(row.cells) else None for key, index in places.items()
    }
    if all(raw is None for raw in given.values()):
        return None
    before = findings.total
    for column in sheet.columns:
        raw = given.get(column.key)
        values[column.key] = _value(sheet, column, row.number, raw, findings)
    return Record(row.number, values) if findings.total == before else None


def _value(sheet: Sheet, column: Column, row: int, raw: cells.Raw, findings: Findings) -> Any:
    if raw is None or cells.plain(raw) == "":
        if column.required:
            findings.add(sheet.name, row, column.heading, None, column.allowed)
        return column.default
    try:
        return column.read(raw)
    except WrongCell:
        findings.add(sheet.name, row, column.heading, raw, column.allowed)
        return None
