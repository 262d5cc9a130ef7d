from collections.abc import Callable
from dataclasses import replace

import pytest

from scheduler.domain import MinuteSpan, Weeks
from scheduler.errors import InputError
from scheduler.instance import Kind, Policy, Right, SchoolId, Session, TeacherId, together
from tests.support.small_weeks import (
    HUB,
    SUBJECT,
    VILLAGE,
    alliance,
    demand,
    hub,
    instance,
    offered,
    school_class,
    series,
)

WRONG: list[tuple[str, Callable[[], object]]] = [
    ("bells.start_minute", lambda: hub(bells=(MinuteSpan(480, 520), MinuteSpan(519, 559)))),
    ("uplink_kbps", lambda: hub(uplink_kbps=-1)),
    ("grades", lambda: school_class(grades=())),
    ("grades", lambda: school_class(grades=(13,))),
    ("lessons_per_week", lambda: demand(lessons_per_week=0)),
    ("lessons_per_week", lambda: demand(lessons_per_week=11)),
    ("priority", lambda: demand(priority=4)),
    ("kind", lambda: demand(kind=Kind.FAMOUS_TEACHER)),
    ("minutes", lambda: Session("s", TeacherId("t"), SUBJECT, 0, ())),
    ("max_shift_minutes", lambda: Policy(max_shift_minutes=-1)),
]


@pytest.mark.parametrize(("field", "make"), WRONG)
def test_a_wrong_value_never_comes_to_exist(field: str, make: Callable[[], object]) -> None:
    with pytest.raises(InputError) as caught:
        make()
    assert caught.value.field == field


def test_without_alliances_every_lesson_is_open() -> None:
    assert instance().right(VILLAGE, HUB) is Right.LIVE


def test_the_widest_right_of_several_alliances_counts() -> None:
    week = instance(alliances=(alliance("hub", on_demand=["village"]), alliance("hub", "village")))
    assert week.right(VILLAGE, HUB) is Right.LIVE
    narrow = replace(week, alliances=week.alliances[:1])
    assert narrow.right(VILLAGE, HUB) is Right.ON_DEMAND
    assert narrow.right(SchoolId("other"), HUB) is None


def test_one_template_week_does_unless_odd_and_even_weeks_differ() -> None:
    assert instance().parities == (Weeks.EVERY,)
    odd = instance(series=[series(lessons=[offered("l1", weeks=Weeks.ODD)])])
    assert odd.parities == (Weeks.ODD, Weeks.EVEN)
    assert instance(demands=[demand(weeks=Weeks.EVEN)]).parities == (Weeks.ODD, Weeks.EVEN)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Weeks.EVERY, Weeks.ODD, Weeks.ODD),
        (Weeks.ODD, Weeks.EVERY, Weeks.ODD),
        (Weeks.ODD, Weeks.ODD, Weeks.ODD),
        (Weeks.ODD, Weeks.EVEN, None),
        (Weeks.EVERY, Weeks.EVERY, Weeks.EVERY),
    ],
)
def test_weeks_in_which_both_are_held(one: Weeks, other: Weeks, both: Weeks | None) -> None:
    assert together(one, other) is both
