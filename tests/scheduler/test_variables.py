from scheduler.domain import Weeks
from scheduler.instance import DemandId, LessonId
from scheduler.rules import Rule
from scheduler.variables import Space, broken_between
from tests.support.small_weeks import MONDAY, alliance, demand, instance, offered, own, series


def test_a_lesson_that_fits_is_a_candidate_with_its_minutes() -> None:
    space = Space(instance(series=[series(lessons=[offered("l1", MONDAY, 487)])]))
    (candidate,) = space.candidates
    assert (candidate.shift_minutes, candidate.lost_minutes, candidate.disturbance) == (7, 2, 0)
    assert space.placement(candidate).lesson == "l1"


def test_what_cannot_be_is_no_candidate_and_its_rule_is_kept() -> None:
    cases = {
        Rule.EDITION: instance(demands=[demand(edition="x")]),
        Rule.ALLIANCE: instance(alliances=(alliance("hub"),)),
        Rule.SHIFT: instance(series=[series(lessons=[offered("l1", MONDAY, 700)])]),
        Rule.SLOT: instance(own=[own("o", "c", MONDAY, 0, "体育", "v")]),
        Rule.TEACHER_ONCE: instance(
            own=[own("o", "c", MONDAY, 0, "音乐", "t")], series=[series(studio=True)]
        ),
    }
    for rule, week in cases.items():
        space = Space(week)
        assert space.candidates == []
        assert space.rejected[0] == {rule: 1}


def test_every_broken_rule_between_a_class_and_a_series_is_found() -> None:
    week = instance(
        demands=[demand(edition="x", progress=2)], series=[series(progress=9)], consents=False
    )
    broken = broken_between(week, week.demands[0], week.series[0])
    assert broken == [Rule.EDITION, Rule.PROGRESS, Rule.CONSENT]


def test_lessons_of_odd_weeks_give_candidates_of_odd_weeks() -> None:
    space = Space(instance(series=[series(lessons=[offered("l1", weeks=Weeks.ODD)])]))
    assert [each.weeks for each in space.candidates] == [Weeks.ODD]


def test_a_demand_can_be_held_to_some_lessons() -> None:
    week = instance(series=[series(lessons=[offered("l1"), offered("l2", MONDAY, 530)])])
    assert len(Space(week).candidates) == 2
    held = Space(week, {DemandId("d"): [LessonId("l2")]})
    assert [held.placement(each).lesson for each in held.candidates] == ["l2"]
    assert Space(week, {DemandId("d"): []}).candidates == []
