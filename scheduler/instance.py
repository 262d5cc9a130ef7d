"""The question that alignment answers, as immutable values: schools, timetables, offers, demands, policy.

Knows real minutes and template weeks, no dates. No I/O. `scheduler.integrity` checks that an instance is
whole (ids exist, nothing contradicts); single values refuse what can never be right.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NewType, TypeVar

from scheduler.domain import EntryId, MinuteSpan, Weekday, Weeks
from scheduler.errors import InputError

SchoolId = NewType("SchoolId", str)
ClassId = NewType("ClassId", str)
TeacherId = NewType("TeacherId", str)
RoomId = NewType("RoomId", str)
SeriesId = NewType("SeriesId", str)
LessonId = NewType("LessonId", str)
"""A weekly lesson that a series offers."""
DemandId = NewType("DemandId", str)
AllianceId = NewType("AllianceId", str)

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

MOST_LESSONS_A_WEEK = 10
"""No subject has more hours a week in compulsory education; a larger demand is a slip of the pen."""
PRIORITIES = range(1, 4)


class Kind(StrEnum):
    """The three classrooms (三个课堂)."""

    DEDICATED = "dedicated"
    FAMOUS_TEACHER = "famous_teacher"
    FAMOUS_SCHOOL = "famous_school"


class Right(StrEnum):
    """What a member of an alliance may do with the lessons of the others."""

    LIVE = "live"
    ON_DEMAND = "on_demand"


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A period of a school's own bells on a weekday; `period` counts from 0."""

    weekday: Weekday
    period: int


@dataclass(frozen=True, slots=True)
class School:
    """A school with its bells, rooms and link. A school may broadcast and receive."""

    id: SchoolId
    name: str
    county: str
    bells: tuple[MinuteSpan, ...]
    """Periods of the season that the instance is for, in order."""
    broadcast_rooms: tuple[RoomId, ...] = ()
    receiving_rooms: tuple[RoomId, ...] = ()
    uplink_kbps: int = 0
    downlink_kbps: int = 0
    paired_hub: SchoolId | None = None
    """The hub school (主播学校) that the city has paired it with."""

    def __post_init__(self) -> None:
        for before, after in zip(self.bells, self.bells[1:], strict=False):
            if after.start_minute < before.end_minute:
                allowed = f"{before.end_minute} or later (the end of the period before)"
                raise InputError("bells.start_minute", after.start_minute, allowed)
        for field, value in (
            ("uplink_kbps", self.uplink_kbps),
            ("downlink_kbps", self.downlink_kbps),
        ):
            if value < 0:
                raise InputError(field, value, "0 or more")


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """A class (班); a multi-grade class (复式班) has several grades."""

    id: ClassId
    school: SchoolId
    grades: tuple[int, ...]
    size: int = 40
    consents: bool = True
    """Whether the class may be seen and heard live by others."""

    def __post_init__(self) -> None:
        if not self.grades or any(not 1 <= grade <= 12 for grade in self.grades):
            raise InputError("grades", self.grades, "one or more of 1 to 12")


@dataclass(frozen=True, slots=True)
class Teacher:
    """A teacher; one who broadcasts has a series."""

    id: TeacherId
    school: SchoolId
    consents: bool = True
    """Whether the teacher is ready to be seen and heard live by others."""


@dataclass(frozen=True, slots=True)
class OwnLesson:
    """A row of a school's existing timetable: what a class has in a slot of its own bells."""

    id: EntryId
    class_id: ClassId
    slot: Slot
    subject: str
    teacher: TeacherId | None = None
    """None: the hour stands in the timetable but nobody can teach it."""
    movable: bool = False
    """Whether the school allows that it changes places within its week."""
    weeks: Weeks = Weeks.EVERY


@dataclass(frozen=True, slots=True)
class OfferedLesson:
    """A weekly lesson at a hub, in real minutes."""

    id: LessonId
    weekday: Weekday
    span: MinuteSpan
    weeks: Weeks = Weeks.EVERY


@dataclass(frozen=True, slots=True)
class Series:
    """What a teacher offers.

    Paired: the lessons of one of the teacher's own classes, which receiving classes join. Studio: times at
    which the teacher could teach receiving classes without a class of the hub's own.
    """

    id: SeriesId
    teacher: TeacherId
    subject: str
    grades: tuple[int, ...]
    edition: str
    lessons: tuple[OfferedLesson, ...]
    kind: Kind = Kind.DEDICATED
    studio: bool = False
    progress: int | None = None
    """Teaching week of the syllabus that the series has come to; None: it follows whoever joins."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A class needs `lessons_per_week` lessons of a subject (需求)."""

    id: DemandId
    class_id: ClassId
    subject: str
    grade: int
    edition: str
    lessons_per_week: int
    priority: int = 1
    """3 is the most urgent; a lesson's worth is multiplied by it."""
    kind: Kind = Kind.DEDICATED
    progress: int | None = None
    weeks: Weeks = Weeks.EVERY

    def __post_init__(self) -> None:
        if not 1 <= self.lessons_per_week <= MOST_LESSONS_A_WEEK:
            allowed = f"1 to {MOST_LESSONS_A_WEEK}"
            raise InputError("lessons_per_week", self.lessons_per_week, allowed)
        if self.priority not in PRIORITIES:
            raise InputError("priority", self.priority, "1 to 3")
        if self.kind is Kind.FAMOUS_TEACHER:
            raise InputError(
                "kind", self.kind, "dedicated or famous_school (teachers have sessions)"
            )


@dataclass(frozen=True, slots=True)
class Alliance:
    """A research alliance (教研联盟): who may use whose lessons, and how."""

    id: AllianceId
    live: frozenset[SchoolId]
    on_demand: frozenset[SchoolId] = frozenset()


@dataclass(frozen=True, slots=True)
class Session:
    """A famous teacher's open lesson for teachers (名师课堂): held once a template week, time to be chosen."""

    id: str
    teacher: TeacherId
    subject: str
    minutes: int
    invited: tuple[TeacherId, ...]
    weekdays: tuple[Weekday, ...] = (
        Weekday.MONDAY,
        Weekday.TUESDAY,
        Weekday.WEDNESDAY,
        Weekday.THURSDAY,
        Weekday.FRIDAY,
    )
    earliest_minute: int = 8 * 60
    latest_minute: int = 17 * 60 + 30

    def __post_init__(self) -> None:
        longest = self.latest_minute - self.earliest_minute
        if not 1 <= self.minutes <= longest:
            raise InputError("minutes", self.minutes, f"1 to {longest} (latest - earliest)")


@dataclass(frozen=True, slots=True)
class Policy:
    """The house rules of a city; every number is shown to the coordinator, and may be changed there."""

    max_shift_minutes: int = 15
    """How far a class's period may start from its own bell."""
    min_break_minutes: int = 5
    """Break that must remain before and after a period that was shifted."""
    min_live_minutes: int = 35
    """Live minutes of a lesson that the class must get; of shorter lessons 7/8 suffice."""
    receivers_per_lesson: int = 3
    """1 : 1 to 1 : 3, so that everybody can be called on."""
    famous_school_receivers: int = 300
    """Mostly one way, so what bounds it is the relay."""
    teacher_lessons_a_day: int = 3
    teacher_lessons_a_week: int = 8
    studio_lessons_a_week: int = 3
    room_gap_minutes: int = 5
    """Between two uses of a room: the next lesson must find it quiet and its device ready."""
    lesson_up_kbps: int = 2500
    lesson_down_kbps: int = 2500
    return_kbps: int = 500
    """What a receiving classroom sends back."""
    relay_streams: int = 500
    """Receiving classrooms that the city's media nodes carry at the same minute."""
    progress_weeks: int = 1
    displacement: bool = True
    """Whether movable lessons may change places to make room."""
    swaps: bool = True
    """Whether two teachers may exchange hours to make room."""

    def __post_init__(self) -> None:
        for field in self.__dataclass_fields__:
            value = getattr(self, field)
            if value < 0:
                raise InputError(field, value, "0 or more")


@dataclass(frozen=True, slots=True)
class Lock:
    """A coordinator's decision that stays: this demand attends this lesson in this slot."""

    demand: DemandId
    lesson: LessonId
    slot: Slot


@dataclass(frozen=True)
class Instance:
    """Everything that a run needs; two equal instances give the same plan."""

    name: str
    schools: tuple[School, ...]
    classes: tuple[SchoolClass, ...]
    teachers: tuple[Teacher, ...]
    own_lessons: tuple[OwnLesson, ...]
    series: tuple[Series, ...]
    demands: tuple[Demand, ...]
    alliances: tuple[Alliance, ...] = ()
    """Where there are none, every lesson is open to everybody."""
    sessions: tuple[Session, ...] = ()
    locks: tuple[Lock, ...] = ()
    policy: Policy = Policy()

    @cached_property
    def school(self) -> dict[SchoolId, School]:
        """Schools by id."""
        return {each.id: each for each in self.schools}

    @cached_property
    def school_class(self) -> dict[ClassId, SchoolClass]:
        """Classes by id."""
        return {each.id: each for each in self.classes}

    @cached_property
    def teacher(self) -> dict[TeacherId, Teacher]:
        """Teachers by id."""
        return {each.id: each for each in self.teachers}

    @cached_property
    def demand(self) -> dict[DemandId, Demand]:
        """Demands by id."""
        return {each.id: each for each in self.demands}

    @cached_property
    def own_lesson(self) -> dict[EntryId, OwnLesson]:
        """Rows of the existing timetables by id."""
        return {each.id: each for each in self.own_lessons}

    @cached_property
    def offer(self) -> dict[LessonId, tuple[Series, OfferedLesson]]:
        """Offered lessons by id, each with its series."""
        return {lesson.id: (series, lesson) for series in self.series for lesson in series.lessons}

    @cached_property
    def own_by_class(self) -> dict[ClassId, tuple[OwnLesson, ...]]:
        """Rows of the existing timetable of each class that has any."""
        return _grouped((own.class_id, own) for own in self.own_lessons)

    @cached_property
    def own_by_teacher(self) -> dict[TeacherId, tuple[OwnLesson, ...]]:
        """Rows of the existing timetables of each teacher that has any."""
        return _grouped((own.teacher, own) for own in self.own_lessons if own.teacher is not None)

    @cached_property
    def parities(self) -> tuple[Weeks, ...]:
        """The template weeks to be told apart: one, or two where anything differs in odd and even weeks."""
        every = (
            all(own.weeks is Weeks.EVERY for own in self.own_lessons)
            and all(lesson.weeks is Weeks.EVERY for each in self.series for lesson in each.lessons)
            and all(demand.weeks is Weeks.EVERY for demand in self.demands)
        )
        return (Weeks.EVERY,) if every else (Weeks.ODD, Weeks.EVEN)

    def school_of(self, class_id: ClassId) -> School:
        """Return the school of a class."""
        return self.school[self.school_class[class_id].school]

    def bell_of(self, own: OwnLesson) -> MinuteSpan:
        """Return the real minutes of a row of the existing timetable."""
        return self.school_of(own.class_id).bells[own.slot.period]

    def right(self, receiver: SchoolId, hub: SchoolId) -> Right | None:
        """Return the widest right that a school has to a hub's lessons; None: no right."""
        return (
            self._rights.get((receiver, hub)) if self.alliances and receiver != hub else Right.LIVE
        )

    @cached_property
    def _rights(self) -> dict[tuple[SchoolId, SchoolId], Right]:
        hubs = {self.teacher[each.teacher].school for each in self.series}
        rights: dict[tuple[SchoolId, SchoolId], Right] = {}
        for alliance in self.alliances:
            members = alliance.live | alliance.on_demand
            for hub in hubs & members:
                for member in members:
                    if member in alliance.live and hub in alliance.live:
                        rights[member, hub] = Right.LIVE
                    else:
                        rights.setdefault((member, hub), Right.ON_DEMAND)
        return rights


def together(one: Weeks, other: Weeks) -> Weeks | None:
    """Return the weeks in which both are held; None: they never meet."""
    if one is other or other is Weeks.EVERY:
        return one
    return other if one is Weeks.EVERY else None


def _grouped(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, tuple[_Value, ...]]:
    groups: dict[_Key, list[_Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
