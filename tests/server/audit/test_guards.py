from datetime import UTC, datetime, timedelta

from server.audit.guards import ONE_LOOK, REMEMBERED, Looks
from server.models import State
from tests.support.app import LESSON, Hall

NOW = datetime(2026, 9, 7, tzinfo=UTC)


def test_one_look_is_noted_once_and_again_after_half_an_hour() -> None:
    looks = Looks()
    assert looks.is_new("person:he", "l", NOW)
    looks.noted("person:he", "l", NOW)
    assert not looks.is_new("person:he", "l", NOW + ONE_LOOK - timedelta(seconds=1))
    assert looks.is_new("person:he", "l", NOW + ONE_LOOK)
    assert looks.is_new("person:he", "m", NOW)


def test_what_is_remembered_is_bounded() -> None:
    looks = Looks()
    for number in range(REMEMBERED + 1):
        looks.noted("person:he", str(number), NOW)
    assert looks.is_new("person:he", "0", NOW)
    assert not looks.is_new("person:he", "1", NOW)


async def test_every_door_to_a_recording_notes_the_look(each_hall: Hall) -> None:
    await each_hall.set_lesson(state=State.ENDED)
    he, tang = await each_hall.person("he"), await each_hall.person("tang")
    for path in (
        "tracks/t/playlist.m3u8",
        "roles/teacher/master.m3u8",
        "roles/teacher/video.m3u8",
        "chapters",
        "",
    ):
        each_hall.clock.advance(minutes=31)
        await he.get(f"/api/recordings/{LESSON}/{path}".rstrip("/"))
    await (await each_hall.person("wang")).get(f"/api/recordings/{LESSON}")
    found = (await tang.get("/api/audit", params={"action": "looked"})).json()["items"]
    assert [each["actor_name"] for each in found] == ["何老师"] * 5
    assert {each["subject"] for each in found} == {f"lesson:{LESSON}"}
