"""Replays of famous schools' lessons and famous teachers' sessions."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from scheduler.domain import EntryId, MinuteSpan, Weekday
from scheduler.instance import ClassId, Instance, Kind, Slot
from scheduler.plan import Plan
from scheduler.rules import Rule
from scheduler.validation.attended import Attended, Day, Violation, live_minutes, meet


def replays(instance: Instance, plan: Plan, attended: list[Attended]) -> Iterator[Violation]:
    """Yield wrong replays. A replay is of a lesson of the demand's kind of classroom, later, where the class and a room are free."""
    if not plan.replays:
        return
    rooms: dict[str, Day] = defaultdict(Day)
    taken: set[tuple[ClassId, Slot]] = set()
    for each in attended:
        start, end = live_minutes(instance, each)
        here = instance.school_of(each.demand.class_id).id
        gone = end + instance.policy.room_gap_minutes
        rooms[here].spans.append((each.weekday, start, gone, 1))
        taken.add((each.demand.class_id, each.placement.slot))
        for move in each.placement.moves:
            own = instance.own_lesson[move.entry]
            taken |= {(own.class_id, move.to), (own.class_id, own.slot)}
    live = {(each.demand.id, each.weekday) for each in attended}
    given = Counter(each.demand.id for each in attended)
    for replay in plan.replays:
        demand = instance.demand[replay.demand]
        series, lesson = instance.offer[replay.lesson]
        school = instance.school_of(demand.class_id)
        slot = replay.slot
        given[demand.id] += 1
        there = [
            own
            for own in instance.own_by_class.get(demand.class_id, ())
            if own.slot == slot and own.subject != demand.subject
        ]
        kept = (
            0 <= slot.period < len(school.bells)
            and demand.kind is series.kind is Kind.FAMOUS_SCHOOL
            and demand.subject == series.subject
            and demand.grade in series.grades
            and instance.right(school.id, instance.teacher[series.teacher].school) is not None
            and (slot.weekday, school.bells[slot.period].start_minute)
            >= (lesson.weekday, lesson.span.end_minute)
            and not there
            and (demand.class_id, slot) not in taken
            and (demand.id, slot.weekday) not in live
            and given[demand.id] <= demand.lessons_per_week
        )
        if not kept:
            yield Violation(Rule.REPLAY, demand.id, replay.lesson)
            continue
        taken.add((demand.class_id, slot))
        live.add((demand.id, slot.weekday))
        bell = school.bells[slot.period]
        gone = bell.end_minute + instance.policy.room_gap_minutes
        rooms[school.id].spans.append((slot.weekday, bell.start_minute, gone, 1))
        if rooms[school.id].most() > len(school.receiving_rooms):
            yield Violation(Rule.REPLAY, demand.id, "no room")


def sessions(instance: Instance, plan: Plan) -> Iterator[Violation]:
    """Yield sessions outside their window, and teachers who are said to be there but have a lesson."""
    if not plan.sessions:
        return
    wanted = {each.id: each for each in instance.sessions}
    for held in plan.sessions:
        session = wanted[held.session]
        inside = (
            held.weekday in session.weekdays
            and held.span.start_minute >= session.earliest_minute
            and held.span.end_minute <= session.latest_minute
            and held.span.end_minute - held.span.start_minute == session.minutes
            and set(held.present) <= set(session.invited)
        )
        if not inside:
            yield Violation(Rule.SESSION, session.id, "window")
        moves = {move.entry: move.to for each in plan.placements for move in each.moves}
        busy = set(_busy_then(instance, plan, moves, held.weekday, held.span))
        for teacher in (session.teacher, *held.present):
            if teacher in busy:
                yield Violation(Rule.SESSION, session.id, teacher)


def _busy_then(
    instance: Instance, plan: Plan, moves: dict[EntryId, Slot], weekday: Weekday, span: MinuteSpan
) -> Iterator[str]:
    for own in instance.own_lessons:
        slot = moves.get(own.id, own.slot)
        if slot.weekday != weekday or own.teacher is None:
            continue
        if meet(instance.school_of(own.class_id).bells[slot.period], span):
            yield own.teacher
    for placement in plan.placements:
        series, lesson = instance.offer[placement.lesson]
        if lesson.weekday == weekday and meet(lesson.span, span):
            yield series.teacher
