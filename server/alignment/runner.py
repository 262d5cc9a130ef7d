"""Works on runs: one solver at a time in a child process, its progress in the run's row, its plan checked again here."""

import asyncio
import logging
from datetime import datetime, timedelta

from scheduler.alignment import Infeasible, Limits, Progress, Solved
from scheduler.objectives import score
from scheduler.plan import Plan
from scheduler.process import Advance, AlignmentProcess, Failed, Report
from scheduler.validation import violations
from server.alignment import repository
from server.alignment.proposals import instance_of, new_proposal
from server.clock import Clock
from server.database import Database
from server.models import AlignmentRun, Proposal, RunState

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
TELL_PERIOD = timedelta(seconds=1)
"""Between two rows of progress: nobody reads faster."""
QUIET = timedelta(seconds=60)
"""A run whose worker has said nothing for so long has lost it."""
LONGEST_SENTENCE = 500


async def work_on_queue(database: Database, clock: Clock) -> int:
    """Work on the runs that wait, one after the other; return how many were worked on."""
    done = 0
    while True:
        run = await _claim(database, clock.now())
        if run is None:
            return done
        await _Work(database, clock, run).go()
        done += 1


async def _claim(database: Database, now: datetime) -> AlignmentRun | None:
    async with database.writing() as transaction:
        found = await repository.run_to_do(transaction.session, now - QUIET)
        if found is None:
            return None
        found.state, found.started_at, found.beat_at = RunState.RUNNING, now, now
        transaction.announce("alignment.changed", run=found.id)
        run_id = found.id
    async with database.reading() as transaction:
        return await repository.run(transaction.session, run_id, with_instance=True)


class _Work:
    """One run, from the start of its child to its proposal."""

    def __init__(self, database: Database, clock: Clock, run: AlignmentRun) -> None:
        self._database = database
        self._clock = clock
        self._run = run
        self._told_at = clock.now() - TELL_PERIOD
        self._stopping = run.stop_requested

    async def go(self) -> None:
        limits = Limits(seconds=self._run.seconds, seed=self._run.seed, workers=self._run.workers)
        logger.info("alignment begins run=%s seconds=%s", self._run.id, limits.seconds)
        process = await asyncio.to_thread(AlignmentProcess, self._run.instance, limits)
        try:
            report = await self._follow(process)
            await self._end(report, process.best)
        finally:
            await asyncio.shield(asyncio.to_thread(process.close))

    async def _follow(self, process: AlignmentProcess) -> Solved | Infeasible | Failed:
        progress: Progress | None = None
        while True:
            report = await _poll(process)
            if isinstance(report, Advance):
                progress = report.progress
            elif report is not None:
                return report
            if self._clock.now() - self._told_at >= TELL_PERIOD:
                await self._tell(progress)
            if self._stopping:
                process.stop()
                self._stopping = False

    async def _tell(self, progress: Progress | None) -> None:
        now = self._clock.now()
        self._told_at = now
        async with self._database.writing() as transaction:
            run = await repository.run(transaction.session, self._run.id)
            if run is None:
                raise asyncio.CancelledError
            run.beat_at = now
            if progress is not None:
                run.stage, run.elapsed_seconds = progress.stage, progress.seconds
                run.value, run.bound, run.lessons = progress.value, progress.bound, progress.lessons
            if run.stop_requested and not self._run.stop_requested:
                self._run.stop_requested = self._stopping = True
            transaction.announce("alignment.changed", run=run.id)

    async def _end(self, report: Solved | Infeasible | Failed, best: Plan | None) -> None:
        proposal = None
        if isinstance(report, Solved) or best is not None:
            proposal = await asyncio.to_thread(self._judged, report, best)
        now = self._clock.now()
        async with self._database.writing() as transaction:
            run = await repository.run(transaction.session, self._run.id)
            if run is None:
                return
            run.state, run.ended_at, run.beat_at = RunState.DONE, now, now
            if proposal is not None:
                transaction.session.add(proposal)
                run.value, run.bound = proposal.value, proposal.bound
                run.lessons = int(proposal.lessons)
                run.elapsed_seconds = proposal.seconds
            run.failure = _failure(report, proposal)[:LONGEST_SENTENCE]
            if run.failure:
                run.state = RunState.FAILED
            transaction.announce("alignment.changed", run=run.id)
            logger.info("alignment ends run=%s state=%s failure=%s", run.id, run.state, run.failure)

    def _judged(self, report: Solved | Infeasible | Failed, best: Plan | None) -> Proposal:
        """Return the plan as a proposal that was checked by what never saw the solver."""
        instance = instance_of(self._run.instance)
        if isinstance(report, Solved):
            plan, bound = report.plan, report.bound
            seconds, stopped = report.seconds, report.stopped
        else:
            plan = best or Plan()
            bound, seconds, stopped = max(self._run.bound, score(instance, plan).value), 0.0, "died"
        proposal = new_proposal(self._run.id, instance, plan, bound, self._clock.now())
        proposal.seconds, proposal.stopped = seconds, stopped
        broken = violations(instance, plan)
        if broken:
            proposal.defect = "; ".join(
                f"{each.rule} {each.subject} {each.detail}" for each in broken
            )[:LONGEST_SENTENCE]
            logger.error("a plan breaks rules run=%s defect=%s", self._run.id, proposal.defect)
        return proposal


async def _poll(process: AlignmentProcess) -> Report | None:
    """Wait for a report in a thread; a cancelled wait ends only when the thread has let the pipe go."""
    waiting = asyncio.create_task(asyncio.to_thread(process.poll, POLL_SECONDS))
    try:
        return await asyncio.shield(waiting)
    except asyncio.CancelledError:
        await asyncio.wait({waiting})
        raise


def _failure(report: Solved | Infeasible | Failed, proposal: Proposal | None) -> str:
    if isinstance(report, Infeasible):
        return (
            f"已采用的 {len(report.locks)} 节课现在无法全部保持，请先撤销其中一部分再排。"
            " / What was accepted cannot all be kept."
        )
    if isinstance(report, Failed):
        return f"求解程序没有完成：{report.reason}"
    if proposal is not None and proposal.defect:
        return "得到的方案没有通过检查，已作为缺陷记录。 / The plan failed validation."
    return ""
