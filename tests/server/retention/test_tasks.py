from types import SimpleNamespace

from server.models import ErasureState, Kind
from server.retention.schemas import Terms
from server.retention.tasks import tasks
from tests.server.retention.test_erasing import DAY, rows
from tests.support.app import Hall
from tests.support.erasures import answered, keep, left


async def test_the_jobs_end_what_has_outlived_its_period(hall: Hall) -> None:
    await keep(hall)
    work = {
        "database": hall.database,
        "clock": hall.clock,
        "retention": Terms({Kind.DEDICATED: 1}, DAY),
        "store_address": hall.app.state.settings.store_address,
    }
    context = SimpleNamespace(additional_context=work)
    hall.clock.advance(days=2)
    await tasks.tasks["propose"](context, 0)
    hall.clock.advance(days=2)
    await tasks.tasks["erase"](context, 0)
    (row,) = await rows(hall)
    await answered(hall, row.id)
    await tasks.tasks["erase"](context, 0)
    (row,) = await rows(hall)
    assert (row.state, await left(hall)) == (ErasureState.DONE, [])
