"""What concerns one placement alone: that all it names exists, belongs together and fits in minutes."""

from collections import Counter
from collections.abc import Iterator

from scheduler.instance import Instance, Kind, Right
from scheduler.plan import Plan
from scheduler.rules import Rule
from scheduler.validation.attended import Attended, Violation, holds, live_minutes


def unknown(instance: Instance, plan: Plan) -> Iterator[Violation]:
    """Yield every id of the plan that does not exist, and periods that a school does not have."""
    sessions = {each.id for each in instance.sessions}
    for placement in plan.placements:
        if placement.demand not in instance.demand or placement.lesson not in instance.offer:
            yield Violation(Rule.KNOWN, placement.demand, placement.lesson)
            continue
        demand = instance.demand[placement.demand]
        slots = [placement.slot, *(move.to for move in placement.moves)]
        periods = len(instance.school_of(demand.class_id).bells)
        if any(not 0 <= slot.period < periods for slot in slots):
            yield Violation(Rule.KNOWN, placement.demand, "slot")
        if any(move.entry not in instance.own_lesson for move in placement.moves):
            yield Violation(Rule.KNOWN, placement.demand, "own lesson")
    for replay in plan.replays:
        if replay.demand not in instance.demand or replay.lesson not in instance.offer:
            yield Violation(Rule.KNOWN, replay.demand, "replay")
    for held, count in Counter(each.session for each in plan.sessions).items():
        if count > 1 or held not in sessions:
            yield Violation(Rule.KNOWN, held, "session")


def pair(instance: Instance, each: Attended) -> Iterator[Violation]:
    """Yield what is wrong between one class and one lesson alone."""
    demand, series, policy = each.demand, each.series, instance.policy
    school_class = instance.school_class[demand.class_id]
    teacher = instance.teacher[series.teacher]
    seen_live = teacher.consents and (series.kind is Kind.FAMOUS_SCHOOL or school_class.consents)
    apart = 0
    if demand.progress is not None and series.progress is not None:
        apart = abs(demand.progress - series.progress)
    kept = {
        Rule.KIND: demand.kind is series.kind,
        Rule.SUBJECT: demand.subject == series.subject and demand.grade in series.grades,
        Rule.EDITION: demand.edition == series.edition,
        Rule.PROGRESS: apart <= policy.progress_weeks,
        Rule.ALLIANCE: instance.right(school_class.school, teacher.school) is Right.LIVE,
        Rule.CONSENT: seen_live,
        **_minutes(instance, each),
    }
    for rule, is_kept in kept.items():
        if not is_kept:
            yield Violation(rule, demand.id, each.lesson.id)


def _minutes(instance: Instance, each: Attended) -> dict[Rule, bool]:
    policy = instance.policy
    bell = instance.school_of(each.demand.class_id).bells[each.placement.slot.period]
    length = each.lesson.span.end_minute - each.lesson.span.start_minute
    enough = min(policy.min_live_minutes, (7 * length + 7) // 8)
    start, end = live_minutes(instance, each)
    unbroken_start, unbroken_end = live_minutes(instance, each, break_minutes=0)
    would_do = unbroken_end - unbroken_start >= enough
    return {
        Rule.SHIFT: each.weekday == each.placement.slot.weekday
        and abs(each.lesson.span.start_minute - bell.start_minute) <= policy.max_shift_minutes,
        # A class keeps its breaks by coming late and leaving early. Where it would get enough of the lesson
        # only without them, it is the break that forbids it.
        Rule.BREAK: end - start >= enough or not would_do,
        Rule.LIVE_MINUTES: would_do,
        Rule.SLOT: holds(each.lesson.weeks, each.placement.weeks)
        and holds(each.demand.weeks, each.placement.weeks),
    }


def locks(instance: Instance, plan: Plan) -> Iterator[Violation]:
    """Yield the locks that the plan does not keep."""
    kept = {(each.demand, each.lesson, each.slot) for each in plan.placements}
    for lock in instance.locks:
        if (lock.demand, lock.lesson, lock.slot) not in kept:
            yield Violation(Rule.LOCK, lock.demand, lock.lesson)
