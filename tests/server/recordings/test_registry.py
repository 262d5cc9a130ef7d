from datetime import timedelta
from typing import Any

import pytest

from server.models import Recording, State
from tests.support.app import LESSON, Hall
from tests.support.archive import SEGMENT_SIZE, Archive


async def recording_row(hall: Hall) -> Recording:
    async with hall.database.reading() as transaction:
        return await transaction.session.get_one(Recording, LESSON)


async def detail(hall: Hall, who: str = "lin") -> dict[str, Any]:
    client = await hall.person(who)
    answer = await client.get(f"/api/recordings/{LESSON}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


@pytest.fixture
def archive(each_hall: Hall) -> Archive:
    return Archive(each_hall.clock.now() + timedelta(seconds=2))


async def test_a_recording_grows_is_sealed_and_its_lesson_archived(
    each_hall: Hall, archive: Archive
) -> None:
    hall, desk = each_hall, each_hall.app.state.desk
    await hall.set_lesson(state=State.LIVE)
    await desk.handle("archiver", archive.header())
    await desk.handle("archiver", archive.segment(0))
    growing = await detail(hall)
    assert (growing["state"], growing["duration"]) == ("recording", 4.0)
    assert growing["epoch"] == "2026-09-07T01:00:02Z"
    await desk.handle("archiver", archive.segment(1))
    await hall.set_lesson(state=State.ENDED)
    assert (await detail(hall))["state"] == "processing"
    await desk.handle("archiver", archive.sealed())
    whole = await detail(hall)
    assert (whole["state"], whole["duration"], whole["size"]) == ("complete", 8.0, 2 * SEGMENT_SIZE)
    assert (await hall.lesson()).state is State.ARCHIVED


async def test_every_report_may_come_twice(each_hall: Hall, archive: Archive) -> None:
    hall, desk = each_hall, each_hall.app.state.desk
    await hall.set_lesson(state=State.ENDED)
    reports = [archive.header(), archive.segment(0, gap_before=0.5, offset=0.5)]
    for _ in range(3):
        for report in (*reports, archive.sealed(1)):
            await desk.handle("archiver", report)
    row = await recording_row(hall)
    assert (row.size, row.gaps, row.sealed_segments) == (SEGMENT_SIZE, 1, 1)
    assert row.sealed_at is not None
    assert (await hall.lesson()).state is State.ARCHIVED


async def test_a_seal_over_more_segments_than_are_known_is_not_believed(
    each_hall: Hall, archive: Archive
) -> None:
    desk = each_hall.app.state.desk
    await each_hall.set_lesson(state=State.ENDED)
    await desk.handle("archiver", archive.segment(0))
    await desk.handle("archiver", archive.sealed(2))
    assert (await recording_row(each_hall)).sealed_at is None
    assert (await each_hall.lesson()).state is State.ENDED
    await desk.handle("archiver", archive.segment(1))
    assert (await recording_row(each_hall)).sealed_at is not None


async def test_a_segment_after_the_seal_waits_for_the_next_seal(
    each_hall: Hall, archive: Archive
) -> None:
    desk = each_hall.app.state.desk
    await each_hall.set_lesson(state=State.LIVE)
    await desk.handle("archiver", archive.segment(0))
    await desk.handle("archiver", archive.sealed())
    await desk.handle("archiver", archive.segment(1))
    assert (await recording_row(each_hall)).sealed_at is None
    await desk.handle("archiver", archive.sealed())
    assert (await recording_row(each_hall)).sealed_at is not None
    assert (await each_hall.lesson()).state is State.LIVE


async def test_a_segment_that_was_cut_again_takes_the_place_of_the_first(
    each_hall: Hall, archive: Archive
) -> None:
    desk = each_hall.app.state.desk
    first = archive.segment(0)
    again = archive.segment(0)
    object.__setattr__(again, "segment", "cut-again")
    for report in (archive.header(), first, again):
        await desk.handle("archiver", report)
    await each_hall.set_lesson(state=State.ENDED)
    await desk.handle("archiver", archive.sealed(1))
    row = await recording_row(each_hall)
    assert (row.size, row.sealed_at is not None) == (SEGMENT_SIZE, True)


async def test_a_segment_that_was_lost_before_it_was_stored_is_a_gap_with_its_reason(
    each_hall: Hall, archive: Archive
) -> None:
    desk = each_hall.app.state.desk
    await each_hall.set_lesson(state=State.ENDED)
    for report in (archive.header(), archive.segment(0), archive.lost(1), archive.segment(2)):
        await desk.handle("archiver", report)
        await desk.handle("archiver", report)
    await desk.handle("archiver", archive.sealed(3))
    whole = await detail(each_hall)
    assert (whole["state"], whole["size"], whole["gaps"]) == ("complete", 2 * SEGMENT_SIZE, 1)
    gap = {"offset": 4.0, "duration": 4.0, "reason": "rotten"}
    assert whole["tracks"][0]["gaps"] == [gap]
    client = await each_hall.person("lin")
    playlist = (await client.get(whole["tracks"][0]["playlist"])).text
    assert playlist.count("#EXT-X-GAP\n#EXTINF:4.000000,") == 1
    assert 'DURATION=4.000,X-REASON="rotten"' in playlist


async def test_reports_about_an_unknown_lesson_are_dropped(hall: Hall) -> None:
    archive = Archive(hall.clock.now(), lesson="gone")
    for report in (archive.header(), archive.segment(0), archive.sealed()):
        await hall.app.state.desk.handle("archiver", report)
    async with hall.database.reading() as transaction:
        assert await transaction.session.get(Recording, "gone") is None


async def test_nothing_recorded_is_sealed_and_archived_too(hall: Hall) -> None:
    await hall.set_lesson(state=State.ENDED)
    await hall.app.state.desk.handle("archiver", Archive(hall.clock.now()).sealed())
    assert (await hall.lesson()).state is State.ARCHIVED
    client = await hall.person("lin")
    answer = await client.get(f"/api/recordings/{LESSON}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/no-such-recording")


async def test_a_new_header_changes_what_the_track_is_and_an_old_one_does_not(hall: Hall) -> None:
    archive, desk = Archive(hall.clock.now()), hall.app.state.desk
    for report in (
        archive.header(),
        archive.header(number=1, codec="avc1.4d001f", width=640, height=360),
        archive.header(),
        archive.segment(0),
    ):
        await desk.handle("archiver", report)
    await hall.set_lesson(state=State.LIVE)
    (track,) = (await detail(hall))["tracks"]
    assert (track["codec"], track["width"], track["height"]) == ("avc1.4d001f", 640, 360)
