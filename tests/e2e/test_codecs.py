"""Browsers that lack codecs: they hear, see and replay what they can, and are told in words what they cannot."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.support.browser import camera_arguments, chromium, screenshot, watched_context
from tests.support.browser_lesson import (
    SLOW,
    end_lesson,
    open_classroom,
    open_studio,
    read_pictures,
    start_lesson,
    wait_for_codes,
)
from tests.support.ffmpeg import examine
from tests.support.hub import Hub, hub
from tests.support.hub_city import LESSON, OTHER_LESSON, ROOMS, TEACHER

pytestmark = [pytest.mark.e2e]

H264, VP9, VP8 = "video/H264", "video/VP9", "video/VP8"
ARCHIVED_WITHIN = 60_000
"""Milliseconds from the end of a lesson to a recording that is complete."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with hub(tmp_path_factory.mktemp("codecs")) as started:
        yield started


@pytest.fixture
def teachers(playwright: Playwright, camera_files: tuple[Path, Path]) -> Iterator[Browser]:
    with chromium(playwright, camera_arguments(*camera_files)) as browser:
        yield browser


def take_away(context: BrowserContext, *types: str) -> None:
    """Let the pages of a context neither offer nor name these codecs, as browsers that were built without them."""
    context.add_init_script(
        f"""for (const side of [RTCRtpSender, RTCRtpReceiver]) {{
          const all = side.getCapabilities.bind(side), hidden = {list(types)}
          side.getCapabilities = kind => {{
            const found = all(kind)
            return {{ ...found, codecs: found.codecs.filter(one => !hidden.includes(one.mimeType)) }}
          }}
        }}"""
    )


def video_codec(running: Hub, lesson: str) -> str:
    tracks = running.client(TEACHER).get(f"/api/recordings/{lesson}").json()["tracks"]
    (codec,) = (track["codec"] for track in tracks if track["kind"] == "video")
    return str(codec)


def open_list(page: Page, running: Hub, lesson: str) -> None:
    """Open the archive and wait until a lesson in it is complete."""
    page.goto(f"{running.url}/replay")
    card = page.get_by_test_id(f"recording-{lesson}")
    expect(card).to_have_attribute("data-state", "complete", timeout=ARCHIVED_WITHIN)


def test_a_teacher_without_h264_sends_vp9_which_is_seen_recorded_and_replayed(
    running: Hub, teachers: Browser, playwright: Playwright
) -> None:
    with ExitStack() as stack:
        classrooms = stack.enter_context(chromium(playwright))
        context, _ = stack.enter_context(watched_context(teachers, running.url))
        take_away(context, H264)
        read_pictures(context)
        studio = open_studio(context, running, TEACHER, LESSON)
        able, _ = stack.enter_context(watched_context(classrooms, running.url))
        poor, _ = stack.enter_context(watched_context(classrooms, running.url))
        take_away(poor, H264, VP9)
        rooms = [
            open_classroom(context, running, room)
            for context, room in zip((able, poor), ROOMS, strict=True)
        ]
        start_lesson(studio)
        wait_for_codes(rooms[0], "teacher")
        expect(rooms[0].get_by_test_id("no-codec")).to_have_count(0)
        # The other classroom hears the lesson, and says why it sees nothing.
        expect(rooms[1].get_by_test_id("no-codec")).to_contain_text("放不了", timeout=SLOW)
        screenshot(rooms[1], "classroom-no-codec")
        studio.wait_for_timeout(4_000)
        end_lesson(studio)

        open_list(studio, running, LESSON)
        assert video_codec(running, LESSON).startswith("vp09.00.")
        card = studio.get_by_test_id(f"recording-{LESSON}")
        expect(card.get_by_test_id("unplayable")).to_have_count(0)
        card.click()
        wait_for_codes(studio, "teacher")
        expect(studio.get_by_test_id("unplayable")).to_have_count(0)


def test_a_replay_in_vp8_says_why_there_is_no_picture_and_what_to_do(
    running: Hub, teachers: Browser
) -> None:
    with watched_context(teachers, running.url) as (context, _):
        take_away(context, H264, VP9)
        studio = open_studio(context, running, TEACHER, OTHER_LESSON)
        start_lesson(studio)
        studio.wait_for_timeout(4_000)
        end_lesson(studio)
        open_list(studio, running, OTHER_LESSON)
        assert video_codec(running, OTHER_LESSON).startswith("vp08.")
        card = studio.get_by_test_id(f"recording-{OTHER_LESSON}")
        expect(card.get_by_test_id("unplayable")).to_have_text(
            "老师画面在浏览器里放不了，可以下载观看"
        )
        screenshot(studio, "replay-list-unplayable")
        card.click()
        notice = studio.get_by_test_id("unplayable")
        expect(notice).to_contain_text("老师画面是用 VP8 格式录的，浏览器放不了。")
        expect(notice).to_contain_text("下载")
        # The sound plays all the same.
        studio.wait_for_function(
            "() => document.querySelector('[data-testid=audio-teacher]').currentTime > 1",
            timeout=SLOW,
        )
        expect(studio.get_by_test_id("player-error")).to_have_count(0)
        screenshot(studio, "replay-unplayable")
        studio.get_by_test_id("download").click()
        with studio.expect_download() as download:
            studio.get_by_test_id("take").click()
        assert download.value.suggested_filename == "音乐：茉莉花.mp4"
        verdict = examine(Path(download.value.path()))
        assert verdict.complaints == ""
        assert {one["codec_name"] for one in verdict.streams} == {"vp8", "opus"}


def test_av1_is_seen_recorded_and_replayed_as_it_is_and_sound_as_aac_where_that_is_asked_for(
    teachers: Browser, playwright: Playwright, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        running = stack.enter_context(hub(tmp_path, archive_audio="aac"))
        classrooms = stack.enter_context(chromium(playwright))
        context, _ = stack.enter_context(watched_context(teachers, running.url))
        take_away(context, H264, VP9, VP8)
        read_pictures(context)
        studio = open_studio(context, running, TEACHER, LESSON)
        room, _ = stack.enter_context(watched_context(classrooms, running.url))
        classroom = open_classroom(room, running, ROOMS[0])
        start_lesson(studio)
        wait_for_codes(classroom, "teacher")
        studio.wait_for_timeout(6_000)
        end_lesson(studio)

        open_list(studio, running, LESSON)
        tracks = running.client(TEACHER).get(f"/api/recordings/{LESSON}").json()["tracks"]
        codecs = {track["kind"]: track["codec"] for track in tracks}
        assert codecs["video"].startswith("av01.0."), codecs
        assert codecs["audio"] == "mp4a.40.2"
        card = studio.get_by_test_id(f"recording-{LESSON}")
        expect(card.get_by_test_id("unplayable")).to_have_count(0)
        card.click()
        wait_for_codes(studio, "teacher")
        expect(studio.get_by_test_id("unplayable")).to_have_count(0)
        studio.wait_for_function(
            "() => document.querySelector('[data-testid=audio-teacher]').currentTime > 2",
            timeout=SLOW,
        )
        expect(studio.get_by_test_id("player-error")).to_have_count(0)
        film = tmp_path / "film.mp4"
        answer = running.client(TEACHER).get(f"/api/recordings/{LESSON}/download.mp4")
        film.write_bytes(answer.content)
        verdict = examine(film)
        assert verdict.complaints == ""
        assert {one["codec_name"] for one in verdict.streams} == {"av1", "aac"}
