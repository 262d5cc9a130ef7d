from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from server.timetables.clashes import (
    Booking,
    OwnHour,
    Taken,
    with_closed_schools,
    with_lessons,
    with_own_hours,
)

NINE = datetime(2026, 9, 7, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WANTED = Booking(
    "wanted",
    "英语",
    "英语",
    NINE,
    NINE + 40 * MINUTE,
    ("lin", "林"),
    ("studio", "主播室"),
    (("a", "教室一"), ("b", "教室二")),
    (("c", "三1班"),),
)
OTHER = Booking(
    "other",
    "美术",
    "美术",
    NINE,
    NINE + 40 * MINUTE,
    ("he", "何"),
    ("studio-2", "主播室二"),
    (),
    (),
)


@pytest.mark.parametrize(
    ("change", "taken"),
    [
        ({}, []),
        ({"teacher": ("lin", "林")}, [Taken.TEACHER]),
        ({"hub_room": ("studio", "")}, [Taken.HUB_ROOM]),
        ({"receiving_rooms": (("studio", ""),)}, [Taken.HUB_ROOM]),
        ({"hub_room": ("b", "")}, [Taken.RECEIVING_ROOM]),
        ({"receiving_rooms": (("a", ""), ("b", ""))}, [Taken.RECEIVING_ROOM] * 2),
        ({"classes": (("c", ""),)}, [Taken.CLASS]),
        ({"id": "wanted", "teacher": ("lin", "林")}, []),
    ],
)
def test_what_is_shared_is_a_clash(change: dict[str, object], taken: list[Taken]) -> None:
    other = replace(OTHER, **change)  # type: ignore[arg-type]
    assert [clash.what for clash in with_lessons(WANTED, [other])] == taken


@pytest.mark.parametrize(("shift", "clashes"), [(-40, 0), (-39, 1), (0, 1), (39, 1), (40, 0)])
def test_lessons_are_compared_by_real_minutes(shift: int, clashes: int) -> None:
    start = NINE + shift * MINUTE
    other = replace(OTHER, teacher=WANTED.teacher, starts_at=start, ends_at=start + 40 * MINUTE)
    assert len(with_lessons(WANTED, [other])) == clashes


def test_an_hour_of_another_subject_is_a_clash_for_class_and_teacher() -> None:
    hour = OwnHour("c", "lin", "数学", NINE, NINE + 40 * MINUTE)
    found = with_own_hours(WANTED, [hour])
    assert [clash.what for clash in found] == [Taken.CLASS, Taken.TEACHER]
    assert found[0].said.zh == "三1班 09:00–09:40 已有“数学”"
    assert found[1].said.en == "teacher 林 has “数学” 09:00–09:40"
    assert with_own_hours(WANTED, [replace(hour, subject="英语")]) == []
    assert with_own_hours(WANTED, [replace(hour, starts_at=NINE - 40 * MINUTE, ends_at=NINE)]) == []


def test_a_closed_school_is_named_with_its_reason() -> None:
    with_reason, without = with_closed_schools([("高村小学", "大雪"), ("云里小学", "")])
    assert with_reason.said.zh == "高村小学那天不上课（大雪）"
    assert without.said.en == "云里小学 has no lessons that day"
