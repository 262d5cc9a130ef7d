"""From a week to a term: which bells ring when, and which lessons the calendar has taken away. Pure; no I/O.

A plan holds for one season of bells. Where bells change in the middle of a term the week is repaired for the new
ones (`replanning`), and each stretch is expanded by itself.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.calendar import expand
from scheduler.domain import DaySpan, EntryId, MinuteSpan, Term, TimetableEntry
from scheduler.errors import InputError
from scheduler.instance import Instance, SchoolId


@dataclass(frozen=True, slots=True)
class BellSeason:
    """The bells of one school from a day to a day (作息时间: summer time from 1 May, for instance)."""

    school: SchoolId
    days: DaySpan
    bells: tuple[MinuteSpan, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a term on which the same bells ring everywhere."""

    days: DaySpan
    bells: Mapping[SchoolId, tuple[MinuteSpan, ...]]
    """Of the schools whose bells differ from the instance's."""

    def instance(self, instance: Instance) -> Instance:
        """Return the instance with this stretch's bells.

        Rows of the existing timetable keep their period numbers: bells move, timetables do not.
        """
        schools = tuple(
            replace(each, bells=self.bells[each.id]) if each.id in self.bells else each
            for each in instance.schools
        )
        return replace(instance, schools=schools)


def stretches(term: Term, seasons: Sequence[BellSeason]) -> list[Stretch]:
    """Return the stretches of a term, in order, without a gap.

    Raises:
        InputError: if two seasons of one school share a day (field `seasons[n].days`).
    """
    for number, season in enumerate(seasons):
        for other in seasons[:number]:
            if season.school == other.school and _share(season.days, other.days):
                allowed = f"days outside {other.days.first_day} to {other.days.last_day}"
                raise InputError(f"seasons[{number}].days", season.days.first_day, allowed)
    begins = {term.first_day}
    for season in seasons:
        begins |= {season.days.first_day, season.days.last_day + timedelta(1)}
    starts = sorted(day for day in begins if term.first_day <= day <= term.last_day)
    ends = [day - timedelta(1) for day in starts[1:]] + [term.last_day]
    return [
        Stretch(
            DaySpan(start, end),
            {each.school: each.bells for each in seasons if start in each.days},
        )
        for start, end in zip(starts, ends, strict=True)
    ]


def deficits(
    term: Term, entries: Sequence[TimetableEntry], first_day: date, last_day: date
) -> Counter[EntryId]:
    """Return how many lessons of each entry the calendar has taken, make-up days counted in.

    Below 0 an entry has gained lessons: a Saturday that runs a Monday gives every Monday lesson once more than its
    weeks ask for. Entries that lost and gained nothing are left out.
    """
    due = Counter(
        each.entry for each in expand(replace(term, layers=()), entries, first_day, last_day)
    )
    held = Counter(each.entry for each in expand(term, entries, first_day, last_day))
    return Counter(
        {entry: due[entry] - held[entry] for entry in due | held if due[entry] != held[entry]}
    )


def _share(one: DaySpan, other: DaySpan) -> bool:
    return one.first_day <= other.last_day and other.first_day <= one.last_day
