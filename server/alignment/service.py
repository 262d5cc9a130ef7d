"""Alignment: what there is to align, and runs."""

import asyncio
from datetime import datetime
from importlib.metadata import version

from scheduler.alignment import gap_percent
from scheduler.formats import VERSION, write_instance
from scheduler.instance import Policy
from scheduler.objectives import WEIGHTS
from scheduler.rules import Rule, sentence
from server import models
from server.alignment import repository, schemas
from server.alignment.instances import Question, question_of
from server.alignment.problems import NoSuchRun, NoTerm, NothingToAlign, RowsDoNotFit, RunIsOver
from server.alignment.proposals import accepted_placements, describe_acceptance, describe_proposal
from server.auth.policy import PersonCaller
from server.auth.schemas import Named
from server.clock import school_day
from server.database import Transaction
from server.identifiers import new_id
from server.models import AlignmentRun, RunState

SHOWN_PROBLEMS = 50
"""Rows that are named at once; whoever corrects them sees the next ones."""


async def question(
    transaction: Transaction, city_id: str, now: datetime
) -> tuple[models.Term, Question, repository.Tables]:
    """Return the instance of today's tables.

    Raises:
        NoTerm: if the city has no term under way or to come.
    """
    day = school_day(now)
    found = await repository.tables(transaction.session, city_id, day)
    if found is None:
        raise NoTerm
    made = await asyncio.to_thread(question_of, found, max(day, found.term.first_day))
    return found.term, made, found


async def overview(
    transaction: Transaction, city_id: str, now: datetime, *, chinese: bool
) -> schemas.Overview:
    """Return what there is to align and what came of it."""
    session = transaction.session
    runs = [described(each) for each in await repository.newest_runs(session, city_id)]
    term = await repository.term_of(session, city_id, school_day(now))
    found = await repository.acceptances(session, city_id, term.id if term else None)
    there = await repository.counts(session, city_id, term.id if term else "")
    standing = [plan for _, plan in found if plan is not None]
    return schemas.Overview(
        term=Named(id=term.id, name=term.name) if term else None,
        first_day=term.first_day if term else None,
        last_day=term.last_day if term else None,
        schools=there.schools,
        classes=there.classes,
        offers=there.offers,
        demands=there.demands,
        demanded=there.demanded,
        accepted=len(accepted_placements(standing)),
        rules=[sentence(rule, Policy(), chinese=chinese) for rule in Rule],
        weights=weights(chinese=chinese),
        runs=runs,
        acceptances=[describe_acceptance(each) for each, _ in found[: repository.MOST_RUNS]],
    )


async def problems(
    transaction: Transaction, city_id: str, now: datetime, language: str
) -> list[schemas.RowProblem]:
    """Return everything that is wrong with today's tables; nothing where there is no term."""
    try:
        _, made, _ = await question(transaction, city_id, now)
    except NoTerm:
        return []
    return [
        schemas.RowProblem(
            row=each.place.said(language),
            came=each.came.said(language),
            allowed=each.allowed.said(language),
        )
        for each in made.problems
    ]


async def request_run(
    transaction: Transaction,
    person: PersonCaller,
    asked: schemas.RunIn,
    now: datetime,
    language: str,
) -> AlignmentRun:
    """Take today's tables as the question of a run that a worker will begin.

    Raises:
        NoTerm, NothingToAlign: if there is nothing to plan.
        RowsDoNotFit: naming the rows that contradict each other.
    """
    term, made, _ = await question(transaction, person.place.city, now)
    if made.problems:
        raise RowsDoNotFit(
            errors=tuple(each.said(language) for each in made.problems[:SHOWN_PROBLEMS]),
            count=len(made.problems),
            first=made.problems[0].place.said(language),
        )
    instance = made.instance
    if not instance.demands or not instance.series:
        raise NothingToAlign
    run = AlignmentRun(
        id=new_id(now),
        city_id=person.place.city,
        term_id=term.id,
        person_id=person.id,
        created_at=now,
        state=RunState.QUEUED,
        stop_requested=False,
        seconds=asked.seconds,
        seed=asked.seed,
        workers=asked.workers,
        versions=f"format {VERSION}, ortools {version('ortools')}",
        stage="",
        elapsed_seconds=0.0,
        value=0,
        bound=0,
        lessons=0,
        demanded=sum(each.lessons_per_week for each in instance.demands),
        failure="",
        instance=await asyncio.to_thread(write_instance, instance),
    )
    transaction.session.add(run)
    transaction.announce("alignment.changed", run=run.id)
    return run


async def stop_run(
    transaction: Transaction, city_id: str, run_id: str, now: datetime
) -> AlignmentRun:
    """Ask a run to end with the best plan that it has.

    Raises:
        NoSuchRun: if there is none.
        RunIsOver: if it has ended.
    """
    run = await _run(transaction, city_id, run_id)
    if run.state not in (RunState.QUEUED, RunState.RUNNING):
        raise RunIsOver
    run.stop_requested = True
    if run.state is RunState.QUEUED:
        run.state, run.ended_at = RunState.DONE, now
    transaction.announce("alignment.changed", run=run.id)
    return run


async def progress(transaction: Transaction, run_id: str) -> tuple[str, schemas.RunOut] | None:
    """Return the city of a run and how far it is; None: there is no such run."""
    run = await repository.run(transaction.session, run_id)
    if run is None:
        return None
    return run.city_id, described(await repository.told_run(transaction.session, run.id))


async def described_run(transaction: Transaction, city_id: str, run_id: str) -> schemas.RunOut:
    """Return a run with its proposals.

    Raises:
        NoSuchRun: if there is none.
    """
    run = await _run(transaction, city_id, run_id)
    return described(await repository.told_run(transaction.session, run.id))


async def describe(transaction: Transaction, run: AlignmentRun) -> schemas.RunOut:
    """Return a run of this transaction with its valid proposals."""
    return described(await repository.told_run(transaction.session, run.id))


def described(told: repository.ToldRun) -> schemas.RunOut:
    """Return a run with its valid proposals."""
    run = told.run
    return schemas.RunOut(
        id=run.id,
        state=run.state,
        asked_by=Named(id=run.person_id, name=told.asked_by),
        created_at=run.created_at,
        started_at=run.started_at,
        ended_at=run.ended_at,
        seconds=run.seconds,
        seed=run.seed,
        workers=run.workers,
        versions=run.versions,
        stage=run.stage,
        elapsed_seconds=run.elapsed_seconds,
        value=run.value,
        bound=run.bound,
        gap_percent=gap_percent(run.value, run.bound),
        lessons=run.lessons,
        demanded=run.demanded,
        stop_requested=run.stop_requested,
        failure=run.failure,
        proposals=[describe_proposal(each) for each in told.proposals if not each.defect],
    )


def weights(*, chinese: bool) -> list[schemas.Weight]:
    """Return what the objective counts, the most important first."""
    told = (
        ("每半节需要的课排上", "half a demanded lesson served", WEIGHTS.served),
        ("学校不到 25% 时多排半节", "half a lesson for a school below 25 %", WEIGHTS.fairness[0]),
        ("学校不到 50% 时多排半节", "half a lesson for a school below 50 %", WEIGHTS.fairness[1]),
        ("学校不到 75% 时多排半节", "half a lesson for a school below 75 %", WEIGHTS.fairness[2]),
        ("两位教师换课", "two teachers exchange hours", -WEIGHTS.swap),
        ("调一节课", "a lesson changes places", -WEIGHTS.move),
        ("主播学校不在本区县", "the hub is in another district", -WEIGHTS.other_county),
        ("每少听一分钟", "a minute of the lesson is lost", -WEIGHTS.lost_minute),
        ("与铃声每差一分钟", "a minute away from the bell", -WEIGHTS.shift_minute),
    )
    return [schemas.Weight(what=zh if chinese else en, points=points) for zh, en, points in told]


async def _run(transaction: Transaction, city_id: str, run_id: str) -> AlignmentRun:
    run = await repository.run(transaction.session, run_id)
    if run is None or run.city_id != city_id:
        raise NoSuchRun
    return run
