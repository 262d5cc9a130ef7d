from dataclasses import replace

import pytest

from scheduler.changes import Change
from scheduler.domain import MinuteSpan
from scheduler.errors import InputError
from scheduler.instance import DemandId, LessonId, Lock, Slot, TeacherId
from tests.support.small_weeks import (
    BELLS,
    HUB,
    MONDAY,
    TUESDAY,
    VILLAGE,
    instance,
    offered,
    own,
    series,
)

WEEK = instance(
    series=[
        series("s1", [offered("l1")]),
        series("s2", [offered("l2", TUESDAY)], teacher=TeacherId("u")),
    ]
)


def test_a_sick_teacher_offers_nothing_and_locks_on_those_lessons_go() -> None:
    locks = (
        Lock(DemandId("d"), LessonId("l1"), Slot(MONDAY, 0)),
        Lock(DemandId("d"), LessonId("l2"), Slot(TUESDAY, 0)),
    )
    after = Change(frozenset({TeacherId("t")})).apply(replace(WEEK, locks=locks))
    assert [each.id for each in after.series] == ["s2"]
    assert after.locks == locks[1:]
    assert after.schools == WEEK.schools


def test_a_school_that_is_named_twice_loses_two_rooms() -> None:
    after = Change(receiving_rooms=(VILLAGE, VILLAGE), broadcast_rooms=(HUB,)).apply(WEEK)
    assert len(after.school[VILLAGE].receiving_rooms) == 2
    assert len(after.school[HUB].broadcast_rooms) == 1
    assert after.series == WEEK.series


def test_other_bells_ring_and_the_timetable_keeps_its_period_numbers() -> None:
    later = tuple(MinuteSpan(each.start_minute + 30, each.end_minute + 30) for each in BELLS)
    week = replace(WEEK, own_lessons=(own("o", "c", MONDAY, 3, "数学"),))
    after = Change(bells={VILLAGE: later}).apply(week)
    assert after.school[VILLAGE].bells == later
    assert after.school[HUB].bells == week.school[HUB].bells
    assert after.own_lessons == week.own_lessons
    assert len(Change(bells={VILLAGE: later[:4]}).apply(week).school[VILLAGE].bells) == 4
    with pytest.raises(InputError, match="at least 4 periods"):
        Change(bells={VILLAGE: later[:3]}).apply(week)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (Change(frozenset({TeacherId("v")})), "teachers"),
        (Change(receiving_rooms=(HUB,)), "receiving_rooms"),
        (Change(broadcast_rooms=(HUB, HUB, HUB)), "broadcast_rooms"),
    ],
)
def test_what_is_not_there_cannot_be_lost(change: Change, field: str) -> None:
    with pytest.raises(InputError) as caught:
        change.apply(WEEK)
    assert caught.value.field == field
