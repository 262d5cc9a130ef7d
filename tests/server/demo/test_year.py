import pytest
from sqlalchemy import func, select

from server.demo.city import CITY, PREFIX, CityShape
from server.demo.year import plant_year
from server.errors import StartError
from server.models import Lesson, Person, State
from server.timetables import service
from tests.support.app import Hall

SMALL = CityShape(districts=4, schools=10, hubs=1, receivers=4)


async def test_a_year_is_planted_once_and_the_timetable_has_nothing_to_add(each_hall: Hall) -> None:
    now = each_hall.clock.now()
    lessons = await plant_year(each_hall.database, now, SMALL)
    # 99 lessons a week, 20.8 weeks of autumn and 19.6 of spring, less 20 days off of which 13 are school days.
    assert 3600 < lessons < 4000
    async with each_hall.database.reading() as transaction:
        counts = dict(
            (
                await transaction.session.execute(
                    select(Lesson.state, func.count())
                    .where(Lesson.hub_room_id.startswith(PREFIX))
                    .group_by(Lesson.state)
                )
            ).all()  # type: ignore[arg-type]
        )
        people = await transaction.session.scalar(
            select(func.count()).select_from(Person).where(Person.id.startswith("demo-"))
        )
    # Monday 09:00 of the second week: five days are over.
    assert counts == {State.ENDED: counts[State.ENDED], State.PLANNED: counts[State.PLANNED]}
    assert 90 <= counts[State.ENDED] <= 120
    assert people == 12 + 4 + 4 + 2
    async with each_hall.writing() as transaction:
        assert await service.expand(transaction, now, 14) == 0
    with pytest.raises(StartError, match="holds the city already"):
        await plant_year(each_hall.database, now, SMALL)
    assert CITY.startswith("demo-")
