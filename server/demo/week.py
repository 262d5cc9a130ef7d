"""The demo's small alignment problem: two hub schools, five villages whose bells differ, thirty demands.

Its schools and rooms are its own, so that what a coordinator accepts never meets the demo's lessons. Planted once; what
a coordinator changes afterwards stays.
"""

from collections.abc import Iterator
from typing import Any

from server.database import Transaction
from server.models import (
    BellPeriod,
    BellSchedule,
    Demand,
    District,
    Offer,
    OfferLesson,
    Person,
    Purpose,
    Room,
    School,
    SchoolClass,
    SchoolLesson,
)

TERM = "demo-term"
HUBS = (
    ("anzhou", "安州区实验小学", 490, 40, 10),
    ("youxian", "游仙区城东小学", 500, 40, 10),
)
"""Key, name, first bell in minutes of the day, minutes of a period, minutes of a break."""
VILLAGES = (
    ("gaochuan", "高川乡小学", 500, 40, 10),
    ("qianfo", "千佛镇小学", 495, 40, 10),
    ("suishui", "睢水镇小学", 510, 35, 15),
    ("sangzao", "桑枣镇小学", 485, 40, 10),
    ("leigu", "擂鼓镇小学", 505, 40, 10),
)
PERIODS = 6
NOON_BREAK = 150
"""Minutes more between the fourth period and the fifth."""
TEACHERS = (
    ("su", "苏文静", "anzhou", "音乐", 3, ((1, 1), (3, 2)), False),
    ("su4", "苏文静", "anzhou", "音乐", 4, ((2, 2), (4, 1)), False),
    ("tan", "谭晓峰", "anzhou", "美术", 3, ((2, 1), (4, 2)), False),
    ("tan4", "谭晓峰", "anzhou", "美术", 4, ((1, 4), (3, 5)), False),
    ("ren", "任志远", "anzhou", "科学", 3, ((1, 2), (4, 3)), False),
    ("ma", "马丽娟", "youxian", "音乐", 3, ((2, 4), (5, 1)), False),
    ("ma4", "马丽娟", "youxian", "音乐", 4, ((1, 2), (3, 1), (5, 4)), True),
    ("qiu", "邱建华", "youxian", "科学", 4, ((2, 3), (5, 2)), False),
    ("qiu3", "邱建华", "youxian", "科学", 3, ((3, 3), (5, 5)), False),
    ("yin", "尹秀兰", "youxian", "美术", 3, ((3, 4), (5, 3)), False),
)
"""Key, name, hub, subject, grade, (weekday, period counted from 0), whether from the studio. One name is one teacher."""
WANTED = ("音乐", "美术", "科学")
EDITIONS = {"音乐": "人音版", "美术": "人教版", "科学": "教科版"}
FILLING = ("语文", "数学", "语文", "道德与法治", "数学", "体育", "语文", "劳动", "数学", "书法")
"""Subjects of the hours that no hub is asked for, taken in turn."""


async def plant(transaction: Transaction) -> None:
    """Put the problem into the demo city, unless it is there; its city and its term are there already."""
    session = transaction.session
    if await session.get(District, "demo-district-anzhou") is not None:
        return
    for row in _places():
        session.add(row)
        await session.flush()
    session.add_all(_offers())
    session.add_all(_demands())
    session.add_all(_timetables())
    await session.flush()


def _places() -> Iterator[Any]:
    yield District(id="demo-district-anzhou", city_id="demo-city", name="安州区第一学区")
    for key, name, start, minutes, pause in (*HUBS, *VILLAGES):
        yield School(
            id=_school(key),
            district_id="demo-district-anzhou",
            name=name,
            downlink_kbps=20_000,
            uplink_kbps=10_000,
        )
        yield BellSchedule(
            id=f"demo-bells-{key}",
            school_id=_school(key),
            name="全年作息",
            from_month=1,
            from_day=1,
            periods=[
                BellPeriod(number=number + 1, start_minute=first, end_minute=first + minutes)
                for number, first in enumerate(_starts(start, minutes, pause))
            ],
        )
    for key, *_ in HUBS:
        for number in (1, 2):
            yield _room(key, f"主播室{number}", number, Purpose.BROADCAST)
    for key, *_ in VILLAGES:
        for number in (1, 2):
            yield _room(key, f"接收教室{number}", number, Purpose.RECEIVING)
        for grade, name in ((3, "三年级1班"), (4, "四年级1班")):
            yield SchoolClass(
                id=_class(key, grade), school_id=_school(key), name=name, grade=grade, size=22
            )
    for name, hub in dict.fromkeys((each[1], each[2]) for each in TEACHERS):
        yield Person(
            id=_teacher(name),
            username=_teacher(name),
            name=name,
            password_hash="",
            school_id=_school(hub),
        )


def _offers() -> Iterator[Offer]:
    bells = {key: _starts(*numbers) for key, _, *numbers in HUBS}
    for key, name, hub, subject, grade, times, studio in TEACHERS:
        yield Offer(
            id=f"demo-offer-{key}",
            term_id=TERM,
            teacher_id=_teacher(name),
            subject=subject,
            grade=grade,
            edition=EDITIONS[subject],
            studio=studio,
            lessons=[
                OfferLesson(
                    id=f"demo-offer-{key}-{day}-{period}",
                    weekday=day,
                    start_minute=bells[hub][period],
                    end_minute=bells[hub][period] + 40,
                )
                for day, period in times
            ],
        )


def _demands() -> Iterator[Demand]:
    for number, (key, *_) in enumerate(VILLAGES):
        for grade in (3, 4):
            for subject in WANTED:
                # One village teaches art from another edition, so that there is something to explain.
                other = number == 2 and subject == "美术" and grade == 3
                yield Demand(
                    id=f"demo-demand-{key}-{grade}-{WANTED.index(subject)}",
                    term_id=TERM,
                    class_id=_class(key, grade),
                    subject=subject,
                    grade=grade,
                    edition="岭南版" if other else EDITIONS[subject],
                    lessons_per_week=2 if subject == "音乐" or grade == 3 else 1,
                    priority=2 if number == 0 else 1,
                )


def _timetables() -> Iterator[SchoolLesson]:
    """Thirty hours a week of each class; those of the wanted subjects stand there without a teacher."""
    for number, (key, *_) in enumerate(VILLAGES):
        for grade in (3, 4):
            shift = 2 * number + grade
            for place in range(5 * PERIODS):
                weekday, period = place // PERIODS + 1, place % PERIODS
                turn = (place + shift) % 5
                wanted = turn == 0
                subject = (
                    WANTED[(place + shift) // 5 % len(WANTED)]
                    if wanted
                    else FILLING[(place + shift) % len(FILLING)]
                )
                yield SchoolLesson(
                    id=f"demo-own-{key}-{grade}-{place}",
                    school_id=_school(key),
                    term_id=TERM,
                    class_id=_class(key, grade),
                    weekday=weekday,
                    period=period + 1,
                    subject=subject,
                    teacher_name="" if wanted else f"{'陈李王'[grade - 3]}老师",
                    movable=not wanted and (subject != "语文" or place % 2 == 0),
                )


def _starts(start: int, minutes: int, pause: int) -> list[int]:
    return [
        start + number * (minutes + pause) + (NOON_BREAK if number >= 4 else 0)
        for number in range(PERIODS)
    ]


def _room(key: str, name: str, number: int, purpose: Purpose) -> Room:
    return Room(id=f"demo-room-{key}-{number}", school_id=_school(key), name=name, purpose=purpose)


def _school(key: str) -> str:
    return f"demo-school-{key}"


def _class(key: str, grade: int) -> str:
    return f"demo-class-{key}-{grade}"


def _teacher(name: str) -> str:
    return f"demo-person-{[each[1] for each in TEACHERS].index(name)}"
