from collections.abc import Callable
from dataclasses import replace

import pytest

from scheduler.domain import Weekday, Weeks
from scheduler.errors import InputError
from scheduler.instance import (
    ClassId,
    DemandId,
    Instance,
    LessonId,
    Lock,
    SchoolId,
    Session,
    Slot,
    TeacherId,
)
from scheduler.integrity import check, problems
from tests.support.small_weeks import (
    MONDAY,
    TUESDAY,
    alliance,
    demand,
    hub,
    instance,
    own,
    school_class,
    series,
    village,
)
from tests.support.tiny_cities import small_city

NOBODY = TeacherId("nobody")
LOCK = Lock(DemandId("d"), LessonId("l1"), Slot(MONDAY, 9))

WRONG: list[tuple[str, Callable[[], Instance]]] = [
    ("demands[1].id", lambda: instance(demands=[demand(), demand()])),
    ("series[].lessons[1].id", lambda: instance(series=[series("a"), series("b")])),
    ("demands[0].class_id", lambda: instance(demands=[demand(class_id="nowhere")])),
    ("demands[0].grade", lambda: instance(demands=[demand(grade=5)])),
    ("classes[0].school", lambda: instance(classes=[school_class(school=SchoolId("nowhere"))])),
    ("series[0].teacher", lambda: instance(series=[series(teacher=NOBODY)])),
    ("schools[1].paired_hub", lambda: instance(schools=[hub(), village(paired_hub="nowhere")])),
    ("own_lessons[0].slot.period", lambda: instance(own=[own("o", "c", MONDAY, 4, "体育")])),
    ("own_lessons[0].teacher", lambda: instance(own=[own("o", "c", MONDAY, 0, "体育", "nobody")])),
    (
        "own_lessons[1].slot",
        lambda: instance(own=[own("o", "c", MONDAY, 0, "体育"), own("p", "c", MONDAY, 0, "数学")]),
    ),
    (
        "own_lessons[1].slot",
        lambda: instance(
            classes=[school_class(), school_class("x")],
            own=[own("o", "c", MONDAY, 0, "体育", "v"), own("p", "x", MONDAY, 0, "数学", "v")],
        ),
    ),
    (
        "own_lessons[2].slot",
        lambda: instance(
            own=[
                own("o", "c", MONDAY, 0, "体育", weeks=Weeks.ODD),
                own("p", "c", MONDAY, 0, "数学", weeks=Weeks.EVEN),
                own("q", "c", MONDAY, 0, "语文", weeks=Weeks.ODD),
            ]
        ),
    ),
    ("alliances[0]", lambda: instance(alliances=(alliance("hub", "nowhere"),))),
    ("sessions[0]", lambda: instance(sessions=(Session("s", NOBODY, "音乐", 60, ()),))),
    ("locks[0].lesson", lambda: instance(locks=(replace(LOCK, lesson=LessonId("none")),))),
    ("locks[0].slot.period", lambda: instance(locks=(LOCK,))),
]


@pytest.mark.parametrize(("field", "make"), WRONG, ids=[field for field, _ in WRONG])
def test_a_broken_instance_names_the_row_and_the_field(
    field: str, make: Callable[[], Instance]
) -> None:
    with pytest.raises(InputError) as caught:
        check(make())
    assert caught.value.field == field


def test_all_that_is_wrong_is_named_at_once() -> None:
    broken = instance(demands=[demand("d", "nowhere"), demand("e", "elsewhere")])
    assert [each.field for each in problems(broken)] == [
        "demands[0].class_id",
        "demands[1].class_id",
    ]


def test_generated_and_small_weeks_are_whole() -> None:
    check(small_city())
    check(instance(own=[own("o", "c", MONDAY, 0, "体育"), own("p", "c", TUESDAY, 0, "体育")]))


def test_ten_thousand_demands_for_one_hub_are_no_mistake() -> None:
    many = [demand(f"d{number}") for number in range(10_000)]
    check(instance(demands=many))


def test_more_demands_than_any_city_has_are_refused() -> None:
    many = [demand(f"d{number}", ClassId("c")) for number in range(50_001)]
    with pytest.raises(InputError, match="50000"):
        check(instance(demands=many))


def test_weekdays_of_different_days_never_meet() -> None:
    rows = [
        own("o", "c", Weekday.MONDAY, 0, "体育", "v"),
        own("p", "c", Weekday.TUESDAY, 0, "体育", "v"),
    ]
    assert list(problems(instance(own=rows))) == []
