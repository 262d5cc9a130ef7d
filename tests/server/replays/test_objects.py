import asyncio

import httpx
import pytest
from sqlalchemy import event

from server.replays.addresses import RENEWED, SIGNED_SECONDS
from server.replays.objects import Signed
from tests.server.replays.test_endpoints import BYTES, viewer
from tests.support.app import LESSON, Hall

__all__ = ["viewer"]
KEY = f"{LESSON}/teacher-video/0.m4s"


@pytest.fixture
def path(hall: Hall) -> str:
    """The signed address of a segment."""
    found: str = hall.app.state.playlists.addresses.sign(KEY, hall.clock.now())
    return found


async def test_the_whole_object_comes_with_its_validators(
    viewer: httpx.AsyncClient, path: str
) -> None:
    answer = await viewer.get(path)
    assert (answer.status_code, answer.content) == (200, BYTES)
    assert answer.headers["content-length"] == str(len(BYTES))
    assert answer.headers["content-type"] == "video/iso.segment"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["etag"] == '"0"'
    assert answer.headers["cache-control"] == "private, max-age=86400, immutable"


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=300000-", 300_000, len(BYTES)),
        ("bytes=-10", len(BYTES) - 10, len(BYTES)),
    ],
)
async def test_a_part_of_it(
    viewer: httpx.AsyncClient, path: str, wanted: str, start: int, end: int
) -> None:
    answer = await viewer.get(path, headers={"Range": wanted})
    assert (answer.status_code, answer.content) == (206, BYTES[start:end])
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(BYTES)}"
    assert answer.headers["content-length"] == str(end - start)


async def test_a_part_that_is_not_there(viewer: httpx.AsyncClient, path: str) -> None:
    answer = await viewer.get(path, headers={"Range": f"bytes={len(BYTES)}-"})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(BYTES)}"
    assert answer.json()["type"] == "/problems/range-not-satisfiable"


async def test_what_the_browser_holds_is_not_sent_again(
    viewer: httpx.AsyncClient, path: str
) -> None:
    etag = (await viewer.get(path)).headers["etag"]
    answer = await viewer.get(path, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    other = await viewer.get(path, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (other.status_code, len(other.content)) == (200, len(BYTES))


async def test_an_object_that_the_store_lost_is_not_found(
    hall: Hall, viewer: httpx.AsyncClient, path: str
) -> None:
    await hall.app.state.store.delete(f"{LESSON}/teacher-video/0.m4s")
    answer = await viewer.get(path)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/no-such-object")


async def test_an_address_holds_for_its_object_and_its_time_only(
    hall: Hall, viewer: httpx.AsyncClient, path: str
) -> None:
    # Whoever was given it, as with a store of its own.
    assert (await hall.client().get(path)).status_code == 200
    until = path.partition("until=")[2].partition("&")[0]
    other = [
        path.replace("0.m4s", "1.m4s"),
        path.replace(until, str(int(until) + 1)),
        path[:-1] + ("A" if path[-1] != "A" else "B"),
        f"/api/objects/..%2Fsecrets.toml?{path.partition('?')[2]}",
    ]
    for wrong in other:
        answer = await viewer.get(wrong)
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/address-ended")
    assert (await viewer.get(path.partition("?")[0])).status_code == 401
    hall.clock.advance(seconds=SIGNED_SECONDS + RENEWED)
    assert (await viewer.get(path)).status_code == 403


async def test_no_object_costs_a_look_into_the_database(
    hall: Hall, viewer: httpx.AsyncClient, path: str
) -> None:
    asked: list[object] = []
    here = asyncio.current_task()

    def note(*details: object) -> None:
        # The event hub and others look on their own.
        if asyncio.current_task() is here:
            asked.append(details[2])

    event.listen(hall.database.engine.sync_engine, "before_cursor_execute", note)
    assert (await viewer.get(path)).content == BYTES
    assert asked == []
    await viewer.get(f"/api/recordings/{LESSON}")
    event.remove(hall.database.engine.sync_engine, "before_cursor_execute", note)
    assert len(asked) > 0, "the count sees what a request asks"


def test_the_guard_says_who_may_pass() -> None:
    assert "signed address" in Signed.owner_check
