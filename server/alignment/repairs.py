"""A plan in the middle of a term: a teacher falls sick, a room is lost, other bells ring; as little as possible changes."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.metadata import version

from scheduler.bounds import independent_bound
from scheduler.changes import Change
from scheduler.domain import MinuteSpan
from scheduler.errors import InputError
from scheduler.formats import VERSION, read_plan, write_instance
from scheduler.instance import Instance, Lock, SchoolId, TeacherId
from scheduler.plan import Plan
from scheduler.program import Program
from scheduler.replanning import Replanned, replan
from scheduler.solver import Effort
from scheduler.validation import violations
from scheduler.variables import Space
from server.alignment import repository, results, schemas
from server.alignment.instances import bells_on
from server.alignment.problems import BellsStay
from server.alignment.proposals import (
    describe_proposal,
    instance_of,
    names_of,
    new_proposal,
    refused,
)
from server.auth.policy import PersonCaller
from server.database import Transaction
from server.errors import FieldProblem
from server.identifiers import new_id
from server.models import AlignmentRun, Proposal, RunState

EFFORT = Effort(deterministic=0.2, seconds=20.0)
"""Of each of a repair's two solves; a city's take tenths of a second."""
STAGE = "repair"
Bells = Mapping[SchoolId, tuple[MinuteSpan, ...]]
"""Of the schools where other bells ring."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A plan and its city before and after a change."""

    proposal: Proposal
    before: tuple[Instance, Plan]
    after: Instance
    found: Replanned
    bound: int
    names: results.Names


async def work_out(
    transaction: Transaction, proposal: Proposal, asked: schemas.RepairIn, *, chinese: bool
) -> Repair:
    """Return what a change makes of a proposal, with the fewest lessons changed. Stores nothing.

    Raises:
        BellsStay: if no school has other bells on that day.
        ChangeBreaksRules: if a teacher offers nothing, or a school has no such room.
    """
    before = instance_of(proposal.run.instance)
    old = await asyncio.to_thread(read_plan, proposal.plan)
    bells = await _other_bells(
        transaction, proposal.run.city_id, before, asked.bells_from, chinese=chinese
    )
    try:
        changed = _change(asked, bells).apply(before)
    except InputError as error:
        raise refused(error, chinese=chinese) from error
    # A city with less in it cannot have a better week; one with other bells can.
    known = None if bells else proposal.bound
    after, found, bound = await asyncio.to_thread(_repaired, changed, old, known)
    return Repair(proposal, (before, old), after, found, bound, await names_of(transaction, before))


async def store(
    transaction: Transaction, person: PersonCaller, repair: Repair, now: datetime
) -> schemas.Repaired:
    """Keep a repair as a proposal.

    It stands in a run of its own, because it answers another question: that of the changed city. Nothing that was
    accepted changes until the repaired proposal is accepted.
    """
    after, found = repair.after, repair.found
    run = _run(repair.proposal.run, person.id, after, now)
    run.instance = await asyncio.to_thread(write_instance, after)
    bound = max(repair.bound, found.score.value)
    made = new_proposal(run.id, after, found.plan, bound, now)
    made.parent_id = repair.proposal.id
    run.value, run.bound, run.lessons = made.value, made.bound, int(made.lessons)
    for row in (run, made):
        transaction.session.add(row)
        await transaction.session.flush()
    transaction.announce("alignment.changed", run=run.id)
    return schemas.Repaired(
        proposal=describe_proposal(made),
        lost=len(found.lost),
        fewest_lost=found.fewest_lost,
        gained=len(found.gained),
        lessons_missing=sum(found.deficits.values()),
        differences=results.differences(repair.before, (after, found.plan), repair.names),
    )


async def _other_bells(
    transaction: Transaction, city_id: str, instance: Instance, day: date | None, *, chinese: bool
) -> Bells:
    """Return the bells of the schools where other ones ring on a day; nobody's without a day.

    Raises:
        BellsStay: if there are no such schools.
    """
    if day is None:
        return {}
    schedules = await repository.bells(transaction.session, city_id)
    found = {
        SchoolId(key): tuple(MinuteSpan(each.start_minute, each.end_minute) for each in periods)
        for key, periods in bells_on(schedules, day).items()
    }
    other = {
        each.id: found[each.id]
        for each in instance.schools
        if found.get(each.id, each.bells) != each.bells
    }
    if not other:
        allowed = "有学校换作息的日子" if chinese else "a day on which a school has other bells"
        told = FieldProblem("bells_from", day.isoformat(), allowed)
        raise BellsStay(when=day.isoformat(), errors=(told,))
    return other


def _change(asked: schemas.RepairIn, bells: Bells) -> Change:
    return Change(
        frozenset(TeacherId(each) for each in asked.teachers),
        tuple(SchoolId(each) for each in asked.receiving_rooms),
        tuple(SchoolId(each) for each in asked.broadcast_rooms),
        bells,
    )


def _repaired(changed: Instance, old: Plan, bound: int | None) -> tuple[Instance, Replanned, int]:
    """Return the instance whose locks the repair keeps, the repair, and a bound for that instance.

    Locks are what was accepted: here they may give way, as few as possible, like every other lesson.
    """
    found = replan(replace(changed, locks=()), old, EFFORT)
    held = {(each.demand, each.lesson, each.slot) for each in found.plan.placements}
    locks = tuple(each for each in changed.locks if _place(each) in held)
    after = replace(changed, locks=locks)
    broken = violations(after, found.plan)
    if broken:
        raise RuntimeError(f"a repaired plan breaks {broken[0]}")
    # One with fewer locks can have a better week, too.
    if bound is None or locks != changed.locks:
        bound = independent_bound(Program(Space(after)))
    return after, found, bound


def _place(lock: Lock) -> tuple[object, ...]:
    return lock.demand, lock.lesson, lock.slot


def _run(of: AlignmentRun, person_id: str, after: Instance, now: datetime) -> AlignmentRun:
    return AlignmentRun(
        id=new_id(now),
        city_id=of.city_id,
        term_id=of.term_id,
        person_id=person_id,
        created_at=now,
        started_at=now,
        beat_at=now,
        ended_at=now,
        state=RunState.DONE,
        stop_requested=False,
        seconds=EFFORT.seconds,
        seed=0,
        workers=1,
        versions=f"format {VERSION}, ortools {version('ortools')}",
        stage=STAGE,
        elapsed_seconds=0.0,
        demanded=sum(each.lessons_per_week for each in after.demands),
        failure="",
    )
