"""What people do on the pages, in their words: sign in, start a lesson, open a classroom, replay."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser import screenshot
from tests.support.hub import Hub
from tests.support.timecode import BoardServer, Sighting, sightings

SLOW = 20_000
"""Milliseconds for what a person would wait for; two browsers share two cores here."""


def sign_in(page: Page, hub: Hub, username: str) -> None:
    """Sign in by the form and wait for the first page."""
    page.goto(f"{hub.url}/login")
    page.get_by_test_id("login-username").fill(username)
    page.get_by_test_id("login-password").fill(hub.secrets.password)
    page.get_by_test_id("login-submit").click()
    page.wait_for_url(lambda url: "/login" not in url, timeout=SLOW)


def sign_out(page: Page) -> None:
    """Sign out by the button above every page of the staff."""
    page.get_by_test_id("sign-out").click()
    page.wait_for_url(lambda url: url.endswith("/login"), timeout=SLOW)


def speak_english(context: BrowserContext) -> None:
    """Have the pages of a context remember that English was chosen."""
    # An empty page has no memory.
    context.add_init_script("try { localStorage.setItem('tongke.language', '\"en\"') } catch {}")


def open_studio(context: BrowserContext, hub: Hub, username: str, lesson: str) -> Page:
    """Sign in as the teacher, open a lesson's studio and wait for the camera's preview."""
    page = context.new_page()
    sign_in(page, hub, username)
    page.goto(f"{hub.url}/studio/{lesson}")
    wait_for_picture(page, "preview-camera")
    return page


def share_board(context: BrowserContext, studio: Page, board: BoardServer) -> Page:
    """Open the board's tab, share it from the studio, and return to the studio."""
    tab = context.new_page()
    # What is captured is as large as the tab: a small board leaves the processors to the lesson.
    tab.set_viewport_size({"width": 800, "height": 450})
    tab.goto(board.url)
    studio.bring_to_front()
    studio.get_by_test_id("share-board").click()
    wait_for_picture(studio, "preview-board")
    # Chromium has turned to the tab that it captures.
    studio.bring_to_front()
    return tab


def start_lesson(studio: Page) -> None:
    """Press the one button, and wait until the line stands."""
    studio.get_by_test_id("start-lesson").click()
    expect(studio.get_by_test_id("end-lesson")).to_be_visible(timeout=SLOW)
    expect(studio.get_by_test_id("studio-error")).to_have_count(0)
    expect(studio.get_by_test_id("uplink-rate")).not_to_have_text("–", timeout=SLOW)


def end_lesson(studio: Page) -> None:
    """Press the other button, and say yes."""
    studio.get_by_test_id("end-lesson").click()
    studio.get_by_test_id("confirm-yes").click()
    expect(studio.get_by_test_id("studio-over")).to_be_visible(timeout=SLOW)


def open_classroom(context: BrowserContext, hub: Hub, room: str) -> Page:
    """Open the device link of a receiving room, as its board does when it wakes; reads codes of both pictures."""
    read_pictures(context)
    page = context.new_page()
    page.goto(hub.device_link(room))
    return page


def read_pictures(context: BrowserContext) -> None:
    """Have the pages of a context read every frame of the teacher's and the board's picture, from the first on."""
    context.add_init_script(
        """timecodes.watch('teacher', '[data-testid=video-teacher]')
           timecodes.watch('board', '[data-testid=video-board]')"""
    )


def play_to_the_end(page: Page, hub: Hub, lesson: str, seconds: float) -> None:
    """Open a lesson's replay and let it play once; fails when it is not over after `seconds`."""
    page.goto(f"{hub.url}/replay/{lesson}")
    button = page.get_by_test_id("big-play")
    player = page.get_by_test_id("player")
    # It plays by itself where the browser lets it, else it asks for a click.
    expect(player.and_(page.locator("[data-playing=true]")).or_(button)).to_be_visible()
    if button.is_visible():
        button.click()
    for picture in ("teacher", "board"):
        wait_for_codes(page, picture)
    screenshot(page, "lesson-replay")
    expect(player).to_have_attribute("data-playing", "false", timeout=1000 * seconds)
    expect(page.get_by_test_id("player-error")).to_have_count(0)


def wait_for_picture(page: Page, test_id: str, timeout: float = SLOW) -> None:
    """Wait until a <video> plays."""
    page.wait_for_function(
        """(id) => {
          const video = document.querySelector(`[data-testid=${id}]`)
          return video && video.videoWidth > 0 && video.currentTime > 0
        }""",
        arg=test_id,
        timeout=timeout,
    )


def wait_for_codes(page: Page, name: str, at_least: int = 10, timeout: float = SLOW) -> None:
    """Wait until that many frames with a code have been read."""
    page.wait_for_function(
        "([name, wanted]) => timecodes.of(name).filter(([code]) => code !== null).length >= wanted",
        arg=[name, at_least],
        timeout=timeout,
    )


def codes(page: Page, name: str) -> list[Sighting]:
    """Return what a page has read: `teacher` or `board` shown, `camera` or `screen` captured."""
    return sightings(page.evaluate("name => timecodes.of(name)", name))
