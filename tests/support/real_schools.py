"""Timetables of real schools (Debian package `fet-data`), and a city made of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from scheduler.exchange.fet import read_fet
from scheduler.exchange.timetable import SchoolTimetable
from scheduler.instance import (
    Demand,
    DemandId,
    Instance,
    LessonId,
    OfferedLesson,
    OwnLesson,
    RoomId,
    School,
    Series,
    SeriesId,
    Teacher,
    TeacherId,
)

EXAMPLES = Path("/usr/share/doc/fet-data/examples")
FILES = {
    "emirates": "FET-5-official/United-Arab-Emirates/IBDP-School-2016.fet",
    "greece": "FET-5-official/Greece/Didymoteicho/6th-Primary-School.fet",
    "spain": "FET-5-official/Spain/4-secondary-and-vocational-school/SPAIN_20-21-locked.fet",
    "hopwood": "FET-5-official/United-Kingdom/Hopwood/Hopwood.fet",
    "farabi": "FET-6-mornings-afternoons/Morocco/1/farabi090909locked02.fet",
    "salem": "FET-5-mornings-afternoons/Algeria-old-format/3/Lycee_Salem_2_data_and_timetable.fet",
    "akrim": "FET-5-mornings-afternoons/Algeria-old-format/4-by-Benahmed-Abdelkrim/"
    "BAkrim_data_and_timetable.fet",
    "hydar": "FET-5-mornings-afternoons/Algeria-old-format/8/hydar-imd_data_and_timetable.fet",
    "ganima": "FET-5-mornings-afternoons/Morocco-old-format/4/"
    "Ganima_Annex_Moro_2_data_and_timetable.fet",
    "sample": "FET-5-mornings-afternoons/Morocco-old-format/5/"
    "Sample-Morocco-2018_data_and_timetable.fet",
    "eleptik": "FET-5-mornings-afternoons/Morocco-old-format/2-by-eleptik/"
    "modified2_data_and_timetable.fet",
    "dgs": "FET-5-official/Germany/DGS-Pro/dgspro200809.fet",
}
"""Twelve schools of nine countries; all but the last hold a whole timetable."""
GRADE = 6
HUBS = 3
"""Of the schools that hold a whole timetable, so many broadcast."""
ASKED = 12
"""Classes of each receiving school that ask for something."""


def read_all() -> dict[str, SchoolTimetable]:
    """Return every school's timetable by its key."""
    return {key: read_fet((EXAMPLES / name).read_bytes()) for key, name in FILES.items()}


def city_of(timetables: Mapping[str, SchoolTimetable]) -> Instance:
    """Return a city in which the first schools broadcast their commonest subjects, and the others lack a teacher of one.

    The schools speak nine languages, so a subject is known by how many hours its school gives it: `1` is the commonest.
    """
    schools: list[School] = []
    own: list[OwnLesson] = []
    for key, timetable in timetables.items():
        rooms = tuple(RoomId(f"{key}-{number}") for number in range(3))
        school = timetable.school(key, "county")
        school = replace(school, broadcast_rooms=rooms, receiving_rooms=rooms)
        schools.append(replace(school, uplink_kbps=50_000, downlink_kbps=50_000))
        own += _by_rank(list(timetable.own_lessons(key)))
    keys = list(timetables)
    lacking = {
        each.id
        for each in own
        if each.subject in {"1", "2", "3"} and each.class_id.split("/")[0] not in keys[:HUBS]
    }
    rows = tuple(
        replace(each, teacher=None) if each.id in lacking else replace(each, movable=True)
        for each in own
    )
    made = Instance(
        "schools of nine countries",
        tuple(schools),
        tuple(each for key, found in timetables.items() for each in found.classes(key, GRADE)),
        tuple(
            Teacher(teacher, next(one.id for one in schools if teacher.startswith(f"{one.id}/")))
            for teacher in sorted({each.teacher for each in own if each.teacher is not None})
        ),
        rows,
        (),
        (),
    )
    return replace(made, series=_series(made, keys[:HUBS]), demands=_demands(made, keys[HUBS:]))


def _by_rank(rows: list[OwnLesson]) -> list[OwnLesson]:
    """The hours of a school with ranks for subjects; of two that a class or a teacher has at once only the first."""
    ranks = {
        subject: str(number + 1)
        for number, (subject, _) in enumerate(Counter(each.subject for each in rows).most_common())
    }
    taken: set[tuple[str, object]] = set()
    kept: list[OwnLesson] = []
    for each in rows:
        who = {(each.class_id, each.slot), (each.teacher or each.id, each.slot)}
        if not who & taken:
            taken |= who
            kept.append(replace(each, subject=ranks[each.subject]))
    return kept


def _series(city: Instance, hubs: list[str]) -> tuple[Series, ...]:
    found: list[Series] = []
    for teacher, rows in city.own_by_teacher.items():
        if teacher.split("/")[0] in hubs:
            for subject in ("1", "2", "3"):
                lessons = tuple(
                    OfferedLesson(LessonId(f"l-{each.id}"), each.slot.weekday, city.bell_of(each))
                    for each in rows
                    if each.subject == subject
                )
                if lessons:
                    name = SeriesId(f"{teacher}/{subject}")
                    found.append(Series(name, TeacherId(teacher), subject, (GRADE,), "", lessons))
    return tuple(found)


def _demands(city: Instance, villages: list[str]) -> tuple[Demand, ...]:
    found: list[Demand] = []
    for key in villages:
        classes = [each.id for each in city.classes if each.school == key][:ASKED]
        for class_id in classes:
            for subject in ("1", "2", "3"):
                rows = [
                    each for each in city.own_by_class.get(class_id, ()) if each.subject == subject
                ]
                if rows:
                    demand = DemandId(f"d-{class_id}-{subject}")
                    hours = min(len(rows), 2)
                    found.append(Demand(demand, class_id, subject, GRADE, "", hours))
    return tuple(found)
