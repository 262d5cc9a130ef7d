from datetime import timedelta

import pytest
from sqlalchemy import select

from server.models import Attendance, MediaSession, State
from streaming.contract import (
    Direction,
    Ending,
    Kind as MediaKind,
    PeerQuality,
    QualityReport,
    SessionConnected,
    SessionEnded,
    TrackStarted,
)
from tests.support.app import LESSON, Hall


def connected(hall: Hall, session: str, identity: str, seconds: float = 0.0) -> SessionConnected:
    at = hall.clock.now().timestamp() + seconds
    return SessionConnected(session, LESSON, identity, Direction.RECEIVE, at)


def ended(hall: Hall, session: str, identity: str, seconds: float) -> SessionEnded:
    at = hall.clock.now().timestamp() + seconds
    return SessionEnded(session, LESSON, identity, Direction.RECEIVE, Ending.TIMED_OUT, at)


async def receivers(hall: Hall) -> list[dict[str, object]]:
    client = await hall.person("lin")
    items: list[dict[str, object]] = (await client.get(f"/api/lessons/{LESSON}/receivers")).json()[
        "items"
    ]
    return items


async def attendances(hall: Hall) -> list[Attendance]:
    async with hall.database.reading() as transaction:
        query = select(Attendance).order_by(Attendance.began_at)
        return list(await transaction.session.scalars(query))


async def test_rooms_are_absent_until_they_come(each_hall: Hall) -> None:
    assert [(each["class_name"], each["state"]) for each in await receivers(each_hall)] == [
        ("三年级1班", "absent"),
        ("", "absent"),
    ]


async def test_a_room_is_there_from_its_first_key_to_its_end(each_hall: Hall) -> None:
    hall = each_hall
    async with hall.node() as node:
        await node.tell(connected(hall, "s1", "room:a"))
        first, second = await receivers(hall)
        assert (first["state"], first["since"]) == ("connected", "2026-09-07T01:00:00Z")
        assert second["state"] == "absent"
        await node.tell(ended(hall, "s1", "room:a", 90.5))
    assert [each["state"] for each in await receivers(hall)] == ["absent", "absent"]
    (interval,) = await attendances(hall)
    assert interval.room_id == "a"
    assert interval.ended_at == interval.began_at + timedelta(seconds=90.5)


async def test_what_a_node_says_twice_counts_once(each_hall: Hall) -> None:
    hall = each_hall
    async with hall.node() as node:
        for _ in range(2):
            await node.tell(connected(hall, "s1", "room:a"))
        for _ in range(2):
            await node.tell(ended(hall, "s1", "room:a", 60))
    assert len(await attendances(hall)) == 1


async def test_an_end_that_comes_before_its_beginning_is_kept(hall: Hall) -> None:
    async with hall.node() as node:
        await node.tell(ended(hall, "s1", "room:a", 60))
        await node.tell(connected(hall, "s1", "room:a"))
    (interval,) = await attendances(hall)
    assert interval.ended_at is not None


async def test_coming_back_is_an_interval_of_its_own(hall: Hall) -> None:
    async with hall.node() as node:
        await node.tell(connected(hall, "s1", "room:a"))
        await node.tell(connected(hall, "s2", "room:a", 30))
        await node.tell(ended(hall, "s1", "room:a", 31))
        (room, _) = await receivers(hall)
        assert room["state"] == "connected"
    assert [each.session_id for each in await attendances(hall)] == ["s1", "s2"]


async def test_people_and_unknown_rooms_attend_nothing(hall: Hall) -> None:
    async with hall.node() as node:
        await node.tell(connected(hall, "s1", "person:lin"))
        await node.tell(connected(hall, "s2", "room:torn-down"))
    assert await attendances(hall) == []


async def test_a_report_about_an_unknown_lesson_is_acknowledged_and_dropped(hall: Hall) -> None:
    at = hall.clock.now().timestamp()
    async with hall.node() as node:
        await node.tell(SessionConnected("s", "gone", "room:a", Direction.RECEIVE, at))
        await node.tell(SessionEnded("s", "gone", "room:a", Direction.RECEIVE, Ending.LEFT, at))
        await node.tell(TrackStarted("gone", "s", "teacher", MediaKind.AUDIO, "opus", at))
    assert await attendances(hall) == []


async def test_quality_is_shown_beside_the_room_it_belongs_to(hall: Hall) -> None:
    peer = PeerQuality("s1", "room:a", Direction.RECEIVE, 32.0, 900.5, 1.25, 48.0)
    async with hall.node() as node:
        await node.tell(connected(hall, "s1", "room:a"))
        hall.app.state.attendees.quality(QualityReport(LESSON, 0.0, (peer,)))
        first, second = await receivers(hall)
    assert (first["audio_kbps"], first["video_kbps"]) == (32.0, 900.5)
    assert (first["loss_percent"], first["round_trip_ms"]) == (1.25, 48.0)
    assert second["video_kbps"] == 0.0
    hall.app.state.attendees.forget(LESSON)
    assert (await receivers(hall))[0]["video_kbps"] == 0.0


async def test_quality_of_lessons_that_never_end_is_bounded(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.live.presence.QUALITY_LESSONS", 2)
    attendees = hall.app.state.attendees
    for lesson in ("one", "two", "one", "three"):
        attendees.quality(QualityReport(lesson, 0.0, ()))
    assert set(attendees._quality) == {"one", "three"}


async def test_the_teachers_first_packet_starts_the_lesson(hall: Hall) -> None:
    await hall.set_lesson(state=State.OPEN)
    at = hall.clock.now().timestamp()
    async with hall.node() as node:
        await node.tell(TrackStarted(LESSON, "s", "board", MediaKind.VIDEO, "H264", at))
        assert (await hall.lesson()).state is State.OPEN
        await node.tell(TrackStarted(LESSON, "s", "teacher", MediaKind.AUDIO, "opus", at))
    assert (await hall.lesson()).state is State.LIVE


async def test_a_session_between_offer_and_keys_is_connecting(hall: Hall) -> None:
    async with hall.writing() as transaction:
        transaction.session.add(
            MediaSession(
                id="s1",
                lesson_id=LESSON,
                direction=Direction.RECEIVE,
                identity="room:b",
                token_hash="",
                node="node-1",
                created_at=hall.clock.now(),
            )
        )
    assert [each["state"] for each in await receivers(hall)] == ["absent", "connecting"]
