import asyncio
from types import SimpleNamespace

import pytest
from procrastinate import PsycopgConnector
from procrastinate.blueprints import Blueprint
from procrastinate.testing import InMemoryConnector

from server.jobs import make_jobs, prepare
from tests.support.app import eventually


def tasks_that_count(ran: list[str]) -> Blueprint:
    tasks = Blueprint()

    @tasks.periodic(cron="0 0 1 1 *")
    @tasks.task(name="count", queueing_lock="count", pass_context=True)
    async def count(context: SimpleNamespace, timestamp: int) -> None:
        ran.append(context.additional_context["word"])

    return tasks


async def run_until(work: asyncio.Task[None], ran: list[str], times: int) -> None:
    try:
        await eventually(lambda: len(ran) >= times or work.done(), 20)
    finally:
        work.cancel()
        await asyncio.wait({work})
    assert len(ran) >= times


async def test_with_sqlite_jobs_run_in_this_process_and_periodic_ones_at_start() -> None:
    ran: list[str] = []
    jobs = make_jobs("sqlite+aiosqlite:///x", [("test", tasks_that_count(ran))], {"word": "here"})
    assert isinstance(jobs.app.connector, InMemoryConnector)
    await run_until(asyncio.create_task(jobs.run()), ran, 1)
    assert ran == ["here"]


@pytest.mark.integration
async def test_with_postgresql_jobs_are_rows(empty_postgresql_url: str) -> None:
    await prepare(empty_postgresql_url)
    await prepare(empty_postgresql_url)
    for number in range(1, 3):
        ran: list[str] = []
        jobs = make_jobs(
            empty_postgresql_url, [("t", tasks_that_count(ran))], {"word": f"{number}"}
        )
        assert isinstance(jobs.app.connector, PsycopgConnector)
        await run_until(asyncio.create_task(jobs.run()), ran, 1)
        assert ran == [f"{number}"]


async def test_sqlite_needs_no_tables_of_the_queue() -> None:
    await prepare("sqlite+aiosqlite:///nowhere/at/all")
