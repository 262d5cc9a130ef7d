"""Whether an instance is whole: every id exists and stands once, every slot lies in its school's bells.

All that is wrong is found at once, each with its place, so that a person corrects a table in one go.
"""

from collections.abc import Container, Iterable, Iterator

from scheduler.errors import InputError
from scheduler.instance import Instance, OwnLesson, Slot, together

MOST_DEMANDS = 50_000
"""A province of twenty cities, each planned by itself, has fewer in any one instance."""


def check(instance: Instance) -> None:
    """Refuse an instance that is not whole.

    Raises:
        InputError: the first of `problems`.
    """
    for problem in problems(instance):
        raise problem


def problems(instance: Instance) -> Iterator[InputError]:
    """Yield everything that is wrong with an instance, in its order."""
    broken = list(_ids(instance))
    yield from broken
    broken_references = list(_references(instance))
    yield from broken_references
    if not broken and not broken_references:
        yield from _own_lessons(instance)
        yield from _grades(instance)
        yield from _locks(instance)


def _ids(instance: Instance) -> Iterator[InputError]:
    tables: tuple[tuple[str, Iterable[str]], ...] = (
        ("schools", (each.id for each in instance.schools)),
        ("classes", (each.id for each in instance.classes)),
        ("teachers", (each.id for each in instance.teachers)),
        ("own_lessons", (each.id for each in instance.own_lessons)),
        ("series", (each.id for each in instance.series)),
        ("demands", (each.id for each in instance.demands)),
        ("alliances", (each.id for each in instance.alliances)),
        ("sessions", (each.id for each in instance.sessions)),
        ("series[].lessons", (lesson.id for each in instance.series for lesson in each.lessons)),
    )
    for table, ids in tables:
        seen: set[str] = set()
        for row, each in enumerate(ids):
            if each in seen:
                yield InputError(f"{table}[{row}].id", each, "each id once")
            seen.add(each)
    if len(instance.demands) > MOST_DEMANDS:
        yield InputError("demands", len(instance.demands), f"at most {MOST_DEMANDS} rows")


def _references(instance: Instance) -> Iterator[InputError]:
    known: dict[str, Container[str]] = {
        "schools": instance.school,
        "classes": instance.school_class,
        "teachers": instance.teacher,
        "demands": instance.demand,
        "series[].lessons": instance.offer,
    }
    for place, came, table in (*_named_by_schools(instance), *_named_by_plans(instance)):
        if came is not None and came not in known[table]:
            yield InputError(place, came, f"an id that stands in {table}")


def _named_by_schools(instance: Instance) -> Iterator[tuple[str, str | None, str]]:
    for row, school in enumerate(instance.schools):
        yield f"schools[{row}].paired_hub", school.paired_hub, "schools"
    for row, each in enumerate(instance.classes):
        yield f"classes[{row}].school", each.school, "schools"
    for row, teacher in enumerate(instance.teachers):
        yield f"teachers[{row}].school", teacher.school, "schools"
    for row, own in enumerate(instance.own_lessons):
        yield f"own_lessons[{row}].class_id", own.class_id, "classes"
        yield f"own_lessons[{row}].teacher", own.teacher, "teachers"


def _named_by_plans(instance: Instance) -> Iterator[tuple[str, str | None, str]]:
    for row, series in enumerate(instance.series):
        yield f"series[{row}].teacher", series.teacher, "teachers"
    for row, demand in enumerate(instance.demands):
        yield f"demands[{row}].class_id", demand.class_id, "classes"
    for row, alliance in enumerate(instance.alliances):
        for member in sorted(alliance.live | alliance.on_demand):
            yield f"alliances[{row}]", member, "schools"
    for row, session in enumerate(instance.sessions):
        for person in (session.teacher, *session.invited):
            yield f"sessions[{row}]", person, "teachers"
    for row, lock in enumerate(instance.locks):
        yield f"locks[{row}].demand", lock.demand, "demands"
        yield f"locks[{row}].lesson", lock.lesson, "series[].lessons"


def _own_lessons(instance: Instance) -> Iterator[InputError]:
    """Slots lie in the bells, and no class and no teacher has two lessons at once."""
    whole: list[tuple[int, OwnLesson]] = []
    for row, own in enumerate(instance.own_lessons):
        bells = len(instance.school_of(own.class_id).bells)
        if not 0 <= own.slot.period < bells:
            allowed = f"0 to {bells - 1} (the school's bells)"
            yield InputError(f"own_lessons[{row}].slot.period", own.slot.period, allowed)
        else:
            whole.append((row, own))
    yield from _doubles(instance, whole, "class_id")
    yield from _doubles(instance, whole, "teacher")


def _doubles(
    instance: Instance, rows: list[tuple[int, OwnLesson]], who: str
) -> Iterator[InputError]:
    groups: dict[tuple[str, int], list[tuple[int, OwnLesson]]] = {}
    for row, own in rows:
        person = getattr(own, who)
        if person is not None:
            groups.setdefault((person, own.slot.weekday), []).append((row, own))
    for (person, _), group in groups.items():
        group.sort(key=lambda each: instance.bell_of(each[1]).start_minute)
        for number, (row, after) in enumerate(group):
            start = instance.bell_of(after).start_minute
            # Not the neighbour alone: between two lessons of odd weeks one of even weeks may stand.
            meets = [
                before.id
                for _, before in group[:number]
                if together(before.weeks, after.weeks)
                and start < instance.bell_of(before).end_minute
            ]
            if meets:
                allowed = f"a time when {person} has no other lesson ({meets[-1]})"
                yield InputError(f"own_lessons[{row}].slot", _at(after.slot), allowed)


def _grades(instance: Instance) -> Iterator[InputError]:
    for row, demand in enumerate(instance.demands):
        grades = instance.school_class[demand.class_id].grades
        if demand.grade not in grades:
            allowed = ", ".join(str(each) for each in grades) + f" (grades of {demand.class_id})"
            yield InputError(f"demands[{row}].grade", demand.grade, allowed)


def _locks(instance: Instance) -> Iterator[InputError]:
    for row, lock in enumerate(instance.locks):
        bells = len(instance.school_of(instance.demand[lock.demand].class_id).bells)
        if not 0 <= lock.slot.period < bells:
            yield InputError(f"locks[{row}].slot.period", lock.slot.period, f"0 to {bells - 1}")


def _at(slot: Slot) -> str:
    return f"{slot.weekday.name.lower()}, period {slot.period}"
