from datetime import date

from scheduler.domain import Weeks
from server.models import (
    CalendarEntry,
    Course,
    DayKind,
    District,
    Room,
    School,
    Term,
    TimetableEntry,
)
from server.organisation.days import Calendars
from server.timetables.missed import lost_and_gained

TERM = Term(id="t", first_day=date(2026, 8, 31), last_day=date(2027, 1, 22))


def entry(weekday: int, weeks: Weeks = Weeks.EVERY) -> TimetableEntry:
    district = District(id="d", city_id="c")
    school = School(id="s", district_id="d", district=district)
    room = Room(id="r", school_id="s", school=school)
    return TimetableEntry(
        id=f"e{weekday}",
        term_id="t",
        weekday=weekday,
        start_minute=600,
        end_minute=640,
        weeks=weeks,
        course=Course(id="k", hub_room=room, receivers=[]),
    )


def test_days_off_are_lost_and_make_up_days_gained() -> None:
    monday, thursday = entry(1), entry(4)
    said = [
        CalendarEntry(
            city_id="c",
            kind=DayKind.HOLIDAY,
            first_day=date(2026, 10, 1),
            last_day=date(2026, 10, 7),
            reason="",
        ),
        CalendarEntry(
            city_id="c",
            kind=DayKind.MAKE_UP,
            first_day=date(2026, 10, 10),
            last_day=date(2026, 10, 10),
            runs_weekday=1,
            reason="",
        ),
    ]
    found = lost_and_gained(TERM, [monday, thursday], Calendars(said), date(2026, 10, 16))
    assert found.lost == [(monday, [date(2026, 10, 5)]), (thursday, [date(2026, 10, 1)])]
    assert found.gained == [(monday, [date(2026, 10, 10)]), (thursday, [])]
    assert date(2026, 10, 12) in found.held[0][1]


def test_odd_weeks_owe_nothing_in_even_ones() -> None:
    odd = entry(1, Weeks.ODD)
    found = lost_and_gained(TERM, [odd], Calendars([]), date(2026, 9, 20))
    assert found.held == [(odd, [date(2026, 8, 31), date(2026, 9, 14)])]
    assert (found.lost, found.gained) == ([(odd, [])], [(odd, [])])
