"""A city of many small schools for the rehearsal: one teacher and one broadcast room for each lesson, and every classroom in one lesson."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from server.auth.passwords import hash_password
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
from tests.support.hub import Hub
from tests.support.hub_city import write_rows


@dataclass(frozen=True, slots=True)
class RehearsalCity:
    """Names and keys. Classroom n is in lesson n modulo `lessons`."""

    lessons: int
    password: str
    keys: dict[str, str]
    """Of the devices, by room."""

    @classmethod
    def drawn(cls, lessons: int, classrooms: int) -> "RehearsalCity":
        """Return one with fresh secrets."""
        keys = {f"room-{number}": secrets.token_urlsafe(24) for number in range(classrooms)}
        return cls(lessons, secrets.token_urlsafe(9), keys)

    def room(self, number: int) -> str:
        """Return a classroom's id."""
        return f"room-{number}"

    def lesson(self, number: int) -> str:
        """Return a lesson's id."""
        return f"lesson-{number}"

    def teacher(self, lesson: int) -> str:
        """Return the user name of a lesson's teacher."""
        return f"teacher{lesson}"

    def ring(self, running: Hub) -> None:
        """Press every teacher's button; a lesson that its teacher has begun already stays as it is."""
        for lesson in range(self.lessons):
            client = running.client(self.teacher(lesson), self.password)
            client.post(f"/api/lessons/{self.lesson(lesson)}/start")


def plant_rehearsal(data_dir: Path, city: RehearsalCity, bell: datetime) -> None:
    """Make the database of `data_dir` with lessons that begin at the bell."""
    data_dir.mkdir(parents=True)
    write_rows(data_dir, _rows(city, bell))


def _rows(city: RehearsalCity, bell: datetime) -> list[Base]:
    rows: list[Base] = [
        City(id="city", name="绵阳市"),
        District(id="district", city_id="city", name="游仙学区"),
        School(id="hub", district_id="district", name="绵阳市实验小学"),
    ]
    password_hash = hash_password(city.password)
    for number in range(city.lessons):
        rows += _lesson(city, number, bell, password_hash)
    for number, (room, key) in enumerate(city.keys.items()):
        rows += _classroom(number, room, key, city.lesson(number % city.lessons))
    return rows


def _lesson(city: RehearsalCity, number: int, bell: datetime, password_hash: str) -> list[Base]:
    teacher, room = city.teacher(number), f"hub-room-{number}"
    return [
        Room(id=room, school_id="hub", name=f"主播室{number + 1}", purpose=Purpose.BROADCAST),
        Person(
            id=f"person-{teacher}",
            username=teacher,
            name=f"教师{number + 1}",
            password_hash=password_hash,
            school_id="hub",
        ),
        RoleGrant(
            id=f"grant-{teacher}",
            person_id=f"person-{teacher}",
            role=Role.HUB_TEACHER,
            school_id="hub",
        ),
        Lesson(
            id=city.lesson(number),
            kind=Kind.DEDICATED,
            title="音乐：茉莉花",
            subject="音乐",
            grade=3,
            hub_room_id=room,
            teacher_id=f"person-{teacher}",
            starts_at=bell,
            ends_at=bell + timedelta(minutes=40),
            state=State.PLANNED,
        ),
    ]


def _classroom(number: int, room: str, key: str, lesson: str) -> list[Base]:
    school, its_class = f"school-{number}", f"class-{number}"
    return [
        School(id=school, district_id="district", name=f"第{number + 1}村小学"),
        Room(id=room, school_id=school, name="接收教室", purpose=Purpose.RECEIVING),
        SchoolClass(id=its_class, school_id=school, name="三年级1班", grade=3, size=18),
        Device(
            id=f"device-{number}",
            room_id=room,
            class_id=its_class,
            name="一体机",
            key_hash=hashlib.sha256(key.encode()).hexdigest(),
        ),
        LessonReceiver(lesson_id=lesson, room_id=room, class_id=its_class),
    ]
