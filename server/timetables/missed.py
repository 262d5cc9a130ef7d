"""What the timetable owes: occurrences that holidays, suspensions or people took away, until they are made up.

A make-up day (调休) that gave an entry a lesson more makes up for the earliest one that it lost.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler import calendar
from scheduler.domain import EntryId, MinuteSpan, Term, TimetableEntry, Weekday
from server import models
from server.auth.policy import PersonCaller
from server.database import Transaction
from server.organisation import service as organisation
from server.organisation.days import Calendars
from server.organisation.problems import NoSuchThing
from server.timetables import repository, service
from server.timetables.schemas import Cause

ITEMS_MAX = 500


@dataclass(frozen=True, slots=True)
class Owed:
    """An occurrence that was not held. `made_up_by`: a lesson, or the key of an occurrence on a make-up day."""

    entry: models.TimetableEntry
    day: date
    cause: Cause
    made_up_by: str | None

    @property
    def key(self) -> str:
        """The occurrence's key."""
        return f"{self.entry.id}:{self.day.isoformat()}"


async def of_term(
    transaction: Transaction, person: PersonCaller, term_id: str, school_id: str, until: date
) -> list[Owed]:
    """Return what was not held of a hub school's lessons in a term up to a day.

    Raises:
        NoSuchThing: if the term or the school is not within reach.
    """
    term = await organisation.found(transaction, person, models.Term, term_id)
    await organisation.found(transaction, person, models.School, school_id)
    entries = await repository.entries_of_school(transaction.session, term_id, school_id)
    return await _owed(transaction, term, entries, until)


async def of_entry(transaction: Transaction, entry: models.TimetableEntry, day: date) -> list[Owed]:
    """Return what one weekly lesson owes up to a day and the fortnight after it."""
    term = await repository.term(transaction.session, entry.term_id)
    if term is None:
        raise NoSuchThing
    return await _owed(transaction, term, [entry], day + timedelta(days=14))


async def _owed(
    transaction: Transaction,
    term: models.Term,
    entries: Sequence[models.TimetableEntry],
    until: date,
) -> list[Owed]:
    if not entries or until < term.first_day:
        return []
    session = transaction.session
    known = await organisation.calendars(transaction, [term.city_id])
    found = lost_and_gained(term, entries, known, until)
    by_hand = await repository.cancelled_keys(
        session, [entry.course.hub_room_id for entry in entries]
    )
    making_up = await repository.making_up(session, [entry.id for entry in entries])
    owed: list[Owed] = []
    for entry, days in found.held:
        owed += [
            Owed(entry, day, Cause.CANCELLED, None)
            for day in days
            if f"{entry.id}:{day.isoformat()}" in by_hand
        ]
    for entry, days in found.lost:
        owed += [Owed(entry, day, Cause.CALENDAR, None) for day in days]
    gained = {entry.id: list(days) for entry, days in found.gained}
    return _made_up(owed, making_up, gained)


def _made_up(
    owed: Iterable[Owed], making_up: dict[str, str], gained: dict[str, list[date]]
) -> list[Owed]:
    result: list[Owed] = []
    for each in sorted(owed, key=lambda one: (one.day, one.entry.id)):
        lesson = making_up.get(each.key)
        extra = gained.get(each.entry.id, [])
        if lesson is None and each.cause is Cause.CALENDAR and extra:
            lesson = f"{each.entry.id}:{extra.pop(0).isoformat()}"
        result.append(replace(each, made_up_by=lesson))
    return result


@dataclass(frozen=True, slots=True)
class Found:
    """Per weekly lesson the days on which it is held, lost to the calendar, and gained by make-up days."""

    held: list[tuple[models.TimetableEntry, list[date]]]
    lost: list[tuple[models.TimetableEntry, list[date]]]
    gained: list[tuple[models.TimetableEntry, list[date]]]


def lost_and_gained(
    term: models.Term,
    entries: Sequence[models.TimetableEntry],
    known: Calendars,
    until: date,
) -> Found:
    """Compare a term with and without its calendars. No I/O."""
    bare = Term(term.first_day, term.last_day)
    found = Found([], [], [])
    held = service.held_days(term, entries, known, term.first_day, until)
    values = [_value(entry) for entry in entries]
    due_days = calendar.days_held(bare, values, term.first_day, until)
    for entry in entries:
        due = due_days.get(EntryId(entry.id), [])
        there = held.get(entry.id, [])
        found.held.append((entry, there))
        found.lost.append((entry, sorted(set(due) - set(there))))
        found.gained.append((entry, sorted(set(there) - set(due))))
    return found


def _value(entry: models.TimetableEntry) -> TimetableEntry:
    span = MinuteSpan(entry.start_minute, entry.end_minute)
    return TimetableEntry(EntryId(entry.id), Weekday(entry.weekday), span, entry.weeks)
