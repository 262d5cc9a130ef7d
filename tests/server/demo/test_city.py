from collections import Counter
from datetime import date

from server.demo.city import CityShape, city_rows, school_year, year_span
from server.models import (
    BellPeriod,
    Course,
    CourseReceiver,
    District,
    Room,
    School,
    TimetableEntry,
)


def rows_of(shape: CityShape | None = None) -> dict[type, list[object]]:
    found: dict[type, list[object]] = {}
    for rows in city_rows(shape or CityShape(), "hash", 2026):
        for row in rows:
            found.setdefault(type(row), []).append(row)
    return found


def test_the_city_has_the_real_ones_proportions() -> None:
    rows = rows_of()
    assert (len(rows[District]), len(rows[School])) == (64, 435)
    schools_with_rooms = {room.school_id for room in rows[Room]}  # type: ignore[attr-defined]
    assert len(schools_with_rooms) == 27 + 101
    assert len(rows[BellPeriod]) == 435 * 2 * 7
    names = Counter(school.name for school in rows[School])  # type: ignore[attr-defined]
    assert max(names.values()) == 1


def test_nobody_is_asked_to_be_in_two_lessons_at_once() -> None:
    rows = rows_of(CityShape(8, 20, 3, 9))
    courses = {course.id: course for course in rows[Course]}  # type: ignore[attr-defined]
    receivers: dict[str, list[str]] = {}
    for each in rows[CourseReceiver]:
        receivers.setdefault(each.course_id, []).append(each.room_id)  # type: ignore[attr-defined]
    taken: Counter[tuple[object, ...]] = Counter()
    for entry in rows[TimetableEntry]:
        course = courses[entry.course_id]  # type: ignore[attr-defined]
        when = (entry.term_id, entry.weekday, entry.start_minute)  # type: ignore[attr-defined]
        for who in (course.hub_room_id, course.teacher_id, *receivers[course.id]):
            taken[who, *when] += 1
    assert max(taken.values()) == 1


def test_a_school_year_begins_in_autumn() -> None:
    assert [school_year(date(2027, month, 1)) for month in (1, 7, 8)] == [2026, 2026, 2027]
    assert year_span(2026) == (date(2026, 8, 31), date(2027, 7, 9))
