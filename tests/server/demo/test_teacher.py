"""The demo teacher, seen by a peer that decodes what it sends. Media goes over loopback, as in a classroom."""

import asyncio
from collections.abc import AsyncIterator, Callable
from itertools import pairwise

import httpx
import numpy
import pytest
from av.video.frame import PictureType

from server.demo import picture, slides, sound, teacher, timecode
from server.demo.door import Door
from tests.support.demo_hub import DemoHub, Seen, lesson

pytestmark = pytest.mark.slow


@pytest.fixture
async def hub() -> AsyncIterator[DemoHub]:
    made = DemoHub(lesson("one"))
    yield made
    await made.close()


@pytest.fixture
async def teaching(hub: DemoHub) -> AsyncIterator[asyncio.Task[None]]:
    async with Door("http://hub", "zhou", "secret", httpx.ASGITransport(app=hub.app)) as door:
        task = asyncio.create_task(teacher.teach_for_ever(door))
        yield task
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], bool], limit: float = 20.0) -> None:
    async with asyncio.timeout(limit):
        while not condition():  # noqa: ASYNC110 - what arrives sets no event
            await asyncio.sleep(0.05)


def tracks(hub: DemoHub) -> tuple[Seen, Seen, Seen]:
    """Return sound, camera and board of the newest session."""
    heard, camera, board = hub.seen[-3:]
    assert (heard.kind, camera.kind, board.kind) == ("audio", "video", "video")
    return heard, camera, board


def watched(hub: DemoHub, seconds: float) -> bool:
    """Whether all three tracks have brought that much."""
    if len(hub.seen) < 3:
        return False
    heard, camera, board = hub.seen[-3:]
    return (
        len(heard.samples) >= seconds * 50
        and len(camera.pictures) >= seconds * picture.RATE
        and len(board.pictures) >= seconds * slides.RATE
    )


@pytest.mark.usefixtures("teaching")
async def test_a_lesson_is_started_and_arrives_whole(hub: DemoHub) -> None:
    await until(lambda: watched(hub, 4))
    heard, camera, board = tracks(hub)
    assert hub.lessons["one"]["state"] == "live"

    codes = [timecode.read(planes) for _, planes in camera.pictures]
    assert None not in codes
    steps = {(after - before) % timecode.COUNT for before, after in pairwise(codes)}  # type: ignore[operator]
    assert steps <= {1, 2}, "in order, hardly one left out"

    assert {(frame.width, frame.height) for frame, _ in board.pictures} == {(1280, 720)}
    kinds = {PictureType(frame.pict_type) for frame, _ in camera.pictures + board.pictures}
    assert kinds == {PictureType.I, PictureType.P}, "no B frames: streams would not stay in step"

    volume = numpy.concatenate(heard.samples).astype(float)
    assert numpy.abs(volume).max() > 3000


@pytest.mark.usefixtures("teaching")
async def test_a_request_for_a_key_frame_is_answered_at_once(hub: DemoHub) -> None:
    await until(lambda: watched(hub, 1.5))
    _, camera, board = tracks(hub)
    before = [len(camera.pictures), len(board.pictures)]
    await hub.ask_for_key_frames()
    await until(lambda: watched(hub, 3))
    after_camera = camera.pictures[before[0] : before[0] + picture.RATE]
    after_board = board.pictures[before[1] : before[1] + slides.RATE]
    assert any(frame.key_frame for frame, _ in after_camera)
    assert any(frame.key_frame for frame, _ in after_board)


@pytest.mark.usefixtures("teaching")
async def test_the_offer_names_roles_prefers_h264_and_uses_one_transport(hub: DemoHub) -> None:
    await until(lambda: bool(hub.offers))
    sections = hub.offers[0].split("m=")[1:]
    assert [section.split()[0] for section in sections] == ["audio", "video", "video"]
    assert "a=content:speaker\r\n" in sections[1]
    assert "a=content:slides\r\n" in sections[2]
    for section in sections:
        assert "a=sendonly" in section
    for section in sections[1:]:
        assert {
            line.split()[1].split("/")[0]
            for line in section.splitlines()
            if line.startswith("a=rtpmap")
        } == {"H264"}
    assert len({section.split()[1] for section in sections}) == 1, "one port for all"
    assert "srflx" not in hub.offers[0], "nobody outside was asked for our address"


@pytest.mark.usefixtures("teaching")
async def test_after_a_lesson_the_next_one_is_taught(
    hub: DemoHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teacher, "PATIENCE", 0.2)
    await until(lambda: watched(hub, 0.5))
    hub.lessons["one"]["state"] = "ended"
    await asyncio.wait_for(hub.left.wait(), 10)
    hub.lessons["two"] = lesson("two")
    await until(lambda: hub.lessons["two"]["state"] == "live" and len(hub.peers) == 2)


@pytest.mark.usefixtures("teaching")
async def test_a_node_that_goes_away_is_noticed_and_tried_again(hub: DemoHub) -> None:
    await until(lambda: watched(hub, 2.5))
    # As a killed process does it: no goodbye, only silence.
    for transceiver in hub.peers[0].getTransceivers():
        transceiver.receiver.transport.transport._connection._nominated.clear()
    await until(lambda: len(hub.peers) == 2, 15)
    await until(lambda: watched(hub, 0.5))


@pytest.mark.usefixtures("teaching")
async def test_a_server_that_refuses_is_asked_again(
    hub: DemoHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teacher, "FIRST_PAUSE", 0.05)
    hub.refuse = [503, 429, 500]
    await until(lambda: watched(hub, 0.2))
    assert len(hub.peers) == 1


async def test_the_three_tracks_share_one_clock() -> None:
    timeline = teacher.Timeline()
    walls: list[float] = []

    def note(wall: float) -> numpy.ndarray:
        walls.append(wall)
        return numpy.zeros((24, 32), dtype=numpy.uint8)

    video = teacher.Pictures(timeline, 15, note)
    voice = teacher.Voice(timeline, sound.Sound())
    frames = [await video.recv() for _ in range(4)]
    heard = [await voice.recv() for _ in range(4)]
    ticks = [frame.pts / 90_000 for frame in frames]
    assert [round(wall - timeline.wall_start, 6) for wall in walls] == [round(t, 6) for t in ticks]
    assert numpy.allclose(numpy.diff(ticks), 1 / 15)
    assert [frame.samples for frame in heard] == [960] * 4
    assert abs(heard[-1].pts / 48_000 - timeline.now()) < 0.2
    video.stop()
    voice.stop()


async def test_after_a_stall_old_frames_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    timeline = teacher.Timeline()
    video = teacher.Pictures(timeline, 15, lambda wall: numpy.zeros((24, 32), dtype=numpy.uint8))
    voice = teacher.Voice(timeline, sound.Sound())
    first, first_heard = await video.recv(), await voice.recv()
    late = timeline.now() + 3
    monkeypatch.setattr(timeline, "now", lambda: late)
    assert (await video.recv()).pts - first.pts > 2.5 * 90_000
    assert (await voice.recv()).pts - first_heard.pts > 2.5 * 48_000
    video.stop()
    voice.stop()
