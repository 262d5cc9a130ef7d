import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, event, select, text
from sqlalchemy.exc import StatementError

from server.database import Announcement
from server.models import Lesson
from tests.support.app import LESSON, Hall

SHANGHAI = timezone(timedelta(hours=8))


async def test_a_moment_of_any_zone_comes_back_as_utc(each_hall: Hall) -> None:
    at = datetime(2026, 9, 7, 9, 30, tzinfo=SHANGHAI)
    await each_hall.set_lesson(started_at=at)
    found = (await each_hall.lesson()).started_at
    assert found is not None
    assert (found, found.tzinfo) == (datetime(2026, 9, 7, 1, 30, tzinfo=UTC), UTC)
    async with each_hall.database.reading() as transaction:
        query = select(Lesson.id).where(Lesson.started_at == at)
        assert await transaction.session.scalar(query) == LESSON


async def test_a_moment_without_a_zone_is_refused(each_hall: Hall) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        await each_hall.set_lesson(started_at=datetime(2026, 9, 7, 9, 30))  # noqa: DTZ001


async def test_what_reads_never_writes(each_hall: Hall) -> None:
    async with each_hall.database.reading() as transaction:
        lesson = await transaction.session.get_one(Lesson, LESSON)
        lesson.title = "changed"
        await transaction.session.flush()
    assert (await each_hall.lesson()).title == "美术：画家乡的山"


async def test_an_exception_takes_everything_back(each_hall: Hall) -> None:
    async def fail_halfway() -> None:
        async with each_hall.writing() as transaction:
            lesson = await transaction.session.get_one(Lesson, LESSON)
            lesson.title = "changed"
            await transaction.session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_halfway()
    assert (await each_hall.lesson()).title == "美术：画家乡的山"


async def test_writers_wait_for_each_other_and_lose_nothing(each_hall: Hall) -> None:
    async def longer() -> None:
        async with each_hall.writing() as transaction:
            query = select(Lesson).where(Lesson.id == LESSON).with_for_update()
            lesson = (await transaction.session.scalars(query)).one()
            await asyncio.sleep(0)
            lesson.grade += 1

    await asyncio.gather(*(longer() for _ in range(12)))
    assert (await each_hall.lesson()).grade == 3 + 12


async def test_readers_do_not_wait_for_a_writer(each_hall: Hall) -> None:
    async with each_hall.writing() as transaction:
        lesson = await transaction.session.get_one(Lesson, LESSON)
        lesson.title = "not yet"
        await transaction.session.flush()
        assert (await each_hall.lesson()).title == "美术：画家乡的山"


async def test_sqlite_keeps_foreign_keys_and_writes_ahead(sqlite_hall: Hall) -> None:
    async with sqlite_hall.database.reading() as transaction:
        for pragma, value in (("foreign_keys", 1), ("journal_mode", "wal"), ("synchronous", 1)):
            found = await transaction.session.scalar(text(f"PRAGMA {pragma}"))
            assert found == value, pragma


async def test_the_same_announcement_is_made_once(hall: Hall) -> None:
    async with hall.writing() as transaction:
        transaction.announce("lesson.changed", LESSON)
        transaction.announce("lesson.changed", LESSON)
        transaction.announce("recording.changed", LESSON)
        assert transaction.announcements == [
            Announcement("lesson.changed", LESSON),
            Announcement("recording.changed", LESSON),
        ]
        transaction.announcements.clear()


async def test_a_cancellation_in_a_commit_cuts_nothing(
    each_hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    async def rename() -> None:
        async with each_hall.writing() as transaction:
            lesson = await transaction.session.get_one(Lesson, LESSON)
            lesson.title = "changed"

    committing: list[object] = []

    def note(connection: Connection) -> None:
        committing.append(connection.connection.dbapi_connection)

    def cancel(connection: object, *_: object) -> None:
        # The commit is through; its connection is about to be given back with a rollback. Others' readings end meanwhile.
        if connection in committing:
            renaming.cancel()

    engine = each_hall.database.engine.sync_engine
    event.listen(engine, "commit", note)
    event.listen(engine.pool, "reset", cancel)
    renaming = asyncio.create_task(rename())
    try:
        with pytest.raises(asyncio.CancelledError):
            await renaming
    finally:
        event.remove(engine.pool, "reset", cancel)
        event.remove(engine, "commit", note)
    assert (await each_hall.lesson()).title == "changed"
    assert not caplog.records, caplog.text
