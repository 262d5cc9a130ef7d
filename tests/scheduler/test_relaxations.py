import pytest

from scheduler.instance import DemandId, LessonId, Right
from scheduler.relaxations import Relaxation
from scheduler.rules import Rule
from tests.support.small_weeks import HUB, MONDAY, VILLAGE, alliance, demand, instance, own, series

D, L = DemandId("d"), LessonId("l1")


def test_a_limit_is_raised_and_nothing_else() -> None:
    week = instance()
    relaxed = Relaxation(Rule.TEACHER_DAY, D, L, value=4).apply(week)
    assert relaxed.policy.teacher_lessons_a_day == 4
    assert relaxed.demands == week.demands


def test_rooms_and_lines_grow_where_they_are_named() -> None:
    week = instance()
    more = Relaxation(Rule.RECEIVING_ROOM, D, L, VILLAGE).apply(week)
    assert len(more.school[VILLAGE].receiving_rooms) == 5
    assert (
        len(Relaxation(Rule.BROADCAST_ROOM, D, L, HUB).apply(week).school[HUB].broadcast_rooms) == 3
    )
    assert (
        Relaxation(Rule.DOWNLINK, D, L, VILLAGE, 9).apply(week).school[VILLAGE].downlink_kbps == 9
    )
    assert Relaxation(Rule.UPLINK, D, L, HUB, 9).apply(week).school[HUB].uplink_kbps == 9


def test_people_and_books_change_where_they_are_named() -> None:
    week = instance(
        demands=[demand(edition="x", progress=3)], series=[series(progress=8)], consents=False
    )
    assert Relaxation(Rule.EDITION, D, L).apply(week).demands[0].edition == "人音版"
    assert Relaxation(Rule.PROGRESS, D, L, value=8).apply(week).demands[0].progress == 8
    agreed = Relaxation(Rule.CONSENT, D, L, "t").apply(week)
    assert [each.consents for each in agreed.teachers] == [True, False, False, False]


def test_an_alliance_of_two_is_formed() -> None:
    week = instance(alliances=(alliance("hub"),))
    assert week.right(VILLAGE, HUB) is None
    assert Relaxation(Rule.ALLIANCE, D, L, HUB).apply(week).right(VILLAGE, HUB) is Right.LIVE


def test_one_lesson_of_a_timetable_becomes_movable() -> None:
    rows = [own("o", "c", MONDAY, 0, "体育"), own("p", "c", MONDAY, 1, "体育")]
    relaxed = Relaxation(Rule.SLOT, D, L, "o").apply(instance(own=rows))
    assert [each.movable for each in relaxed.own_lessons] == [True, False]


@pytest.mark.parametrize("rule", [Rule.SHIFT, Rule.SLOT, Rule.CONSENT, Rule.RECEIVING_ROOM])
def test_words_name_what_changes(rule: Rule) -> None:
    relaxation = Relaxation(rule, D, L, "somebody", 18)
    for chinese in (True, False):
        words = relaxation.words(chinese=chinese)
        assert "somebody" in words or "18" in words


def test_few_minutes_come_before_many_and_both_before_a_room() -> None:
    costs = [
        Relaxation(Rule.SHIFT, D, L, value=16).cost,
        Relaxation(Rule.SHIFT, D, L, value=30).cost,
        Relaxation(Rule.RECEIVING_ROOM, D, L, "r").cost,
    ]
    assert costs == sorted(costs)
