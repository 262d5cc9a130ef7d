"""Real schools' timetables, read, written as workbooks and aligned. Slow: run with `-m slow`."""

import pytest

from scheduler.alignment import Limits, Solved, align
from scheduler.exchange.timetable import SchoolTimetable
from scheduler.exchange.workbook import read_workbook, write_workbook
from scheduler.integrity import check
from scheduler.validation import violations
from tests.support.real_schools import EXAMPLES, FILES, city_of, read_all

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not EXAMPLES.is_dir(), reason="Debian's fet-data is not there; `make tools` installs it"
    ),
]


@pytest.fixture(scope="module")
def schools() -> dict[str, SchoolTimetable]:
    return read_all()


def test_twelve_schools_are_read_with_their_bells_and_weeks(
    schools: dict[str, SchoolTimetable],
) -> None:
    assert len(schools) == len(FILES) == 12
    for key, timetable in schools.items():
        assert len(timetable.activities) > 100, key
        assert timetable.bells, key
        placed = sum(
            each.hours * len(each.classes) for each in timetable.activities if each.day is not None
        )
        assert len(list(timetable.own_lessons(key))) == placed
    whole = [
        key
        for key, timetable in schools.items()
        if sum(each.day is not None for each in timetable.activities)
        > 0.9 * len(timetable.activities)
    ]
    assert len(whole) >= 10


def test_as_a_workbook_and_back_every_activity_is_the_same(
    schools: dict[str, SchoolTimetable],
) -> None:
    for key, timetable in schools.items():
        again = read_workbook(write_workbook(timetable))
        assert again.activities == timetable.activities, key
        assert again == timetable, key


def test_a_city_of_real_schools_is_aligned(schools: dict[str, SchoolTimetable]) -> None:
    city = city_of(schools)
    check(city)
    limits = Limits(seconds=1e6, rounds=3, bound_iterations=2000, workers=1)
    found = align(city, limits, lambda: 0.0)
    assert isinstance(found, Solved)
    assert violations(city, found.plan) == []
    assert found.score.lessons > 0
    assert found.score.value <= found.bound
