"""A school's own timetable as other programs know it, and what of it our domain needs: bells, classes, hours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from scheduler.domain import EntryId, MinuteSpan, Weekday
from scheduler.errors import InputError
from scheduler.instance import ClassId, OwnLesson, School, SchoolClass, SchoolId, Slot, TeacherId

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")
FIRST_BELL = 8 * 60
PERIOD, PAUSE = 45, 10
"""Minutes of a period and of a break, where the hours of a file have names but no times."""
SHORTEST_PAUSE = 5
AFTERNOON = 6 * 60
"""Minutes from the first hour of a morning to that of the afternoon, where both are called the same."""


@dataclass(frozen=True, slots=True, order=True)
class Activity:
    """A lesson of some hours in a row; `day` and `hour` count from 0, None: it has no place yet."""

    id: str
    subject: str
    teachers: tuple[str, ...]
    classes: tuple[str, ...]
    hours: int
    day: int | None = None
    hour: int | None = None


@dataclass(frozen=True, slots=True)
class SchoolTimetable:
    """A school's week."""

    name: str
    days: tuple[str, ...]
    hours: tuple[str, ...]
    activities: tuple[Activity, ...]
    halves: bool = False
    """Whether the days are mornings and afternoons in turn."""

    @property
    def bells(self) -> tuple[MinuteSpan, ...]:
        """The periods of a day. Times are read from the names of the hours where every name has one."""
        found = [_CLOCK.findall(hour) for hour in self.hours]
        starts = [60 * int(times[0][0]) + int(times[0][1]) for times in found if times]
        rising = all(a + SHORTEST_PAUSE < b for a, b in pairwise(starts))
        if len(starts) < len(self.hours) or not rising:
            starts = [FIRST_BELL + number * (PERIOD + PAUSE) for number in range(len(self.hours))]
        spans = [
            MinuteSpan(start, min(start + PERIOD, after - SHORTEST_PAUSE))
            for start, after in zip(starts, [*starts[1:], 24 * 60], strict=True)
        ]
        if not self.halves:
            return tuple(spans)
        later = max(AFTERNOON, spans[-1].end_minute + PAUSE - spans[0].start_minute)
        return (
            *spans,
            *(MinuteSpan(each.start_minute + later, each.end_minute + later) for each in spans),
        )

    def slot(self, day: int, hour: int) -> Slot:
        """Return the slot of a place in the file; half days become periods of whole days."""
        if not self.halves:
            return Slot(Weekday(day + 1), hour)
        return Slot(Weekday(day // 2 + 1), hour + len(self.hours) * (day % 2))

    def school(self, key: str, county: str) -> School:
        """Return the school with its bells; rooms and links are for whoever knows them."""
        return School(SchoolId(key), self.name or key, county, self.bells)

    def classes(self, key: str, grade: int) -> list[SchoolClass]:
        """Return every set of pupils that has a lesson, as a class; the file does not know grades."""
        names = dict.fromkeys(name for each in self.activities for name in each.classes)
        return [
            SchoolClass(ClassId(f"{key}/{name}"), SchoolId(key), (grade,)) for name in sorted(names)
        ]

    def own_lessons(self, key: str) -> Iterator[OwnLesson]:
        """Yield an hour for each class of each hour of each activity that has a place."""
        number = 0
        for each in self.activities:
            if each.day is None or each.hour is None:
                continue
            teacher = TeacherId(f"{key}/{each.teachers[0]}") if each.teachers else None
            for hour in range(each.hour, each.hour + each.hours):
                for name in each.classes:
                    number += 1
                    yield OwnLesson(
                        EntryId(f"{key}.{number}"),
                        ClassId(f"{key}/{name}"),
                        self.slot(each.day, hour),
                        each.subject,
                        teacher,
                    )


def checked(timetable: SchoolTimetable, rows: list[str]) -> SchoolTimetable:
    """Return the timetable if every activity lies in its days and hours.

    Args:
        timetable: What was read.
        rows: How people know each activity's row, in order.

    Raises:
        InputError: naming the row and the field.
    """
    days, hours = len(timetable.days), len(timetable.hours)
    if not 1 <= days <= (14 if timetable.halves else 7):
        raise InputError("days", days, "1 to 7 (14 half days)")
    if not 1 <= hours <= 24:
        raise InputError("hours", hours, "1 to 24")
    for row, each in zip(rows, timetable.activities, strict=True):
        if each.hours < 1:
            raise InputError(f"{row}.hours", each.hours, "1 or more")
        if each.day is not None and each.hour is not None and each.hour + each.hours > hours:
            raise InputError(f"{row}.hour", each.hour + each.hours, f"at most {hours}")
    return timetable
