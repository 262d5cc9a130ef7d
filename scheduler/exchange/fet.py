"""Reads `.fet` files (FET's XML). A document type is refused, so nothing in a file can grow or reach outside it."""

from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from scheduler.errors import InputError
from scheduler.exchange.timetable import Activity, SchoolTimetable, checked

LARGEST_FILE = 50_000_000
"""Bytes. The largest school of Debian's `fet-data` has 4 million."""
HALF_DAYS = "Mornings_Afternoons"


def read_fet(data: bytes) -> SchoolTimetable:
    """Return the timetable of a file: activities, and where FET has placed or locked them.

    Raises:
        InputError: if it is no whole FET file, naming the line, or the activity and its field.
    """
    if len(data) > LARGEST_FILE:
        raise InputError("file", f"{len(data)} bytes", f"at most {LARGEST_FILE}")
    root = _parse(data)
    if root.tag != "fet":
        raise InputError("file", f"<{root.tag}>", "<fet>")
    days = tuple(each.findtext("Name", "") for each in root.findall("Days_List/Day"))
    hours = tuple(each.findtext("Name", "") for each in root.findall("Hours_List/Hour"))
    places = _places(root, days, hours)
    activities: list[Activity] = []
    rows: list[str] = []
    for row in root.findall("Activities_List/Activity"):
        key = row.findtext("Id", "")
        rows.append(f"Activity {key}")
        if row.findtext("Active", "true") == "true":
            activities.append(_activity(row, key, places.get(key)))
        else:
            rows.pop()
    half = root.findtext("Mode") == HALF_DAYS or len(days) > 7
    name = root.findtext("Institution_Name", "")
    return checked(SchoolTimetable(name, days, hours, tuple(activities), half), rows)


def _activity(row: Element, key: str, place: tuple[int, int] | None) -> Activity:
    duration = row.findtext("Duration", "")
    if not duration.isdigit():
        raise InputError(f"Activity {key}.Duration", duration or "nothing", "a whole number")
    return Activity(
        key,
        row.findtext("Subject", ""),
        tuple(each.text or "" for each in row.findall("Teacher")),
        tuple(each.text or "" for each in row.findall("Students")),
        int(duration),
        *(place or (None, None)),
    )


def _places(
    root: Element, days: tuple[str, ...], hours: tuple[str, ...]
) -> dict[str, tuple[int, int]]:
    """Return day and hour of each activity that has both; a later constraint of FET's outweighs an earlier one."""
    day_of = {name: number for number, name in enumerate(days)}
    hour_of = {name: number for number, name in enumerate(hours)}
    found: dict[str, tuple[int, int]] = {}
    for row in root.iter("ConstraintActivityPreferredStartingTime"):
        if row.findtext("Active", "true") != "true":
            continue
        key = row.findtext("Activity_Id", "")
        day = row.findtext("Preferred_Day") or row.findtext("Day") or ""
        hour = row.findtext("Preferred_Hour") or row.findtext("Hour") or ""
        for field, came, known in (
            ("Preferred_Day", day, day_of),
            ("Preferred_Hour", hour, hour_of),
        ):
            if came and came not in known:
                raise InputError(f"Activity {key}.{field}", came, ", ".join(known))
        if day and hour:
            found[key] = day_of[day], hour_of[hour]
    return found


def _parse(data: bytes) -> Element:
    builder = TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*arguments: Any) -> None:
        raise InputError("file", f"a document type ({arguments[0]})", "none")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise InputError(f"line {error.lineno}", str(error), "a whole XML file") from error
    return builder.close()
