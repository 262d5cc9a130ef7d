from random import Random

from scheduler.generation.timetables import Hours, draw_timetable
from scheduler.instance import ClassId, TeacherId

HOURS = [
    Hours(ClassId(name), subject, 5, TeacherId(teacher))
    for name in ("a", "b")
    for subject, teacher in (("语文", f"t{name}"), ("体育", "shared"))
]


def test_nobody_is_in_two_places_and_every_hour_is_there() -> None:
    rows = draw_timetable(Random(1), HOURS, 4)
    assert len(rows) == 20
    assert len({(row.class_id, row.slot) for row in rows}) == 20
    assert len({(row.teacher, row.slot) for row in rows}) == 20


def test_a_subject_comes_once_a_day_where_it_can() -> None:
    rows = draw_timetable(Random(1), HOURS[:1], 4)
    assert len({row.slot.weekday for row in rows}) == 5


def test_hours_without_a_place_are_left_out() -> None:
    assert len(draw_timetable(Random(1), [Hours(ClassId("a"), "语文", 9, None)], 1)) == 5
