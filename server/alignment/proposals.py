"""Proposals as people read them: by class and hub, compared, explained, and changed by hand."""

import asyncio
import functools
from collections.abc import Mapping, Sequence
from datetime import datetime

from scheduler import editing
from scheduler.alignment import gap_percent
from scheduler.domain import Weekday
from scheduler.errors import InputError
from scheduler.explanation import explain
from scheduler.formats import read_instance, read_plan, write_plan
from scheduler.instance import DemandId, Instance, LessonId, Slot
from scheduler.objectives import score
from scheduler.plan import Placement, Plan
from scheduler.rules import sentence
from scheduler.swapping import Swap, swaps
from scheduler.validation import violations
from server import models
from server.alignment import repository, results, schemas
from server.alignment.problems import ChangeBreaksRules, NoSuchDemand, NoSuchProposal
from server.alignment.results import Names
from server.alignment.wrong_rows import wrong_row
from server.auth.service import names_of as people_names
from server.database import Transaction
from server.errors import FieldProblem
from server.identifiers import new_id
from server.models import Proposal


@functools.lru_cache(maxsize=4)
def instance_of(text: str) -> Instance:
    """Return the instance of a run's text; remembered, because a person asks many times about one proposal."""
    return read_instance(text)


async def find_proposal(transaction: Transaction, city_id: str, proposal_id: str) -> Proposal:
    """Return a valid proposal with its plan, its run and the run's instance.

    Raises:
        NoSuchProposal: if there is none; one with a defect is not shown.
    """
    found = await repository.proposal(transaction.session, proposal_id)
    if found is None or found.defect or found.run.city_id != city_id:
        raise NoSuchProposal
    return found


async def result(transaction: Transaction, proposal: Proposal) -> schemas.Result:
    """Return a proposal by class and by hub."""
    instance, plan = await _read(proposal)
    names = await names_of(transaction, instance)
    standing = await repository.standing(transaction.session, proposal.run.term_id)
    accepted = frozenset(accepted_placements([each.plan for each in standing]))
    return await asyncio.to_thread(_result, proposal, instance, plan, names, accepted)


async def compare(
    transaction: Transaction, first: Proposal, second: Proposal
) -> schemas.Comparison:
    """Return what differs between two proposals."""
    here, there = await _read(first), await _read(second)
    names = await names_of(transaction, here[0])
    return schemas.Comparison(
        first=describe_proposal(first),
        second=describe_proposal(second),
        same=len(set(here[1].placements) & set(there[1].placements)),
        differences=results.differences(here, there, names),
    )


async def explanation(
    transaction: Transaction, proposal: Proposal, demand_id: str, *, chinese: bool
) -> schemas.ExplanationOut:
    """Return why a demand is not met, and what would do.

    Raises:
        NoSuchDemand: if the instance has no such demand.
    """
    instance, plan = await _read(proposal)
    if demand_id not in instance.demand:
        raise NoSuchDemand
    names = await names_of(transaction, instance)
    found = await asyncio.to_thread(explain, instance, plan, DemandId(demand_id))
    called = names.anything(instance)
    return schemas.ExplanationOut(
        demand=demand_id,
        asked=found.asked,
        served=found.served,
        words=found.words(instance, chinese=chinese, called=called),
        reasons=[
            schemas.ReasonOut(
                rule=rule, sentence=sentence(rule, instance.policy, chinese=chinese), lessons=count
            )
            for rule, count in found.reasons
        ],
        relaxation=found.relaxation.words(chinese=chinese, called=called)
        if found.relaxation
        else "",
    )


async def options(
    transaction: Transaction, proposal: Proposal, asked: schemas.OptionsIn, *, chinese: bool
) -> schemas.OptionList:
    """Return where a demand's lesson could go, with the rules that forbid it and the lessons it could be swapped with.

    Raises:
        NoSuchDemand: if the instance has no such demand.
        ChangeBreaksRules: if the plan does not hold the lesson that is moved.
    """
    demand_id, moved = asked.demand, asked.moved
    instance, plan = await _read(proposal)
    if demand_id not in instance.demand:
        raise NoSuchDemand
    names = await names_of(transaction, instance)
    spot = _spot(moved) if moved else None
    try:
        found, exchanged = await asyncio.to_thread(
            _choices, instance, plan, DemandId(demand_id), spot
        )
    except InputError as error:
        raise refused(error, chinese=chinese) from error
    items = []
    for each in found:
        series, _ = instance.offer[each.placement.lesson]
        swap = exchanged.get(each.placement)
        items.append(
            schemas.OptionOut(
                place=_place(each.placement),
                start_minute=each.live.start_minute,
                end_minute=each.live.end_minute,
                teacher=names.teacher(series.teacher),
                hub=instance.school[instance.teacher[series.teacher].school].name,
                reasons=[sentence(rule, instance.policy, chinese=chinese) for rule in each.broken],
                swap=_told_swap(instance, swap, names) if swap else None,
            )
        )
    return schemas.OptionList(items=items)


async def edit(
    transaction: Transaction,
    proposal: Proposal,
    change: schemas.EditIn,
    now: datetime,
    *,
    chinese: bool,
) -> Proposal:
    """Return a new proposal: this one with a person's moves and swaps.

    Raises:
        ChangeBreaksRules: naming the rules that the changed plan would break; nothing is stored.
    """
    instance, plan = await _read(proposal)
    remove, add = [_spot(each) for each in change.remove], [_spot(each) for each in change.add]
    try:
        changed = await asyncio.to_thread(editing.edited, instance, plan, remove, add)
    except InputError as error:
        raise refused(error, chinese=chinese) from error
    broken = await asyncio.to_thread(violations, instance, changed)
    if broken:
        names = (await names_of(transaction, instance)).anything(instance)
        told = [
            FieldProblem(
                names.get(each.subject, each.subject),
                each.detail,
                sentence(each.rule, instance.policy, chinese=chinese),
            )
            for each in broken
        ]
        raise ChangeBreaksRules(errors=tuple(told), first=told[0].allowed)
    made = new_proposal(proposal.run_id, instance, changed, proposal.bound, now)
    made.parent_id = proposal.id
    transaction.session.add(made)
    transaction.announce("alignment.changed", run=proposal.run_id)
    return made


def new_proposal(
    run_id: str, instance: Instance, plan: Plan, bound: int, now: datetime
) -> Proposal:
    """Return a proposal of a plan, not yet stored."""
    points = score(instance, plan)
    return Proposal(
        id=new_id(now),
        run_id=run_id,
        parent_id=None,
        created_at=now,
        value=points.value,
        bound=bound,
        lessons=points.lessons / 2,
        demanded=points.demanded / 2,
        seconds=0.0,
        stopped="",
        defect="",
        plan=write_plan(plan),
    )


def describe_proposal(each: Proposal) -> schemas.ProposalOut:
    """Return a proposal without its plan."""
    return schemas.ProposalOut(
        id=each.id,
        run_id=each.run_id,
        parent_id=each.parent_id,
        created_at=each.created_at,
        value=each.value,
        bound=each.bound,
        gap_percent=gap_percent(each.value, each.bound),
        lessons=each.lessons,
        demanded=each.demanded,
        served_percent=100 * each.lessons / each.demanded if each.demanded else 100.0,
        seconds=each.seconds,
        stopped=each.stopped,
    )


def describe_acceptance(each: models.Acceptance) -> schemas.AcceptanceOut:
    """Return an acceptance without its plan."""
    return schemas.AcceptanceOut(
        id=each.id,
        proposal_id=each.proposal_id,
        accepted_at=each.accepted_at,
        undone_at=each.undone_at,
        lessons=each.lessons,
    )


def accepted_placements(plans: Sequence[str]) -> list[Placement]:
    """Return what accepted plans hold together."""
    return [each for plan in plans for each in read_plan(plan).placements]


async def names_of(transaction: Transaction, instance: Instance) -> Names:
    """Return what people call the ids of an instance today."""
    wanted = [each.id for each in instance.classes]
    classes = await repository.class_names(transaction.session, wanted)
    teachers = await people_names(transaction, [each.id for each in instance.teachers])
    return Names(classes, teachers)


async def _read(proposal: Proposal) -> tuple[Instance, Plan]:
    instance = await asyncio.to_thread(instance_of, proposal.run.instance)
    return instance, await asyncio.to_thread(read_plan, proposal.plan)


def _result(
    proposal: Proposal, instance: Instance, plan: Plan, names: Names, accepted: frozenset[Placement]
) -> schemas.Result:
    return schemas.Result(
        proposal=describe_proposal(proposal),
        classes=results.class_weeks(instance, plan, names, accepted),
        hubs=results.hub_weeks(instance, plan, names),
        teachers=results.broadcasting(instance, plan, names),
    )


def _choices(
    instance: Instance, plan: Plan, demand: DemandId, moved: editing.Spot | None
) -> tuple[list[editing.Option], Mapping[Placement, Swap]]:
    found = editing.options(instance, plan, demand, moved)
    return found, swaps(instance, plan, moved, found) if moved else {}


def _place(placement: Placement) -> schemas.Place:
    return schemas.Place(
        demand=placement.demand,
        lesson=placement.lesson,
        weekday=placement.slot.weekday,
        period=placement.slot.period + 1,
    )


def _told_swap(instance: Instance, swap: Swap, names: Names) -> schemas.SwapOut:
    demand = instance.demand[swap.leaves.demand]
    return schemas.SwapOut(
        leaves=_place(swap.leaves),
        comes=_place(swap.comes),
        class_name=names.school_class(instance, demand.class_id),
        subject=demand.subject,
    )


def _spot(place: schemas.Place) -> editing.Spot:
    slot = Slot(Weekday(place.weekday), place.period - 1)
    return editing.Spot(DemandId(place.demand), LessonId(place.lesson), slot)


def refused(error: InputError, *, chinese: bool) -> ChangeBreaksRules:
    """Return what a person is told whose change the scheduler could not make."""
    told = wrong_row("", error.field, error, {}).said("zh" if chinese else "en")
    # The field is the one that was sent; only the sentence is in the words of people.
    problem = FieldProblem(error.field, told.came, told.allowed)
    return ChangeBreaksRules(errors=(problem,), first=f"{told.field} {told.allowed}")
