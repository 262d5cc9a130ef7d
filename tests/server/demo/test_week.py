from scheduler.alignment import Limits, Solved, align
from scheduler.integrity import check
from scheduler.validation import violations
from server.alignment import service
from server.demo import seed, week
from server.models import School
from tests.support.app import Hall

QUICK = Limits(seconds=1e6, rounds=2, bound_iterations=100, workers=1)


async def test_the_demo_city_has_a_week_to_align_and_some_of_it_cannot_be(hall: Hall) -> None:
    await seed.plant(hall.database)
    async with hall.database.reading() as transaction:
        _, made, _ = await service.question(transaction, "demo-city", hall.clock.now())
    assert made.problems == []
    check(made.instance)
    found = align(made.instance, QUICK, lambda: 0.0)
    assert isinstance(found, Solved)
    assert violations(made.instance, found.plan) == []
    assert 60 <= found.score.served_percent < 100


async def test_what_a_coordinator_has_changed_stays(hall: Hall) -> None:
    await seed.plant(hall.database)
    async with hall.writing() as transaction:
        school = await transaction.session.get(School, "demo-school-gaochuan")
        assert school is not None
        school.name = "高川小学"
        await week.plant(transaction)
        assert school.name == "高川小学"
