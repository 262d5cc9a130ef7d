"""A week small enough to see through: one hub, one village school, lessons that fit; tests change one thing at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scheduler.domain import EntryId, MinuteSpan, Weekday, Weeks
from scheduler.instance import (
    Alliance,
    AllianceId,
    ClassId,
    Demand,
    DemandId,
    Instance,
    LessonId,
    OfferedLesson,
    OwnLesson,
    Policy,
    RoomId,
    School,
    SchoolClass,
    SchoolId,
    Series,
    SeriesId,
    Slot,
    Teacher,
    TeacherId,
)
from scheduler.plan import Move, Placement, Plan

MONDAY, TUESDAY, WEDNESDAY = Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY
HUB, VILLAGE = SchoolId("hub"), SchoolId("village")
BELLS = (MinuteSpan(480, 520), MinuteSpan(530, 570), MinuteSpan(590, 630), MinuteSpan(640, 680))
SUBJECT = "音乐"


def rooms(kind: str, count: int) -> tuple[RoomId, ...]:
    return tuple(RoomId(f"{kind}{number}") for number in range(count))


def hub(**changes: object) -> School:
    school = School(HUB, "主播学校", "north", BELLS, rooms("b", 2), (), 50_000, 50_000)
    return replace(school, **changes)  # type: ignore[arg-type]


def village(**changes: object) -> School:
    school = School(VILLAGE, "村小", "north", BELLS, (), rooms("r", 4), 10_000, 50_000, HUB)
    return replace(school, **changes)  # type: ignore[arg-type]


def offered(
    name: str,
    weekday: Weekday = MONDAY,
    start: int = 480,
    minutes: int = 40,
    weeks: Weeks = Weeks.EVERY,
) -> OfferedLesson:
    return OfferedLesson(LessonId(name), weekday, MinuteSpan(start, start + minutes), weeks)


def series(name: str = "s", lessons: Sequence[OfferedLesson] = (), **changes: object) -> Series:
    made = Series(
        SeriesId(name), TeacherId("t"), SUBJECT, (3,), "人音版", tuple(lessons) or (offered("l1"),)
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def demand(name: str = "d", class_id: str = "c", **changes: object) -> Demand:
    made = Demand(DemandId(name), ClassId(class_id), SUBJECT, 3, "人音版", 1)
    return replace(made, **changes)  # type: ignore[arg-type]


def school_class(name: str = "c", **changes: object) -> SchoolClass:
    return replace(SchoolClass(ClassId(name), VILLAGE, (3,)), **changes)  # type: ignore[arg-type]


def own(  # noqa: PLR0913 - a row has as many columns
    name: str,
    class_id: str,
    weekday: Weekday,
    period: int,
    subject: str,
    teacher: str | None = None,
    *,
    movable: bool = False,
    weeks: Weeks = Weeks.EVERY,
) -> OwnLesson:
    return OwnLesson(
        EntryId(name),
        ClassId(class_id),
        Slot(weekday, period),
        subject,
        TeacherId(teacher) if teacher else None,
        movable,
        weeks,
    )


def instance(  # noqa: PLR0913 - a week has as many tables
    *,
    schools: Sequence[School] | None = None,
    classes: Iterable[SchoolClass] = (school_class(),),
    series: Iterable[Series] = (series(),),
    demands: Iterable[Demand] = (demand(),),
    own: Iterable[OwnLesson] = (),
    policy: Policy | None = None,
    consents: bool = True,
    **others: object,
) -> Instance:
    """One hub with teacher `t` (and `u`), one village school with teachers `v` and `w`."""
    names = (("t", HUB), ("u", HUB), ("v", VILLAGE), ("w", VILLAGE))
    teachers = tuple(Teacher(TeacherId(name), school, consents) for name, school in names)
    made = Instance(
        "small",
        tuple(schools or (hub(), village())),
        tuple(classes),
        teachers,
        tuple(own),
        tuple(series),
        tuple(demands),
        policy=policy or Policy(),
    )
    return replace(made, **others)  # type: ignore[arg-type]


def alliance(*members: str, on_demand: Sequence[str] = ()) -> Alliance:
    live = frozenset(SchoolId(each) for each in members)
    return Alliance(AllianceId("a"), live, frozenset(SchoolId(each) for each in on_demand))


def at(
    lesson: str = "l1",
    name: str = "d",
    weekday: Weekday = MONDAY,
    period: int = 0,
    weeks: Weeks = Weeks.EVERY,
    moves: Sequence[Move] = (),
) -> Placement:
    return Placement(DemandId(name), LessonId(lesson), Slot(weekday, period), weeks, tuple(moves))


def plan(*placements: Placement) -> Plan:
    return Plan.of(placements)


def move(entry: str, weekday: Weekday, period: int) -> Move:
    return Move(EntryId(entry), Slot(weekday, period))
