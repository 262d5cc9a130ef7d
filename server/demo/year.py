"""Writes a drawn city with a year of its lessons: `tongke seed-city`. For demos and load tests; refuses to run twice."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, inspect

from server.auth.passwords import hash_password
from server.clock import school_day
from server.database import Database, Transaction
from server.demo.city import CITY, PREFIX, CityShape, city_rows, school_year, year_span
from server.demo.seed import PASSWORD
from server.errors import StartError
from server.identifiers import new_id
from server.models import Base, City, Lesson, LessonReceiver, State
from server.timetables import service as timetables
from server.timetables.service import Occurrence
from server.words import Words

BATCH = 2000
"""Rows a statement."""


async def plant_year(database: Database, now: datetime, shape: CityShape | None = None) -> int:
    """Put the city and its year into a migrated database; return the number of lessons.

    Raises:
        StartError: if the database holds the city already.
    """
    year = school_year(school_day(now))
    password_hash = await asyncio.to_thread(hash_password, PASSWORD)
    async with database.writing() as transaction:
        if await transaction.session.get(City, CITY) is not None:
            raise StartError(
                Words(
                    "这个数据库里已经有模拟城市了。请换一个空的数据目录或数据库。",
                    "The database holds the city already; use an empty data directory or database.",
                )
            )
        for rows in city_rows(shape or CityShape(), password_hash, year):
            await _write(transaction, rows)
    async with database.writing() as transaction:
        return await _plant_lessons(transaction, year, now)


async def _plant_lessons(transaction: Transaction, year: int, now: datetime) -> int:
    session = transaction.session
    first, last = year_span(year)
    everything = await timetables.occurrences_between(transaction, first, last)
    wanted = [each for each in everything if each.course.id.startswith(PREFIX)]
    for start in range(0, len(wanted), BATCH):
        some = [(new_id(now), each) for each in wanted[start : start + BATCH]]
        await session.execute(insert(Lesson), [_lesson(key, each, now) for key, each in some])
        receivers = [row for key, each in some for row in _receivers(key, each)]
        await session.execute(insert(LessonReceiver), receivers)
    return len(wanted)


def _lesson(key: str, wanted: Occurrence, now: datetime) -> dict[str, Any]:
    dated, course = wanted.dated, wanted.course
    over = dated.ends_at + timedelta(minutes=5) <= now
    return {
        "id": key,
        "occurrence_key": dated.key,
        "kind": course.kind,
        "title": course.title,
        "subject": course.subject,
        "grade": course.grade,
        "hub_room_id": course.hub_room_id,
        "teacher_id": course.teacher_id,
        "starts_at": dated.starts_at,
        "ends_at": dated.ends_at,
        "state": State.ENDED if over else State.PLANNED,
        "started_at": dated.starts_at if over else None,
        "ended_at": dated.ends_at if over else None,
        "recorded": course.recorded,
        "edition": wanted.taught_from[0],
        "volume": wanted.taught_from[1],
        "media_node": None,
    }


def _receivers(key: str, wanted: Occurrence) -> list[dict[str, Any]]:
    return [
        {"lesson_id": key, "room_id": room, "class_id": school_class}
        for room, school_class in wanted.receivers.items()
    ]


async def _write(transaction: Transaction, rows: Sequence[Base]) -> None:
    if not rows:
        return
    model = type(rows[0])
    columns = [column.key for column in inspect(model).column_attrs]
    values = [
        {name: value for name in columns if (value := getattr(row, name)) is not None}
        for row in rows
    ]
    # Rows of one statement name the same columns.
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for each in values:
        by_columns.setdefault(tuple(each), []).append(each)
    for some in by_columns.values():
        for start in range(0, len(some), BATCH):
            await transaction.session.execute(insert(model), some[start : start + BATCH])
