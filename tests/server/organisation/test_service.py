from datetime import date

from server.auth.policy import Place
from server.models import CalendarEntry, DayKind, Term
from server.organisation import service
from tests.support.app import Hall


async def test_the_server_reads_every_level_of_the_cities_it_asks_for(each_hall: Hall) -> None:
    day = date(2026, 10, 1)
    owners = ({"city_id": "mianyang"}, {"district_id": "pingwu"}, {"city_id": "far-city"})
    async with each_hall.writing() as transaction:
        for number, owner in enumerate(owners):
            entry = CalendarEntry(
                id=f"e{number}",
                kind=DayKind.HOLIDAY,
                first_day=day.replace(day=number + 1),
                last_day=day.replace(day=number + 1),
                reason="",
                **owner,
            )
            transaction.session.add(entry)
    async with each_hall.database.reading() as transaction:
        known = await service.calendars(transaction, ["mianyang"])
    term = Term(id="t", first_day=date(2026, 9, 1), last_day=date(2027, 1, 20))
    village = Place("village-a", "pingwu", "mianyang")
    opened = [known.is_open(term, village, day.replace(day=number)) for number in (1, 2, 3)]
    assert opened == [False, False, True]
