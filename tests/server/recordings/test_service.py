from datetime import timedelta
from typing import Any

import pytest

from server.models import State
from streaming.contract import Kind, MediaLoss
from tests.support.app import LESSON, Hall
from tests.support.archive import Archive


async def detail(hall: Hall, who: str = "lin") -> dict[str, Any]:
    client = await hall.person(who)
    answer = await client.get(f"/api/recordings/{LESSON}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


@pytest.fixture
def archive(each_hall: Hall) -> Archive:
    return Archive(each_hall.clock.now() + timedelta(seconds=2))


async def test_gaps_between_and_inside_segments_are_listed_in_order(
    each_hall: Hall, archive: Archive
) -> None:
    hall, desk = each_hall, each_hall.app.state.desk
    loss = MediaLoss(1.0, 0.4, "packets lost")
    for report in (
        archive.header(),
        archive.header("board-video"),
        archive.segment(0, losses=(loss,)),
        archive.segment(1, offset=9.0, gap_before=5.0),
        archive.segment(2, offset=13.1, gap_before=0.1),
        archive.segment(0, track="board-video", offset=6.0, duration=11.1),
    ):
        await desk.handle("archiver", report)
    await hall.set_lesson(state=State.ENDED)
    body = await detail(hall)
    board, teacher = body["tracks"]
    assert teacher["gaps"] == [
        {"offset": 1.0, "duration": 0.4, "reason": "packets lost"},
        {"offset": 4.0, "duration": 5.0, "reason": "publisher away"},
    ]
    assert (board["offset"], board["duration"], board["gaps"]) == (6.0, 11.1, [])
    assert body["gaps"] == 2
    assert [each["role"] for each in body["roles"]] == ["board", "teacher"]


async def test_a_track_of_which_nothing_is_stored_is_not_listed(hall: Hall) -> None:
    archive, desk = Archive(hall.clock.now()), hall.app.state.desk
    for report in (
        archive.header(),
        archive.header("teacher-audio", Kind.AUDIO),
        archive.segment(0),
    ):
        await desk.handle("archiver", report)
    await hall.set_lesson(state=State.LIVE)
    assert [track["id"] for track in (await detail(hall))["tracks"]] == ["teacher-video"]
