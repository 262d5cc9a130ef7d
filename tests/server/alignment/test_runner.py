import asyncio
import multiprocessing
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.alignment import Solved
from scheduler.formats import read_plan, write_instance, write_plan
from scheduler.plan import Plan
from scheduler.process import AlignmentProcess, Report
from server.alignment import repository, runner
from server.models import AlignmentRun, Proposal, RunState
from tests.support.alignment_rows import plant_alignment
from tests.support.app import Hall, eventually
from tests.support.tiny_cities import small_city


async def asked(hall: Hall, seconds: float = 5.0) -> str:
    """Ask for a run and return its id."""
    await plant_alignment(hall.database)
    client = await hall.person("tang")
    answer = await client.post("/api/alignment/runs", json={"seconds": seconds, "workers": 1})
    run: str = answer.json()["id"]
    return run


async def state_of(hall: Hall, run_id: str) -> tuple[AlignmentRun, list[Proposal]]:
    async with hall.database.reading() as transaction:
        run = await repository.run(transaction.session, run_id)
        assert run is not None
        return run, list((await repository.told_run(transaction.session, run_id)).proposals)


async def test_a_limit_of_no_seconds_stores_the_first_plan(each_hall: Hall) -> None:
    run_id = await asked(each_hall, 0)
    assert await runner.work_on_queue(each_hall.database, each_hall.clock) == 1
    run, (proposal,) = await state_of(each_hall, run_id)
    assert (run.state, proposal.defect) == (RunState.DONE, "")
    assert proposal.lessons > 0
    assert run.versions.startswith("format ")


async def test_a_plan_that_fails_validation_is_kept_as_a_defect_and_never_shown(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = await asked(hall)
    poll = AlignmentProcess.poll

    def spoiled(self: AlignmentProcess, seconds: float) -> Report | None:
        report = poll(self, seconds)
        if not isinstance(report, Solved):
            return report
        first = report.plan.placements[0]
        wrong = replace(first, slot=replace(first.slot, period=first.slot.period + 1))
        return replace(report, plan=Plan.of((*report.plan.placements[1:], wrong)))

    monkeypatch.setattr(AlignmentProcess, "poll", spoiled)
    assert await runner.work_on_queue(hall.database, hall.clock) == 1
    run, (proposal,) = await state_of(hall, run_id)
    assert run.state is RunState.FAILED
    assert proposal.defect
    client = await hall.person("tang")
    assert (await client.get(f"/api/alignment/runs/{run_id}")).json()["proposals"] == []
    assert (await client.get(f"/api/alignment/proposals/{proposal.id}")).status_code == 404


async def test_what_was_accepted_and_cannot_be_kept_ends_the_run_with_a_reason(hall: Hall) -> None:
    run_id = await asked(hall)
    await runner.work_on_queue(hall.database, hall.clock)
    _, (proposal,) = await state_of(hall, run_id)
    client = await hall.person("tang")
    await client.post(f"/api/alignment/proposals/{proposal.id}/accept", json={})
    async with hall.writing() as transaction:
        found = await repository.standing(transaction.session, "term")
        plan = read_plan(found[0].plan)
        first = plan.placements[0]
        # As if the bells had changed since: a slot in which the lesson cannot be.
        wrong = replace(first, slot=replace(first.slot, period=0))
        found[0].plan = write_plan(Plan.of((*plan.placements[1:], wrong)))
    again = (await client.post("/api/alignment/runs", json={"seconds": 5, "workers": 1})).json()
    await runner.work_on_queue(hall.database, hall.clock)
    run, proposals = await state_of(hall, again["id"])
    assert run.state is RunState.FAILED
    assert "无法全部保持" in run.failure
    assert proposals == []


async def test_a_run_that_lost_its_worker_is_begun_again(hall: Hall) -> None:
    run_id = await asked(hall, 0)
    async with hall.writing() as transaction:
        run = await repository.run(transaction.session, run_id)
        assert run is not None
        run.state, run.beat_at = RunState.RUNNING, hall.clock.now()
    assert await runner.work_on_queue(hall.database, hall.clock) == 0
    hall.clock.advance(seconds=runner.QUIET / timedelta(seconds=1) + 1)
    assert await runner.work_on_queue(hall.database, hall.clock) == 1
    run, _ = await state_of(hall, run_id)
    assert run.state is RunState.DONE


async def test_a_run_tells_its_progress_and_keeps_its_best_plan_when_it_is_stopped(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = await asked(hall, 600)
    async with hall.writing() as transaction:
        run = await repository.run(transaction.session, run_id, with_instance=True)
        assert run is not None
        run.instance = write_instance(small_city())  # ten minutes are not enough to prove its best
    poll = AlignmentProcess.poll

    def hurried(self: AlignmentProcess, seconds: float) -> Report | None:
        hall.clock.advance(seconds=2)  # so that every look is told
        return poll(self, min(seconds, 0.05))

    monkeypatch.setattr(AlignmentProcess, "poll", hurried)
    client = await hall.person("tang")
    path = f"/api/alignment/runs/{run_id}"
    async with asyncio.timeout(120), asyncio.TaskGroup() as tasks:
        tasks.create_task(runner.work_on_queue(hall.database, hall.clock))
        seen = (await client.get(path)).json()
        while not seen["lessons"]:
            seen = (await client.get(path)).json()
        assert (seen["state"], seen["proposals"]) == ("running", [])
        assert 0 < seen["value"] < seen["bound"]
        assert (await client.post(f"{path}/stop")).status_code == 200
    done = (await client.get(path)).json()
    (proposal,) = done["proposals"]
    assert (done["state"], proposal["stopped"]) == ("done", "stop")
    assert proposal["value"] >= seen["value"]


async def test_a_cancelled_worker_ends_its_child(hall: Hall) -> None:
    await asked(hall, 600)
    work = asyncio.create_task(runner.work_on_queue(hall.database, hall.clock))
    children: list[int] = []

    def begun() -> bool:
        children[:] = [each.pid or 0 for each in multiprocessing.active_children()]
        return bool(children) or work.done()

    await eventually(begun, 60)
    work.cancel()
    await asyncio.wait({work})
    assert multiprocessing.active_children() == []
