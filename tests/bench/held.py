"""What a school year has left behind up to a moment: devices, recordings, ledger and audit rows, and lessons that are on.

Rows for `make bench-api` in the shape that the server writes: lists over empty tables would say nothing. Chains of hashes
are not linked, because no list reads them.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from scheduler.calendar import SHANGHAI
from server.database import Database
from server.models import (
    Attendance,
    AuditAction,
    AuditEntry,
    Base,
    Device,
    LedgerEntry,
    Lesson,
    LessonReceiver,
    MediaSession,
    Publication,
    Recording,
    Room,
    School,
    State,
    Track,
)
from server.models.organisation import Purpose
from streaming.contract import Direction, Kind as MediaKind

BATCH = 2000
"""Rows a statement."""
TRACKS = (
    ("teacher-a", "teacher", MediaKind.AUDIO, "opus"),
    ("teacher-v", "teacher", MediaKind.VIDEO, "avc1.42e01f"),
    ("board-v", "board", MediaKind.VIDEO, "avc1.42e01f"),
)
SEGMENTS = 1800
"""Of a recorded lesson of 40 minutes; counted in its row, not made."""


async def hold(database: Database, now: datetime) -> dict[str, int]:
    """Put what was held up to `now` into a city with its year; return how many rows of what."""
    async with database.writing() as transaction:
        session = transaction.session
        told = await _ledger(session, now)
        return {
            "devices": await _devices(session, now),
            "recordings": await _recordings(session, now),
            "ledger": told,
            "audit": await _audit(session, now),
            "live": await _live(session, now),
        }


async def _devices(session: AsyncSession, now: datetime) -> int:
    rooms = await session.scalars(select(Room.id).where(Room.purpose == Purpose.RECEIVING))
    return await _insert(
        session,
        Device,
        [
            {
                "id": f"{room}-device",
                "room_id": room,
                "name": "智慧黑板",
                "key_hash": _digest(room),
                # One in ten stands dark.
                "last_seen_at": now - timedelta(days=1 if number % 10 == 0 else 0),
                "plan_version": "1",
                "plan_acknowledged_at": now,
            }
            for number, room in enumerate(rooms)
        ],
    )


async def _recordings(session: AsyncSession, now: datetime) -> int:
    over = Lesson.state == State.ENDED
    rows = (await session.execute(select(Lesson.id, Lesson.starts_at).where(over))).all()
    made = await _insert(
        session,
        Recording,
        [
            {
                "lesson_id": row.id,
                "epoch": row.starts_at,
                "duration": 2400.0,
                "size": 480_000_000,
                "segments": SEGMENTS,
                "sealed_segments": SEGMENTS,
                "sealed_at": row.starts_at + timedelta(minutes=50),
            }
            for row in rows
        ],
    )
    for name, role, kind, codec in TRACKS:
        same = {"id": name, "role": role, "kind": kind, "codec": codec}
        await _insert(session, Track, [{"lesson_id": row.id, **same} for row in rows])
    late = Lesson.starts_at > now - timedelta(days=3)
    values = {"state": State.ARCHIVED, "publication": Publication.PUBLISHED}
    await session.execute(update(Lesson).where(over, late).values(publication=Publication.REVIEW))
    await session.execute(update(Lesson).where(over, ~late).values(values))
    return made


async def _ledger(session: AsyncSession, now: datetime) -> int:
    hub_room, hub = aliased(Room), aliased(School)
    query = (
        select(Lesson, Room, School, hub)
        .join(LessonReceiver, LessonReceiver.lesson_id == Lesson.id)
        .join(Room, Room.id == LessonReceiver.room_id)
        .join(School, School.id == Room.school_id)
        .join(hub_room, hub_room.id == Lesson.hub_room_id)
        .join(hub, hub.id == hub_room.school_id)
        .where(Lesson.state == State.ENDED)
        .order_by(Lesson.starts_at, Lesson.id)
    )
    rows = (await session.execute(query)).tuples().all()
    entries = [_entry(number, row, now) for number, row in enumerate(rows, 1)]
    return await _insert(session, LedgerEntry, entries)


def _entry(number: int, row: tuple[Lesson, Room, School, School], now: datetime) -> dict[str, Any]:
    lesson, room, school, hub = row
    missed = 2400 if number % 50 == 0 else number % 7 * 10
    return {
        "number": number,
        "revision": 0,
        "newest": True,
        "written_at": now,
        "lesson_id": lesson.id,
        "kind": lesson.kind,
        "title": lesson.title,
        "subject": lesson.subject,
        "grade": lesson.grade,
        "month": f"{lesson.starts_at.astimezone(SHANGHAI):%Y-%m}",
        "starts_at": lesson.starts_at,
        "ends_at": lesson.ends_at,
        "room_id": room.id,
        "class_id": f"{room.id}-class",
        "class_name": "三年级1班",
        "school_id": school.id,
        "school_name": school.name,
        "district_id": school.district_id,
        "district_name": school.district_id,
        "hub_school_id": hub.id,
        "hub_school_name": hub.name,
        "teacher_id": lesson.teacher_id,
        "teacher_name": lesson.teacher_id,
        "planned_seconds": 2400,
        "delivered_seconds": 2400 - missed,
        "seen_seconds": 2400 - missed,
        "late_seconds": missed,
        "early_seconds": 0,
        "gap_seconds": 0,
        "gaps": 0,
        "held": missed < 1200,
        "previous": "",
        "hash": _digest(f"ledger {number}"),
    }


async def _audit(session: AsyncSession, now: datetime) -> int:
    hub = School.id.label("school_id")
    query = select(Lesson.id, Lesson.teacher_id, hub).join(Lesson.hub_room).join(Room.school)
    rows = (await session.execute(query.where(Lesson.started_at.is_not(None)))).all()
    return await _insert(
        session,
        AuditEntry,
        [
            {
                "number": number,
                "at": now - timedelta(seconds=len(rows) - number),
                "actor": f"person:{row.teacher_id}",
                "action": AuditAction.LOOKED,
                "subject": f"lesson:{row.id}",
                "school_id": row.school_id,
                "note": "",
                "previous": "",
                "hash": _digest(f"audit {number}"),
            }
            for number, row in enumerate(rows, 1)
        ],
    )


async def _live(session: AsyncSession, now: datetime) -> int:
    """Let the lessons whose time it is be on air; one class in eight is not there."""
    during = (Lesson.starts_at <= now, Lesson.ends_at > now)
    await session.execute(
        update(Lesson).where(*during).values(state=State.LIVE, started_at=Lesson.starts_at)
    )
    query = select(LessonReceiver.lesson_id, LessonReceiver.room_id).join(
        Lesson, Lesson.id == LessonReceiver.lesson_id
    )
    pairs = (await session.execute(query.where(*during))).all()
    there = [row for number, row in enumerate(pairs) if number % 8]
    sessions = [
        {
            "id": f"{row.lesson_id}-{row.room_id[-8:]}",
            "lesson_id": row.lesson_id,
            "direction": Direction.RECEIVE,
            "identity": f"room:{row.room_id}",
            "token_hash": "",
            "node": "node-1",
            "created_at": now,
            "connected_at": now,
        }
        for row in there
    ]
    await _insert(session, MediaSession, sessions)
    attending = [
        {
            "session_id": f"s-{n}",
            "lesson_id": row.lesson_id,
            "room_id": row.room_id,
            "began_at": now,
        }
        for n, row in enumerate(there)
    ]
    await _insert(session, Attendance, attending)
    return await session.scalar(select(func.count()).where(Lesson.state == State.LIVE)) or 0


async def _insert(session: AsyncSession, model: type[Base], rows: Sequence[dict[str, Any]]) -> int:
    for some in _parts(rows):
        await session.execute(insert(model), some)
    return len(rows)


def _parts(rows: Sequence[dict[str, Any]]) -> Iterable[Sequence[dict[str, Any]]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
