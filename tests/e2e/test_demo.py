"""The first five minutes of somebody who typed `make run`: a lesson is on, a classroom shows it, it can be replayed."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.support.browser import chromium, screenshot, watched_context
from tests.support.browser_lesson import (
    SLOW,
    codes,
    open_classroom,
    read_pictures,
    sign_in,
    wait_for_codes,
    wait_for_picture,
)
from tests.support.hub import hub
from tests.support.timecode import CODES, Sighting

pytestmark = [pytest.mark.e2e]

CLASSROOM, VIEWER = "demo-room-a", "teacher"
NUMBERS_PER_SECOND = 15
"""What the demo teacher burns into its camera: the number of its wall clock (`server/demo/timecode.py`)."""
DELAY_LIMIT = 3.0
"""Seconds from the teacher's clock to the classroom's screen; printed, and bounded against absurdity."""
WITHIN = 60
"""Seconds from the start to a lesson that a classroom sees; the promise of `make run`."""


def delays(seen: list[Sighting]) -> list[float]:
    """Return the seconds from the burned-in clock to the screen, sorted."""
    around = CODES / NUMBERS_PER_SECOND
    return sorted(
        (sighting.at / 1000 - sighting.code / NUMBERS_PER_SECOND) % around
        for sighting in seen
        if sighting.code is not None
    )


def shows_a_running_lesson(page: Page, measured: list[str]) -> None:
    """Demand both pictures, and the teacher's near in time to the clock that is burned into it."""
    for picture in ("video-board", "video-teacher"):
        wait_for_picture(page, picture, timeout=2 * SLOW)
    wait_for_codes(page, "teacher", at_least=30, timeout=2 * SLOW)
    found = delays(codes(page, "teacher"))
    middle = found[len(found) // 2]
    measured.append(f"demo: a classroom is {middle:.2f} s behind the teacher's clock")
    assert middle <= DELAY_LIMIT


def test_a_demo_lesson_is_on_within_a_minute_and_can_be_replayed_while_it_lasts(
    playwright: Playwright, tmp_path: Path, measured: list[str]
) -> None:
    begin = time.monotonic()
    with (
        hub(tmp_path, demo=True) as running,
        chromium(playwright) as browser,
        watched_context(browser, running.url) as (room, _),
        watched_context(browser, running.url) as (desk, _),
    ):
        classroom = open_classroom(room, running, CLASSROOM)
        shows_a_running_lesson(classroom, measured)
        passed = time.monotonic() - begin
        measured.append(f"demo: a classroom shows a lesson {passed:.0f} s after the start")
        assert passed <= WITHIN
        screenshot(classroom, "demo-classroom")

        read_pictures(desk)
        page = desk.new_page()
        sign_in(page, running, VIEWER)
        page.goto(f"{running.url}/replay")
        recording = page.get_by_test_id("recordings").get_by_role("link").first
        expect(recording).to_have_attribute("data-state", "recording", timeout=2 * SLOW)
        recording.click()
        big_play = page.get_by_test_id("big-play")
        player = page.locator("[data-testid=player][data-playing=true]")
        expect(player.or_(big_play)).to_be_visible(timeout=SLOW)
        if big_play.is_visible():
            big_play.click()
        wait_for_picture(page, "video-board")
        wait_for_codes(page, "teacher")
        screenshot(page, "demo-replay")


def test_a_second_start_keeps_its_data(tmp_path: Path) -> None:
    with hub(tmp_path, demo=True) as first:
        before = {
            lesson["id"] for lesson in first.client(VIEWER).get("/api/lessons").json()["items"]
        }
    assert before
    with hub(tmp_path, demo=True) as second:
        after = {
            lesson["id"] for lesson in second.client(VIEWER).get("/api/lessons").json()["items"]
        }
        second.wait_for_log("同课已就绪")
    assert before <= after


def test_without_the_demo_its_passwords_and_keys_open_nothing(tmp_path: Path) -> None:
    with hub(tmp_path, demo=True):
        pass
    with hub(tmp_path) as running:
        client = running.client()
        body = {"username": VIEWER, "password": "tongke-demo"}
        assert client.post("/api/session", json=body).status_code == 401
        key = {"key": "demo-classroom-a"}
        assert client.post("/api/device-session", json=key).status_code == 401
