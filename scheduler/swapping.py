"""Two lessons change places: for each place that another lesson blocks, the one lesson that could come here instead. No solver."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.editing import Option, Spot, desk, edited
from scheduler.instance import Instance
from scheduler.ledger import Ledger
from scheduler.plan import Placement, Plan
from scheduler.program import Program

MOST_PARTNERS = 4
"""Lessons that are tried for one place."""


@dataclass(frozen=True, slots=True)
class Swap:
    """The other lesson, as it is and as it would be."""

    leaves: Placement
    comes: Placement


def swaps(
    instance: Instance, plan: Plan, moved: Spot, options: Sequence[Option]
) -> Mapping[Placement, Swap]:
    """Return, for options that a single other lesson blocks, how that lesson could come where `moved` was.

    It comes into the same lesson or into the same slot of its own week. A swap that is returned breaks no row.

    Args:
        instance: A whole instance.
        plan: A valid plan that holds `moved`.
        moved: The lesson that goes elsewhere.
        options: Where it could go (`editing.options`).

    Raises:
        InputError: if the plan does not hold `moved`.
    """
    blocked = [each.placement for each in options if each.broken]
    rest = edited(instance, plan, [moved], [])
    program, ledger = desk(instance, rest, {moved.demand})
    partners = {each: _partners(program, ledger, each) for each in blocked}
    free = {moved.demand} | {each.demand for found in partners.values() for each in found}
    program, ledger = desk(instance, rest, free)
    found: dict[Placement, Swap] = {}
    for option, others in partners.items():
        for other in others:
            comes = _room_for(program, ledger, moved, option, other)
            if comes is not None:
                found[option] = Swap(other, comes)
                break
    return found


def _partners(program: Program, ledger: Ledger, option: Placement) -> list[Placement]:
    """Return other demands' lessons, each of which makes room for the option by going."""
    (column,) = program.locate(Plan.of([option]))
    rows = ledger.broken([column])
    if not rows:
        return []
    found: list[Placement] = []
    for blockers in ledger.blockers(rows[0]):
        if len(blockers) != 1:
            continue
        ledger.remove(blockers)
        fits = ledger.fits([column])
        ledger.add(blockers)
        placement = program.space.placement(program.space.candidates[next(iter(blockers))])
        if fits and placement.demand != option.demand:
            found.append(placement)
    return sorted(found)[:MOST_PARTNERS]


def _room_for(
    program: Program, ledger: Ledger, moved: Spot, option: Placement, other: Placement
) -> Placement | None:
    """Return where the other lesson finds room once the option has taken its place."""
    (goes,) = program.locate(Plan.of([option]))
    (leaves,) = program.locate(Plan.of([other]))
    ledger.remove([leaves])
    ledger.add([goes])
    try:
        number = [each.id for each in program.space.instance.demands].index(other.demand)
        for column in program.space.by_demand[number]:
            candidate = program.space.candidates[column]
            placement = program.space.placement(candidate)
            here = candidate.slot == moved.slot or placement.lesson == moved.lesson
            if here and column not in ledger.on and ledger.fits([column]):
                return placement
        return None
    finally:
        ledger.remove([goes])
        ledger.add([leaves])
