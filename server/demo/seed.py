"""The demo city: schools, people, rooms, devices, and lessons such that one is always on. Idempotent.

Its passwords and keys are well known, so a server that starts without `--demo` locks them out.
"""

import asyncio
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from scheduler.domain import Weeks
from server.auth.passwords import hash_password
from server.clock import SystemClock, school_day
from server.database import Database, Transaction
from server.demo import week
from server.devices.service import key_hash
from server.events.log import announce_at
from server.identifiers import new_id
from server.lessons.lifecycle import ON_AIR
from server.models import (
    City,
    Course,
    CourseReceiver,
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
    Term,
    TimetableEntry,
)

PASSWORD = "tongke-demo"  # noqa: S105 - the demo's, printed at every start
LESSON_LENGTH = timedelta(minutes=40)
BREAK = timedelta(minutes=5)
AHEAD = 4
"""Lessons of each stage that are kept on or planned: the classroom page shows what comes next."""
TERM_LENGTH = timedelta(weeks=20)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo city."""

    username: str
    name: str
    school: str
    role: Role
    at_city: bool
    does: str


@dataclass(frozen=True, slots=True)
class DemoDevice:
    """A classroom device of the demo city."""

    id: str
    name: str
    room: str
    room_name: str
    school: str
    class_id: str
    class_name: str
    key: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A broadcast room in which one teacher gives lesson after lesson."""

    room: str
    room_name: str
    teacher: str
    subjects: tuple[tuple[str, str, Kind], ...]
    """Subject, title and kind; taken in turn."""
    receivers: tuple[tuple[str, str], ...]
    """Room and class of each receiver."""


HUB, VILLAGE_A, VILLAGE_B = "demo-school-hub", "demo-school-a", "demo-school-b"
SCHOOLS = (
    (HUB, "绵阳市涪城区临江实验小学", "demo-district-fucheng"),
    (VILLAGE_A, "平武县高村乡中心小学", "demo-district-pingwu"),
    (VILLAGE_B, "北川县云里乡小学", "demo-district-beichuan"),
)
DISTRICTS = (
    ("demo-district-fucheng", "涪城区第一学区"),
    ("demo-district-pingwu", "平武县第二学区"),
    ("demo-district-beichuan", "北川县第三学区"),
)
ROBOT = DemoPerson("demo", "演示教师", HUB, Role.HUB_TEACHER, False, "主播教师（由程序自动上课）")
PEOPLE = (
    ROBOT,
    DemoPerson("hub", "周晓岚", HUB, Role.HUB_TEACHER, False, "主播教师：自己开一节课"),
    DemoPerson("teacher", "何秀英", VILLAGE_A, Role.TEACHER, False, "教师：看回放"),
    DemoPerson("coordinator", "罗建国", HUB, Role.COORDINATOR, True, "排课员：排全市的课"),
    DemoPerson("admin", "唐敏", HUB, Role.ADMINISTRATOR, True, "管理员"),
)
DEVICES = (
    DemoDevice(
        "demo-device-a",
        "高村乡智慧黑板",
        "demo-room-a",
        "接收教室",
        VILLAGE_A,
        "demo-class-a",
        "三年级1班",
        "demo-classroom-a",
    ),
    DemoDevice(
        "demo-device-b",
        "云里乡电子白板",
        "demo-room-b",
        "接收教室一",
        VILLAGE_B,
        "demo-class-b",
        "三年级1班",
        "demo-classroom-b",
    ),
    DemoDevice(
        "demo-device-c",
        "云里乡教学一体机",
        "demo-room-c",
        "接收教室二",
        VILLAGE_B,
        "demo-class-c",
        "四年级1班",
        "demo-classroom-c",
    ),
)
STAGES = (
    Stage(
        "demo-room-hub-1",
        "主播室一",
        ROBOT.username,
        (
            ("音乐", "音乐：茉莉花", Kind.DEDICATED),
            ("科学", "科学：水的三种样子", Kind.DEDICATED),
            ("英语", "英语：In the garden", Kind.FAMOUS_SCHOOL),
        ),
        (("demo-room-a", "demo-class-a"), ("demo-room-b", "demo-class-b")),
    ),
    Stage(
        "demo-room-hub-2",
        "主播室二",
        "hub",
        (
            ("美术", "美术：画家乡的山", Kind.DEDICATED),
            ("英语", "英语：What time is it?", Kind.DEDICATED),
        ),
        (("demo-room-c", "demo-class-c"),),
    ),
)
TIMETABLED_ROOM = ("demo-room-hub-3", "主播室三")


async def plant(database: Database) -> None:
    """Put the demo city into a migrated database, let its accounts in, and see that lessons are on."""
    now = SystemClock().now()
    database.on_announcement(announce_at(SystemClock().now), lambda: None)
    # Hashed before the transaction: it takes a tenth of a second, and SQLite has one writer.
    password_hash = await asyncio.to_thread(hash_password, PASSWORD)
    async with database.writing() as transaction:
        await _plant_places(transaction)
        await _plant_people(transaction, password_hash)
        await _plant_devices(transaction)
        await _plant_timetable(transaction, school_day(now))
        await week.plant(transaction)
    await keep_on(database, now)


async def lock_out(database: Database) -> None:
    """See that the demo's well-known passwords and keys open nothing."""
    now = SystemClock().now()
    async with database.writing() as transaction:
        for table in (Person, Device):
            await transaction.session.execute(
                update(table)
                .where(table.id.startswith("demo-"), table.disabled_at.is_(None))
                .values(disabled_at=now)
            )


async def keep_on(database: Database, now: datetime) -> None:
    """See that in each demo room a lesson is on now, and that the next ones are planned."""
    for stage in STAGES:
        async with database.writing() as transaction:
            await _keep_stage_on(transaction, stage, now)


def greeting(base: str) -> str:
    """Return what is printed when the demo is up: where to go, who to be, what to click."""
    width = 14
    people = [f"    {_padded(each.username, width)}{each.does}（{each.name}）" for each in PEOPLE]
    school_names = {school: name for school, name, _ in SCHOOLS}
    rooms = [
        f"    {base}/classroom#key={each.key}   {school_names[each.school]} {each.room_name}"
        for each in DEVICES
    ]
    return "\n".join(
        (
            "",
            "─" * 72,
            "同课已就绪，一节课正在上。 / Tongke is up, and a lesson is on.",
            "",
            f"  打开 / open      {base}",
            f"  密码 / password  {PASSWORD}",
            "  用户名 / user names",
            *people,
            "",
            "  接收教室（直接打开，不用登录）/ receiving classrooms (no sign-in)",
            *rooms,
            "",
            "  先点一个接收教室的链接，马上能看到正在上的课；再用 teacher 登录看回放；",
            "  用 hub 登录点“开始上课”，在接收教室二就能看到自己。",
            "  Open a classroom link to see the lesson that is on; sign in as teacher to replay;",
            "  sign in as hub, start a lesson, and see yourself in the last classroom.",
            "",
            "  演示密码人人皆知，只可试用。 / Everybody knows this password: for trying only.",
            "  Ctrl-C 结束 / ends everything",
            "─" * 72,
            "",
        )
    )


async def _plant_places(transaction: Transaction) -> None:
    session = transaction.session
    rows: list[Any] = [City(id="demo-city", name="绵阳市（演示）")]
    rows += [District(id=key, city_id="demo-city", name=name) for key, name in DISTRICTS]
    rows += [
        School(id=key, district_id=district, name=name, downlink_kbps=20_000, uplink_kbps=4_000)
        for key, name, district in SCHOOLS
    ]
    broadcast = [(stage.room, stage.room_name) for stage in STAGES] + [TIMETABLED_ROOM]
    rows += [
        Room(id=key, school_id=HUB, name=name, purpose=Purpose.BROADCAST) for key, name in broadcast
    ]
    for each in DEVICES:
        grade = 4 if each.class_name.startswith("四") else 3
        rows += [
            Room(
                id=each.room, school_id=each.school, name=each.room_name, purpose=Purpose.RECEIVING
            ),
            SchoolClass(
                id=each.class_id, school_id=each.school, name=each.class_name, grade=grade, size=24
            ),
        ]
    for row in rows:
        await session.merge(row)
        await session.flush()


async def _plant_people(transaction: Transaction, password_hash: str) -> None:
    session = transaction.session
    for each in PEOPLE:
        key = _person(each.username)
        known = await session.get(Person, key)
        if known is None:
            session.add(
                Person(
                    id=key,
                    username=each.username,
                    name=each.name,
                    password_hash=password_hash,
                    school_id=each.school,
                )
            )
            await session.flush()
        else:
            known.disabled_at = None
        scope = {"city_id": "demo-city"} if each.at_city else {"school_id": each.school}
        grant = RoleGrant(id=f"demo-grant-{each.username}", person_id=key, role=each.role, **scope)
        await session.merge(grant)


async def _plant_devices(transaction: Transaction) -> None:
    for each in DEVICES:
        await transaction.session.merge(
            Device(
                id=each.id,
                room_id=each.room,
                class_id=each.class_id,
                name=each.name,
                key_hash=key_hash(each.key),
                disabled_at=None,
            )
        )


async def _plant_timetable(transaction: Transaction, today: date) -> None:
    """A course with two lessons a week, in a term that is under way."""
    session = transaction.session
    term = await session.get(Term, "demo-term")
    if term is None or term.last_day < today:
        await session.merge(_term(today))
    await session.merge(
        Course(
            id="demo-course",
            kind=Kind.FAMOUS_TEACHER,
            title="名师课堂：小学语文整本书阅读",
            subject="语文",
            grade=5,
            hub_room_id=TIMETABLED_ROOM[0],
            teacher_id=_person("hub"),
            edition="统编版",
            recorded=True,
        )
    )
    await session.flush()
    room, school_class = DEVICES[0].room, DEVICES[0].class_id
    receiver = CourseReceiver(course_id="demo-course", room_id=room, class_id=school_class)
    await session.merge(receiver)
    for weekday in (2, 4):
        await session.merge(_entry(weekday))


def _term(today: date) -> Term:
    monday = today - timedelta(days=today.weekday())
    return Term(
        id="demo-term",
        city_id="demo-city",
        name="演示学期",
        first_day=monday,
        last_day=monday + TERM_LENGTH,
    )


def _entry(weekday: int) -> TimetableEntry:
    return TimetableEntry(
        id=f"demo-entry-{weekday}",
        course_id="demo-course",
        term_id="demo-term",
        weekday=weekday,
        start_minute=15 * 60 + 30,
        end_minute=16 * 60 + 10,
        weeks=Weeks.EVERY,
    )


async def _keep_stage_on(transaction: Transaction, stage: Stage, now: datetime) -> None:
    planned = await _coming(transaction, stage.room, now)
    if not any(lesson.starts_at <= now for lesson in planned):
        # Whatever was planned for later makes room for a lesson that starts now.
        for lesson in planned:
            lesson.state = State.CANCELLED
            transaction.announce("lesson.changed", lesson.id)
        planned = [_next_lesson(transaction, stage, now.replace(microsecond=0), now)]
    while len(planned) < AHEAD:
        starts_at = planned[-1].ends_at + BREAK
        planned.append(_next_lesson(transaction, stage, starts_at, now))


async def _coming(transaction: Transaction, room: str, now: datetime) -> list[Lesson]:
    waiting = (*ON_AIR, State.PLANNED)
    query = (
        select(Lesson)
        .where(Lesson.hub_room_id == room, Lesson.ends_at > now + BREAK)
        .where(Lesson.state.in_(waiting))
        .order_by(Lesson.starts_at)
    )
    found: Sequence[Lesson] = (await transaction.session.scalars(query)).all()
    return list(found)


def _next_lesson(
    transaction: Transaction, stage: Stage, starts_at: datetime, now: datetime
) -> Lesson:
    turn = int(starts_at.timestamp() // (LESSON_LENGTH + BREAK).total_seconds())
    subject, title, kind = stage.subjects[turn % len(stage.subjects)]
    lesson = Lesson(
        id=new_id(now),
        kind=kind,
        title=title,
        subject=subject,
        grade=3,
        hub_room_id=stage.room,
        teacher_id=_person(stage.teacher),
        starts_at=starts_at,
        ends_at=starts_at + LESSON_LENGTH,
        state=State.OPEN if starts_at <= now else State.PLANNED,
        recorded=True,
        receivers=[
            LessonReceiver(room_id=room, class_id=school_class)
            for room, school_class in stage.receivers
        ],
    )
    transaction.session.add(lesson)
    transaction.announce("lesson.changed", lesson.id)
    return lesson


def _person(username: str) -> str:
    return f"demo-person-{username}"


def _padded(text: str, width: int) -> str:
    taken = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
    return text + " " * max(1, width - taken)
