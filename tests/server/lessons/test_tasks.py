from types import SimpleNamespace

from server.lessons.tasks import tasks
from server.models import State
from tests.support.app import Hall


async def test_the_job_opens_what_is_due(hall: Hall) -> None:
    state = hall.app.state
    work = {"database": hall.database, "bells": state.bells, "clock": hall.clock}
    await tasks.tasks["follow_clock"](SimpleNamespace(additional_context=work), timestamp=0)
    assert (await hall.lesson()).state is State.OPEN
