import pytest

from scheduler.editing import Spot, edited, options
from scheduler.errors import InputError
from scheduler.instance import DemandId, LessonId, Slot
from scheduler.plan import Plan
from scheduler.rules import Rule
from scheduler.validation import violations
from tests.support.changing_places import OLD, WEEK
from tests.support.small_weeks import (
    MONDAY,
    SUBJECT,
    TUESDAY,
    WEDNESDAY,
    at,
    demand,
    instance,
    move,
    offered,
    own,
    plan,
    series,
)


def spot(name: str, lesson: str, weekday: int = MONDAY, period: int = 0) -> Spot:
    return Spot(DemandId(name), LessonId(lesson), Slot(weekday, period))  # type: ignore[arg-type]


def test_where_a_lesson_could_go_is_told_with_what_forbids_it() -> None:
    free, taken = options(WEEK, OLD, DemandId("d0"), spot("d0", "l1"))
    assert (free.placement, free.broken) == (OLD.by_demand[DemandId("d0")][0], ())
    assert taken.placement.lesson == "l2"
    assert taken.broken == (Rule.RECEIVING_ROOM,)
    assert taken.live == WEEK.offer[LessonId("l2")][1].span


def test_one_lesson_more_than_asked_for_is_told_so() -> None:
    (other,) = options(WEEK, OLD, DemandId("d0"))
    assert Rule.WEEKLY_LESSONS in other.broken


def test_two_classes_swap_their_lessons() -> None:
    swapped = edited(
        WEEK,
        OLD,
        [spot("d0", "l1"), spot("d1", "l2", TUESDAY)],
        [spot("d0", "l2", TUESDAY), spot("d1", "l1")],
    )
    assert swapped == plan(at("l2", "d0", TUESDAY), at("l1", "d1"))
    assert violations(WEEK, swapped) == []


def test_a_move_onto_another_class_is_a_plan_that_breaks_a_rule() -> None:
    crowded = edited(WEEK, OLD, [spot("d0", "l1")], [spot("d0", "l2", TUESDAY)])
    assert {each.rule for each in violations(WEEK, crowded)} == {Rule.RECEIVING_ROOM}


def test_a_place_that_can_be_had_in_two_ways_is_told_once_and_taken_in_the_way_that_fits() -> None:
    rows = [
        own("sport", "c", MONDAY, 0, "体育", "v", movable=True),
        own("first", "c", TUESDAY, 1, SUBJECT),
        own("second", "c", WEDNESDAY, 1, SUBJECT),
    ]
    lessons = [offered("l1"), offered("l2", TUESDAY, 530)]
    week = instance(
        own=rows, demands=[demand(lessons_per_week=2)], series=[series(lessons=lessons)]
    )
    # Sport could go to either hour of the subject, but in Tuesday's the class attends the other lesson.
    old = plan(at("l2", weekday=TUESDAY, period=1))
    wanted = at(moves=[move("sport", WEDNESDAY, 1)])
    found = options(week, old, DemandId("d"))
    assert [(each.placement, each.broken) for each in found] == [(wanted, ())]
    assert edited(week, old, [], [spot("d", "l1")]) == plan(*old.placements, wanted)


@pytest.mark.parametrize(
    ("remove", "add", "field"),
    [
        ([spot("d0", "l2", TUESDAY)], [], r"remove\[0\]"),
        ([], [spot("nobody", "l1")], r"add\[0\].demand"),
        ([], [spot("d0", "nothing")], r"add\[0\].lesson"),
        ([], [spot("d0", "l1", MONDAY, 3)], r"add\[0\]"),
    ],
)
def test_what_cannot_be_is_named(remove: list[Spot], add: list[Spot], field: str) -> None:
    with pytest.raises(InputError, match=field):
        edited(WEEK, OLD, remove, add)


def test_an_unknown_demand_has_no_options() -> None:
    with pytest.raises(InputError, match="demand"):
        options(WEEK, Plan(), DemandId("nobody"))
