"""Queries about terms, timetable entries and the lessons made from them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from server.models import Course, CourseReceiver, Lesson, Room, School, Term, TimetableEntry


async def terms_between(session: AsyncSession, first: date, last: date) -> Sequence[Term]:
    """Return the terms that overlap some days."""
    query = select(Term).where(Term.first_day <= last, Term.last_day >= first)
    return (await session.scalars(query.order_by(Term.id))).all()


async def entries(session: AsyncSession, term_ids: Sequence[str]) -> Sequence[TimetableEntry]:
    """Return the timetable of some terms, with courses, their rooms and receivers and where these lie."""
    course = joinedload(TimetableEntry.course)
    query = (
        select(TimetableEntry)
        .where(TimetableEntry.term_id.in_(term_ids))
        .options(
            course.joinedload(Course.hub_room).joinedload(Room.school).joinedload(School.district),
            course.selectinload(Course.receivers)
            .joinedload(CourseReceiver.room)
            .joinedload(Room.school)
            .joinedload(School.district),
        )
    )
    # A transaction that has just changed receivers must see them.
    query = query.order_by(TimetableEntry.id).execution_options(populate_existing=True)
    return (await session.scalars(query)).all()


async def dated_lessons(session: AsyncSession, start: datetime, end: datetime) -> Sequence[Lesson]:
    """Return the lessons of a span that came from a timetable, locked, with their receivers."""
    query = (
        select(Lesson)
        .where(Lesson.occurrence_key.is_not(None))
        .where(Lesson.starts_at >= start, Lesson.starts_at < end)
        .options(selectinload(Lesson.receivers))
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def remove_receivers(session: AsyncSession, receivers: Sequence[tuple[str, str]]) -> None:
    """Take rooms out of courses (course and room), and delete the courses that have none left."""
    for course_id, room_id in receivers:
        await session.execute(
            delete(CourseReceiver).where(
                CourseReceiver.course_id == course_id, CourseReceiver.room_id == room_id
            )
        )
    left = select(CourseReceiver.course_id)
    touched = {course_id for course_id, _ in receivers}
    await session.execute(delete(Course).where(Course.id.in_(touched), Course.id.not_in(left)))
