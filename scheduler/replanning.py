"""Repairs a plan after a change, in the middle of a term: what can stay stays, and that no more can is proven.

The instance is already the changed one: a sick teacher's series are gone, a lost room is gone, new bells ring.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from scheduler.displacement import Timetables
from scheduler.instance import DemandId, Instance, LessonId
from scheduler.kinds import add_other_kinds
from scheduler.model import free_columns
from scheduler.objectives import Score, score
from scheduler.plan import Placement, Plan
from scheduler.program import Integers, Program
from scheduler.solver import Effort, solve_part
from scheduler.variables import Space

STAY_POINTS = 1_000_000
"""Points for each lesson that somebody who lost another one keeps: fifty times what a new one is worth."""


@dataclass(frozen=True, slots=True)
class Replanned:
    """The repaired plan beside what had to change."""

    plan: Plan
    score: Score
    lost: tuple[Placement, ...]
    """Placements of the old plan that are not in the new one."""
    gained: tuple[Placement, ...]
    fewest_lost: int
    """Proven: no plan for the changed instance keeps more of the old placements."""
    deficits: Mapping[DemandId, int]
    """Lessons a week that a demand had and has no longer."""


def replan(
    instance: Instance, old: Plan, effort: Effort, also: Collection[DemandId] = ()
) -> Replanned:
    """Return the plan that keeps the most of `old` and, of those, is the best for whoever lost a lesson.

    Demands that lost nothing keep exactly what they have; those in `also` (new ones, say) take part in what is
    left. Locks of the changed instance are kept.
    """
    timetables = Timetables(instance)
    kept, fewest_lost = _keep(instance, timetables, old, effort)
    lost = [each for each in old.placements if each not in kept]
    anew = {each.demand for each in lost} | _locked(instance) | set(also)
    plan = _place_anew(instance, timetables, kept, anew, effort)
    plan = add_other_kinds(instance, plan)
    before, after = set(old.placements), set(plan.placements)
    return Replanned(
        plan,
        score(instance, plan),
        tuple(sorted(before - after)),
        tuple(sorted(after - before)),
        fewest_lost,
        _deficits(instance, old, plan),
    )


def _keep(
    instance: Instance, timetables: Timetables, old: Plan, effort: Effort
) -> tuple[frozenset[Placement], int]:
    """Return the old placements that stay, and how many at least must go."""
    wanted = {demand.id: _lessons(old.by_demand.get(demand.id, ())) for demand in instance.demands}
    program = Program(Space(instance, wanted, timetables))
    standing = program.locate(old)
    values = program.values(standing)
    if not program.is_feasible(values):
        values, possible = _most(program, standing, effort)
    else:
        possible = len(standing)
    stay = frozenset(program.plan(program.chosen(values)).placements)
    return stay, len(old.placements) - possible


def _most(program: Program, standing: list[int], effort: Effort) -> tuple[Integers, int]:
    """Return values that keep as many of `standing` as the rows allow, and the proven most."""
    allowed = np.zeros(program.columns.count, bool)
    allowed[len(program.space.candidates) :] = True
    allowed[standing] = True
    program.limits[~allowed] = 0
    # Thousandths of a lesson's worth choose between equals; in sum they are worth less than one lesson's staying.
    program.points //= 1000
    staying = 1 + int(np.maximum(program.points, 0) @ program.limits)
    program.points[standing] += staying
    nothing = np.zeros(program.columns.count, np.int64)
    outcome = solve_part(program, np.arange(program.columns.count), nothing, effort)
    most = min(outcome.bound // staying, len(standing))
    return outcome.values, max(most, len(program.chosen(outcome.values)))


def _place_anew(
    instance: Instance,
    timetables: Timetables,
    kept: frozenset[Placement],
    demands: set[DemandId],
    effort: Effort,
) -> Plan:
    """Give the demands that lost something what is left; nobody else changes."""
    by_demand: dict[DemandId, list[Placement]] = {}
    for placement in kept:
        by_demand.setdefault(placement.demand, []).append(placement)
    others = {
        demand.id: _lessons(by_demand.get(demand.id, ()))
        for demand in instance.demands
        if demand.id not in demands
    }
    program = Program(Space(instance, others, timetables))
    standing = program.locate(Plan.of(kept))
    values = program.values(standing)
    numbers = [number for number, demand in enumerate(instance.demands) if demand.id in demands]
    columns = free_columns(program, numbers)
    program.points[standing] += STAY_POINTS
    outcome = solve_part(program, columns, values, effort)
    return program.plan(program.chosen(outcome.values))


def _lessons(placements: Iterable[Placement]) -> set[LessonId]:
    return {each.lesson for each in placements}


def _locked(instance: Instance) -> set[DemandId]:
    return {each.demand for each in instance.locks}


def _deficits(instance: Instance, old: Plan, new: Plan) -> dict[DemandId, int]:
    deficits: dict[DemandId, int] = {}
    for demand in instance.demands:
        had = len(old.by_demand.get(demand.id, ()))
        has = len(new.by_demand.get(demand.id, ()))
        if has < had:
            deficits[demand.id] = had - has
    return deficits
