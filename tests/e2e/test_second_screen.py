"""A classroom with two screens: the teacher on a window of its own, received once; closed, everything is on the first again."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.support.browser import camera_arguments, chromium, screenshot, watched_context
from tests.support.browser_lesson import (
    SLOW,
    end_lesson,
    open_classroom,
    open_studio,
    share_board,
    start_lesson,
    wait_for_picture,
)
from tests.support.hub import hub
from tests.support.hub_city import LESSON, ROOMS, TEACHER
from tests.support.timecode import BoardServer

pytestmark = [pytest.mark.e2e]


def moves(page: Page, video: str) -> None:
    """Wait until a picture plays on."""
    wait_for_picture(page, video)
    page.wait_for_function(
        f"""() => {{ const v = document.querySelector('[data-testid={video}]'); globalThis.from ??= v.currentTime
        return v.currentTime > globalThis.from + 0.5 }}""",
        timeout=SLOW,
    )


def test_a_second_window_shows_the_teacher_and_is_missed_by_nobody_when_it_closes(
    playwright: Playwright, camera_files: tuple[Path, Path], tmp_path: Path
) -> None:
    with (
        BoardServer() as board,
        hub(tmp_path) as running,
        chromium(playwright, camera_arguments(*camera_files)) as teachers,
        chromium(playwright) as classrooms,
        watched_context(teachers, running.url, also_allowed=[board.url.rstrip("/")]) as (desk, _),
        watched_context(classrooms, running.url) as (room, _),
    ):
        studio = open_studio(desk, running, TEACHER, LESSON)
        share_board(desk, studio, board)
        start_lesson(studio)
        first = open_classroom(room, running, ROOMS[0])
        wait_for_picture(first, "video-board")
        place = first.get_by_test_id("classroom")
        expect(place).to_have_class("room night both", timeout=SLOW)
        joins: list[str] = []
        room.on("request", lambda asked: joins.append(asked.url) if "/whep/" in asked.url else None)
        with first.expect_popup() as opened:
            first.get_by_test_id("second-screen").click()
        second = opened.value
        moves(second, "video-second")
        expect(place).to_have_class("room night board", timeout=SLOW)
        moves(first, "video-board")
        for name, page in (("first", first), ("second", second)):
            screenshot(page, f"classroom-{name}-screen")
        second.close()
        expect(place).to_have_class("room night both", timeout=SLOW)
        expect(first.get_by_test_id("second-screen")).to_have_attribute("aria-pressed", "false")
        assert not joins, f"joined again for a second screen: {joins}"
        end_lesson(studio)
