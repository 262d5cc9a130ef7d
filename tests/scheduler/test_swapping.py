from dataclasses import replace

import pytest

from scheduler.editing import Spot, edited, options
from scheduler.errors import InputError
from scheduler.instance import DemandId, Instance, LessonId, Slot
from scheduler.plan import Plan
from scheduler.swapping import Swap, swaps
from scheduler.validation import violations
from tests.support.changing_places import OLD, WEEK
from tests.support.small_weeks import MONDAY, TUESDAY, at, offered, plan, series

MOVED = Spot(DemandId("d0"), LessonId("l1"), Slot(MONDAY, 0))


def found(week: Instance, old: Plan) -> list[Swap]:
    return list(swaps(week, old, MOVED, options(week, old, MOVED.demand, MOVED)).values())


def spot(placement: object) -> Spot:
    return Spot(placement.demand, placement.lesson, placement.slot)  # type: ignore[attr-defined]


def test_two_classes_that_want_one_room_change_places() -> None:
    choices = options(WEEK, OLD, MOVED.demand, MOVED)
    ((option, swap),) = swaps(WEEK, OLD, MOVED, choices).items()
    assert (option.lesson, swap.leaves.demand, swap.comes.lesson) == ("l2", "d1", "l1")
    after = edited(WEEK, OLD, [MOVED, spot(swap.leaves)], [spot(option), spot(swap.comes)])
    assert violations(WEEK, after) == []
    assert after == plan(at("l2", "d0", TUESDAY), at("l1", "d1"))


def test_a_lesson_that_could_not_come_here_is_no_partner() -> None:
    fixed = replace(
        WEEK,
        demands=(WEEK.demands[0], replace(WEEK.demands[1], edition="另一版")),
        series=(*WEEK.series, series("s2", [offered("l3", TUESDAY)], edition="另一版")),
    )
    old = plan(at("l1", "d0"), at("l3", "d1", TUESDAY))
    assert violations(fixed, old) == []
    assert found(fixed, old) == []


def test_where_nothing_stands_in_the_way_there_is_nothing_to_swap() -> None:
    assert found(WEEK, plan(at("l1", "d0"))) == []


def test_a_lesson_that_the_plan_does_not_hold_cannot_be_swapped() -> None:
    with pytest.raises(InputError, match="remove"):
        swaps(WEEK, Plan(), MOVED, [])
