from datetime import date, timedelta

import pytest

from server.alignment import repository
from server.models import AlignmentRun, RunState
from tests.support.alignment_rows import TERM, plant_alignment
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
        newest = [each.id for each in await repository.runs(transaction.session, "mianyang")]
    assert newest == ["run-2", "run-1"]


async def test_the_room_of_a_class_is_that_of_its_device(hall: Hall) -> None:
    async with hall.database.reading() as transaction:
        assert await repository.class_rooms(transaction.session, "mianyang") == {"class-a": "a"}
        assert await repository.class_rooms(transaction.session, "far-city") == {}
