"""What a city looks like after some weeks: rows put beside the demo city's, so that pages are looked at full.

26 more hub schools, each with a lesson on now and four weeks of lessons behind it, whose minutes stand in the ledger; twice as many
village schools with rooms and devices in every state; the longest names that schools really have. Nobody sends media in these lessons.
"""

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from server.clock import day_bounds, school_day
from server.database import Database, Transaction
from server.demo import seed
from server.ledger import service as ledger
from server.migrations.run import upgrade
from server.models import (
    Attendance,
    Delivered,
    Device,
    District,
    Kind,
    Lesson,
    LessonReceiver,
    Person,
    Purpose,
    Role,
    RoleGrant,
    Room,
    School,
    SchoolClass,
    State,
)
from server.models.base import Base
from streaming.contract import BOARD, TEACHER, Kind as MediaKind

HUBS, VILLAGES, PAST = 26, 52, 8
"""Schools that teach, schools that receive, and past lessons of each school that teaches."""
COUNTIES = ("三台县", "盐亭县", "梓潼县", "安州区", "江油市", "北川羌族自治县")
PLACES = ("芦溪", "玉龙", "卧龙", "秀水", "青莲", "擂鼓", "石马", "富乐", "龙树")
SUBJECTS = ("音乐", "美术", "英语", "科学", "信息科技", "道德与法治")
FAMILY, GIVEN = "王李张刘陈杨何罗", ("晓岚", "建国", "秀英", "志远", "丽华")
LONG_SCHOOL = "北川羌族自治县擂鼓镇坪头羌族九年一贯制中心学校（含幼儿园教学点）"
LONG_TITLE = "道德与法治：我们的家乡在羌山深处——认识身边的非物质文化遗产（第二课时）"
LONG_NAME = "阿依古丽·买买提江·艾合买提"
LENGTH = timedelta(minutes=40)


def plant(data_dir: Path) -> None:
    """Make the database of a demo hub (SQLite) that will run on `data_dir`, and fill its city."""
    data_dir.mkdir(parents=True)
    now = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - the hub reads the real clock
    # In a thread of its own: the test's thread may have an event loop that belongs to a browser.
    with ThreadPoolExecutor(1) as thread:
        url = f"sqlite+aiosqlite:///{(data_dir / 'tongke.sqlite3').absolute()}"
        upgrade(url)
        thread.submit(asyncio.run, _fill(url, now)).result(120)


async def _fill(url: str, now: datetime) -> None:
    database = Database(url)
    try:
        await seed.plant(database)
        async with database.writing() as transaction:
            # Soon after midnight it is still a lesson of today.
            bell = max(now - timedelta(minutes=12), day_bounds(school_day(now))[0])
            running = [
                _lesson(f"full-now-{number}", number, bell, State.LIVE) for number in range(HUBS)
            ]
            # Relationships do not tell the order of all tables.
            for rows in (_places(now), _people(), running, _attending(running), list(_past(now))):
                transaction.session.add_all(rows)
                await transaction.session.flush()
            await _enter(transaction, now)
    finally:
        await database.close()


async def _enter(transaction: Transaction, now: datetime) -> None:
    for number in range(HUBS):
        for turn in range(PAST):
            await ledger.enter(transaction, f"full-past-{number}-{turn}", now)


def _school_name(number: int, kind: str) -> str:
    if number == HUBS:
        return LONG_SCHOOL
    county, place = COUNTIES[number % len(COUNTIES)], PLACES[number % len(PLACES)]
    return f"{county}{place}镇{kind}{number + 1}"


def _places(now: datetime) -> list[Base]:
    rows: list[Base] = [
        District(id=f"full-district-{n}", city_id="demo-city", name=f"{county}教育学区")
        for n, county in enumerate(COUNTIES)
    ]
    for number in range(HUBS + VILLAGES):
        teaches = number < HUBS
        rows += [
            School(
                id=f"full-school-{number}",
                district_id=f"full-district-{number % len(COUNTIES)}",
                name=_school_name(number, "实验小学" if teaches else "小学"),
                downlink_kbps=(20_000, 8_000, 600)[number % 3],
                uplink_kbps=(4_000, 10_000, 2_000)[number % 3],
            ),
            Room(
                id=f"full-room-{number}",
                school_id=f"full-school-{number}",
                name="主播室" if teaches else "接收教室",
                purpose=Purpose.BROADCAST if teaches else Purpose.RECEIVING,
            ),
        ]
        rows += [] if teaches else _classroom(number, now)
    return rows


def _classroom(number: int, now: datetime) -> list[Base]:
    grade = number % 6 + 1
    works = number % 4 != 0
    checks = [
        {"name": "clock", "passed": works, "detail": "0 s" if works else "-412 s"},
        {"name": "codecs", "passed": True, "detail": "H264"},
    ]
    return [
        SchoolClass(
            id=f"full-class-{number}",
            school_id=f"full-school-{number}",
            name=f"{'一二三四五六'[grade - 1]}年级1班",
            grade=grade,
            size=8 + number % 30,
        ),
        Device(
            id=f"full-device-{number}",
            room_id=f"full-room-{number}",
            class_id=f"full-class-{number}",
            name="希沃交互智能平板" if number % 2 else "鸿合智慧黑板（教室前）",
            key_hash=f"full-{number}",
            last_seen_at=None if number % 9 == 8 else now - timedelta(minutes=number % 7),
            disabled_at=now if number % 17 == 16 else None,
            version="0.1.0",
            self_test={"passed": works, "checks": checks},
        ),
    ]


def _people() -> list[Base]:
    rows: list[Base] = []
    for number in range(HUBS):
        name = FAMILY[number % len(FAMILY)] + GIVEN[number % len(GIVEN)]
        rows += [
            Person(
                id=f"full-person-{number}",
                username=f"full-teacher-{number}",
                name=LONG_NAME if number == 1 else name,
                password_hash="",
                school_id=f"full-school-{number}",
            ),
            RoleGrant(
                id=f"full-grant-{number}",
                person_id=f"full-person-{number}",
                role=Role.HUB_TEACHER,
                school_id=f"full-school-{number}",
            ),
        ]
    return rows


def _lesson(key: str, number: int, starts_at: datetime, state: State) -> Lesson:
    subject = SUBJECTS[number % len(SUBJECTS)]
    receivers = [HUBS + (2 * number + place) % VILLAGES for place in range(2)]
    begun = state is not State.PLANNED
    over = state is State.ENDED
    return Lesson(
        id=key,
        kind=Kind.DEDICATED,
        title=LONG_TITLE if number == 0 else f"{subject}：第 {number + 1} 课",
        subject=subject,
        grade=number % 6 + 1,
        hub_room_id=f"full-room-{number}",
        teacher_id=f"full-person-{number}",
        starts_at=starts_at,
        ends_at=starts_at + LENGTH,
        state=state,
        started_at=starts_at if begun else None,
        ended_at=starts_at + LENGTH if over else None,
        recorded=False,
        receivers=[
            LessonReceiver(room_id=f"full-room-{n}", class_id=f"full-class-{n}") for n in receivers
        ],
    )


def _attending(running: Sequence[Lesson]) -> list[Base]:
    """Every class is there, but the second one of every eighth lesson."""
    return [
        Attendance(
            session_id=f"{lesson.id}-{each.room_id}",
            lesson_id=lesson.id,
            room_id=each.room_id,
            began_at=lesson.starts_at,
        )
        for number, lesson in enumerate(running)
        for each in lesson.receivers[: 1 if number % 8 == 7 else 2]
    ]


def _past(now: datetime) -> Iterator[Base]:
    """Twice a week for four weeks; some classes come late, some lessons are not held."""
    draw = Random(7)
    for number in range(HUBS):
        for turn in range(PAST):
            starts_at = now - timedelta(days=3 * turn + 1, minutes=60 + number % 5)
            lesson = _lesson(f"full-past-{number}-{turn}", number, starts_at, State.ENDED)
            yield lesson
            if draw.random() < (0.3 if number % 7 == 3 else 0.03):
                continue
            for each in lesson.receivers:
                late = timedelta(seconds=draw.choice((0, 0, 4, 40, 400)))
                early = timedelta(seconds=draw.choice((0, 0, 0, 60)))
                for role, kind in ((TEACHER, MediaKind.AUDIO), (BOARD, MediaKind.VIDEO)):
                    yield Delivered(
                        session_id=f"{lesson.id}-{each.room_id}",
                        role=role,
                        kind=kind,
                        number=0,
                        lesson_id=lesson.id,
                        identity=f"room:{each.room_id}",
                        began_at=starts_at + late,
                        ended_at=starts_at + LENGTH - early,
                        written_at=now,
                    )
