from scheduler.domain import MinuteSpan
from scheduler.instance import DemandId, Kind, LessonId, Session, Slot, TeacherId
from scheduler.plan import Plan, Replay, SessionTime
from scheduler.rules import Rule
from scheduler.validation import violations
from tests.support.small_weeks import MONDAY, SUBJECT, TUESDAY, demand, instance, own, series

FAMOUS = instance(
    demands=[demand(kind=Kind.FAMOUS_SCHOOL)], series=[series(kind=Kind.FAMOUS_SCHOOL)]
)


def replay_rules(period: int) -> set[Rule]:
    """The recording of Monday's first lesson (480 to 520), seen in a later period or the same."""
    replay = Replay(DemandId("d"), LessonId("l1"), Slot(MONDAY, period))
    return {each.rule for each in violations(FAMOUS, Plan.of(replays=[replay]))}


def test_a_replay_comes_after_its_lesson() -> None:
    assert replay_rules(3) == set()
    assert replay_rules(1) == set()
    assert replay_rules(0) == {Rule.REPLAY}


def session_rules(start: int) -> set[Rule]:
    """A session of an hour in a window that ends at 600; its teacher teaches on Tuesday until 570."""
    session = Session("s", TeacherId("t"), SUBJECT, 30, (TeacherId("v"),), (TUESDAY,), 480, 600)
    rows = [own("o", "c", TUESDAY, 1, SUBJECT, "t")]
    week = instance(own=rows, sessions=(session,), demands=[])
    held = SessionTime("s", TUESDAY, MinuteSpan(start, start + 30), (TeacherId("v"),))
    return {each.rule for each in violations(week, Plan.of(sessions=[held]))}


def test_a_session_keeps_to_its_window_and_its_teachers_hours() -> None:
    assert session_rules(490) == set()
    assert session_rules(570) == set()
    assert session_rules(500) == set()
    assert session_rules(501) == {Rule.SESSION}
    assert session_rules(571) == {Rule.SESSION}
