from datetime import UTC, datetime, timedelta

from server.audit.guards import ADMITTED, Admissions
from server.audit.looks import REMEMBERED
from server.models import State
from tests.support.app import LESSON, Hall

NOW = datetime(2026, 9, 7, tzinfo=UTC)


def test_an_admission_holds_for_half_a_minute_for_the_same_cookies_and_lesson() -> None:
    admissions = Admissions()
    admissions.admitted(("l", "a", ""), "person:he", NOW)
    soon = NOW + ADMITTED - timedelta(seconds=1)
    assert admissions.identity(("l", "a", ""), soon) == "person:he"
    assert admissions.identity(("l", "a", ""), NOW + ADMITTED) is None
    assert admissions.identity(("m", "a", ""), soon) is None
    assert admissions.identity(("l", "b", ""), soon) is None
    for number in range(REMEMBERED):
        admissions.admitted((str(number), "a", ""), "person:he", NOW)
    assert admissions.identity(("l", "a", ""), soon) is None


async def test_a_right_that_was_taken_back_opens_playlists_for_half_a_minute_at_most(
    each_hall: Hall,
) -> None:
    await each_hall.set_lesson(state=State.ENDED)
    he, path = await each_hall.person("he"), f"/api/recordings/{LESSON}/tracks/t/playlist.m3u8"
    assert (await he.get(path)).status_code == 404  # admitted; nothing is recorded
    cookies = dict(he.cookies)
    assert (await he.delete("/api/session")).status_code == 204
    stranger = each_hall.client()
    stranger.cookies.update(cookies)
    each_hall.clock.advance(seconds=ADMITTED.total_seconds())
    assert (await stranger.get(path)).status_code == 401


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
