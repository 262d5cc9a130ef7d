"""A person changes a plan: where a demand's lesson could go, with what forbids it, and the changed plan. No solver."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain import MinuteSpan
from scheduler.errors import InputError
from scheduler.instance import DemandId, Instance, LessonId, Slot
from scheduler.ledger import Ledger
from scheduler.plan import Placement, Plan
from scheduler.program import Program
from scheduler.rules import Rule
from scheduler.variables import Space


@dataclass(frozen=True, slots=True)
class Spot:
    """A demand attends a lesson in a slot: what people point at; moves and weeks follow from the timetables."""

    demand: DemandId
    lesson: LessonId
    slot: Slot


@dataclass(frozen=True, slots=True)
class Option:
    """Where a lesson could go; `broken` are the rules that the rest of the plan sets against it."""

    placement: Placement
    live: MinuteSpan
    broken: tuple[Rule, ...]


def options(
    instance: Instance, plan: Plan, demand: DemandId, moved: Spot | None = None
) -> list[Option]:
    """Return where a demand could have a lesson while everything else stays; what fits comes first.

    Args:
        instance: A whole instance.
        plan: A valid plan.
        demand: Whose lesson it is.
        moved: The lesson of the demand that is given up for it; None: one more is wanted.

    Raises:
        InputError: if there is no such demand, or the plan does not hold `moved`.
    """
    if demand not in instance.demand:
        raise InputError("demand", demand, "the id of a demand of the instance")
    rest = edited(instance, plan, [moved] if moved else [], [])
    only = {
        each.id: {placement.lesson for placement in rest.by_demand.get(each.id, ())}
        for each in instance.demands
        if each.id != demand
    }
    program = Program(Space(instance, only))
    ledger = Ledger(program)
    ledger.add(program.locate(rest))
    number = [each.id for each in instance.demands].index(demand)
    found: list[Option] = []
    for column in program.space.by_demand[number]:
        if column not in ledger.on:
            candidate = program.space.candidates[column]
            rules = {program.rules[row]: None for row in ledger.broken([column])}
            placement = program.space.placement(candidate)
            found.append(Option(placement, candidate.live, tuple(rules)))
    return sorted(found, key=lambda each: (len(each.broken), each.placement))


def edited(instance: Instance, plan: Plan, remove: Sequence[Spot], add: Sequence[Spot]) -> Plan:
    """Return the plan with some lessons taken away and others put in; whether it keeps the rules is for validation.

    Raises:
        InputError: naming the spot (`remove[0]`, `add[1]`) that the plan does not hold, or that cannot be.
    """
    kept = list(plan.placements)
    for number, spot in enumerate(remove):
        standing = [each for each in kept if _spot(each) == spot]
        if not standing:
            raise InputError(f"remove[{number}]", _shown(spot), "a lesson of the plan")
        kept = [each for each in kept if each not in standing]
    for number, spot in enumerate(add):
        kept.append(_placement(instance, spot, f"add[{number}]"))
    return Plan.of(kept, plan.replays, plan.sessions)


def _placement(instance: Instance, spot: Spot, place: str) -> Placement:
    if spot.demand not in instance.demand:
        raise InputError(f"{place}.demand", spot.demand, "the id of a demand of the instance")
    if spot.lesson not in instance.offer:
        raise InputError(f"{place}.lesson", spot.lesson, "the id of a lesson that is offered")
    only: dict[DemandId, set[LessonId]] = {each.id: set() for each in instance.demands}
    only[spot.demand] = {spot.lesson}
    space = Space(instance, only)
    possible = [space.placement(each) for each in space.candidates if each.slot == spot.slot]
    if not possible:
        rejected = space.rejected[[each.id for each in instance.demands].index(spot.demand)]
        rules = ", ".join(rejected) or Rule.SHIFT
        raise InputError(place, _shown(spot), f"a lesson that fits the slot (in the way: {rules})")
    return possible[0]


def _spot(placement: Placement) -> Spot:
    return Spot(placement.demand, placement.lesson, placement.slot)


def _shown(spot: Spot) -> str:
    day = spot.slot.weekday.name.lower()
    return f"{spot.demand} in {spot.lesson}, {day}, period {spot.slot.period}"
