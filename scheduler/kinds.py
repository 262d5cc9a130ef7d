"""The other two classrooms: replays of a famous school's lessons, and times for a famous teacher's sessions.

Both come after the live week, from what it leaves free. No solver: a replay takes the first slot that is free, a
session the window in which most of those invited are free.
"""

from collections import defaultdict
from collections.abc import Iterator

from scheduler.displacement import Timetables, overlap
from scheduler.domain import MinuteSpan, Weekday, Weeks
from scheduler.instance import (
    ClassId,
    Demand,
    Instance,
    Kind,
    LessonId,
    OfferedLesson,
    School,
    Session,
    Slot,
    TeacherId,
)
from scheduler.plan import Plan, Replay, SessionTime

GRID_MINUTES = 5
"""Bells stand at full five minutes, so windows that begin elsewhere are no better."""


def add_other_kinds(instance: Instance, plan: Plan) -> Plan:
    """Return the plan with replays and sessions added."""
    replays = list(_replays(instance, plan))
    sessions: list[SessionTime] = []
    for session in instance.sessions:
        held = best_time(instance, plan, session)
        if held is not None:
            sessions.append(held)
    return Plan.of(plan.placements, replays, sessions)


def best_time(instance: Instance, plan: Plan, session: Session) -> SessionTime | None:
    """Return the window that most of those invited are free in, the earliest of equals; None: its teacher has none."""
    busy = _busy(instance, plan, {session.teacher, *session.invited})
    best: SessionTime | None = None
    last = session.latest_minute - session.minutes
    for weekday in session.weekdays:
        for start in range(session.earliest_minute, last + 1, GRID_MINUTES):
            span = MinuteSpan(start, start + session.minutes)
            if _is_busy(busy, session.teacher, weekday, span):
                continue
            present = tuple(
                each for each in session.invited if not _is_busy(busy, each, weekday, span)
            )
            if best is None or len(present) > len(best.present):
                best = SessionTime(session.id, weekday, span, present)
    return best


def _busy(
    instance: Instance, plan: Plan, teachers: set[TeacherId]
) -> dict[tuple[TeacherId, Weekday], list[MinuteSpan]]:
    moves = {move.entry: move.to for each in plan.placements for move in each.moves}
    busy: dict[tuple[TeacherId, Weekday], list[MinuteSpan]] = defaultdict(list)
    for teacher in teachers:
        for own in instance.own_by_teacher.get(teacher, ()):
            slot = moves.get(own.id, own.slot)
            bell = instance.school_of(own.class_id).bells[slot.period]
            busy[teacher, slot.weekday].append(bell)
    for placement in plan.placements:
        series, lesson = instance.offer[placement.lesson]
        if series.teacher in teachers:
            busy[series.teacher, lesson.weekday].append(lesson.span)
    return busy


def _is_busy(
    busy: dict[tuple[TeacherId, Weekday], list[MinuteSpan]],
    teacher: TeacherId,
    weekday: Weekday,
    span: MinuteSpan,
) -> bool:
    return any(overlap(each, span) for each in busy.get((teacher, weekday), ()))


class _Week:
    """What the live week leaves free in classes and receiving rooms."""

    def __init__(self, instance: Instance, plan: Plan) -> None:
        self._instance = instance
        self._timetables = Timetables(instance)
        self._taken: set[tuple[ClassId, Slot]] = set()
        self._rooms: dict[tuple[str, Weekday], list[MinuteSpan]] = defaultdict(list)
        self.days: dict[str, set[Weekday]] = defaultdict(set)
        for placement in plan.placements:
            demand = instance.demand[placement.demand]
            self.take(demand, placement.slot, instance.offer[placement.lesson][1].span)
            for move in placement.moves:
                own = instance.own_lesson[move.entry]
                self._taken |= {(own.class_id, own.slot), (own.class_id, move.to)}

    def take(self, demand: Demand, slot: Slot, span: MinuteSpan | None = None) -> None:
        school = self._instance.school_of(demand.class_id)
        self._taken.add((demand.class_id, slot))
        self._rooms[school.id, slot.weekday].append(span or school.bells[slot.period])
        self.days[demand.id].add(slot.weekday)

    def is_free(self, demand: Demand, slot: Slot) -> bool:
        school = self._instance.school_of(demand.class_id)
        bell = school.bells[slot.period]
        gap = self._instance.policy.room_gap_minutes
        start, end = max(0, bell.start_minute - gap), bell.end_minute + gap
        others = sum(
            start < each.end_minute and each.start_minute < end
            for each in self._rooms[school.id, slot.weekday]
        )
        own = self._timetables.at(demand.class_id, slot, Weeks.EVERY)
        return (
            others < len(school.receiving_rooms)
            and slot.weekday not in self.days[demand.id]
            and (demand.class_id, slot) not in self._taken
            and all(each.subject == demand.subject for each in own)
        )


def _replays(instance: Instance, plan: Plan) -> Iterator[Replay]:
    """What a class cannot join live it sees later in the week, in a slot of the subject."""
    famous = [each for each in instance.demands if each.kind is Kind.FAMOUS_SCHOOL]
    if not famous:
        return
    week = _Week(instance, plan)
    for demand in famous:
        attended = plan.by_demand.get(demand.id, ())
        missing = demand.lessons_per_week - len(attended)
        used = {each.lesson for each in attended}
        for _ in range(missing):
            replay = _first_replay(instance, week, demand, used)
            if replay is None:
                break
            used.add(replay.lesson)
            week.take(demand, replay.slot)
            yield replay


def _first_replay(
    instance: Instance, week: _Week, demand: Demand, used: set[LessonId]
) -> Replay | None:
    school = instance.school_of(demand.class_id)
    slots = [
        Slot(Weekday(weekday), period)
        for weekday in range(Weekday.MONDAY, Weekday.SATURDAY)
        for period in range(len(school.bells))
    ]
    free = [slot for slot in slots if week.is_free(demand, slot)]
    for lesson in _shown(instance, demand, school):
        over = (lesson.weekday, lesson.span.end_minute)
        for slot in free:
            later = (slot.weekday, school.bells[slot.period].start_minute) >= over
            if later and lesson.id not in used:
                return Replay(demand.id, lesson.id, slot)
    return None


def _shown(instance: Instance, demand: Demand, school: School) -> Iterator[OfferedLesson]:
    """Lessons of famous schools whose recordings the class may see."""
    for series in instance.series:
        hub = instance.teacher[series.teacher].school
        fitting = series.subject == demand.subject and demand.grade in series.grades
        if series.kind is Kind.FAMOUS_SCHOOL and fitting and instance.right(school.id, hub):
            yield from series.lessons
