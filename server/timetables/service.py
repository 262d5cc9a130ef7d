"""From the timetable to dated lessons. May run at any time and twice: only what differs is changed."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from scheduler import calendar
from scheduler.domain import EntryId, MinuteSpan, Term, TimetableEntry, Weekday
from server import models
from server.clock import day_bounds, school_day
from server.database import Transaction
from server.identifiers import new_id
from server.lessons import service as lessons
from server.lessons.lifecycle import Step
from server.models import State
from server.timetables import repository

logger = logging.getLogger(__name__)


async def expand(transaction: Transaction, now: datetime, days: int) -> int:
    """Make, move and cancel planned lessons from today on so that they are what the timetable says.

    Returns how many lessons changed. A lesson whose room is open, or that is over, is never touched.
    """
    today = school_day(now)
    last = today + timedelta(days=days)
    session = transaction.session
    wanted: dict[str, tuple[calendar.DatedLesson, models.TimetableEntry]] = {}
    for term in await repository.terms_between(session, today, last):
        rows = {entry.id: entry for entry in await repository.entries(session, term.id)}
        dated = calendar.expand(
            Term(term.first_day, term.last_day), [_entry(row) for row in rows.values()], today, last
        )
        wanted |= {each.key: (each, rows[each.entry]) for each in dated if each.starts_at > now}
    found = await repository.dated_lessons(session, now, day_bounds(last)[1])
    changed = _bring_to(transaction, wanted, found, now)
    if changed:
        logger.info("timetable expanded changed=%d wanted=%d", changed, len(wanted))
    return changed


def _bring_to(
    transaction: Transaction,
    wanted: dict[str, tuple[calendar.DatedLesson, models.TimetableEntry]],
    found: Sequence[models.Lesson],
    now: datetime,
) -> int:
    changed, seen = 0, set()
    for lesson in found:
        key = lesson.occurrence_key or ""
        seen.add(key)
        if lesson.state is not State.PLANNED:
            continue
        if key not in wanted:
            lessons.move(transaction, lesson, Step.CANCEL, now)
            changed += 1
            continue
        dated, _ = wanted[key]
        if (lesson.starts_at, lesson.ends_at) != (dated.starts_at, dated.ends_at):
            lesson.starts_at, lesson.ends_at = dated.starts_at, dated.ends_at
            transaction.announce("lesson.changed", lesson.id)
            changed += 1
    for key, (dated, entry) in wanted.items():
        if key not in seen:
            lesson = _lesson(dated, entry.course, now)
            transaction.session.add(lesson)
            transaction.announce("lesson.changed", lesson.id)
            changed += 1
    return changed


def _entry(row: models.TimetableEntry) -> TimetableEntry:
    return TimetableEntry(
        EntryId(row.id),
        Weekday(row.weekday),
        MinuteSpan(row.start_minute, row.end_minute),
        row.weeks,
    )


def _lesson(dated: calendar.DatedLesson, course: models.Course, now: datetime) -> models.Lesson:
    return models.Lesson(
        id=new_id(now),
        occurrence_key=dated.key,
        kind=course.kind,
        title=course.title,
        subject=course.subject,
        grade=course.grade,
        hub_room_id=course.hub_room_id,
        teacher_id=course.teacher_id,
        starts_at=dated.starts_at,
        ends_at=dated.ends_at,
        state=State.PLANNED,
        recorded=course.recorded,
        receivers=[
            models.LessonReceiver(room_id=each.room_id, class_id=each.class_id)
            for each in course.receivers
        ],
    )
