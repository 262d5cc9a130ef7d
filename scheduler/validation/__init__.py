"""Checks a plan against an instance, rule by rule, in real minutes. Knows no solver and none of the model.

It reads the plan as a school would live it: the timetables after all moves, minute by minute. What the model took
for granted (that a lesson fits its slot, that a teacher is free) is computed here anew.
"""

from scheduler.domain import Weeks
from scheduler.instance import Instance
from scheduler.plan import Plan
from scheduler.validation.attended import Attended, Violation, holds
from scheduler.validation.counts import counts, one_series
from scheduler.validation.other_kinds import replays, sessions
from scheduler.validation.pairs import locks, pair, unknown
from scheduler.validation.places import places
from scheduler.validation.timetables import timetables

__all__ = ["Violation", "violations"]


def violations(instance: Instance, plan: Plan) -> list[Violation]:
    """Return every rule that the plan breaks, and where; an empty list: the plan may be shown."""
    strangers = list(unknown(instance, plan))
    if strangers:
        return strangers
    attended = [
        Attended(placement, instance.demand[placement.demand], *instance.offer[placement.lesson])
        for placement in plan.placements
    ]
    found = [broken for each in attended for broken in pair(instance, each)]
    found += locks(instance, plan)
    for parity in (Weeks.ODD, Weeks.EVEN):
        now = [each for each in attended if holds(each.placement.weeks, parity)]
        found += counts(instance, now)
        found += places(instance, now)
        found += timetables(instance, now, parity)
    found += one_series(attended)
    found += replays(instance, plan, attended)
    found += sessions(instance, plan)
    return list(dict.fromkeys(found))
