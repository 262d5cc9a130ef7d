import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import httpx
import pytest

from server.models import State
from tests.support.app import LESSON, Hall
from tests.support.ffmpeg import examine
from tests.support.recorded_hall import archived
from tests.support.rtp_media import (
    H264,
    OPUS,
    VP9,
    Pictures,
    Source,
    encode_audio,
    encode_video,
    lose,
    read_number,
)

PATH = f"/api/recordings/{LESSON}/download.mp4"
FILM = (
    *encode_video("H264", 4.0),
    *(
        replace(one, time=one.time + 4.0)
        for one in encode_video("H264", 4.0, Pictures(640, 480, first=60))
    ),
    *(replace(one, time=one.time + 8.0) for one in encode_video("H264", 2.0, Pictures(first=120))),
)
TEACHER = Source(H264, FILM).packets()
"""Grows at 4 s and shrinks again at 8 s."""
BOARD = Source(VP9, encode_video("VP9", 6.0), start=1_700_000_001.0).packets()
SOUND = Source(OPUS, encode_audio(10.0)).packets()


@pytest.fixture
async def viewer(hall: Hall, tmp_path: Path) -> httpx.AsyncClient:
    """Somebody who may replay a recording of three tracks, with a gap of four seconds in the sound."""
    sound = lose(SOUND, lambda one: 3.0 < one.time < 7.0)
    tracks = [("teacher", H264, TEACHER), ("board", VP9, BOARD), ("teacher", OPUS, sound)]
    await archived(hall, tmp_path / "archive", tracks)
    return await hall.person("he")


async def test_all_tracks_come_as_one_file_that_others_read_without_a_warning(
    viewer: httpx.AsyncClient, tmp_path: Path
) -> None:
    answer = await viewer.get(PATH)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["content-length"] == str(len(answer.content))
    assert "attachment; filename*=UTF-8''%" in answer.headers["content-disposition"]
    path = tmp_path / "lesson.mp4"
    path.write_bytes(answer.content)
    verdict = examine(path)
    assert verdict.complaints == ""
    assert [one["codec_name"] for one in verdict.streams] == ["h264", "vp9", "opus"]
    assert verdict.duration == pytest.approx(10.0, abs=0.1)
    assert verdict.frames[0] == 150
    assert verdict.frames[1] == 90


async def test_every_picture_is_at_its_time_in_every_size_and_the_index_finds_it(
    viewer: httpx.AsyncClient, tmp_path: Path
) -> None:
    path = tmp_path / "lesson.mp4"
    path.write_bytes((await viewer.get(PATH)).content)
    with av.open(str(path)) as container:
        board = container.streams.video[1]
        shown = [
            (read_number(frame.to_ndarray(format="rgb24")), float(frame.time), frame.width)
            for frame in container.decode(video=0)
        ]
        assert [number for number, _, _ in shown] == list(range(150))
        assert max(abs(time - number / 15) for number, time, _ in shown) < 0.03
        assert [width for _, _, width in shown] == [320] * 60 + [640] * 60 + [320] * 30
        container.seek(6_500_000)
        packet = next(one for one in container.demux(video=0) if one.pts is not None)
        assert packet.is_keyframe
        assert 4.0 <= float(packet.pts * packet.time_base) <= 6.5
        container.seek(0)
        first = next(container.decode(board))
        assert float(first.time) == pytest.approx(1.0, abs=0.03)


async def test_a_choice_of_tracks(viewer: httpx.AsyncClient, tmp_path: Path) -> None:
    path = tmp_path / "part.mp4"
    for wanted, codecs in (
        (["teacher.audio"], ["opus"]),
        (["teacher.audio", "board.video"], ["vp9", "opus"]),
    ):
        query = [("track", f"{LESSON}.{name}") for name in wanted]
        path.write_bytes((await viewer.get(PATH, params=query)).content)
        verdict = examine(path)
        assert verdict.complaints == ""
        assert [one["codec_name"] for one in verdict.streams] == codecs
    unknown = await viewer.get(PATH, params=[("track", "other")])
    assert (unknown.status_code, unknown.json()["type"]) == (404, "/problems/no-such-track")


async def test_a_download_goes_on_where_it_broke_off(viewer: httpx.AsyncClient) -> None:
    whole = await viewer.get(PATH)
    etag = whole.headers["etag"]
    size = len(whole.content)
    # Cuts in the movie box, at its end, inside segments, and the last byte.
    cuts = [0, 10, 1500, *range(5000, size, size // 23), size - 1, size]
    parts = b""
    for start, end in pairwise(cuts):
        headers = {"Range": f"bytes={start}-{end - 1}", "If-Range": etag}
        answer = await viewer.get(PATH, headers=headers)
        assert answer.status_code == 206
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
        parts += answer.content
    assert parts == whole.content
    behind = await viewer.get(PATH, headers={"Range": f"bytes={size}-"})
    assert behind.status_code == 416


async def test_while_it_is_recorded_there_is_nothing_to_download(
    hall: Hall, viewer: httpx.AsyncClient
) -> None:
    await hall.set_lesson(state=State.LIVE)
    answer = await viewer.get(PATH)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/still-recorded")
    assert re.search("[\u4e00-\u9fff]", answer.json()["detail"])


async def test_only_those_who_may_replay_may_download(
    hall: Hall, viewer: httpx.AsyncClient
) -> None:
    assert (await hall.client().get(PATH)).status_code == 401
    assert (await (await hall.person("wang")).get(PATH)).status_code == 403
