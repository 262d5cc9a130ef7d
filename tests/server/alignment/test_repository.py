from datetime import date, timedelta

import pytest

from server.alignment import repository
from server.models import AlignmentRun, RunState
from tests.bench.api import counted_queries
from tests.support.alignment_rows import TERM, planned, plant_alignment
from tests.support.app import MONDAY_NINE, Hall


@pytest.mark.parametrize(
    ("day", "found"),
    [(date(2026, 8, 1), True), (date(2027, 1, 22), True), (date(2027, 1, 23), False)],
)
async def test_the_term_is_the_one_under_way_or_the_next(
    hall: Hall, day: date, found: bool
) -> None:
    await plant_alignment(hall.database)
    async with hall.database.reading() as transaction:
        term = await repository.term_of(transaction.session, "mianyang", day)
    assert (term is not None) is found


async def test_runs_wait_in_the_order_in_which_they_were_asked_for(each_hall: Hall) -> None:
    await plant_alignment(each_hall.database)
    async with each_hall.writing() as transaction:
        for number in (2, 1):
            transaction.session.add(
                AlignmentRun(
                    id=f"run-{number}",
                    city_id="mianyang",
                    term_id=TERM,
                    person_id="tang",
                    created_at=MONDAY_NINE + timedelta(minutes=number),
                    state=RunState.QUEUED,
                    seconds=1.0,
                    seed=0,
                    workers=1,
                    versions="",
                    instance="{}",
                )
            )
    async with each_hall.writing() as transaction:
        first = await repository.run_to_do(transaction.session, MONDAY_NINE)
        assert first is not None
        assert first.id == "run-1"
    async with each_hall.database.reading() as transaction:
        found = await repository.newest_runs(transaction.session, "mianyang")
        newest = [each.run.id for each in found]
    assert newest == ["run-2", "run-1"]


async def test_the_room_of_a_class_is_that_of_its_device(hall: Hall) -> None:
    async with hall.database.reading() as transaction:
        assert await repository.class_rooms(transaction.session, "mianyang") == {"class-a": "a"}
        assert await repository.class_rooms(transaction.session, "far-city") == {}


async def test_what_an_instance_is_made_of_comes_with_ten_queries_at_most(each_hall: Hall) -> None:
    """Counted for the whole overview of a city with runs, proposals and accepted lessons."""
    client, path = await planned(each_hall)
    assert (await client.post(f"{path}/accept", json={})).status_code == 201
    with counted_queries(each_hall.database) as sent:
        found = (await client.get("/api/alignment")).json()
    assert (found["demands"], found["accepted"], len(found["runs"])) == (5, 5, 1)
    assert 0 < len(sent) <= 10
    async with each_hall.database.reading() as transaction:
        day = each_hall.clock.now().date()
        tables = await repository.tables(transaction.session, "mianyang", day)
    assert tables is not None
    assert [len(each.periods) for each in tables.bells] == [4, 4, 4]
    assert len({each.id for each in tables.rooms}) == len(tables.rooms) > 0
    assert (len(tables.accepted_plans), len(tables.acceptances)) == (1, 1)


async def test_an_acceptance_taken_back_is_shown_and_holds_nothing(hall: Hall) -> None:
    client, path = await planned(hall)
    accepted = (await client.post(f"{path}/accept", json={})).json()
    await client.post(f"/api/alignment/acceptances/{accepted['id']}/undo")
    async with hall.database.reading() as transaction:
        (found,) = await repository.acceptances(transaction.session, "mianyang", TERM)
    assert (found[0].id, found[1]) == (accepted["id"], None)
