"""Holidays out of an iCalendar file (RFC 5545): all-day events become days off of the whole city. Pure; no I/O.

A file of the country's holidays marks working Saturdays (补班), but not whose timetable they run: these are named as left
out, and so is whatever is no plain all-day event.
"""

from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar
from icalendar.error import BrokenCalendarProperty

from server.organisation.exchange.cells import Raw
from server.organisation.exchange.files import Row, Table
from server.organisation.exchange.findings import UnreadableFile
from server.organisation.exchange.sheets import SHEET
from server.words import Words

EVENTS_MAX = 2000
TEXT_MAX = 1024 * 1024
"""Bytes; twenty years of holidays take a fiftieth of it."""
LONGEST = timedelta(days=100)
"""A longer span is no holiday: the summer has 60 days."""
WORKING = ("班", "补课", "调休上")
"""What the name of a working Saturday holds."""
MARK = b"BEGIN:VCALENDAR"


def is_calendar(content: bytes) -> bool:
    """Return whether bytes are an iCalendar file."""
    return content.lstrip(b"\xef\xbb\xbf \r\n\t")[: len(MARK)].upper() == MARK


def read_holidays(content: bytes, name: str) -> tuple[Table, list[str]]:
    """Return a table of sheet calendar, and what was left out.

    Raises:
        UnreadableFile: if the file is too large or no sound iCalendar.
    """
    if len(content) > TEXT_MAX:
        raise UnreadableFile(
            Words(
                f"“{name}”太大：日历文件最多 {TEXT_MAX // 1024} KB。",
                f"{name} is too large: a calendar file may have {TEXT_MAX} bytes.",
            )
        )
    events = _events(content, name)
    sheet = SHEET["calendar"]
    rows = [Row(1, tuple(column.heading.zh for column in sheet.columns))]
    left_out: list[str] = []
    for number, event in enumerate(events, 1):
        said, first, last = _said(event)
        if first is None or last is None or any(word in said for word in WORKING):
            left_out.append(f"{said} {first or ''}".strip())
            continue
        cells: dict[str, Raw] = {
            "level": "全市",
            "kind": "放假",
            "first_day": first,
            "last_day": last,
            "reason": said,
        }
        # The number is that of the event: the file has no rows.
        rows.append(Row(number, tuple(cells.get(column.key) for column in sheet.columns)))
    return Table(sheet.name.zh, tuple(rows)), left_out


def _events(content: bytes, name: str) -> list[Any]:
    try:
        calendar = Calendar.from_ical(content)
        events = list(calendar.walk("VEVENT"))
    except Exception as error:
        raise UnreadableFile(
            Words(f"“{name}”不是完好的日历（.ics）文件。", f"{name} is not a sound iCalendar file.")
        ) from error
    if len(events) > EVENTS_MAX:
        raise UnreadableFile(
            Words(
                f"“{name}”的日程太多（最多 {EVENTS_MAX} 条）。",
                f"{name} has too many events (at most {EVENTS_MAX}).",
            )
        )
    return events


def _said(event: Any) -> tuple[str, date | None, date | None]:
    """Return name, first and last day of an event; no days if it is no single all-day event."""
    said = " ".join(str(event.get("SUMMARY", "")).split())[:100]
    first = _day(event.get("DTSTART"))
    after = _day(event.get("DTEND"))
    if first is None or event.get("RRULE") is not None or event.get("STATUS") == "CANCELLED":
        return said, None, None
    # DTEND is the day after the last one (RFC 5545, section 3.6.1); without it the event has one day.
    last = after - timedelta(1) if after is not None and after > first else first
    return (said, first, last) if last - first <= LONGEST else (said, None, None)


def _day(value: Any) -> date | None:
    try:
        found = getattr(value, "dt", None)
    except BrokenCalendarProperty:
        return None
    return found if isinstance(found, date) and not isinstance(found, datetime) else None
