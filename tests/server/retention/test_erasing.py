from datetime import timedelta

import pytest
from sqlalchemy import select

from server.models import (
    Act,
    AuditEntry,
    Erasure,
    ErasureState,
    Interaction,
    Kind,
    Lesson,
    Recording,
    State,
)
from server.retention.erasing import propose
from server.retention.schemas import Terms
from streaming.errors import StoreError
from tests.support.app import LESSON, Hall
from tests.support.archive import Archive
from tests.support.erasures import ASK, WHY, answered, erase, keep, left

DAY = timedelta(days=1)
TERMS = Terms({Kind.DEDICATED: 30, Kind.FAMOUS_TEACHER: 0}, 7 * DAY)


async def rows(hall: Hall) -> list[Erasure]:
    async with hall.database.reading() as transaction:
        return list(await transaction.session.scalars(select(Erasure).order_by(Erasure.id)))


async def asked(hall: Hall) -> str:
    tang = await hall.person("tang")
    answer = await tang.post(ASK, json=WHY)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_after_the_grace_nothing_is_left_but_the_certificate(each_hall: Hall) -> None:
    await keep(each_hall)
    # An object that no row names any more: a segment that was cut again.
    await each_hall.app.state.store.put(f"recordings/{LESSON}/teacher-video/old.m4s", b"1", "")
    await each_hall.app.state.store.put("recordings/lesson-art-2/kept", b"1", "")
    one = await asked(each_hall)
    await erase(each_hall)
    assert len(await left(each_hall)) == 6
    each_hall.clock.advance(days=7)
    await erase(each_hall)
    lin = await each_hall.person("lin")
    assert (await lin.get(f"/api/recordings/{LESSON}")).status_code == 404
    assert len(await left(each_hall)) == 6, "the archiver has not answered yet"
    await answered(each_hall, one)
    await erase(each_hall)
    assert await left(each_hall) == ["recordings/lesson-art-2/kept"]
    (row,) = await rows(each_hall)
    assert (row.state, row.objects, row.problem) == (ErasureState.DONE, 5, "")
    assert (await each_hall.lesson()).state is State.EXPIRED
    async with each_hall.database.reading() as transaction:
        entry = await transaction.session.get_one(AuditEntry, 3)
    assert (entry.action, entry.actor) == ("erased", "command")
    assert f"objects:5 bytes:{row.size} sha256:{row.digest}" in entry.note


async def words(hall: Hall) -> list[str]:
    """Return who did what in the lesson, as the rows say."""
    async with hall.database.reading() as transaction:
        rows = await transaction.session.scalars(select(Interaction).order_by(Interaction.number))
        return [f"{row.lesson_id} {row.room_id}: {row.act} {row.text}".rstrip() for row in rows]


async def say(hall: Hall) -> None:
    """Have two classes and the teacher do something in the lesson; one class in another lesson."""
    at = hall.clock.now()
    async with hall.writing() as transaction:
        session = transaction.session
        lesson = await session.get_one(Lesson, LESSON)
        columns = {each.key: getattr(lesson, each.key) for each in Lesson.__table__.columns}
        session.add(Lesson(**columns | {"id": "other"}))
        await session.flush()
        session.add_all(
            Interaction(lesson_id=lesson, at=at, act=act, room_id=room, text=text)
            for lesson, act, room, text in (
                (LESSON, Act.MESSAGE, "a", "老师，小红看不见"),
                (LESSON, Act.HEAD_COUNT, "a", ""),
                (LESSON, Act.POLL_OPENED, None, "听懂了吗？"),
                (LESSON, Act.HAND_UP, "x", ""),
                ("other", Act.MESSAGE, "a", "好"),
            )
        )


async def test_what_children_wrote_goes_with_the_recording(each_hall: Hall) -> None:
    await keep(each_hall)
    await say(each_hall)
    one = await asked(each_hall)
    each_hall.clock.advance(days=7)
    await erase(each_hall)
    assert await words(each_hall) == ["other a: message 好"]
    await answered(each_hall, one)
    await erase(each_hall)
    tang = await each_hall.person("tang")
    said = (await tang.get(f"/api/erasures/{one}/certificate")).json()
    assert (said["acts"], said["objects"]) == (4, 4)
    (entry,) = (await tang.get("/api/audit", params={"action": "erased"})).json()["items"]
    assert "acts:4" in entry["note"]


async def test_a_class_whose_consent_ends_takes_its_own_words_with_it(each_hall: Hall) -> None:
    await keep(each_hall, ("teacher", "class:a"))
    await say(each_hall)
    tang = await each_hall.person("tang")
    url = "/api/classes/class-a/consents/class"
    await tang.put(url, json={"paper": "柜"})
    await tang.delete(url)
    each_hall.clock.advance(hours=12)
    await erase(each_hall)
    assert await words(each_hall) == [
        f"{LESSON} None: poll_opened 听懂了吗？",
        f"{LESSON} x: hand_up",
        "other a: message 好",
    ]
    (row,) = await rows(each_hall)
    assert row.acts == 2


async def test_a_late_report_does_not_bring_an_erased_recording_back(each_hall: Hall) -> None:
    await keep(each_hall)
    await asked(each_hall)
    each_hall.clock.advance(days=7)
    await erase(each_hall)
    await each_hall.app.state.desk.handle("a", Archive(each_hall.clock.now()).segment(9))
    async with each_hall.database.reading() as transaction:
        assert await transaction.session.get(Recording, LESSON) is None


async def test_a_store_that_is_away_is_said_and_tried_until_it_is_done(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keep(hall)
    one = await asked(hall)
    hall.clock.advance(days=7)
    await erase(hall)
    await answered(hall, one)

    async def away(_key: str) -> None:
        raise StoreError("the store is away")

    with monkeypatch.context() as patched:
        patched.setattr(hall.app.state.store, "delete", away)
        for _ in range(2):
            await erase(hall)
    (row,) = await rows(hall)
    assert (row.state, row.problem) == (ErasureState.ERASING, "the store is away")
    await erase(hall)
    (row,) = await rows(hall)
    assert (row.state, row.problem, await left(hall)) == (ErasureState.DONE, "", [])


async def test_some_roles_go_and_the_rest_is_as_whole_as_before(each_hall: Hall) -> None:
    await keep(each_hall, ("teacher", "class:a"))
    tang = await each_hall.person("tang")
    url = "/api/classes/class-a/consents/class"
    await tang.put(url, json={"paper": "柜"})
    await tang.delete(url)
    (row,) = await rows(each_hall)
    assert (row.roles, row.due_at) == (["class:a"], each_hall.clock.now() + timedelta(hours=12))
    each_hall.clock.advance(hours=12)
    await erase(each_hall)
    await answered(each_hall, row.id)
    await erase(each_hall)
    (row,) = await rows(each_hall)
    assert (row.state, row.objects) == (ErasureState.DONE, 4)
    keys = await left(each_hall)
    assert len(keys) == 4
    assert all("teacher-video" in key for key in keys)
    tang = await each_hall.person("tang")
    found = (await tang.get(f"/api/recordings/{LESSON}")).json()
    assert (found["state"], [track["role"] for track in found["tracks"]]) == (
        "complete",
        ["teacher"],
    )
    assert (await each_hall.lesson()).state is State.ARCHIVED


async def test_a_consent_that_is_given_again_ends_what_has_not_begun(each_hall: Hall) -> None:
    await keep(each_hall, ("teacher", "class:a"))
    tang = await each_hall.person("tang")
    url = "/api/classes/class-a/consents/class"
    for _ in range(2):
        await tang.put(url, json={"paper": "柜"})
        await tang.delete(url)
    await tang.put(url, json={"paper": "柜"})
    assert [row.state for row in await rows(each_hall)] == [ErasureState.TAKEN_BACK] * 2
    each_hall.clock.advance(days=2)
    await erase(each_hall)
    assert len(await left(each_hall)) == 8


async def test_nothing_is_erased_while_it_is_held_or_on_air(each_hall: Hall) -> None:
    await keep(each_hall)
    await asked(each_hall)
    tang = await each_hall.person("tang")
    hold = f"/api/recordings/{LESSON}/hold"
    assert (await tang.post(hold, json=WHY)).status_code == 204
    each_hall.clock.advance(days=8)
    await erase(each_hall)
    tang = await each_hall.person("tang")
    (shown,) = (await tang.get("/api/erasures")).json()["items"]
    assert (shown["state"], shown["held"]) == ("waiting", True)
    await tang.delete(hold)
    await each_hall.set_lesson(state=State.LIVE)
    await erase(each_hall)
    assert (await rows(each_hall))[0].state is ErasureState.WAITING
    await each_hall.set_lesson(state=State.ENDED)
    await erase(each_hall)
    assert (await rows(each_hall))[0].state is ErasureState.ERASING


async def test_what_outlives_its_period_gets_its_grace_once(each_hall: Hall) -> None:
    await keep(each_hall)
    now = each_hall.clock.now
    assert await propose(each_hall.database, TERMS, now()) == 0
    each_hall.clock.advance(days=31)
    assert await propose(each_hall.database, TERMS, now()) == 1
    assert await propose(each_hall.database, TERMS, now()) == 0
    (row,) = await rows(each_hall)
    assert (row.asked_by, row.reason, row.due_at) == (None, "period:dedicated:30", now() + 7 * DAY)
    tang = await each_hall.person("tang")
    assert (await tang.post(f"/api/erasures/{row.id}/return", json=WHY)).status_code == 200
    # Taken back means held: else it would come again tomorrow.
    assert await propose(each_hall.database, TERMS, now()) == 0
    (held,) = (await tang.get("/api/retention")).json()["held"]
    assert held["reason"] == WHY["reason"]


async def test_a_period_of_no_days_is_for_ever(hall: Hall) -> None:
    await keep(hall)
    hall.clock.advance(days=20_000)
    assert await propose(hall.database, Terms({Kind.DEDICATED: 0}, DAY), hall.clock.now()) == 0
