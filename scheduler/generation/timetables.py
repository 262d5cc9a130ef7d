"""Makes a school's own timetable: each class gets its hours, no teacher has two classes at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from scheduler.domain import EntryId, Weekday
from scheduler.instance import ClassId, OwnLesson, Slot, TeacherId

SCHOOL_DAYS = (
    Weekday.MONDAY,
    Weekday.TUESDAY,
    Weekday.WEDNESDAY,
    Weekday.THURSDAY,
    Weekday.FRIDAY,
)


@dataclass(frozen=True, slots=True)
class Hours:
    """A subject of a class: how often a week, by whom, and whether it may move."""

    class_id: ClassId
    subject: str
    count: int
    teacher: TeacherId | None
    movable: bool = False


def draw_timetable(random: Random, hours: Sequence[Hours], periods: int) -> list[OwnLesson]:
    """Return a timetable without clashes; what finds no place (a few hours in a hundred) is left out.

    Scarce teachers first; a subject comes once a day where its hours allow that.
    """
    load: dict[TeacherId | None, int] = {}
    for each in hours:
        load[each.teacher] = load.get(each.teacher, 0) + each.count
    order = sorted(hours, key=lambda each: -load[each.teacher] if each.teacher else 0)
    class_at: set[tuple[ClassId, Slot]] = set()
    teacher_at: set[tuple[TeacherId, Slot]] = set()
    rows: list[OwnLesson] = []
    for each in order:
        days: list[Weekday] = []
        for _ in range(each.count):
            slot = _draw_slot(random, each, periods, class_at, teacher_at, days)
            if slot is None:
                break
            days.append(slot.weekday)
            class_at.add((each.class_id, slot))
            if each.teacher is not None:
                teacher_at.add((each.teacher, slot))
            entry = EntryId(f"{each.class_id}.{slot.weekday.value}.{slot.period + 1}")
            rows.append(
                OwnLesson(entry, each.class_id, slot, each.subject, each.teacher, each.movable)
            )
    return rows


def _draw_slot(
    random: Random,
    hours: Hours,
    periods: int,
    class_at: set[tuple[ClassId, Slot]],
    teacher_at: set[tuple[TeacherId, Slot]],
    days: list[Weekday],
) -> Slot | None:
    free = [
        Slot(day, period)
        for day in SCHOOL_DAYS
        for period in range(periods)
        if (hours.class_id, Slot(day, period)) not in class_at
        and (hours.teacher is None or (hours.teacher, Slot(day, period)) not in teacher_at)
    ]
    fresh = [slot for slot in free if slot.weekday not in days]
    return random.choice(fresh or free) if free else None
