from scheduler.domain import MinuteSpan
from server.alignment.results import Names, class_weeks, differences, hub_weeks
from tests.support.small_weeks import (
    MONDAY,
    at,
    demand,
    hub,
    instance,
    move,
    offered,
    own,
    plan,
    series,
    village,
)

NAMES = Names({"c": "三年级1班"}, {"t": "林老师"})


def test_a_class_reads_the_minutes_in_which_it_is_really_there() -> None:
    bells = (MinuteSpan(480, 520), MinuteSpan(525, 565))
    week = instance(
        schools=[hub(), village(bells=bells)],
        series=[series(lessons=[offered("l1", MONDAY, 483)])],
        demands=[demand(lessons_per_week=2)],
    )
    (found,) = class_weeks(week, plan(at()), NAMES, frozenset())
    (lesson,) = found.lessons
    assert (lesson.start_minute, lesson.end_minute, lesson.period) == (483, 520, 1)
    assert (lesson.teacher, found.name) == ("林老师", "三年级1班")
    assert [(each.asked, each.served) for each in found.unmet] == [(2, 1.0)]


def test_a_lesson_that_changes_places_is_told_from_where_to_where() -> None:
    rows = [own("o", "c", MONDAY, 0, "体育", "v", movable=True), own("m", "c", MONDAY, 2, "音乐")]
    week = instance(own=rows)
    placed = plan(at(moves=(move("o", MONDAY, 2),)))
    (found,) = class_weeks(week, placed, NAMES, frozenset(placed.placements))
    (lesson,) = found.lessons
    assert lesson.accepted
    (moved,) = lesson.moves
    assert (moved.subject, moved.from_period, moved.to_period) == ("体育", 1, 3)


def test_a_hub_reads_who_joins_its_lessons() -> None:
    (found,) = hub_weeks(instance(), plan(at()), NAMES)
    (lesson,) = found.lessons
    assert (lesson.start_minute, lesson.teacher) == (480, "林老师")
    assert len(lesson.receivers) == 1
    assert lesson.receivers[0].endswith("三年级1班")


def test_what_only_one_of_two_plans_holds_is_a_difference() -> None:
    week = instance()
    assert differences((week, plan(at())), (week, plan(at())), NAMES) == []
    (only,) = differences((week, plan(at())), (week, plan()), NAMES)
    assert (only.in_first, only.start_minute) == (True, 480)


def test_a_teacher_without_an_account_is_known_by_the_name_in_the_timetable() -> None:
    assert NAMES.teacher("hub/张老师") == "张老师"
    assert NAMES.teacher("t") == "林老师"
