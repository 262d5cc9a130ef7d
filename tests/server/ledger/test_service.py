from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, text

from server.ledger import service
from server.ledger.schemas import By
from server.models import Delivered, LedgerEntry, State
from streaming.contract import Kind
from tests.support.app import LESSON, Hall, art_lesson

DAY = date(2026, 9, 7)


async def held(hall: Hall, *spans: tuple[float, float], room: str = "a", first: int = 0) -> None:
    """Write down that a room heard and saw the teacher, in minutes from the bell; the bell is in five minutes."""
    bell, now = (await hall.lesson()).starts_at, hall.clock.now()
    async with hall.writing() as transaction:
        for number, (begin, end) in enumerate(spans, first):
            for kind in Kind:
                transaction.session.add(
                    Delivered(
                        session_id=f"s-{room}",
                        role="teacher",
                        kind=kind,
                        number=number,
                        lesson_id=LESSON,
                        identity=f"room:{room}",
                        began_at=bell + timedelta(minutes=begin),
                        ended_at=bell + timedelta(minutes=end),
                        written_at=now,
                    )
                )


async def over(hall: Hall) -> None:
    """Let the lesson end and the ledger be written."""
    lesson = await hall.lesson()
    await hall.set_lesson(state=State.ENDED, ended_at=lesson.ends_at)
    hall.clock.advance(hours=1)
    await service.write_due(hall.database, hall.clock.now())


async def rows(hall: Hall) -> list[LedgerEntry]:
    async with hall.database.reading() as transaction:
        query = select(LedgerEntry).order_by(LedgerEntry.number)
        return list((await transaction.session.scalars(query)).all())


async def test_each_class_of_a_lesson_gets_a_row_once(each_hall: Hall) -> None:
    await held(each_hall, (2, 20), (25, 40))
    await over(each_hall)
    a, b = await rows(each_hall)
    assert (a.class_name, a.school_name, a.hub_school_name, a.teacher_name, a.month) == (
        "三年级1班",
        "高村小学",
        "临江小学",
        "林老师",
        "2026-09",
    )
    assert (a.planned_seconds, a.delivered_seconds, a.seen_seconds) == (2400, 1980, 1980)
    assert (a.late_seconds, a.early_seconds, a.gap_seconds, a.gaps, a.held) == (
        120,
        0,
        300,
        1,
        True,
    )
    # Where no class is on record its room stands for it.
    assert (b.class_id, b.class_name, b.delivered_seconds, b.held) == ("", "接收教室", 0, False)
    assert await service.write_due(each_hall.database, each_hall.clock.now()) == 0
    assert len(await rows(each_hall)) == 2


async def test_what_is_told_later_is_a_correction_and_changes_no_row(each_hall: Hall) -> None:
    await over(each_hall)
    before = await rows(each_hall)
    each_hall.clock.advance(minutes=5)
    await held(each_hall, (0, 40))
    assert await service.write_due(each_hall.database, each_hall.clock.now()) == 2
    a0, b0, a1, b1 = await rows(each_hall)
    assert (a0.hash, b0.hash) == tuple(row.hash for row in before)
    assert [(row.revision, row.newest) for row in (a0, b0, a1, b1)] == [
        (0, False),
        (0, False),
        (1, True),
        (1, True),
    ]
    assert (a0.delivered_seconds, a1.delivered_seconds) == (0, 2400)


async def test_a_changed_row_is_found(each_hall: Hall) -> None:
    await over(each_hall)
    async with each_hall.database.reading() as transaction:
        state = await service.inspect(transaction)
    assert (state.rows, state.intact) == (2, True)
    async with each_hall.writing() as transaction:
        await transaction.session.execute(
            text("UPDATE ledger_entry SET delivered_seconds = 2400 WHERE number = 2")
        )
    async with each_hall.database.reading() as transaction:
        state = await service.inspect(transaction)
    assert (state.intact, state.broken_at) == (False, 2)


async def test_a_teachers_lesson_counts_once_however_many_classes_got_it(each_hall: Hall) -> None:
    await held(each_hall, (0, 40))
    await held(each_hall, (0, 30), room="b")
    await over(each_hall)
    reach = service.Reach.of_city("mianyang")
    async with each_hall.database.reading() as transaction:
        found = await service.report(transaction, reach, By.TEACHER, DAY, DAY)
        (row,) = found.rows
        assert (row.name, row.lessons, row.held, row.held_percent) == ("林老师", 2, 2, 100.0)
        assert (row.planned, row.delivered, row.taught_lessons, row.taught_hours) == (
            4800,
            4200,
            1,
            0.67,
        )
        nobody = await service.report(transaction, service.Reach(), By.TEACHER, DAY, DAY)
        assert nobody.rows == []


async def test_reports_group_by_everything(each_hall: Hall) -> None:
    await held(each_hall, (0, 40))
    await over(each_hall)
    reach = service.Reach.of_city("mianyang")
    names: dict[By, Any] = {}
    async with each_hall.database.reading() as transaction:
        for by in By:
            found = await service.report(transaction, reach, by, DAY, DAY)
            names[by] = {row.name: row.delivered for row in found.rows}
        later = await service.report(
            transaction, reach, By.MONTH, DAY + timedelta(days=1), DAY + timedelta(days=2)
        )
    assert names == {
        By.CLASS: {"三年级1班": 2400, "接收教室": 0},
        By.SUBJECT: {"美术": 2400},
        By.TEACHER: {"林老师": 2400},
        By.SCHOOL: {"高村小学": 2400, "云里小学": 0},
        By.DISTRICT: {"pingwu": 2400},
        By.MONTH: {"2026-09": 2400},
    }
    assert later.rows == []


async def test_a_lesson_that_is_not_over_or_was_cancelled_is_not_entered(hall: Hall) -> None:
    now = hall.clock.now()
    async with hall.writing() as transaction:
        transaction.session.add(art_lesson(now, "cancelled", state=State.CANCELLED))
    await hall.set_lesson(state=State.LIVE)
    hall.clock.advance(hours=1)
    assert await service.write_due(hall.database, hall.clock.now()) == 0
