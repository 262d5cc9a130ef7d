import hashlib
import re

import httpx
import pytest

from server.models import State
from server.recordings import repository
from streaming.contract import SegmentStored, TrackInit
from tests.support.app import LESSON, Hall
from tests.support.archive import Archive

BYTES = bytes(range(256)) * 4000


def stored(report: SegmentStored | TrackInit, content: bytes) -> SegmentStored | TrackInit:
    """Return a report about this content."""
    object.__setattr__(report, "size", len(content))
    object.__setattr__(report, "sha256", hashlib.sha256(content).hexdigest())
    return report


@pytest.fixture
async def viewer(hall: Hall) -> httpx.AsyncClient:
    """Somebody who may replay; the recording's bytes lie in the directory store."""
    archive, store = Archive(hall.clock.now()), hall.app.state.store
    header, segment = archive.header(), archive.segment(0)
    await store.put(header.key, b"header", "video/mp4")
    await store.put(segment.key, BYTES, "video/mp4")
    for report in (stored(header, b"header"), stored(segment, BYTES), archive.sealed()):
        await hall.app.state.desk.handle("archiver", report)
    await hall.set_lesson(state=State.ENDED)
    return await hall.person("he")


async def test_playlists_and_headers_are_served(viewer: httpx.AsyncClient) -> None:
    base = f"/api/recordings/{LESSON}"
    for path in (
        f"{base}/tracks/teacher-video/playlist.m3u8",
        f"{base}/roles/teacher/master.m3u8",
        f"{base}/roles/teacher/video.m3u8",
    ):
        answer = await viewer.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"] == "application/vnd.apple.mpegurl"
        kept = "no-store" if "master" in path else "private, no-cache"
        assert answer.headers["cache-control"] == kept
    init = re.search('#EXT-X-MAP:URI="(.*)"', answer.text)
    assert init is not None
    header = await viewer.get(init[1])
    assert (header.content, header.headers["content-type"]) == (b"header", "video/mp4")
    for gap in (f"{base}/tracks/teacher-video/gap.mp4", f"{base}/roles/teacher/gap.mp4"):
        assert (await viewer.get(gap)).content == b"\x00\x00\x00\x08free"


@pytest.mark.parametrize("name", ["master", "video"])
async def test_only_those_who_may_replay_get_a_playlist(
    hall: Hall, viewer: httpx.AsyncClient, name: str
) -> None:
    path = f"/api/recordings/{LESSON}/roles/teacher/{name}.m3u8"
    assert (await viewer.get(path)).status_code == 200
    assert (await hall.client().get(path)).status_code == 401
    for other in (await hall.person("wang"), await hall.person("far"), await hall.device("a")):
        assert (await other.get(path)).status_code == 403


async def test_a_playlist_that_a_browser_holds_is_not_sent_again(
    hall: Hall, viewer: httpx.AsyncClient
) -> None:
    path = f"/api/recordings/{LESSON}/roles/teacher/video.m3u8"
    first = await viewer.get(path)
    held = {"If-None-Match": first.headers["etag"]}
    again = await viewer.get(path, headers=held)
    assert (again.status_code, again.content) == (304, b"")
    # All viewers get the same bytes: nothing in them belongs to one of them.
    other = await (await hall.person("tang")).get(path)
    assert (other.headers["etag"], other.content) == (first.headers["etag"], first.content)


async def test_unknown_tracks_roles_and_kinds_are_not_found(viewer: httpx.AsyncClient) -> None:
    base = f"/api/recordings/{LESSON}"
    for path in ("tracks/x/playlist.m3u8", "roles/x/master.m3u8", "roles/teacher/smell.m3u8"):
        assert (await viewer.get(f"{base}/{path}")).status_code == 404, path


async def test_chapters_are_listed_with_their_pictures(
    hall: Hall, viewer: httpx.AsyncClient
) -> None:
    path, archive = f"/api/recordings/{LESSON}/chapters", Archive(hall.clock.now())
    assert (await viewer.get(path)).json() == {"chapters": []}
    await hall.app.state.desk.handle("archiver", archive.header("board-video"))
    reports = [archive.chapter(number) for number in (1, 0, 0)]
    for report in (*reports, archive.chapter(3, "teacher-video")):
        await hall.app.state.store.put(report.key, b"jpeg", "image/jpeg")
        object.__setattr__(report, "size", 4)
        await hall.app.state.desk.handle("archiver", report)
    first, second, camera = (await viewer.get(path)).json()["chapters"]
    assert (first["at_ms"], second["at_ms"], camera["at_ms"]) == (0, 10_000, 30_000)
    assert [one["slide"] for one in (first, second, camera)] == [True, True, False]
    picture = await viewer.get(first["thumbnail"])
    assert (picture.content, picture.headers["content-type"]) == (b"jpeg", "image/jpeg")
    async with hall.database.reading() as transaction:
        # They are read again by the scrub, and go with an erasure.
        stored = await repository.stored_objects(transaction.session, LESSON, ["board-video"])
        assert sorted(one.key for one in stored) == [
            f"{LESSON}/board-video/{name}"
            for name in ("chapter-0.jpg", "chapter-1.jpg", "init-0.mp4")
        ]
    assert (await (await hall.person("wang")).get(path)).status_code == 403
