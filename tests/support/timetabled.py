"""A term with a course for tests of timetables: `lin` teaches English to class A on Mondays and Wednesdays at 10:00."""

from datetime import date, datetime
from typing import Any

from scheduler.domain import Weeks
from server.models import Course, CourseReceiver, Kind, Person, Term, TimetableEntry
from server.timetables import service
from tests.support.app import Hall

TERM = "term"
MONDAY, WEDNESDAY = "monday", "wednesday"


async def plant_term(hall: Hall) -> None:
    """Put the term in and date its lessons of the next fortnight."""
    async with hall.writing() as transaction:
        session = transaction.session
        days = {"first_day": date(2026, 8, 31), "last_day": date(2027, 1, 22)}
        session.add(Term(id=TERM, city_id="mianyang", name="秋", **days))
        session.add(
            Course(
                id="course",
                kind=Kind.DEDICATED,
                title="英语",
                subject="英语",
                grade=3,
                hub_room_id="studio",
                teacher_id="lin",
                recorded=False,
                receivers=[CourseReceiver(room_id="a", class_id="class-a")],
            )
        )
        session.add(
            Person(id="mei", username="mei", name="梅老师", password_hash="", school_id="hub")
        )
        await session.flush()
        for key, weekday in ((MONDAY, 1), (WEDNESDAY, 3)):
            session.add(
                TimetableEntry(
                    id=key,
                    course_id="course",
                    term_id=TERM,
                    weekday=weekday,
                    start_minute=600,
                    end_minute=640,
                    weeks=Weeks.EVERY,
                )
            )
    await dated(hall)


async def dated(hall: Hall) -> int:
    """Bring the dated lessons to what timetable and calendar say."""
    async with hall.writing() as transaction:
        return await service.expand(transaction, hall.clock.now(), 14)


async def lessons_of(client: Any, day: str) -> dict[str, dict[str, Any]]:
    """Return the lessons of a day that were dated from the timetable, by title and start."""
    items = (await client.get(f"/api/lessons?day={day}")).json()["items"]
    return {each["starts_at"]: each for each in items if each["title"] == "英语"}


def at(text: str) -> datetime:
    """Return a moment of Asia/Shanghai."""
    return datetime.fromisoformat(f"{text}+08:00")
