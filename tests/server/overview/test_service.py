"""The day at a glance, judged from the rows of the small city."""

from datetime import timedelta

from server.auth.policy import Reach
from server.models import Attendance, Device, School, State
from server.overview import service
from server.overview.schemas import DayOverview, Trouble
from tests.support.app import LESSON, Hall, art_lesson

CITY = Reach.of_city("mianyang")


async def look(hall: Hall, reach: Reach = CITY) -> DayOverview:
    async with hall.database.reading() as transaction:
        return await service.overview(transaction, reach, hall.clock.now())


async def connect(hall: Hall, room: str, lesson: str = LESSON) -> None:
    async with hall.writing() as transaction:
        row = Attendance(
            session_id=f"s-{room}", lesson_id=lesson, room_id=room, began_at=hall.clock.now()
        )
        transaction.session.add(row)


async def test_a_day_is_counted_by_what_became_of_its_lessons(each_hall: Hall) -> None:
    now = each_hall.clock.now()
    span = {"starts_at": now - timedelta(hours=1), "ends_at": now - timedelta(minutes=20)}
    async with each_hall.writing() as transaction:
        for state in (State.ARCHIVED, State.EXPIRED, State.CANCELLED):
            transaction.session.add(art_lesson(now, f"l-{state}", state=state, **span))
        tomorrow = {"starts_at": now + timedelta(days=1), "ends_at": now + timedelta(hours=25)}
        transaction.session.add(art_lesson(now, "tomorrow", **tomorrow))
    found = (await look(each_hall)).lessons
    assert found.model_dump() == {
        "total": 4,
        "live": 0,
        "to_come": 1,
        "due": 2,
        "held": 1,
        "cancelled": 1,
    }


async def test_a_lesson_whose_classes_are_missing_comes_first_and_names_their_schools(
    each_hall: Hall,
) -> None:
    now = each_hall.clock.now()
    await each_hall.set_lesson(state=State.LIVE, starts_at=now, started_at=now)
    await connect(each_hall, "a")
    (one,) = (await look(each_hall)).now
    assert (one.connected, one.classes, one.trouble) == (1, 2, None), "two minutes are given"
    each_hall.clock.advance(minutes=2, seconds=1)
    (one,) = (await look(each_hall)).now
    assert (one.trouble, [each.name for each in one.missing]) == (
        Trouble.CLASSES_MISSING,
        ["云里小学"],
    )
    await connect(each_hall, "b")
    assert (await look(each_hall)).now[0].trouble is None


async def test_a_bell_that_nobody_obeyed_is_told_until_the_lesson_is_over(hall: Hall) -> None:
    hall.clock.advance(minutes=5)
    assert [one.trouble for one in (await look(hall)).now] == [None]
    hall.clock.advance(minutes=3)
    assert [one.trouble for one in (await look(hall)).now] == [Trouble.NOT_STARTED]
    hall.clock.advance(minutes=40)
    assert (await look(hall)).now == []


async def test_devices_that_will_be_needed_within_the_hour_are_named_when_dark(
    each_hall: Hall,
) -> None:
    async with each_hall.writing() as transaction:
        for room in ("a", "b"):
            device = await transaction.session.get(Device, f"device-{room}")
            if device is not None:
                device.last_seen_at = each_hall.clock.now()
    whole = await look(each_hall)
    assert whole.devices_online >= 1
    assert "a" not in {each.room.id for each in whole.dark}
    each_hall.clock.advance(minutes=4)
    dark = await look(each_hall)
    assert dark.devices_online == 0
    assert "a" in {each.room.id for each in dark.dark}
    await each_hall.set_lesson(state=State.CANCELLED)
    assert (await look(each_hall)).dark == []


async def test_links_that_are_known_and_too_thin_are_named_once(hall: Hall) -> None:
    async with hall.writing() as transaction:
        session = transaction.session
        (await session.get_one(School, "village-a")).downlink_kbps = 600
        (await session.get_one(School, "village-b")).downlink_kbps = 1_000
        hub = await session.get_one(School, "hub")
        hub.downlink_kbps, hub.uplink_kbps = 50_000, 2_000
    thin = {each.school.id: (each.needed_kbps, each.sends) for each in (await look(hall)).thin}
    assert thin == {"village-a": (1_000, False), "hub": (3_000, True)}


async def test_a_village_sees_the_lessons_that_it_takes_part_in_and_its_own_devices(
    hall: Hall,
) -> None:
    village = Reach(schools=frozenset({"village-b"}))
    found = await look(hall, village)
    assert found.lessons.total == 1
    nothing = await look(hall, Reach(schools=frozenset({"elsewhere"})))
    assert (nothing.lessons.total, nothing.dark, nothing.thin) == (0, [], [])
