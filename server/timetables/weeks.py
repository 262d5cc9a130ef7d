"""A school's week as people look at it: the dated lessons that it sends or receives, and which of them one may change."""

from datetime import date, datetime, timedelta

from server.auth.policy import Action, Area, Keep, PersonCaller, may_keep, who_may
from server.auth.service import place_of
from server.clock import day_bounds
from server.database import Transaction
from server.lessons import service as lessons
from server.models import Lesson, State
from server.timetables import repository

LESSONS_MAX = 500
"""Of a week; a hub with three studios has about 100."""


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


async def of_school(
    transaction: Transaction, person: PersonCaller, school_id: str, monday: date
) -> list[Lesson]:
    """Return the lessons of seven days that a school sends or receives and the person may see, in order."""
    start, _ = day_bounds(monday)
    _, end = day_bounds(monday + timedelta(days=6))
    found = await repository.lessons_of_school(
        transaction.session, school_id, (start, end), LESSONS_MAX
    )
    return [each for each in found if who_may((person,), Action.SEE, lessons.facts_of(each))]


def changeable(person: PersonCaller, lesson: Lesson, now: datetime) -> bool:
    """Return whether somebody may change when and by whom a lesson is held, and it has not begun."""
    place = place_of(lesson.hub_room.school)
    kept = may_keep(person, Keep.TIMES, Area(place.city, place.district, place.school))
    return kept and lesson.state in (State.PLANNED, State.CANCELLED) and lesson.starts_at > now
