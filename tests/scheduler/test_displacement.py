from scheduler.displacement import Timetables, overlap
from scheduler.domain import MinuteSpan, Weeks
from scheduler.instance import ClassId, Instance, OwnLesson, Policy, SchoolId, Slot, TeacherId
from tests.support.small_weeks import (
    MONDAY,
    SUBJECT,
    TUESDAY,
    instance,
    move,
    offered,
    own,
    school_class,
    series,
)

CLASSES = [school_class(), school_class("x"), school_class("h", school=SchoolId("hub"))]
NOMINAL = own("m", "c", TUESDAY, 1, SUBJECT)


def week(*rows: OwnLesson, policy: Policy | None = None) -> Instance:
    return instance(classes=CLASSES, own=rows, policy=policy)


def ways(*rows: OwnLesson, policy: Policy | None = None) -> tuple[tuple[object, ...], ...]:
    found = Timetables(week(*rows, policy=policy)).ways(
        ClassId("c"), SUBJECT, Slot(MONDAY, 0), Weeks.EVERY
    )
    return found.ways


def sport(*, movable: bool = True, weeks: Weeks = Weeks.EVERY) -> OwnLesson:
    return own("o", "c", MONDAY, 0, "体育", "v", movable=movable, weeks=weeks)


def test_an_empty_slot_and_the_subjects_own_are_free() -> None:
    assert ways() == ((),)
    assert ways(own("m", "c", MONDAY, 0, SUBJECT)) == ((),)


def test_a_movable_lesson_takes_the_subjects_own_slot() -> None:
    assert ways(sport(), NOMINAL) == ((move("o", TUESDAY, 1),),)


def test_an_immovable_lesson_stays_and_is_named() -> None:
    assert ways(sport(movable=False), NOMINAL) == ()
    found = Timetables(week(sport(movable=False), NOMINAL)).ways(
        ClassId("c"), SUBJECT, Slot(MONDAY, 0), Weeks.EVERY
    )
    assert [each.id for each in found.immovable] == ["o"]


def test_nothing_moves_where_the_policy_forbids_it() -> None:
    assert ways(sport(), NOMINAL, policy=Policy(displacement=False)) == ()


def test_two_teachers_exchange_hours_when_one_is_busy() -> None:
    busy = own("x1", "x", TUESDAY, 1, "数学", "v", movable=True)
    third = own("x2", "x", MONDAY, 0, "语文", "w", movable=True)
    expected = (move("o", TUESDAY, 1), move("x1", MONDAY, 0), move("x2", TUESDAY, 1))
    assert ways(sport(), NOMINAL, busy, third) == (expected,)
    assert ways(sport(), NOMINAL, busy) == (expected[:2],)
    assert ways(sport(), NOMINAL, busy, third, policy=Policy(swaps=False)) == ()


def test_a_third_teacher_who_is_busy_forbids_the_exchange() -> None:
    busy = own("x1", "x", TUESDAY, 1, "数学", "v", movable=True)
    third = own("x2", "x", MONDAY, 0, "语文", "w", movable=True)
    elsewhere = own("y", "h", TUESDAY, 1, "语文", "w")
    assert ways(sport(), NOMINAL, busy, third, elsewhere) == ()


def test_a_lesson_of_odd_weeks_leaves_the_even_ones_free() -> None:
    found = Timetables(week(sport(movable=False, weeks=Weeks.ODD))).ways(
        ClassId("c"), SUBJECT, Slot(MONDAY, 0), Weeks.EVERY
    )
    assert (found.ways, found.weeks) == (((),), Weeks.EVEN)


def test_a_lesson_that_others_join_does_not_move() -> None:
    joined = own("j", "h", MONDAY, 0, SUBJECT, "t", movable=True)
    made = instance(classes=CLASSES, own=[joined], series=[series(lessons=[offered("l1")])])
    timetables = Timetables(made)
    assert not timetables.is_movable(joined)
    span = MinuteSpan(500, 510)
    assert not timetables.is_free(TeacherId("t"), MONDAY, span, Weeks.EVERY)
    assert timetables.is_free(TeacherId("t"), TUESDAY, span, Weeks.EVERY)


def test_spans_that_touch_share_no_minute() -> None:
    assert not overlap(MinuteSpan(480, 520), MinuteSpan(520, 560))
    assert overlap(MinuteSpan(480, 521), MinuteSpan(520, 560))
