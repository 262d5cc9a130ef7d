from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from tests.support.alignment_rows import demand, offer, plant_alignment
from tests.support.app import Hall


@pytest.mark.parametrize(
    "columns", [{"lessons": 0}, {"lessons": 11}, {"priority": 4}, {"grade": 13}]
)
async def test_a_demand_that_can_never_be_is_refused(
    each_hall: Hall, columns: dict[str, Any]
) -> None:
    await plant_alignment(each_hall.database)
    async with each_hall.database.reading() as transaction:
        transaction.session.add(demand("wrong", "class-a", "书法", **columns))
        with pytest.raises(IntegrityError):
            await transaction.session.flush()


async def test_a_lesson_that_ends_before_it_starts_is_refused(each_hall: Hall) -> None:
    await plant_alignment(each_hall.database)
    async with each_hall.database.reading() as transaction:
        wrong = offer("wrong", "书法", {"l": 1})
        wrong.lessons[0].end_minute = 600
        transaction.session.add(wrong)
        with pytest.raises(IntegrityError):
            await transaction.session.flush()
