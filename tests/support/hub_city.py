"""A small city for tests of the whole hub: put into an empty database through the server's own tables, before it starts."""

import asyncio
import hashlib
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from server.auth.passwords import hash_password
from server.database import Database
from server.demo import seed
from server.migrations.run import upgrade
from server.models import (
    City,
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

TEACHER, COLLEAGUE, STRANGER, ADMINISTRATOR = "lin", "zhou", "wang", "admin"
"""User names: the lesson's teacher, somebody of a receiving school, somebody of a school that takes no part, the city's administrator."""
LESSON, OTHER_LESSON, LATER_LESSON = "lesson-art", "lesson-music", "lesson-english"
"""Open now with the same teacher and rooms, open now, and planned for tomorrow."""
ROOMS = ("room-gaoping", "room-longtou")
"""The receiving rooms."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What opens the doors of a test city; made anew for each."""

    password: str
    """Of everybody."""
    device_keys: dict[str, str]
    """By receiving room."""


def make_secrets() -> Secrets:
    """Return fresh secrets."""
    keys = {room: secrets.token_urlsafe(24) for room in ROOMS}
    return Secrets(secrets.token_urlsafe(9), keys)


def demo_secrets() -> Secrets:
    """Return the well-known secrets of the demo city; its own seed plants it."""
    return Secrets(seed.PASSWORD, {device.room: device.key for device in seed.DEVICES})


def plant(data_dir: Path, given: Secrets) -> None:
    """Make the database of `data_dir` and put the city in; lessons are open from now for 40 minutes."""
    plant_into(sqlite_url(data_dir), given)


def plant_into(url: str, given: Secrets) -> None:
    """Like `plant`, into the empty database of an address."""
    now = datetime.now(UTC)  # noqa: TID251 - the server that will run reads the real clock
    _write_into(url, _rows(given, now))


def sqlite_url(data_dir: Path) -> str:
    """Return the address of the database that a server keeps in `data_dir`."""
    return f"sqlite+aiosqlite:///{(data_dir / 'tongke.sqlite3').absolute()}"


def write_rows(data_dir: Path, rows: Sequence[Base]) -> None:
    """Make the database of `data_dir` and write rows into it, each behind those that it refers to."""
    _write_into(sqlite_url(data_dir), rows)


def _write_into(url: str, rows: Sequence[Base]) -> None:
    upgrade(url)
    # In a thread of its own: the test's thread may have an event loop that belongs to a browser.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _insert(url, rows)).result(60)


async def _insert(url: str, rows: Sequence[Base]) -> None:
    database = Database(url)
    try:
        async with database.writing() as transaction:
            for row in rows:  # one by one: relationships do not tell the order
                transaction.session.add(row)
                await transaction.session.flush()
    finally:
        await database.close()


def _rows(given: Secrets, now: datetime) -> list[Base]:
    return [*_organisation(), *_people(given), *_devices(given), *_lessons(now)]


def _organisation() -> list[Base]:
    schools = {
        "hub": "绵阳市实验小学",
        "gaoping": "高坪村小",
        "longtou": "龙头村小",
        "far": "远山小学",
    }
    rows: list[Base] = [
        City(id="city", name="绵阳市"),
        District(id="district", city_id="city", name="游仙学区"),
    ]
    rows += [School(id=key, district_id="district", name=name) for key, name in schools.items()]
    rows.append(Room(id="room-hub", school_id="hub", name="主播教室一", purpose=Purpose.BROADCAST))
    for key in ("gaoping", "longtou"):
        name = "三年级一班教室"
        rows += [
            Room(id=f"room-{key}", school_id=key, name=name, purpose=Purpose.RECEIVING),
            SchoolClass(id=f"class-{key}", school_id=key, name="三年级一班", grade=3, size=18),
        ]
    return rows


def _people(given: Secrets) -> list[Base]:
    password_hash = hash_password(given.password)
    people = {
        TEACHER: ("林晓梅", "hub", Role.HUB_TEACHER),
        COLLEAGUE: ("周永强", "gaoping", Role.TEACHER),
        STRANGER: ("王建国", "far", Role.TEACHER),
        ADMINISTRATOR: ("赵主任", "hub", Role.ADMINISTRATOR),
    }
    rows: list[Base] = []
    for username, (name, school, role) in people.items():
        everywhere = role is Role.ADMINISTRATOR
        rows += [
            Person(
                id=f"person-{username}",
                username=username,
                name=name,
                password_hash=password_hash,
                school_id=school,
            ),
            RoleGrant(
                id=f"grant-{username}",
                person_id=f"person-{username}",
                role=role,
                city_id="city" if everywhere else None,
                school_id=None if everywhere else school,
            ),
        ]
    return rows


def _devices(given: Secrets) -> list[Base]:
    return [
        Device(
            id=f"device-{room}",
            room_id=room,
            class_id=room.replace("room", "class"),
            name="希沃一体机",
            key_hash=hashlib.sha256(key.encode()).hexdigest(),
        )
        for room, key in given.device_keys.items()
    ]


def _lessons(now: datetime) -> list[Base]:
    lessons = {
        LESSON: ("美术：剪纸", "美术", timedelta(minutes=-1), State.OPEN, ROOMS),
        OTHER_LESSON: ("音乐：茉莉花", "音乐", timedelta(minutes=-2), State.OPEN, ()),
        LATER_LESSON: ("英语：My school", "英语", timedelta(days=1), State.PLANNED, ROOMS),
    }
    rows: list[Base] = []
    for key, (title, subject, begins, state, rooms) in lessons.items():
        rows.append(
            Lesson(
                id=key,
                kind=Kind.DEDICATED,
                title=title,
                subject=subject,
                grade=3,
                hub_room_id="room-hub",
                teacher_id=f"person-{TEACHER}",
                starts_at=now + begins,
                ends_at=now + begins + timedelta(minutes=40),
                state=state,
            )
        )
        rows += [
            LessonReceiver(lesson_id=key, room_id=room, class_id=room.replace("room", "class"))
            for room in rooms
        ]
    return rows
