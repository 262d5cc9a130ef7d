"""A city of the size of Mianyang's three classrooms, drawn from a seed: places, bells, calendars, people, courses.

27 hub schools, 101 receiving schools, 435 schools in 64 districts. Source of the proportions: the city's report of
December 2023 (`domain.md`). Names are made up. No I/O; the same seed gives the same rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from scheduler.domain import Weeks
from server.models import (
    Alliance,
    AllianceMember,
    BellPeriod,
    BellSchedule,
    CalendarEntry,
    City,
    Course,
    CourseReceiver,
    DayKind,
    District,
    Kind,
    Person,
    Purpose,
    Right,
    Role,
    RoleGrant,
    Room,
    School,
    SchoolClass,
    Subject,
    Term,
    TimetableEntry,
)

CITY = "demo-mianyang"
PREFIX = "demo-city-"
"""Of all ids: a server that starts without `--demo` locks accounts out whose ids begin with `demo-`."""
COUNTIES = ("涪城", "游仙", "安州", "江油", "三台", "盐亭", "梓潼", "平武", "北川")
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八")
PLACES = (
    "临江",
    "青莲",
    "太白",
    "涪水",
    "富乐",
    "越王",
    "仙海",
    "石马",
    "芦溪",
    "刘营",
    "乐安",
    "永明",
    "豆叩",
    "桂溪",
    "擂鼓",
)
SUBJECTS = ("英语", "音乐", "美术", "科学", "信息科技", "语文", "数学", "道德与法治")
FAMILY, GIVEN = (
    "李王张刘陈杨赵黄周吴徐孙",
    ("晓岚", "建国", "秀英", "敏", "永强", "梅", "明", "静", "志远", "丽华"),
)
ROOMS_PER_HUB = 3
TEACHERS_PER_ROOM = 4
PERIODS = ((500, 540), (550, 590), (610, 650), (660, 700), (840, 880), (890, 930), (945, 985))
LESSONS_PER_ROOM = 33
"""A week, of 35 periods: 27 hubs with three rooms give some 100,000 lessons a year."""


@dataclass(frozen=True, slots=True)
class CityShape:
    """How many there are of what."""

    districts: int = 64
    schools: int = 435
    hubs: int = 27
    receivers: int = 101


@dataclass(frozen=True, slots=True)
class Drawn:
    """A school that takes part, with its rooms and classes."""

    id: str
    rooms: tuple[str, ...]
    classes: tuple[str, ...]


def city_rows(shape: CityShape, password_hash: str, year: int, seed: int = 1) -> list[list[Any]]:
    """Return the rows of a city and a school year that begins in autumn of `year`, in the order in which they are written."""
    draw = Random(seed)  # noqa: S311 - a seeded draw, no secret
    districts = [
        District(
            id=f"{PREFIX}d{n}",
            city_id=CITY,
            name=f"{COUNTIES[n % 9]}第{NUMERALS[n // 9]}学区",
            code=f"5107{n:02d}",
        )
        for n in range(shape.districts)
    ]
    schools = [_school(n, shape, draw) for n in range(shape.schools)]
    hubs = [_drawn(n, ROOMS_PER_HUB, 18) for n in range(shape.hubs)]
    receivers = [_drawn(n, 2, 6) for n in range(shape.hubs, shape.hubs + shape.receivers)]
    taking_part = [*hubs, *receivers]
    rest = [_drawn(n, 0, 6) for n in range(len(taking_part), shape.schools)]
    return [
        [City(id=CITY, name="绵阳市（模拟）")],
        districts,
        schools,
        [row for each in taking_part for row in _rooms(each, each in hubs)],
        [row for each in (*taking_part, *rest) for row in _classes(each)],
        [Subject(id=f"{PREFIX}subject{n}", city_id=CITY, name=s) for n, s in enumerate(SUBJECTS)],
        *_alliances(hubs, receivers),
        *_bells(schools),
        _terms(year),
        _calendar(year),
        *_people(hubs, receivers, shape, password_hash, draw),
        *_courses(hubs, receivers, draw),
    ]


def _school(number: int, shape: CityShape, draw: Random) -> School:
    district = number % shape.districts
    kind = "实验小学" if number < shape.hubs else "中心小学" if number % 3 else "村小"
    place = PLACES[number % len(PLACES)]
    return School(
        id=f"{PREFIX}s{number}",
        district_id=f"{PREFIX}d{district}",
        name=f"{COUNTIES[district % 9]}{place}{kind}{number + 1}",
        code=f"3151{number:06d}",
        downlink_kbps=draw.choice((4000, 8000, 20_000, 50_000)),
        uplink_kbps=draw.choice((1000, 2000, 4000, 10_000)),
    )


def _drawn(number: int, rooms: int, classes: int) -> Drawn:
    school = f"{PREFIX}s{number}"
    return Drawn(
        school,
        tuple(f"{school}-r{n}" for n in range(rooms)),
        tuple(f"{school}-c{n}" for n in range(classes)),
    )


def _rooms(school: Drawn, is_hub: bool) -> Iterator[Room]:  # noqa: FBT001 - reads as a sentence
    purpose = Purpose.BROADCAST if is_hub else Purpose.RECEIVING
    word = "主播室" if is_hub else "接收教室"
    for number, room in enumerate(school.rooms):
        yield Room(id=room, school_id=school.id, name=f"{word}{NUMERALS[number]}", purpose=purpose)


def _classes(school: Drawn) -> Iterator[SchoolClass]:
    for number, key in enumerate(school.classes):
        grade = number % 6 + 1
        yield SchoolClass(
            id=key,
            school_id=school.id,
            name=f"{NUMERALS[grade - 1]}年级{number // 6 + 1}班",
            grade=grade,
            size=40 if len(school.classes) > 6 else 18,
        )


def _alliances(hubs: list[Drawn], receivers: list[Drawn]) -> Iterator[list[Any]]:
    keys = [f"{PREFIX}a{n}" for n in range(len(hubs))]
    yield [
        Alliance(id=key, city_id=CITY, name=f"第{number + 1}教研联盟")
        for number, key in enumerate(keys)
    ]
    yield [
        AllianceMember(alliance_id=keys[n % len(keys)], school_id=each.id, right=Right.LIVE)
        for schools in (hubs, receivers)
        for n, each in enumerate(schools)
    ]


def _bells(schools: list[School]) -> Iterator[list[Any]]:
    seasons = (("夏季作息", 5, 1, 0), ("冬季作息", 10, 8, 10))
    yield [
        BellSchedule(
            id=f"{school.id}-b{month}",
            school_id=school.id,
            name=name,
            from_month=month,
            from_day=day,
        )
        for school in schools
        for name, month, day, _ in seasons
    ]
    yield [
        BellPeriod(
            schedule_id=f"{school.id}-b{month}",
            number=number,
            start_minute=start + shift + index % 4 * 5,
            end_minute=end + shift + index % 4 * 5,
        )
        for index, school in enumerate(schools)
        for _, month, _, shift in seasons
        for number, (start, end) in enumerate(PERIODS, 1)
    ]


def _terms(year: int) -> list[Any]:
    spans = (
        ("autumn", "秋季学期", date(year, 8, 31), date(year + 1, 1, 22)),
        ("spring", "春季学期", date(year + 1, 2, 22), date(year + 1, 7, 9)),
    )
    return [
        Term(
            id=f"{PREFIX}{key}",
            city_id=CITY,
            name=f"{year}–{year + 1} 学年{name}",
            first_day=first,
            last_day=last,
        )
        for key, name, first, last in spans
    ]


def _calendar(year: int) -> list[Any]:
    off = (
        ("国庆节", date(year, 10, 1), date(year, 10, 7)),
        ("元旦", date(year + 1, 1, 1), date(year + 1, 1, 3)),
        ("清明节", date(year + 1, 4, 4), date(year + 1, 4, 6)),
        ("劳动节", date(year + 1, 5, 1), date(year + 1, 5, 5)),
        ("端午节", date(year + 1, 6, 19), date(year + 1, 6, 21)),
    )
    return [
        CalendarEntry(
            id=f"{PREFIX}h{number}",
            city_id=CITY,
            kind=DayKind.HOLIDAY,
            first_day=first,
            last_day=last,
            reason=reason,
        )
        for number, (reason, first, last) in enumerate(off)
    ]


def _people(
    hubs: list[Drawn], receivers: list[Drawn], shape: CityShape, password_hash: str, draw: Random
) -> Iterator[list[Any]]:
    holders: list[tuple[str, str, Role, dict[str, str]]] = []
    for hub in hubs:
        for number in range(ROOMS_PER_HUB * TEACHERS_PER_ROOM):
            key = _teacher(hub, number)
            holders.append((key, hub.id, Role.HUB_TEACHER, {"school_id": hub.id}))
    holders.extend(
        (f"{each.id}-t", each.id, Role.TEACHER, {"school_id": each.id}) for each in receivers
    )
    for number in range(shape.districts):
        district = f"{PREFIX}d{number}"
        school = f"{PREFIX}s{number}"
        holders.append((f"{district}-k", school, Role.COORDINATOR, {"district_id": district}))
    at_city = {"city_id": CITY}
    holders.append((f"{PREFIX}coordinator", hubs[0].id, Role.COORDINATOR, at_city))
    holders.append((f"{PREFIX}administrator", hubs[0].id, Role.ADMINISTRATOR, at_city))
    yield [
        Person(
            id=key,
            username=key.removeprefix(PREFIX),
            name=draw.choice(FAMILY) + draw.choice(GIVEN),
            password_hash=password_hash,
            school_id=school,
        )
        for key, school, _, _ in holders
    ]
    yield [
        RoleGrant(id=f"{key}-g", person_id=key, role=role, **scope)
        for key, _, role, scope in holders
    ]


def _teacher(hub: Drawn, number: int) -> str:
    return f"{hub.id}-t{number}"


def _courses(hubs: list[Drawn], receivers: list[Drawn], draw: Random) -> Iterator[list[Any]]:
    """Yield courses, their receivers, and their weekly lessons: one course for a teacher and two or three hours."""
    courses: list[Any] = []
    receiving: list[Any] = []
    entries: list[Any] = []
    for hub_number, hub in enumerate(hubs):
        near = [each for n, each in enumerate(receivers) if n % len(hubs) == hub_number]
        for room_number, room in enumerate(hub.rooms):
            # Each receiving school follows one broadcast room, so that nobody is asked to be in two lessons at once.
            mine = near[room_number::ROOMS_PER_HUB] or near[:1]
            slots = [(day, period) for period in PERIODS for day in range(1, 6)]
            draw.shuffle(slots)
            for number in range(LESSONS_PER_ROOM // 3):
                key = f"{room}-k{number}"
                teacher = _teacher(
                    hub, room_number * TEACHERS_PER_ROOM + number % TEACHERS_PER_ROOM
                )
                courses.append(_course(key, room, teacher, number))
                chosen = draw.sample(mine, min(len(mine), draw.choice((1, 2, 2, 3))))
                receiving += [
                    CourseReceiver(
                        course_id=key, room_id=each.rooms[0], class_id=each.classes[number % 6]
                    )
                    for each in chosen
                ]
                entries += _entries(key, slots[number * 3 : number * 3 + 3])
    yield courses
    yield receiving
    yield entries


def _course(key: str, room: str, teacher: str, number: int) -> Course:
    subject, grade = SUBJECTS[number % len(SUBJECTS)], number % 6 + 1
    return Course(
        id=key,
        kind=Kind.FAMOUS_SCHOOL if number % 10 == 9 else Kind.DEDICATED,
        title=f"{subject}：{NUMERALS[grade - 1]}年级",
        subject=subject,
        grade=grade,
        hub_room_id=room,
        teacher_id=teacher,
        recorded=True,
    )


def _entries(course: str, slots: list[tuple[int, tuple[int, int]]]) -> list[Any]:
    return [
        TimetableEntry(
            id=f"{course}-{term}{number}",
            course_id=course,
            term_id=f"{PREFIX}{term}",
            weekday=weekday,
            start_minute=start,
            end_minute=end,
            weeks=Weeks.EVERY,
        )
        for term in ("autumn", "spring")
        for number, (weekday, (start, end)) in enumerate(slots)
    ]


def school_year(today: date) -> int:
    """Return the year in whose autumn the school year of a date begins."""
    return today.year if today >= date(today.year, 8, 1) else today.year - 1


def year_span(year: int) -> tuple[date, date]:
    """Return the first and the last day of the school year's terms."""
    return date(year, 8, 31), date(year + 1, 7, 9)
