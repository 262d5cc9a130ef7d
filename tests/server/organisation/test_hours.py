from datetime import date

from scheduler.domain import Weeks
from server.models import BellPeriod, BellSchedule, SchoolLesson, Term
from server.organisation.hours import HeldHour, held_on
from tests.support.app import Hall

MONDAY = date(2026, 9, 7)
"""Of the second teaching week."""


async def test_an_hour_is_held_by_the_bells_and_weeks_of_the_day(each_hall: Hall) -> None:
    async with each_hall.writing() as transaction:
        session = transaction.session
        days = {"first_day": date(2026, 8, 31), "last_day": date(2027, 1, 22)}
        session.add(Term(id="t", city_id="mianyang", name="秋", **days))
        bells = BellSchedule(id="b", school_id="village-a", name="夏", from_month=5, from_day=1)
        bells.periods = [BellPeriod(number=1, start_minute=510, end_minute=550)]
        session.add(bells)
        await session.flush()
        for number, (weekday, period, weeks) in enumerate(
            ((1, 1, Weeks.EVEN), (1, 2, Weeks.EVERY), (2, 1, Weeks.EVERY), (3, 1, Weeks.ODD))
        ):
            session.add(
                SchoolLesson(
                    id=f"h{number}",
                    school_id="village-a",
                    term_id="t",
                    class_id="class-a",
                    weekday=weekday,
                    period=period,
                    subject="数学",
                    teacher_id="he",
                    weeks=weeks,
                )
            )
    expected = [HeldHour("class-a", "he", "数学", 510, 550)]
    async with each_hall.database.reading() as transaction:
        for day, teacher, classes, held in (
            (MONDAY, "nobody", ["class-a"], expected),
            (MONDAY, "he", [], expected),
            (MONDAY.replace(day=8), "he", [], expected),
            (MONDAY.replace(day=9), "he", [], []),
            (MONDAY.replace(day=14), "he", [], []),
            (MONDAY, "nobody", [], []),
        ):
            found = await held_on(transaction, "mianyang", day, teacher, classes)
            assert found == held, day
