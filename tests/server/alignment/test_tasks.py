import asyncio

from server.models import RunState
from server.worker import jobs_of
from tests.support.alignment_rows import plant_alignment
from tests.support.app import Hall


async def test_a_run_that_is_asked_for_is_worked_on_at_once(hall: Hall) -> None:
    await plant_alignment(hall.database)
    client = await hall.person("tang")
    state = hall.app.state
    state.jobs = jobs_of(state.settings, hall.database, hall.clock, state.bells)
    work = asyncio.create_task(state.jobs.run())
    try:
        asked = await client.post("/api/alignment/runs", json={"seconds": 0, "workers": 1})
        path = f"/api/alignment/runs/{asked.json()['id']}"
        async with asyncio.timeout(60):
            while (await client.get(path)).json()["state"] != RunState.DONE:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    finally:
        work.cancel()
        await asyncio.wait({work})
    assert len((await client.get(path)).json()["proposals"]) == 1
