import pytest

from scheduler.formats import read_instance
from server.alignment import repository, service
from server.alignment.problems import NoTerm
from tests.support.alignment_rows import plant_alignment
from tests.support.app import Hall


async def test_a_run_keeps_the_instance_that_it_was_asked_for(hall: Hall) -> None:
    await plant_alignment(hall.database)
    client = await hall.person("tang")
    run_id = (await client.post("/api/alignment/runs", json={"seed": 7})).json()["id"]
    async with hall.database.reading() as transaction:
        run = await repository.run(transaction.session, run_id, with_instance=True)
        assert run is not None
        assert (run.seed, run.demanded) == (7, 6)
        _, made, _ = await service.question(transaction, "mianyang", hall.clock.now())
    assert read_instance(run.instance) == made.instance


async def test_without_a_term_there_is_no_question(hall: Hall) -> None:
    async with hall.database.reading() as transaction:
        with pytest.raises(NoTerm):
            await service.question(transaction, "mianyang", hall.clock.now())


async def test_progress_of_a_run_that_is_gone_is_nothing(hall: Hall) -> None:
    async with hall.database.reading() as transaction:
        assert await service.progress(transaction, "nothing") is None


@pytest.mark.parametrize("chinese", [True, False])
def test_the_weights_are_told_from_the_most_important_on(chinese: bool) -> None:
    points = [each.points for each in service.weights(chinese=chinese)]
    assert points[:4] == sorted(points[:4], reverse=True)
    assert points[4:] == sorted(points[4:])
