"""A school's timetable as a workbook (XLSX), and back: one sheet of activities, one of days and hours."""

import io
from collections.abc import Iterator

import openpyxl

from scheduler.errors import InputError
from scheduler.exchange.archive import ArchiveRefused, measured
from scheduler.exchange.timetable import Activity, SchoolTimetable, checked

LARGEST_FILE = 20_000_000
ACTIVITIES, WEEK = "课程", "作息"
COLUMNS = ("编号", "学科", "教师", "班级", "节数", "星期", "节次")
BETWEEN = "；"
"""Stands between several teachers or classes of one activity."""
MOST_ROWS = 100_000


def write_workbook(timetable: SchoolTimetable) -> bytes:
    """Return the timetable as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    sheet.title = ACTIVITIES
    sheet.append(COLUMNS)
    for each in timetable.activities:
        day = "" if each.day is None else timetable.days[each.day]
        hour = "" if each.hour is None else timetable.hours[each.hour]
        teachers, classes = BETWEEN.join(each.teachers), BETWEEN.join(each.classes)
        sheet.append((each.id, each.subject, teachers, classes, each.hours, day, hour))
    week = book.create_sheet(WEEK)
    week.append(("学校", timetable.name))
    week.append(("半天", "是" if timetable.halves else "否"))
    week.append(("星期", *timetable.days))
    week.append(("节次", *timetable.hours))
    for each_sheet in (sheet, week):
        for row in each_sheet.iter_rows():
            for cell in row:
                # A text that begins with "=" is a text.
                cell.data_type = "n" if isinstance(cell.value, int) else "s"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def read_workbook(data: bytes) -> SchoolTimetable:
    """Return the timetable of a workbook as `write_workbook` makes it.

    Raises:
        InputError: if it is no such workbook, naming the sheet, the row and the column.
    """
    book = _open(data)
    for name in (ACTIVITIES, WEEK):
        if name not in book.sheetnames:
            raise InputError("file", ", ".join(book.sheetnames), f"a sheet {name}")
    week = {str(row[0]): row[1:] for row in _rows(book[WEEK]) if row}
    for name in ("学校", "半天", "星期", "节次"):
        if name not in week:
            raise InputError(WEEK, "nothing", f"a row {name}")
    days, hours = _texts(week["星期"]), _texts(week["节次"])
    activities: list[Activity] = []
    places: list[str] = []
    for number, row in enumerate(_rows(book[ACTIVITIES])):
        if number == 0:
            if _texts(row) != COLUMNS:
                raise InputError(f"{ACTIVITIES} 1", ", ".join(_texts(row)), ", ".join(COLUMNS))
            continue
        place = f"{ACTIVITIES} {number + 1}"
        places.append(place)
        activities.append(_activity(row, place, days, hours))
    name = "".join(_texts(week["学校"]))
    half = _texts(week["半天"]) == ("是",)
    return checked(SchoolTimetable(name, days, hours, tuple(activities), half), places)


def _activity(
    row: tuple[object, ...], place: str, days: tuple[str, ...], hours: tuple[str, ...]
) -> Activity:
    cells = ["" if cell is None else str(cell) for cell in row] + [""] * len(COLUMNS)
    key, subject, teachers, classes, count, day, hour = cells[: len(COLUMNS)]
    if not count.isdigit():
        raise InputError(f"{place}.节数", count or "nothing", "a whole number")
    for column, came, known in (("星期", day, days), ("节次", hour, hours)):
        if came and came not in known:
            raise InputError(f"{place}.{column}", came, ", ".join(known))
    return Activity(
        key,
        subject,
        tuple(teachers.split(BETWEEN)) if teachers else (),
        tuple(classes.split(BETWEEN)) if classes else (),
        int(count),
        days.index(day) if day and hour else None,
        hours.index(hour) if day and hour else None,
    )


def _open(data: bytes) -> openpyxl.Workbook:
    if len(data) > LARGEST_FILE:
        raise InputError("file", f"{len(data)} bytes", f"at most {LARGEST_FILE}")
    try:
        measured(data)
        return openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
    except ArchiveRefused as error:
        raise InputError("file", str(error), "an XLSX workbook") from error
    except Exception as error:  # whatever a damaged part makes of the library that reads it
        raise InputError("file", type(error).__name__, "an XLSX workbook") from error


def _rows(sheet: object) -> Iterator[tuple[object, ...]]:
    # A sheet may lie about its size; what counts is what comes.
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    try:
        for number, row in enumerate(sheet.iter_rows(values_only=True)):  # type: ignore[attr-defined]
            if number > MOST_ROWS:
                raise InputError("file", f"more than {MOST_ROWS} rows", f"at most {MOST_ROWS}")
            yield row
    except InputError:
        raise
    except Exception as error:  # whatever a damaged sheet makes of the library that reads it
        raise InputError("file", type(error).__name__, "an XLSX workbook") from error


def _texts(row: tuple[object, ...]) -> tuple[str, ...]:
    cells = ["" if cell is None else str(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
