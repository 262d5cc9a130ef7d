"""The timetables of classes and teachers after all moves, in real minutes."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from scheduler.domain import EntryId, Weekday, Weeks
from scheduler.instance import ClassId, Instance, OwnLesson, Slot
from scheduler.rules import Rule
from scheduler.validation.attended import Attended, Violation, holds, live_minutes, meet


@dataclass(frozen=True, slots=True)
class _Busy:
    weekday: Weekday
    start: int
    end: int
    broadcast: bool
    """Two broadcasts keep a break between them; to the bells each keeps its own by the rule of breaks."""


def timetables(instance: Instance, now: list[Attended], parity: Weeks) -> Iterator[Violation]:
    """Yield who is in two places at once after all moves, and moves that are not allowed."""
    moved: dict[EntryId, Slot] = {}
    replaced: set[EntryId] = set()
    for each in now:
        yield from _moves(instance, each, moved)
        replaced |= _replaced(instance, each, parity)
    classes: dict[ClassId, list[_Busy]] = defaultdict(list)
    teachers: dict[str, list[_Busy]] = defaultdict(list)
    touched = _touched(instance, now, moved)
    for own in instance.own_lessons:
        if own.id in replaced or not holds(own.weeks, parity):
            continue
        if own.class_id in touched or own.teacher in touched:
            busy = _own_busy(instance, own, moved.get(own.id, own.slot))
            classes[own.class_id].append(busy)
            if own.teacher is not None:
                teachers[own.teacher].append(busy)
    for each in now:
        start, end = live_minutes(instance, each)
        classes[each.demand.class_id].append(_Busy(each.weekday, start, end, broadcast=True))
    for lesson in {each.lesson.id: each for each in now}.values():
        span = lesson.lesson.span
        busy = _Busy(lesson.weekday, span.start_minute, span.end_minute, broadcast=True)
        # A paired lesson stands in the teacher's own timetable; it is the same hour.
        own_hour = (busy.weekday, busy.start, busy.end)
        kept = [
            each
            for each in teachers[lesson.series.teacher]
            if lesson.series.studio or (each.weekday, each.start, each.end) != own_hour
        ]
        teachers[lesson.series.teacher] = [*kept, busy]
    gap = instance.policy.min_break_minutes
    yield from _clashes(Rule.CLASS_ONCE, classes.items(), gap)
    yield from _clashes(Rule.TEACHER_ONCE, teachers.items(), 0)


def _moves(instance: Instance, each: Attended, moved: dict[EntryId, Slot]) -> Iterator[Violation]:
    policy, placement = instance.policy, each.placement
    school = instance.school_of(each.demand.class_id).id
    allowed = (3 if policy.swaps else 1) if policy.displacement else 0
    if len(placement.moves) > allowed:
        yield Violation(Rule.MOVE, placement.demand, "not allowed by the policy")
    for move in placement.moves:
        own = instance.own_lesson[move.entry]
        same_school = instance.school_class[own.class_id].school == school
        joined = any(
            series.teacher == own.teacher
            and not series.studio
            and lesson.weekday == own.slot.weekday
            and meet(lesson.span, instance.bell_of(own))
            for series, lesson in instance.offer.values()
            if series.teacher == own.teacher
        )
        if move.entry in moved or not own.movable or not same_school or joined:
            yield Violation(Rule.MOVE, move.entry, placement.demand)
        moved[move.entry] = move.to


def _replaced(instance: Instance, each: Attended, parity: Weeks) -> set[EntryId]:
    """The hours of the subject in the class's own timetable that the broadcast takes the place of."""
    slots = {each.placement.slot}
    if each.placement.moves:
        slots = {each.placement.moves[0].to}
    return {
        own.id
        for own in instance.own_by_class.get(each.demand.class_id, ())
        if own.slot in slots and own.subject == each.demand.subject and holds(own.weeks, parity)
    }


def _touched(instance: Instance, now: list[Attended], moved: dict[EntryId, Slot]) -> set[Hashable]:
    """Classes and teachers whose week the plan changes; the others' weeks are as they were."""
    touched: set[Hashable] = {each.demand.class_id for each in now}
    touched |= {each.series.teacher for each in now}
    for entry in moved:
        own = instance.own_lesson[entry]
        touched |= {own.class_id, own.teacher}
    return touched - {None}


def _own_busy(instance: Instance, own: OwnLesson, slot: Slot) -> _Busy:
    bell = instance.school_of(own.class_id).bells[slot.period]
    return _Busy(slot.weekday, bell.start_minute, bell.end_minute, broadcast=False)


def _clashes(rule: Rule, weeks: Iterable[tuple[str, list[_Busy]]], gap: int) -> Iterator[Violation]:
    for name, busy in weeks:
        busy.sort(key=lambda each: (each.weekday, each.start, each.end))
        for before, after in pairwise(busy):
            both = before.broadcast and after.broadcast
            if before.weekday == after.weekday and after.start < before.end + gap * both:
                one = before.broadcast or after.broadcast
                own = rule is Rule.CLASS_ONCE and one and not both
                found = Rule.SLOT if own else rule
                yield Violation(found, name, f"{before.weekday.name} {after.start}")
