"""Draws a city: counties, hub and village schools, their timetables, offers and demands.

The default is a city of the size of Mianyang's three classrooms: 27 hub schools, 101 receiving schools.
"""

from dataclasses import dataclass, field
from random import Random

from scheduler.domain import MinuteSpan, Weeks
from scheduler.errors import InputError
from scheduler.generation.curriculum import (
    DELIVERED,
    DEMANDED_HOURS,
    GRADES,
    SHORTAGE,
    WEEKLY_HOURS,
    draw_bells,
    draw_edition,
    draw_start,
    taught_in,
)
from scheduler.generation.timetables import SCHOOL_DAYS, Hours, draw_timetable
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

MOVABLE = 0.5
"""Part of a village school's lessons, apart from Chinese and mathematics, that may change places."""
STUDIO = 0.6
"""Part of the broadcasting teachers who would also teach from a studio."""
FULL_LOAD = 14
"""Lessons a week of a primary school's subject teacher."""


@dataclass(frozen=True, slots=True)
class CitySize:
    """How large a generated city is and how ready its hubs are."""

    counties: int = 9
    hubs: int = 27
    receivers: int = 101
    broadcasting: float = 0.8
    """Part of the hub teachers of the delivered subjects who broadcast."""
    fortnight: bool = False
    """Whether some lessons are held in odd or in even weeks only."""

    def __post_init__(self) -> None:
        if not 1 <= self.counties <= self.hubs:
            raise InputError("counties", self.counties, f"1 to {self.hubs} (hubs)")
        if not 0 <= self.broadcasting <= 1:
            raise InputError("broadcasting", self.broadcasting, "0 to 1")
        if self.receivers < 0:
            raise InputError("receivers", self.receivers, "0 or more")


@dataclass(slots=True)
class _City:
    """What has been drawn so far."""

    random: Random
    size: CitySize
    prefix: str
    editions: dict[tuple[str, str], str] = field(default_factory=dict)
    starts: dict[str, tuple[int, int]] = field(default_factory=dict)
    schools: list[School] = field(default_factory=list)
    classes: list[SchoolClass] = field(default_factory=list)
    teachers: list[Teacher] = field(default_factory=list)
    own_lessons: list[OwnLesson] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)

    def bells(self, county: str) -> tuple[MinuteSpan, ...]:
        if county not in self.starts:
            self.starts[county] = draw_start(self.random)
        return draw_bells(self.random, self.starts[county])

    def edition(self, county: str, subject: str) -> str:
        if (county, subject) not in self.editions:
            self.editions[county, subject] = draw_edition(self.random, subject)
        return self.editions[county, subject]


def generate_city(
    seed: int, size: CitySize | None = None, policy: Policy | None = None, prefix: str = ""
) -> Instance:
    """Return the city of a seed; the same arguments give the same city on every machine."""
    size = size or CitySize()
    city = _City(Random(seed), size, prefix)  # noqa: S311 - a seeded draw, no secret
    counties = [f"{prefix}county{number + 1}" for number in range(size.counties)]
    hubs: dict[str, list[SchoolId]] = {county: [] for county in counties}
    for number in range(size.hubs):
        county = counties[number % size.counties]
        hubs[county].append(_add_hub(city, number + 1, county))
    for number in range(size.receivers):
        county = counties[number % size.counties]
        _add_receiver(city, number + 1, county, hubs[county])
    return Instance(
        f"{prefix or 'city-'}seed{seed}",
        tuple(city.schools),
        tuple(city.classes),
        tuple(city.teachers),
        tuple(city.own_lessons),
        tuple(city.series),
        tuple(city.demands),
        _alliances(city, counties),
        policy=policy or Policy(),
    )


def generate_province(seed: int, cities: int = 20, size: CitySize | None = None) -> list[Instance]:
    """Return the cities of a province; they share nothing, so each is an instance of its own."""
    return [
        generate_city(seed * 1000 + number, size, prefix=f"c{number + 1:02d}-")
        for number in range(cities)
    ]


def _add_hub(city: _City, number: int, county: str) -> SchoolId:
    random = city.random
    school = SchoolId(f"{city.prefix}hub{number:02d}")
    bells = city.bells(county)
    rooms = random.choice((2, 2, 3))
    city.schools.append(
        School(
            school,
            f"主播学校{number}",
            county,
            bells,
            tuple(RoomId(f"{school}-b{room + 1}") for room in range(rooms)),
            uplink_kbps=random.choice((10_000, 20_000, 50_000)),
            downlink_kbps=50_000,
        )
    )
    classes = [
        SchoolClass(ClassId(f"{school}-{grade}{letter}"), school, (grade,), random.randint(35, 52))
        for grade in GRADES
        for letter in "abcd"[: random.choice((3, 4, 4))]
    ]
    city.classes += classes
    hours = _hub_hours(city, school, classes)
    rows = draw_timetable(random, hours, len(bells))
    city.own_lessons += rows
    _add_series(city, county, classes, bells, rows)
    return school


def _hub_hours(city: _City, school: SchoolId, classes: list[SchoolClass]) -> list[Hours]:
    """Every class has its own teachers of Chinese and mathematics; the others are shared."""
    hours: list[Hours] = []
    for subject, weekly in WEEKLY_HOURS.items():
        taught = [each for each in classes if taught_in(subject, each.grades[0])]
        shared = max(1, FULL_LOAD // weekly) if subject not in ("语文", "数学") else 1
        for first in range(0, len(taught), shared):
            teacher = TeacherId(f"{school}-{subject}{first // shared + 1}")
            city.teachers.append(Teacher(teacher, school))
            hours += [
                Hours(each.id, subject, weekly, teacher) for each in taught[first : first + shared]
            ]
    return hours


def _add_series(
    city: _City,
    county: str,
    classes: list[SchoolClass],
    bells: tuple[MinuteSpan, ...],
    rows: list[OwnLesson],
) -> None:
    random = city.random
    grades = {each.id: each.grades for each in classes}
    by_teacher: dict[TeacherId, list[OwnLesson]] = {}
    for row in rows:
        if row.subject in DELIVERED and row.teacher is not None:
            by_teacher.setdefault(row.teacher, []).append(row)
    for teacher, taught in by_teacher.items():
        if random.random() >= city.size.broadcasting:
            continue
        subject = taught[0].subject
        edition = city.edition(county, subject)
        progress = {grade: 8 + random.choice((-1, 0, 0, 0, 0, 1)) for grade in GRADES}
        for class_id in dict.fromkeys(row.class_id for row in taught):
            lessons = tuple(
                _offered(city, f"{row.id}", row.slot, bells)
                for row in taught
                if row.class_id == class_id
            )
            grade = grades[class_id][0]
            name = SeriesId(f"{class_id}-{subject}")
            city.series.append(
                Series(name, teacher, subject, (grade,), edition, lessons, progress=progress[grade])
            )
        if random.random() < STUDIO:
            _add_studio(
                city, teacher, taught, bells, sorted({grades[row.class_id][0] for row in taught})
            )


def _add_studio(
    city: _City,
    teacher: TeacherId,
    taught: list[OwnLesson],
    bells: tuple[MinuteSpan, ...],
    grades: list[int],
) -> None:
    busy = {row.slot for row in taught}
    free = [
        Slot(day, period)
        for day in SCHOOL_DAYS
        for period in range(len(bells))
        if Slot(day, period) not in busy
    ]
    subject = taught[0].subject
    county = city.schools[-1].county
    for grade in city.random.sample(grades, min(2, len(grades))):
        name = f"{teacher}-studio{grade}"
        lessons = tuple(
            _offered(city, f"{name}.{slot.weekday.value}.{slot.period + 1}", slot, bells)
            for slot in free
        )
        edition = city.edition(county, subject)
        city.series.append(
            Series(SeriesId(name), teacher, subject, (grade,), edition, lessons, studio=True)
        )


def _offered(city: _City, name: str, slot: Slot, bells: tuple[MinuteSpan, ...]) -> OfferedLesson:
    weeks = Weeks.EVERY
    if city.size.fortnight and city.random.random() < 0.05:
        weeks = city.random.choice((Weeks.ODD, Weeks.EVEN))
    return OfferedLesson(LessonId(name), slot.weekday, bells[slot.period], weeks)


def _add_receiver(city: _City, number: int, county: str, hubs: list[SchoolId]) -> None:
    random = city.random
    school = SchoolId(f"{city.prefix}village{number:03d}")
    bells = city.bells(county)
    rooms = random.choice((1, 2, 2, 2, 2))
    city.schools.append(
        School(
            school,
            f"村小{number}",
            county,
            bells,
            receiving_rooms=tuple(RoomId(f"{school}-r{room + 1}") for room in range(rooms)),
            uplink_kbps=random.choice((1_000, 2_000, 4_000)),
            downlink_kbps=random.choice((4_000, 8_000, 10_000, 20_000)),
            paired_hub=random.choice(hubs),
        )
    )
    classes = [
        SchoolClass(
            ClassId(f"{school}-{grade}"),
            school,
            (grade,),
            random.randint(8, 35),
            random.random() < 0.98,
        )
        for grade in GRADES
    ]
    city.classes += classes
    short = {
        (each.id, subject)
        for each in classes
        for subject in DELIVERED
        if taught_in(subject, each.grades[0]) and random.random() < SHORTAGE[subject]
    }
    hours = _receiver_hours(city, school, classes, short)
    city.own_lessons += draw_timetable(random, hours, len(bells))
    for each in classes:
        for subject in DELIVERED:
            if (each.id, subject) in short:
                city.demands.append(_demand(city, county, each, subject))


def _receiver_hours(
    city: _City,
    school: SchoolId,
    classes: list[SchoolClass],
    short: set[tuple[ClassId, str]],
) -> list[Hours]:
    """A village teacher has one class's Chinese or mathematics, and some other hours of any class."""
    random = city.random
    core = {
        (each.id, subject): TeacherId(f"{school}-{subject}{each.grades[0]}")
        for each in classes
        for subject in ("语文", "数学")
    }
    teachers = list(core.values())
    city.teachers += [Teacher(teacher, school) for teacher in teachers]
    hours: list[Hours] = []
    for each in classes:
        for subject, weekly in WEEKLY_HOURS.items():
            if not taught_in(subject, each.grades[0]):
                continue
            teacher = core.get((each.id, subject)) or random.choice(teachers)
            lacking = (each.id, subject) in short
            movable = (each.id, subject) not in core and random.random() < MOVABLE
            hours.append(Hours(each.id, subject, weekly, None if lacking else teacher, movable))
    return hours


def _demand(city: _City, county: str, school_class: SchoolClass, subject: str) -> Demand:
    random = city.random
    weeks = Weeks.EVERY
    if city.size.fortnight and random.random() < 0.1:
        weeks = random.choice((Weeks.ODD, Weeks.EVEN))
    return Demand(
        DemandId(f"{school_class.id}-{subject}"),
        school_class.id,
        subject,
        school_class.grades[0],
        city.edition(county, subject),
        random.choice(DEMANDED_HOURS[subject]),
        priority=random.choice((1, 1, 1, 1, 2)),
        progress=8 + random.choice((-1, 0, 0, 0, 0, 1)),
        weeks=weeks,
    )


def _alliances(city: _City, counties: list[str]) -> tuple[Alliance, ...]:
    """One for each two neighbouring counties (they stand in a ring), so that lessons cross borders."""
    members = {
        county: frozenset(each.id for each in city.schools if each.county == county)
        for county in counties
    }
    neighbours = zip(counties, counties[1:] + counties[:1], strict=True)
    return tuple(
        Alliance(AllianceId(f"{city.prefix}alliance{number + 1}"), members[one] | members[other])
        for number, (one, other) in enumerate(neighbours)
    )
