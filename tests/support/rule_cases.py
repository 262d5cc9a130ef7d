"""For every hard rule a week in which it is kept, one at its boundary, one just beyond; all else is in order.

Each builder makes a week of one knob: `value` at the boundary is the last that the rule allows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from scheduler.domain import MinuteSpan, Weekday, Weeks
from scheduler.instance import (
    DemandId,
    Instance,
    Kind,
    LessonId,
    Lock,
    Policy,
    School,
    SchoolId,
    Session,
    Slot,
    TeacherId,
)
from scheduler.plan import Plan, Replay, SessionTime
from scheduler.rules import Rule
from tests.support.small_weeks import (
    BELLS,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    alliance,
    at,
    demand,
    hub,
    instance,
    move,
    offered,
    own,
    plan,
    rooms,
    school_class,
    series,
    village,
)

Week = tuple[Instance, Plan]


@dataclass(frozen=True)
class Case:
    """One rule: its week by a knob, and three positions of the knob."""

    rule: Rule
    week: Callable[[int], Week]
    kept: int
    boundary: int
    broken: int


def many(count: int, **policy: int) -> Week:
    """`count` classes attend one lesson of Monday's first period."""
    numbers = range(count)
    return (
        instance(
            classes=[school_class(f"c{number}") for number in numbers],
            demands=[demand(f"d{number}", f"c{number}") for number in numbers],
            policy=Policy(**policy),
        ),
        plan(*(at(name=f"d{number}") for number in numbers)),
    )


def lessons(count: int, *, one_day: bool, studio: bool = False, **policy: int) -> Week:
    """A teacher broadcasts `count` lessons, each to a class of its own."""
    places = [(MONDAY, number) if one_day else (Weekday(number + 1), 0) for number in range(count)]
    numbers = range(count)
    offers = [
        offered(f"l{n}", day, BELLS[period].start_minute) for n, (day, period) in enumerate(places)
    ]
    return (
        instance(
            classes=[school_class(f"c{number}") for number in numbers],
            demands=[demand(f"d{number}", f"c{number}") for number in numbers],
            series=[series(lessons=offers, studio=studio)],
            policy=Policy(receivers_per_lesson=1, **policy),
        ),
        plan(*(at(f"l{n}", f"d{n}", day, period) for n, (day, period) in enumerate(places))),
    )


def shifted(minutes: int) -> Week:
    """The hub's lesson starts so many minutes after the class's last bell of the day."""
    start = BELLS[3].start_minute + minutes
    return instance(series=[series(lessons=[offered("l1", MONDAY, start)])]), plan(at(period=3))


def short_break(minutes: int) -> Week:
    """The next period begins so many minutes after a lesson of 35, of which the class needs 31."""
    bells = (MinuteSpan(480, 515), MinuteSpan(515 + minutes, 555 + minutes))
    offers = [series(lessons=[offered("l1", MONDAY, 480, 35)])]
    return instance(schools=[hub(), village(bells=bells)], series=offers), plan(at())


def live(lost: int) -> Week:
    """The class's next period begins so early that even without a break it loses `lost` minutes of 40."""
    bells = (MinuteSpan(480, 510), MinuteSpan(520 - lost, 560 - lost))
    policy = Policy(min_break_minutes=0)
    return instance(schools=[hub(), village(bells=bells)], policy=policy), plan(at())


def progress(weeks: int) -> Week:
    return instance(demands=[demand(progress=8)], series=[series(progress=8 + weeks)]), plan(at())


def weekly(count: int) -> Week:
    days = [Weekday(number + 1) for number in range(count)]
    offers = [offered(f"l{day}", day) for day in days]
    made = instance(series=[series(lessons=offers)], demands=[demand(lessons_per_week=2)])
    return made, plan(*(at(f"l{day}", weekday=day) for day in days))


def daily(count: int) -> Week:
    offers = [offered(f"l{number}", MONDAY, BELLS[number].start_minute) for number in range(count)]
    made = instance(series=[series(lessons=offers)], demands=[demand(lessons_per_week=3)])
    return made, plan(*(at(f"l{number}", period=number) for number in range(count)))


def two_series(count: int) -> Week:
    """Two lessons, from one series or from two."""
    first, second = offered("l1"), offered("l2", TUESDAY)
    offers = [series(lessons=[first, second])]
    if count == 2:
        offers = [series("s1", [first]), series("s2", [second])]
    made = instance(series=offers, demands=[demand(lessons_per_week=2)])
    return made, plan(at(), at("l2", weekday=TUESDAY))


def gap_of_rooms(minutes: int) -> Week:
    """The hub's only broadcast room is used again after so many minutes, for another grade."""
    second = offered("l2", MONDAY, BELLS[0].end_minute + minutes)
    made = instance(
        schools=[hub(broadcast_rooms=rooms("b", 1)), village()],
        classes=[school_class("c1"), school_class("c2", grades=(4,))],
        demands=[demand("d1", "c1"), demand("d2", "c2", grade=4)],
        series=[series(), series("s2", [second], teacher=TeacherId("u"), grades=(4,))],
    )
    return made, plan(at("l1", "d1"), at("l2", "d2", period=1))


def receiving(free: int) -> Week:
    """Three classes receive at once; the school has three rooms and `free` more."""
    made, found = many(3)
    return replace_schools(made, village(receiving_rooms=rooms("r", 3 + free))), found


def downlink(spare: int) -> Week:
    made, found = many(3)
    return replace_schools(made, village(downlink_kbps=7_500 + spare)), found


def uplink(spare: int) -> Week:
    made, found = many(3)
    return replace_schools(made, village(uplink_kbps=1_500 + spare)), found


def replace_schools(made: Instance, receiver: School) -> Instance:
    return replace(made, schools=(hub(), receiver))


def relay(spare: int) -> Week:
    return many(3, relay_streams=3 + spare)


def class_break(minutes: int) -> Week:
    """A class attends a broadcast that ends at 527, and another `minutes` later; each keeps its break to the bells."""
    bells = (MinuteSpan(480, 520), MinuteSpan(532, 572))
    second = 527 + minutes
    made = instance(
        schools=[hub(), village(bells=bells)],
        demands=[demand("d1"), demand("d2", subject="美术")],
        series=[
            series("s1", [offered("l1", MONDAY, 487)]),
            series("s2", [offered("l2", MONDAY, second)], subject="美术", teacher=TeacherId("u")),
        ],
    )
    return made, plan(at("l1", "d1"), at("l2", "d2", period=1))


def slot(taken: int) -> Week:
    """The slot is the subject's own (0), empty (1), or another subject's (2)."""
    rows = {
        0: [own("o", "c", MONDAY, 0, "音乐")],
        1: [],
        2: [own("o", "c", MONDAY, 0, "体育", "v")],
    }
    return instance(own=rows[taken]), plan(at())


def moved(allowed: int) -> Week:
    """A lesson moves that may (0, and 1 with the teacher's hours around it), or may not (2)."""
    rows = [
        own("o", "c", MONDAY, 0, "体育", "v", movable=allowed < 2),
        own("m", "c", TUESDAY, 1, "音乐"),
    ]
    if allowed == 1:
        rows.append(own("x", "x", TUESDAY, 2, "体育", "v"))
    classes = [school_class(), school_class("x")]
    return instance(classes=classes, own=rows), plan(at(moves=[move("o", TUESDAY, 1)]))


def moved_teacher(busy: int) -> Week:
    """The moved lesson's teacher has another class in the period before (0), after (1), or just then (2)."""
    rows = [
        own("o", "c", MONDAY, 0, "体育", "v", movable=True),
        own("m", "c", TUESDAY, 1, "音乐"),
        own("x", "x", TUESDAY, (0, 2, 1)[busy], "体育", "v"),
    ]
    classes = [school_class(), school_class("x")]
    return instance(classes=classes, own=rows), plan(at(moves=[move("o", TUESDAY, 1)]))


def studio_clash(start: int) -> Week:
    """A studio lesson while its teacher has an own class from 530 to 570."""
    rows = [own("o", "h", MONDAY, 1, "音乐", "t")]
    classes = [school_class(), school_class("h", school=SchoolId("hub"))]
    lesson = offered("l1", MONDAY, start)
    schools = [hub(), village(bells=(MinuteSpan(490, 530),))]
    offers = [series(lessons=[lesson], studio=True)]
    return instance(schools=schools, classes=classes, own=rows, series=offers), plan(at())


def locked(kept: int) -> Week:
    """A lock on Monday's lesson; the plan attends it (with another lesson or alone), or Tuesday's."""
    days = {0: [MONDAY, WEDNESDAY], 1: [MONDAY], 2: [TUESDAY]}[kept]
    offers = [offered(f"l{day}", day) for day in (MONDAY, TUESDAY, WEDNESDAY)]
    lock = Lock(DemandId("d"), LessonId("l1"), Slot(MONDAY, 0))
    made = instance(
        series=[series(lessons=offers)], demands=[demand(lessons_per_week=2)], locks=(lock,)
    )
    return made, plan(*(at(f"l{day.value}", weekday=day) for day in days))


def allied(kind: int) -> Week:
    """In one alliance of three (0), of two (1), with the right to recordings only (2)."""
    other = (
        alliance("hub", "village", "x"),
        alliance("hub", "village"),
        alliance("hub", on_demand=["village"]),
    )
    return instance(alliances=(other[kind],)), plan(at())


def consent(kind: int) -> Week:
    """Teacher and class agree (0); one way, where the class need not (1); the class does not (2)."""
    famous = Kind.FAMOUS_SCHOOL if kind == 1 else Kind.DEDICATED
    made = instance(
        classes=[school_class(consents=kind == 0)],
        demands=[demand(kind=famous)],
        series=[series(kind=famous)],
    )
    return made, plan(at())


def grade(value: int) -> Week:
    return instance(
        classes=[school_class(grades=(value,))],
        demands=[demand(grade=value)],
        series=[series(grades=(2, 3))],
    ), plan(at())


def edition(number: int) -> Week:
    return instance(demands=[demand(edition=("人音版", "人音版", "人教版")[number])]), plan(at())


def kind(number: int) -> Week:
    wanted = (Kind.DEDICATED, Kind.DEDICATED, Kind.FAMOUS_SCHOOL)[number]
    return instance(demands=[demand(kind=wanted)]), plan(at())


def known(period: int) -> Week:
    """The hub's lesson is given when the class has its last period but one, its last, or when its school is out."""
    offers = [series(lessons=[offered("l1", MONDAY, BELLS[period].start_minute)])]
    shorter = village(bells=BELLS[:3])
    return instance(schools=[hub(), shorter], series=offers), plan(at(period=period))


def replay(end: int) -> Week:
    """A class with the right to recordings only has one period, Friday's from 530; the lesson ends at `end` before it."""
    lesson = offered("l1", Weekday.FRIDAY, end - 40)
    made = instance(
        schools=[hub(), village(bells=(BELLS[1],))],
        series=[series(kind=Kind.FAMOUS_SCHOOL, lessons=[lesson])],
        demands=[demand(kind=Kind.FAMOUS_SCHOOL)],
        alliances=(alliance("hub", on_demand=["village"]),),
    )
    seen = Replay(DemandId("d"), LessonId("l1"), Slot(Weekday.FRIDAY, 0))
    return made, Plan.of(replays=[seen])


def session(end: int) -> Week:
    """A session of an hour from 570 to 630, all that its window holds; its teacher's own class ends at `end`."""
    held = Session("open", TeacherId("t"), "音乐", 60, (TeacherId("v"),), (MONDAY,), 570, 630)
    made = instance(
        schools=[hub(bells=(MinuteSpan(530, end),)), village()],
        classes=[school_class(), school_class("h", school=SchoolId("hub"))],
        own=[own("o", "h", MONDAY, 0, "音乐", "t")],
        demands=[],
        sessions=(held,),
    )
    time = SessionTime("open", MONDAY, MinuteSpan(570, 630), (TeacherId("v"),))
    return made, Plan.of(sessions=[time])


def uneven(number: int) -> Week:
    """A lesson of odd weeks is attended in odd weeks; a demand of even weeks cannot."""
    offers = [offered("l1", weeks=Weeks.ODD)]
    weeks = (Weeks.EVERY, Weeks.ODD, Weeks.EVEN)[number]
    made = instance(series=[series(lessons=offers)], demands=[demand(weeks=weeks)])
    return made, plan(at(weeks=Weeks.ODD))


CASES = (
    Case(Rule.KIND, kind, 0, 1, 2),
    Case(Rule.SUBJECT, grade, 2, 3, 4),
    Case(Rule.EDITION, edition, 0, 1, 2),
    Case(Rule.PROGRESS, progress, 0, 1, 2),
    Case(Rule.PROGRESS, progress, 0, -1, -2),
    Case(Rule.ALLIANCE, allied, 0, 1, 2),
    Case(Rule.CONSENT, consent, 0, 1, 2),
    Case(Rule.SHIFT, shifted, 0, 15, 16),
    Case(Rule.BREAK, short_break, 10, 1, 0),
    Case(Rule.LIVE_MINUTES, live, 0, 5, 6),
    Case(Rule.SLOT, slot, 0, 1, 2),
    Case(Rule.SLOT, uneven, 0, 1, 2),
    Case(Rule.MOVE, moved, 0, 1, 2),
    Case(Rule.ONE_SERIES, two_series, 1, 1, 2),
    Case(Rule.WEEKLY_LESSONS, weekly, 1, 2, 3),
    Case(Rule.ONE_A_DAY, daily, 1, 1, 2),
    Case(Rule.LESSON_CAPACITY, many, 2, 3, 4),
    Case(Rule.CLASS_ONCE, class_break, 10, 5, 4),
    Case(Rule.TEACHER_ONCE, studio_clash, 480, 490, 491),
    Case(Rule.TEACHER_ONCE, moved_teacher, 0, 1, 2),
    Case(Rule.TEACHER_DAY, lambda n: lessons(n, one_day=True), 2, 3, 4),
    Case(Rule.TEACHER_WEEK, lambda n: lessons(n, one_day=False, teacher_lessons_a_week=4), 3, 4, 5),
    Case(Rule.STUDIO_WEEK, lambda n: lessons(n, one_day=False, studio=True), 2, 3, 4),
    Case(Rule.BROADCAST_ROOM, gap_of_rooms, 10, 5, 4),
    Case(Rule.RECEIVING_ROOM, receiving, 1, 0, -1),
    Case(Rule.DOWNLINK, downlink, 1, 0, -1),
    Case(Rule.UPLINK, uplink, 1, 0, -1),
    Case(Rule.RELAY, relay, 1, 0, -1),
    Case(Rule.LOCK, locked, 0, 1, 2),
    Case(Rule.REPLAY, replay, 520, 530, 531),
    Case(Rule.SESSION, session, 560, 570, 571),
    Case(Rule.KNOWN, known, 1, 2, 3),
)
