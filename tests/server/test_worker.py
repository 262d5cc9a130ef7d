import asyncio
from datetime import timedelta

import pytest

from server.models import State
from server.settings import ServerSettings
from server.worker import BLUEPRINTS, bells_of, jobs_of, run_worker
from tests.support.app import Hall, eventually, hall as running_hall


def test_bells_come_from_the_settings() -> None:
    bells = bells_of(ServerSettings(opens_before_minutes=7, ends_after_minutes=3))
    assert bells.opens_before == timedelta(minutes=7)
    assert bells.ends_after == timedelta(minutes=3)


def test_every_feature_with_tasks_is_in_the_worker() -> None:
    names = {task.name for _, blueprint in BLUEPRINTS for task in blueprint.tasks.values()}
    assert names == {
        "forget_sessions",
        "tell_webhooks",
        "forget_answers",
        "work_on_alignment",
        "trim_events",
        "caption",
        "follow_clock",
        "forget_media_tokens",
        "expand_timetable",
        "write_ledger",
        "scrub",
        "propose",
        "erase",
    }


async def test_every_job_runs_at_start_without_an_error(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    state = hall.app.state
    jobs = jobs_of(state.settings, hall.database, hall.clock, state.bells)
    work = asyncio.create_task(jobs.run())
    try:
        async with asyncio.timeout(20):
            while (await hall.lesson()).state is State.PLANNED:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await eventually(lambda: not jobs.app.connector.jobs)  # type: ignore[attr-defined]
    finally:
        work.cancel()
        await asyncio.wait({work})
    assert "Error" not in caplog.text


@pytest.mark.integration
async def test_a_worker_of_its_own_opens_lessons_and_the_server_hears_of_it(
    postgresql_url: str,
) -> None:
    async with running_hall(postgresql_url) as here:
        settings: ServerSettings = here.app.state.settings
        subscription = here.app.state.hub.subscribe()
        stop = asyncio.Event()
        worker = asyncio.create_task(run_worker(settings, stop))
        # The test's lessons lie in the past of the worker's clock: they are ended.
        async with asyncio.timeout(30):
            notice = await subscription.next()
        assert notice.lesson is not None
        assert notice.lesson.state is State.ENDED
        stop.set()
        await worker
