from datetime import date

import pytest

from server.models import Course, District, Kind, Room, School
from server.timetables.teaching import taught_from

MATHS = ("mianyang", "数学", 3)
AUTUMN, SPRING = date(2026, 9, 7), date(2027, 3, 1)


def course(edition: str = "") -> Course:
    school = School(id="hub", district_id="d", district=District(id="d", city_id="mianyang"))
    return Course(
        id="c",
        kind=Kind.DEDICATED,
        title="数学",
        subject="数学",
        grade=3,
        hub_room=Room(id="studio", school=school),
        edition=edition,
    )


def test_the_only_edition_of_the_city_is_taught() -> None:
    known = {MATHS: {("人教版", 1), ("人教版", 2)}, ("mianyang", "数学", 4): {("北师大版", 1)}}
    assert taught_from(course(), AUTUMN, known) == ("人教版", 1)
    assert taught_from(course(), SPRING, known) == ("人教版", 2)


def test_of_several_editions_the_course_says_which() -> None:
    known = {MATHS: {("人教版", 1), ("北师大版", 1)}}
    assert taught_from(course(), AUTUMN, known) == ("", None)
    assert taught_from(course("北师大版"), AUTUMN, known) == ("北师大版", 1)


def test_a_book_that_the_city_does_not_have_has_no_volume() -> None:
    assert taught_from(course("岭南版"), AUTUMN, {}) == ("岭南版", None)
    assert taught_from(course(), SPRING, {MATHS: {("人教版", 1)}}) == ("人教版", None)


@pytest.mark.parametrize(("month", "volume"), [(1, 1), (2, 2), (7, 2), (8, 1), (12, 1)])
def test_the_second_volume_is_taught_from_february_to_july(month: int, volume: int) -> None:
    known = {MATHS: {("人教版", 1), ("人教版", 2)}}
    assert taught_from(course(), date(2027, month, 15), known) == ("人教版", volume)
