"""From the rows of a city to sheets: what is exported can be imported again. Pure; no I/O."""

from collections.abc import Callable, Iterator
from typing import Any

from scheduler.domain import Level
from server.organisation.exchange import separated, workbook
from server.organisation.exchange.changes import Values
from server.organisation.exchange.planning import Rows
from server.organisation.exchange.sheets import GUIDE, SHEETS, Sheet
from server.organisation.exchange.workbook import SheetOut
from server.words import Words

Said = Iterator[dict[str, Any]]


def to_xlsx(rows: Rows, language: str, only: Sheet | None = None) -> bytes:
    """Return a workbook with every sheet, or with one."""
    chosen = [only] if only else SHEETS
    return workbook.write_xlsx(_sheet_out(each, language, lines(rows, each)) for each in chosen)


def to_csv(rows: Rows, sheet: Sheet, language: str) -> bytes:
    """Return one sheet as CSV."""
    return separated.write_csv(_headings(sheet, language), lines(rows, sheet))


def template_xlsx(language: str) -> bytes:
    """Return a workbook with empty sheets, and one that explains them."""
    sheets = [_sheet_out(each, language, iter(())) for each in SHEETS]
    heads = (
        Words("表,栏,必填,可以填什么", "sheet,column,required,allowed").said(language).split(",")
    )
    guide = SheetOut(GUIDE.said(language), heads, _guide(language), {})
    return workbook.write_xlsx([guide, *sheets])


def template_csv(sheet: Sheet, language: str) -> bytes:
    """Return an empty CSV file with the headings of a sheet."""
    return separated.write_csv(_headings(sheet, language), ())


def lines(rows: Rows, sheet: Sheet) -> Iterator[list[str | int]]:
    """Yield the rows of a sheet as cells."""
    for said in _LINES[sheet.key](rows):
        yield [
            "" if (value := said.get(column.key)) is None else column.write(value)
            for column in sheet.columns
        ]


def _sheet_out(sheet: Sheet, language: str, rows: Iterator[list[str | int]]) -> SheetOut:
    choices = {n: column.choices for n, column in enumerate(sheet.columns) if column.choices}
    return SheetOut(sheet.name.said(language), _headings(sheet, language), rows, choices)


def _headings(sheet: Sheet, language: str) -> list[str]:
    return [each.heading.said(language) + ("*" if each.required else "") for each in sheet.columns]


def _guide(language: str) -> Iterator[list[str | int]]:
    yes = Words("是", "yes").said(language)
    for sheet in SHEETS:
        for column in sheet.columns:
            required = yes if column.required else ""
            heading = column.heading.said(language)
            yield [sheet.name.said(language), heading, required, column.allowed.said(language)]


def _ordered(rows: Rows, table: str, *keys: str) -> list[Values]:
    return sorted(rows.of(table).values(), key=lambda row: tuple(row[key] for key in keys))


def _with_school(rows: Rows, table: str, *keys: str) -> Said:
    names = school_names(rows)
    found = ({**row, "school": names[row["school_id"]]} for row in rows.of(table).values())
    yield from sorted(found, key=lambda row: (row["school"], *(row[key] for key in keys)))


def school_names(rows: Rows) -> dict[str, str]:
    """Return how each school is called in other sheets: by its name, or with its district where two have it."""
    count: dict[str, int] = {}
    for row in rows.of("school").values():
        count[row["name"]] = count.get(row["name"], 0) + 1
    districts = {row["id"]: row["name"] for row in rows.of("district").values()}
    return {
        row["id"]: row["name"]
        if count[row["name"]] == 1
        else f"{districts[row['district_id']]}/{row['name']}"
        for row in rows.of("school").values()
    }


def _schools(rows: Rows) -> Said:
    districts = {row["id"]: row["name"] for row in rows.of("district").values()}
    for row in _ordered(rows, "school", "district_id", "name"):
        yield {**row, "district": districts[row["district_id"]]}


def _alliances(rows: Rows) -> Said:
    names = school_names(rows)
    alliances = {row["id"]: row["name"] for row in rows.of("alliance").values()}
    for row in _ordered(rows, "alliance_member", "alliance_id", "school_id"):
        if row["school_id"] in names:
            name = alliances[row["alliance_id"]]
            yield {**row, "name": name, "school": names[row["school_id"]]}


def _bells(rows: Rows) -> Said:
    for schedule in _with_school(rows, "bell_schedule", "name"):
        periods = rows.under("bell_period", schedule["id"]).values()
        for period in sorted(periods, key=lambda row: row["number"]):
            from_day = (schedule["from_month"], schedule["from_day"])
            yield {**schedule, **period, "from": from_day}


def _calendar(rows: Rows) -> Said:
    schools = school_names(rows)
    districts = {row["id"]: row["name"] for row in rows.of("district").values()}
    for row in _ordered(rows, "calendar_entry", "first_day", "id"):
        if row["city_id"] is not None:
            yield {**row, "level": Level.CITY, "owner": None}
        elif row["district_id"] is not None:
            yield {**row, "level": Level.DISTRICT, "owner": districts[row["district_id"]]}
        else:
            yield {**row, "level": Level.SCHOOL, "owner": schools[row["school_id"]]}


def _textbooks(rows: Rows) -> Said:
    subjects = {row["id"]: row["name"] for row in rows.of("subject").values()}
    for book in _ordered(rows, "textbook", "subject_id", "grade", "edition", "volume"):
        said = {**book, "subject": subjects[book["subject_id"]]}
        units = rows.under("unit", book["id"]).values()
        yield from ({**said, **unit} for unit in sorted(units, key=lambda row: row["number"]))
        if not units:
            yield said


def _timetable(rows: Rows) -> Said:
    classes = {row["id"]: row["name"] for row in rows.of("school_class").values()}
    terms = {row["id"]: row["name"] for row in rows.of("term").values()}
    rooms = {row["id"]: row["name"] for row in rows.of("room").values()}
    schools = school_names(rows)
    found = (
        {
            **row,
            "school": schools[row["school_id"]],
            "class": classes[row["class_id"]],
            "term": terms[row["term_id"]],
            "room": rooms.get(row["room_id"]),
            "movable": int(row["movable"]),
        }
        for row in rows.of("school_lesson").values()
    )
    keys = ("school", "term", "class", "weekday", "period", "weeks")
    yield from sorted(found, key=lambda row: tuple(row[key] for key in keys))


_LINES: dict[str, Callable[[Rows], Said]] = {
    "districts": lambda rows: iter(_ordered(rows, "district", "name")),
    "schools": _schools,
    "rooms": lambda rows: _with_school(rows, "room", "name"),
    "classes": lambda rows: _with_school(rows, "school_class", "grade", "name"),
    "alliances": _alliances,
    "terms": lambda rows: iter(_ordered(rows, "term", "first_day")),
    "bells": _bells,
    "calendar": _calendar,
    "subjects": lambda rows: iter(_ordered(rows, "subject", "name")),
    "textbooks": _textbooks,
    "timetable": _timetable,
}
