"""A person changes a plan: where a demand's lesson could go, with what forbids it, and the changed plan. No solver."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product

from scheduler.domain import MinuteSpan
from scheduler.errors import InputError
from scheduler.instance import DemandId, Instance, LessonId, Slot
from scheduler.ledger import Ledger
from scheduler.plan import Placement, Plan
from scheduler.program import Program
from scheduler.rules import Rule
from scheduler.variables import Space

MOST_TRIES = 64
"""A slot can be had in at most two ways, so a swap has four."""


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
    """Return where a demand could have a lesson while everything else stays, each place once; what fits comes first.

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
    program, ledger = desk(instance, rest, {demand})
    number = [each.id for each in instance.demands].index(demand)
    found: list[Option] = []
    for column in program.space.by_demand[number]:
        if column not in ledger.on:
            candidate = program.space.candidates[column]
            rules = {program.rules[row]: None for row in ledger.broken([column])}
            placement = program.space.placement(candidate)
            found.append(Option(placement, candidate.live, tuple(rules)))
    best: dict[Spot, Option] = {}
    for each in sorted(found, key=lambda each: (len(each.broken), each.placement)):
        best.setdefault(_spot(each.placement), each)
    return list(best.values())


def desk(instance: Instance, plan: Plan, free: Iterable[DemandId]) -> tuple[Program, Ledger]:
    """Return a program in which only some demands have more than what they attend, and the plan in its ledger."""
    chosen = set(free)
    only = {
        each.id: {placement.lesson for placement in plan.by_demand.get(each.id, ())}
        for each in instance.demands
        if each.id not in chosen
    }
    program = Program(Space(instance, only))
    ledger = Ledger(program)
    ledger.add(program.locate(plan))
    return program, ledger


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
    ways = [_ways(instance, spot, f"add[{number}]") for number, spot in enumerate(add)]
    kept += _fitting(instance, Plan.of(kept), ways)
    return Plan.of(kept, plan.replays, plan.sessions)


def _fitting(
    instance: Instance, rest: Plan, ways: Sequence[Sequence[Placement]]
) -> tuple[Placement, ...]:
    """Return one way for each place, together such that they fit the rest of the plan; else the first of each."""
    first = tuple(each[0] for each in ways)
    if all(len(each) == 1 for each in ways):
        return first
    program, ledger = desk(instance, rest, {each.demand for each in first})
    for chosen in islice(product(*ways), MOST_TRIES):
        if ledger.fits(program.locate(Plan.of(chosen))):
            return chosen
    return first


def _ways(instance: Instance, spot: Spot, place: str) -> list[Placement]:
    """Return the ways in which a demand can have a place: they differ in what changes places for it."""
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
    return possible


def _spot(placement: Placement) -> Spot:
    return Spot(placement.demand, placement.lesson, placement.slot)


def _shown(spot: Spot) -> str:
    day = spot.slot.weekday.name.lower()
    return f"{spot.demand} in {spot.lesson}, {day}, period {spot.slot.period}"
