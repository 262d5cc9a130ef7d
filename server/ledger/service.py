"""Writing the ledger, reading it, and certificates that follow from it."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from scheduler.calendar import SHANGHAI
from server.audit.schemas import ChainState
from server.auth.policy import Reach
from server.chain import GENESIS, ChainedRow, Inspection, linked
from server.clock import day_bounds
from server.database import Database, Transaction
from server.ledger import repository
from server.ledger.minutes import Interval, Minutes, minutes_of
from server.ledger.schemas import By, Certificate, EntryList, EntryOut, Report, ReportRow
from server.models import HASHED, Delivered, LedgerEntry, Lesson, LessonReceiver
from server.signing import Signer
from streaming.contract import BOARD, TEACHER, Kind

logger = logging.getLogger(__name__)

ROOM = "room:"
SETTLES = timedelta(seconds=20)
"""After a lesson's end: its sessions have ended and told their last intervals."""
CORRECTED_FOR = timedelta(days=14)
"""A node that was cut off tells what it knows when it is back; later than this nobody waits."""


async def write_due(database: Database, now: datetime) -> int:
    """Enter the lessons that are over, and corrections of what more was told of; return how many rows were written."""
    async with database.reading() as transaction:
        found = await repository.due(transaction.session, now - CORRECTED_FOR, now - SETTLES)
    written = 0
    for lesson_id in found:
        async with database.writing() as transaction:
            written += await enter(transaction, lesson_id, now)
    return written


async def enter(transaction: Transaction, lesson_id: str, now: datetime) -> int:
    """Append a row for each class of a lesson; where the newest row says something else, a correction."""
    session = transaction.session
    await repository.lock(session)
    lesson = await repository.lesson(session, lesson_id)
    if lesson is None:
        return 0
    told = await repository.delivered(session, lesson_id)
    known = await repository.newest(session, lesson_id)
    before, written = await repository.last(session), 0
    for receiver in lesson.receivers:
        old = known.get(receiver.room_id)
        found = _minutes(lesson, receiver.room_id, told)
        entry = _entry(lesson, receiver, found, now)
        entry.revision = old.revision + 1 if old else 0
        entry.number = before.number + 1 if before else 1
        entry.previous = before.hash if before else GENESIS
        entry.hash = linked(entry.previous, entry.number, _content(entry))
        if old is not None:
            await repository.outdate(session, old.number)
        session.add(entry)
        await session.flush()
        before, written = entry, written + 1
    return written


async def inspect(transaction: Transaction) -> ChainState:
    """Walk the whole ledger."""
    inspection = Inspection()
    async for rows in repository.in_order(transaction.session):
        inspection.take(
            ChainedRow(row.number, _content(row), row.previous, row.hash) for row in rows
        )
    return ChainState(
        rows=inspection.rows,
        intact=inspection.broken_at is None,
        broken_at=inspection.broken_at,
        head=inspection.head,
    )


async def report(
    transaction: Transaction, reach: Reach, by: By, first_day: date, last_day: date
) -> Report:
    """Return sums by group; days are school days in Asia/Shanghai, both inclusive."""
    start, end = span(first_day, last_day)
    rows = await repository.report(transaction.session, reach, by.value, start, end)
    taught: Mapping[str, tuple[int, int]] = {}
    if by is By.TEACHER:
        taught = await repository.taught(transaction.session, reach, start, end, ())
    return Report(
        by=by,
        first_day=first_day,
        last_day=last_day,
        rows=[_summed(row, taught.get(row[0])) for row in rows],
    )


async def page(
    transaction: Transaction, reach: Reach, first_day: date, last_day: date, after: int, limit: int
) -> EntryList:
    """Return a page of the newest revisions."""
    start, end = span(first_day, last_day)
    found = await repository.entries(transaction.session, reach, start, end, after, limit + 1)
    items = [
        EntryOut.model_validate({name: getattr(row, name) for name in EntryOut.model_fields})
        for row in found[:limit]
    ]
    return EntryList(items=items, next_cursor=items[-1].number if len(found) > limit else None)


async def certify(
    transaction: Transaction,
    signer: Signer,
    teacher: str,
    first_day: date,
    last_day: date,
    now: datetime,
) -> Certificate:
    """Return a signed certificate of a teacher's hours; it names the ledger's rows that it follows from."""
    start, end = span(first_day, last_day)
    rows = await repository.of_teacher(transaction.session, teacher, start, end)
    best: dict[str, int] = {}
    for row in rows:
        best[row.lesson_id] = max(best.get(row.lesson_id, 0), row.delivered_seconds)
    hours = round(sum(best.values()) / 3600, 2)
    name = rows[-1].teacher_name if rows else ""
    told: dict[str, Any] = {
        "teacher_id": teacher,
        "teacher": name,
        "first_day": first_day.isoformat(),
        "last_day": last_day.isoformat(),
        "lessons": sum(seconds > 0 for seconds in best.values()),
        "hours": hours,
        "issued_at": now.isoformat(timespec="seconds"),
        "ledger": [[row.number, row.hash[:16]] for row in rows],
    }
    return Certificate(
        teacher=name,
        first_day=first_day,
        last_day=last_day,
        lessons=told["lessons"],
        hours=hours,
        jws=signer.sign(told),
    )


def span(first_day: date, last_day: date) -> tuple[datetime, datetime]:
    """Return the first moment of one school day and the last of another, UTC."""
    return day_bounds(first_day)[0], day_bounds(last_day)[1]


def _minutes(lesson: Lesson, room: str, told: Sequence[Delivered]) -> Minutes:
    heard: list[Interval] = []
    seen: list[Interval] = []
    for each in told:
        if each.identity != f"{ROOM}{room}":
            continue
        interval = (each.began_at, each.ended_at)
        if each.kind is Kind.AUDIO and each.role == TEACHER:
            heard.append(interval)
        if each.kind is Kind.VIDEO and each.role in {TEACHER, BOARD}:
            seen.append(interval)
    return minutes_of(lesson.starts_at, lesson.ends_at, heard, seen)


def _entry(lesson: Lesson, receiver: LessonReceiver, found: Minutes, now: datetime) -> LedgerEntry:
    room, school_class = receiver.room, receiver.school_class
    hub = lesson.hub_room.school
    return LedgerEntry(
        newest=True,
        written_at=now,
        lesson_id=lesson.id,
        kind=lesson.kind,
        title=lesson.title,
        subject=lesson.subject,
        grade=lesson.grade,
        month=f"{lesson.starts_at.astimezone(SHANGHAI):%Y-%m}",
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        room_id=room.id,
        class_id=school_class.id if school_class else "",
        class_name=school_class.name if school_class else room.name,
        school_id=room.school.id,
        school_name=room.school.name,
        district_id=room.school.district.id,
        district_name=room.school.district.name,
        hub_school_id=hub.id,
        hub_school_name=hub.name,
        teacher_id=lesson.teacher.id,
        teacher_name=lesson.teacher.name,
        planned_seconds=found.planned,
        delivered_seconds=found.delivered,
        seen_seconds=found.seen,
        late_seconds=found.late,
        early_seconds=found.early,
        gap_seconds=found.gap,
        gaps=found.gaps,
        held=found.held,
    )


def _content(entry: LedgerEntry) -> Mapping[str, Any]:
    return {name: getattr(entry, name) for name in HASHED}


def _summed(row: Sequence[Any], taught: tuple[int, int] | None) -> ReportRow:
    key, name, school, lessons, held, planned, delivered, seen, late, early, gap = row
    return ReportRow(
        id=key,
        name=name,
        school_name=school,
        lessons=lessons,
        held=held,
        held_percent=round(100 * held / lessons, 1),
        planned=planned,
        delivered=delivered,
        delivered_percent=round(100 * delivered / planned, 1) if planned else 0.0,
        seen=seen,
        late=late,
        early=early,
        gap=gap,
        taught_lessons=taught[0] if taught else None,
        taught_hours=round(taught[1] / 3600, 2) if taught else None,
    )
