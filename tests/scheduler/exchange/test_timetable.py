import pytest

from scheduler.domain import MinuteSpan, Weekday
from scheduler.exchange.timetable import Activity, SchoolTimetable
from scheduler.instance import Slot


def timetable(*hours: str, halves: bool = False, days: int = 5) -> SchoolTimetable:
    activities = (
        Activity("1", "音乐", ("张",), ("三1", "三2"), 2, 3, 0),
        Activity("2", "美术", (), (), 1),
    )
    return SchoolTimetable(
        "校", tuple(f"d{each}" for each in range(days)), hours, activities, halves
    )


def test_bells_are_read_from_the_names_of_the_hours() -> None:
    assert timetable("08:10", "08:55 - 09:40").bells == (MinuteSpan(490, 530), MinuteSpan(535, 580))


@pytest.mark.parametrize("hours", [("1", "2"), ("08:00", "2"), ("09:00", "08:00")])
def test_hours_without_times_get_usual_ones(hours: tuple[str, str]) -> None:
    assert timetable(*hours).bells == (MinuteSpan(480, 525), MinuteSpan(535, 580))


def test_half_days_become_periods_of_whole_days() -> None:
    week = timetable("08:00", "09:00", halves=True, days=10)
    assert [bell.start_minute for bell in week.bells] == [480, 540, 840, 900]
    assert week.slot(3, 0) == Slot(Weekday.TUESDAY, 2)
    assert week.slot(2, 1) == Slot(Weekday.TUESDAY, 1)


def test_an_activity_is_an_hour_of_each_of_its_classes_for_each_of_its_hours() -> None:
    rows = list(timetable("1", "2").own_lessons("s"))
    assert [(each.class_id, each.slot.period) for each in rows] == [
        ("s/三1", 0),
        ("s/三2", 0),
        ("s/三1", 1),
        ("s/三2", 1),
    ]
    assert {each.slot.weekday for each in rows} == {Weekday.THURSDAY}
    assert {each.teacher for each in rows} == {"s/张"}
    assert [each.id for each in timetable("1", "2").classes("s", 3)] == ["s/三1", "s/三2"]
    assert timetable("1", "2").school("s", "县").name == "校"
