from dataclasses import replace

from scheduler.alignment import Limits, Solved, align
from scheduler.domain import MinuteSpan, Weekday
from scheduler.instance import Instance, Kind, Policy, SchoolId, Session, Slot, TeacherId
from scheduler.kinds import add_other_kinds, best_time
from scheduler.plan import Plan, Replay
from scheduler.validation import violations
from tests.support.small_weeks import (
    MONDAY,
    SUBJECT,
    TUESDAY,
    WEDNESDAY,
    alliance,
    at,
    demand,
    instance,
    own,
    school_class,
    series,
)

FAMOUS = Kind.FAMOUS_SCHOOL


def famous_week(**changes: object) -> Instance:
    """A famous school's Monday lesson; the class has sport then, and its own hour of the subject on Wednesday."""
    week = instance(
        demands=[demand(kind=FAMOUS)],
        series=[series(kind=FAMOUS)],
        own=[own("o", "c", MONDAY, 0, "体育", "v"), own("m", "c", WEDNESDAY, 2, SUBJECT)],
    )
    return replace(week, **changes)  # type: ignore[arg-type]


def session(**changes: object) -> Session:
    invited = (TeacherId("u"), TeacherId("v"), TeacherId("w"))
    made = Session("open", TeacherId("t"), SUBJECT, 60, invited, (MONDAY, TUESDAY), 480, 600)
    return replace(made, **changes)  # type: ignore[arg-type]


def solved(week: Instance) -> Plan:
    found = align(week, Limits(seconds=1e6, rounds=2), lambda: 0.0)
    assert isinstance(found, Solved)
    assert violations(week, found.plan) == []
    return found.plan


def test_who_cannot_join_live_sees_the_replay_in_an_own_hour_later_in_the_week() -> None:
    found = solved(
        famous_week(own_lessons=(own("o", "c", MONDAY, 0, "体育", "v"), *busy_but(WEDNESDAY, 2)))
    )
    assert found.placements == ()
    assert [(each.lesson, each.slot) for each in found.replays] == [("l1", Slot(WEDNESDAY, 2))]


def busy_but(weekday: Weekday, period: int) -> list:  # type: ignore[type-arg]
    """Rows that fill the class's week apart from Monday's first slot; one of them is the subject's own."""
    rows = []
    for day in range(1, 6):
        for slot in range(4):
            if (day, slot) != (1, 0):
                subject = SUBJECT if (day, slot) == (weekday, period) else "语文"
                rows.append(own(f"r{day}{slot}", "c", Weekday(day), slot, subject))
    return rows


def test_who_can_join_live_needs_no_replay() -> None:
    found = solved(famous_week(own_lessons=()))
    assert len(found.placements) == 1
    assert found.replays == ()


def test_a_hundred_classes_join_a_famous_schools_lesson() -> None:
    numbers = range(100)
    week = instance(
        classes=[school_class(f"c{n}") for n in numbers],
        demands=[demand(f"d{n}", f"c{n}", kind=FAMOUS) for n in numbers],
        series=[series(kind=FAMOUS)],
        policy=Policy(lesson_down_kbps=0, return_kbps=0),
    )
    village = replace(week.schools[1], receiving_rooms=tuple(f"r{n}" for n in numbers))
    found = solved(replace(week, schools=(week.schools[0], village)))
    assert len(found.placements) == 100


def test_a_school_with_the_right_to_recordings_only_gets_a_replay() -> None:
    week = famous_week(alliances=(alliance("hub", on_demand=["village"]),), own_lessons=())
    found = solved(week)
    assert (found.placements, len(found.replays)) == ((), 1)


def test_without_any_right_there_is_no_replay() -> None:
    week = famous_week(alliances=(alliance("hub"),), own_lessons=())
    assert solved(week) == Plan()


def test_a_replay_before_its_lesson_ends_is_refused() -> None:
    week = famous_week(own_lessons=())
    early, later = (Replay("d", "l1", Slot(MONDAY, period)) for period in (0, 1))  # type: ignore[arg-type]
    assert [each.rule for each in violations(week, Plan.of(replays=[early]))] == ["replay"]
    assert violations(week, Plan.of(replays=[later])) == []


def test_replays_need_a_room_and_a_free_slot() -> None:
    week = famous_week(own_lessons=())
    roomless = replace(week.schools[1], receiving_rooms=())
    later = Replay("d", "l1", Slot(MONDAY, 1))  # type: ignore[arg-type]
    without = replace(week, schools=(week.schools[0], roomless))
    assert [each.rule for each in violations(without, Plan.of(replays=[later]))] == ["replay"]
    assert add_other_kinds(without, Plan()).replays == ()
    taken = replace(week, own_lessons=(own("o", "c", MONDAY, 1, "体育"),))
    assert [each.rule for each in violations(taken, Plan.of(replays=[later]))] == ["replay"]


def test_a_session_is_held_when_most_of_those_invited_are_free() -> None:
    rows = [
        own("a", "c", MONDAY, 0, "体育", "v"),
        own("b", "x", MONDAY, 1, "体育", "w"),
        own("e", "c", TUESDAY, 0, "体育", "v"),
    ]
    week = instance(
        classes=[school_class(), school_class("x")], own=rows, sessions=(session(),), demands=[]
    )
    found = best_time(week, Plan(), session())
    assert found is not None
    assert (found.weekday, found.span) == (TUESDAY, MinuteSpan(520, 580))
    assert found.present == ("u", "v", "w")
    assert violations(week, Plan.of(sessions=[found])) == []


def test_a_session_waits_for_its_teachers_broadcasts() -> None:
    week = instance(sessions=(session(weekdays=(MONDAY,)),))
    found = solved(week)
    assert found.sessions[0].span.start_minute >= 520
    moved = replace(found.sessions[0], span=MinuteSpan(480, 540))
    broken = violations(week, Plan.of([at()], sessions=[moved]))
    assert [each.rule for each in broken] == ["session"]


def test_a_teacher_without_an_hour_holds_no_session() -> None:
    rows = [own("a", "h", MONDAY, 0, SUBJECT, "t"), own("b", "h", MONDAY, 1, SUBJECT, "t")]
    week = instance(
        classes=[school_class(), school_class("h", school=SchoolId("hub"))],
        own=rows,
        sessions=(session(weekdays=(MONDAY,)),),
    )
    assert best_time(week, Plan(), week.sessions[0]) is None


def test_sessions_outside_their_window_are_refused() -> None:
    week = instance(sessions=(session(),), demands=[])
    found = best_time(week, Plan(), session())
    assert found is not None
    late = replace(found, span=MinuteSpan(541, 601))
    assert [each.rule for each in violations(week, Plan.of(sessions=[late]))] == ["session"]
