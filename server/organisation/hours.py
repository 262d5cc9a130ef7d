"""The schools' own timetables on a date: which hours of which classes and teachers are taken, in real minutes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from scheduler.calendar import teaching_days
from server.auth.policy import Place, Reach
from server.database import Transaction
from server.models import BellSchedule, CalendarEntry, SchoolLesson, Term
from server.organisation import repository
from server.organisation.days import Calendars, bells_on


@dataclass(frozen=True, slots=True)
class HeldHour:
    """An hour that is held on the date, in local minutes."""

    class_id: str
    teacher_id: str | None
    subject: str
    start_minute: int
    end_minute: int


async def held_on(
    transaction: Transaction, city: str, day: date, teacher: str, classes: Collection[str]
) -> list[HeldHour]:
    """Return the hours of a teacher and of some classes on a date, as calendars and bells have them.

    A period that the bells of the day do not have is left out.
    """
    session, reach = transaction.session, Reach.of_city(city)
    lesson = SchoolLesson
    rows = await repository.several(
        session, reach, lesson, (lesson.teacher_id == teacher) | lesson.class_id.in_(classes)
    )
    if not rows:
        return []
    terms = {
        term.id: term
        for term in await repository.several(
            session, reach, Term, Term.first_day <= day, Term.last_day >= day
        )
    }
    schools = {row.school_id for row in rows}
    known = Calendars(await repository.several(session, reach, CalendarEntry))
    places = await repository.places_of(session, reach, schools)
    bells: dict[str, list[BellSchedule]] = {}
    for schedule in await repository.several(
        session, reach, BellSchedule, BellSchedule.school_id.in_(schools)
    ):
        bells.setdefault(schedule.school_id, []).append(schedule)
    return [
        hour
        for row in rows
        if row.term_id in terms
        and (
            hour := _hour(
                row,
                terms[row.term_id],
                known,
                places[row.school_id],
                bells_on(bells.get(row.school_id, ()), day),
                day,
            )
        )
    ]


def _hour(
    row: SchoolLesson,
    term: Term,
    known: Calendars,
    place: Place,
    bells: BellSchedule | None,
    day: date,
) -> HeldHour | None:
    teaching = next(teaching_days(known.term_of(term, place), day, day), None)
    if teaching is None or bells is None:
        return None
    if row.weekday != teaching.runs or not row.weeks.holds(teaching.week):
        return None
    for period in bells.periods:
        if period.number == row.period:
            return HeldHour(
                row.class_id, row.teacher_id, row.subject, period.start_minute, period.end_minute
            )
    return None
