"""Every way in which the scheduler finds a row wrong is said in Chinese that holds no English."""

import re
from collections.abc import Callable

import pytest

from scheduler import instance as question
from scheduler.domain import MinuteSpan, Weekday
from scheduler.errors import InputError
from scheduler.instance import ClassId, DemandId, SchoolId, Slot
from scheduler.integrity import problems
from scheduler.rules import Rule
from server.alignment.wrong_rows import clock, wrong_row

BELLS = (MinuteSpan(480, 520), MinuteSpan(530, 570))


def school(**other: object) -> question.School:
    values = {"bells": BELLS} | other
    return question.School(SchoolId("s"), "学校", "县", **values)  # type: ignore[arg-type]


def demand(lessons: int = 1, **other: object) -> question.Demand:
    return question.Demand(
        DemandId("d"),
        ClassId("c"),
        "音乐",
        3,
        "人教版",
        lessons,
        **other,  # type: ignore[arg-type]
    )


def refused(make: Callable[[], object]) -> InputError:
    with pytest.raises(InputError) as caught:
        make()
    return caught.value


ROWS: dict[str, tuple[Callable[[], object], str, str]] = {
    "a lesson before the day": (lambda: MinuteSpan(1500, 1510), "25:00", "00:00 到 23:59"),
    "an end before the start": (
        lambda: MinuteSpan(530, 500),
        "08:20",
        "08:51 到 24:00（在上课时间之后）",
    ),
    "periods that overlap": (
        lambda: school(bells=(BELLS[0], MinuteSpan(510, 550))),
        "08:30",
        "08:40 或以后（前一节 08:40 下课）",
    ),
    "a link of less than nothing": (
        lambda: school(uplink_kbps=-1),
        "-1",
        "0 或更大（kbit/s）",
    ),
    "a class of no grade": (
        lambda: question.SchoolClass(ClassId("c"), SchoolId("s"), ()),
        "空",
        "1 到 12 年级",
    ),
    "nothing asked": (lambda: demand(0), "0", "每周 1 到 10 节"),
    "a priority of nine": (lambda: demand(priority=9), "9", "1 到 3"),
}


@pytest.mark.parametrize("row", ROWS)
def test_a_value_that_cannot_be_is_said_in_chinese(row: str) -> None:
    make, came, allowed = ROWS[row]
    error = refused(make)
    told = wrong_row("高村小学", error.field, error, {}).said("zh")
    assert (told.came, told.allowed) == (came, allowed)
    assert told.field.startswith("高村小学：")
    assert not re.search("[A-Za-z]{3}", (told.field + told.allowed).replace("kbit", "")), told


def test_rows_that_contradict_each_other_are_said_in_chinese() -> None:
    own = [
        question.OwnLesson(question.EntryId(name), ClassId("c"), Slot(Weekday.TUESDAY, 1), "美术")
        for name in ("first", "second")
    ]
    made = question.Instance(
        name="",
        schools=(school(),),
        classes=(question.SchoolClass(ClassId("c"), SchoolId("s"), (4, 5)),),
        teachers=(),
        own_lessons=tuple(own),
        series=(),
        demands=(demand(),),
    )
    told = [
        wrong_row("这一行", error.field, error, {"first": "周二第2节 美术"}).said("zh")
        for error in problems(made)
    ]
    assert [(each.came, each.allowed) for each in told] == [
        ("周二第 2 节", "没有别的课的时间（周二第2节 美术）"),
        ("3", "4, 5（这个班的年级）"),
    ]


def test_a_place_that_a_lesson_does_not_fit_names_the_rules_as_sentences() -> None:
    english = f"a lesson that fits the slot (in the way: {Rule.SHIFT}, {Rule.BREAK})"
    error = InputError("add[0]", "spot", english)
    told = wrong_row("", error.field, error, {})
    assert told.place.zh == "要放入的课"
    assert told.allowed.zh.startswith("放得进这一节的课（不合规定：")
    assert "；" in told.allowed.zh
    assert "shift" not in told.allowed.zh


def test_minutes_are_read_as_a_clock() -> None:
    assert clock(530) == "08:50"
