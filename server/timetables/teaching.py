"""From which textbook a dated lesson is taught: what the library says until somebody says otherwise. Pure: no I/O."""

from datetime import date

from server.auth.service import place_of
from server.models import Course
from server.organisation.service import Editions

SPRING = range(2, 8)
"""Months of the second half of the school year, which teaches 下册; the first one ends with January."""


def taught_from(course: Course, day: date, known: Editions) -> tuple[str, int | None]:
    """Return edition and volume of a course's lesson on a day.

    The course's own edition, or else the only one that its city has for subject and grade; empty where there are
    several. The volume is that half of the year's, if the city has one of the edition.
    """
    city = place_of(course.hub_room.school).city
    books = known.get((city, course.subject, course.grade), ())
    editions = {edition for edition, _ in books}
    edition = course.edition or (next(iter(editions)) if len(editions) == 1 else "")
    volume = 2 if day.month in SPRING else 1
    return edition, volume if (edition, volume) in books else None
