"""The staff's pages in a city that is full: nothing stands in anybody's way, and each role's day from signing in to signing out, in both languages.

A hub teacher's and a classroom's day are in `test_lesson`, a coordinator's long one in `test_alignment`.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.support import full_city
from tests.support.browser import chromium, screenshot, watched_context
from tests.support.browser_lesson import (
    SLOW,
    sign_in,
    sign_out,
    speak_english,
    wait_for_picture,
)
from tests.support.hindrances import USUAL, ZOOMED, axe_findings, cut_off, lost_to_the_keyboard
from tests.support.hub import Hub, hub
from tests.support.peers_wrtc import require_packages
from tests.support.tour import OPEN, STAFF, Stop, arrive, carry_a_lesson, show_trust

pytestmark = [pytest.mark.e2e]

Judges = tuple[tuple[tuple[int, int], tuple[Callable[[Page], list[str]], ...]], ...]
WHOLE: Judges = ((USUAL, (axe_findings, cut_off)), (ZOOMED, (cut_off, lost_to_the_keyboard)))
WORDS: Judges = ((ZOOMED, (cut_off,)), (USUAL, (cut_off,)))
"""What another language can change: how much room its words take."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    require_packages()
    place = tmp_path_factory.mktemp("staff")
    full_city.plant(place / "data")
    with hub(place, demo=True) as started:
        yield started


def judged(page: Page, name: str, views: Judges = WHOLE) -> list[str]:
    """Judge what a page shows now: by axe at the usual size, at 200 %, and by the keyboard."""
    found: list[str] = []
    for (width, height), judges in views:
        page.set_viewport_size({"width": width, "height": height})
        for judge in judges:
            found += [f"{name} {width}: {line}" for line in judge(page)]
    if found:
        screenshot(page, f"hindrance-{name}")
    page.set_viewport_size({"width": USUAL[0], "height": USUAL[1]})
    return found


def judged_twice(page: Page, stop: Stop) -> list[str]:
    """Judge a state, and what its other language changes, where it has a switch."""
    found = judged(page, stop.name)
    switch = page.get_by_test_id("language")
    for language in ("en", "zh-CN")[: 2 * switch.count()]:
        # Not a click: in some states a dialog lies above.
        switch.dispatch_event("click")
        expect(page.locator("html")).to_have_attribute("lang", language, timeout=SLOW)
        found += judged(page, f"{stop.name}-en", WORDS) if language == "en" else []
    return found


def test_nothing_stands_in_anybodys_way_on_a_page_of_the_staff(
    playwright: Playwright, running: Hub
) -> None:
    found: list[str] = []
    with (
        chromium(playwright) as browser,
        watched_context(browser, running.url) as (context, watch),
    ):
        watch.expected += ["401", "503"]
        page = context.new_page()
        for language in ("zh", "en"):
            show_trust(page, running.url, language)
            found += judged(page, f"trust-{language}")
        for stop in OPEN:
            arrive(page, running.url, stop)
            found += judged_twice(page, stop)
        sign_in(page, running, "admin")
        for stop in STAFF:
            arrive(page, running.url, stop)
            found += judged_twice(page, stop)
    assert not found, "\n".join(found)


def administrators_day(page: Page, running: Hub, number: int) -> None:
    """See the city, look into a lesson that is on, patrol, invite somebody, see to the devices, read the ledger."""
    sign_in(page, running, "admin")
    expect(page.get_by_test_id("live-count")).to_have_text(
        str(full_city.HUBS + 1), timeout=2 * SLOW
    )
    page.get_by_test_id("now-all").click()
    taught = page.locator("[data-testid^=now-]", has_text="演示教师").first
    taught.get_by_role("link").first.click()
    expect(page.get_by_test_id("look-picture")).to_have_attribute(
        "data-seen", "true", timeout=2 * SLOW
    )
    page.get_by_test_id("nav-overview").click()
    page.get_by_test_id("to-patrol").click()
    expect(page.locator("[data-testid^=patrol-][data-seen]")).to_have_count(
        full_city.HUBS + 1, timeout=SLOW
    )
    page.get_by_test_id("nav-people").click()
    page.get_by_test_id("add-person").click()
    page.get_by_test_id("person-name").fill("彭丽")
    page.get_by_test_id("person-username").fill(f"pengli{number}")
    page.get_by_test_id("person-invite").click()
    expect(page.get_by_test_id("slip-code")).to_be_visible(timeout=SLOW)
    page.get_by_test_id("nav-devices").click()
    expect(page.get_by_test_id("devices")).to_be_visible(timeout=SLOW)
    page.get_by_test_id("nav-ledger").click()
    # Early in a month, the month is still empty.
    page.get_by_test_id("ledger-half-year").click()
    page.get_by_test_id("by-teacher").click()
    expect(page.get_by_test_id("ledger-table")).to_contain_text(full_city.LONG_NAME, timeout=SLOW)


def coordinators_day(page: Page, running: Hub, number: int) -> None:
    """Move a lesson of next week by the keyboard, and put it back."""
    sign_in(page, running, "coordinator")
    expect(page).to_have_url(re.compile("/alignment"))
    (week,) = (stop for stop in STAFF if stop.name == "timetable")
    arrive(page, running.url, week)
    carry_a_lesson(page)
    page.keyboard.press("Enter")
    page.get_by_test_id("week-undo").click(timeout=SLOW)
    expect(page.get_by_test_id("week-undo")).to_have_count(0, timeout=SLOW)
    expect(page.get_by_test_id("week-done")).to_be_visible()


def replaying_teachers_day(page: Page, running: Hub, number: int) -> None:
    """Find the lesson that is on, watch it from its beginning, and say something about a second of it."""
    sign_in(page, running, "teacher")
    expect(page).to_have_url(re.compile("/replay"))
    page.get_by_test_id("recordings").get_by_role("link").first.click(timeout=2 * SLOW)
    player, button = page.get_by_test_id("player"), page.get_by_test_id("big-play")
    expect(player.and_(page.locator("[data-playing=true]")).or_(button)).to_be_visible(timeout=SLOW)
    if button.is_visible():
        button.click()
    wait_for_picture(page, "video-board")
    page.get_by_test_id("comments-open").click()
    page.get_by_test_id("comment-text").fill(f"开头讲得很清楚 {number}")
    page.get_by_test_id("comment-send").click()
    expect(page.locator(".said")).to_contain_text(f"开头讲得很清楚 {number}", timeout=SLOW)
    page.get_by_test_id("player-back").click()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_days_of_an_administrator_a_coordinator_and_a_replaying_teacher(
    playwright: Playwright, running: Hub, language: str
) -> None:
    with (
        chromium(playwright) as browser,
        watched_context(browser, running.url) as (context, watch),
    ):
        watch.expected.append("401")
        if language == "en":
            speak_english(context)
        page = context.new_page()
        for number, day in enumerate(
            (administrators_day, coordinators_day, replaying_teachers_day)
        ):
            day(page, running, number + (10 if language == "en" else 0))
            expect(page.locator("html")).to_have_attribute("lang", language)
            sign_out(page)
