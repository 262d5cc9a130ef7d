"""Every page at two sizes: no accessibility finding, no console error, no third-party request; screenshots to look at."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.support.browser import (
    Watch,
    camera_arguments,
    chromium,
    screenshot,
    watched_context,
)
from tests.support.browser_lesson import (
    SLOW,
    end_lesson,
    open_classroom,
    open_studio,
    share_board,
    sign_in,
    start_lesson,
    wait_for_codes,
    wait_for_picture,
)
from tests.support.hindrances import ZOOMED, axe_findings, cut_off, lost_to_the_keyboard
from tests.support.hub import Hub, hub
from tests.support.hub_city import ADMINISTRATOR, COLLEAGUE, LESSON, OTHER_LESSON, ROOMS, TEACHER
from tests.support.peers_wrtc import require_packages
from tests.support.timecode import BoardServer

pytestmark = [pytest.mark.e2e]

SIZES = [(1366, 768), (1920, 1080)]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    require_packages()
    with hub(tmp_path_factory.mktemp("pages")) as started:
        yield started


@pytest.fixture
def teachers(playwright: Playwright, camera_files: tuple[Path, Path]) -> Iterator[Browser]:
    with chromium(playwright, camera_arguments(*camera_files)) as browser:
        yield browser


@dataclass
class Eye:
    """Looks at the pages of one context at both sizes, at 200 % and with the keyboard."""

    context: BrowserContext
    watch: Watch
    findings: list[str] = field(default_factory=list)
    """What is wrong, a line each; the end of the test demands that there is nothing."""

    def look(self, page: Page, name: str) -> None:
        """Save a screenshot at each size and ask axe what it finds."""
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            screenshot(page, f"{name}-{width}x{height}")
            found = cut_off(page)
            # What axe judges does not depend on the larger window.
            found += axe_findings(page) if (width, height) == SIZES[0] else []
            self.findings += [f"{name} {width}x{height}: {line}" for line in found]
        # A classroom's screen is read from afar and has nobody's zoom.
        width, height = SIZES[0] if name.startswith("classroom") else ZOOMED
        page.set_viewport_size({"width": width, "height": height})
        found = [*cut_off(page), *lost_to_the_keyboard(page)]
        self.findings += [f"{name} {width}x{height}: {line}" for line in found]
        page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})


@pytest.fixture
def eye(teachers: Browser, running: Hub) -> Iterator[Eye]:
    with (
        BoardServer() as board,
        watched_context(teachers, running.url, also_allowed=[board.url.rstrip("/")]) as opened,
    ):
        looking = Eye(*opened)
        yield looking
        assert not looking.findings, "\n".join(looking.findings)


def test_the_login_page_and_what_it_says_of_a_wrong_password(eye: Eye, running: Hub) -> None:
    page = eye.context.new_page()
    page.goto(f"{running.url}/login")
    expect(page.get_by_test_id("login-username")).to_be_visible()
    eye.look(page, "login")
    # The browser writes refused requests to the console by itself; this one is the test's own.
    eye.watch.expected.append("401")
    page.get_by_test_id("login-username").fill(TEACHER)
    page.get_by_test_id("login-password").fill("wrong")
    page.get_by_test_id("login-submit").click()
    expect(page.get_by_test_id("login-error")).to_be_visible()
    eye.look(page, "login-refused")


def test_the_login_page_works_by_keyboard_alone(eye: Eye, running: Hub) -> None:
    page = eye.context.new_page()
    page.goto(f"{running.url}/login")
    expect(page.get_by_test_id("login-username")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.dataset.testid") == "login-username":
            break
    page.keyboard.type(TEACHER)
    page.keyboard.press("Tab")
    page.keyboard.type(running.secrets.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url, timeout=SLOW)


def test_the_studio_before_during_and_after_a_lesson_the_classroom_and_the_replay(
    eye: Eye, running: Hub, playwright: Playwright
) -> None:
    with (
        BoardServer() as board,
        chromium(playwright) as classrooms,
        watched_context(classrooms, running.url) as (room, _),
    ):
        eye.watch.allowed_origins.add(board.url.rstrip("/"))
        today = eye.context.new_page()
        sign_in(today, running, TEACHER)
        today.goto(f"{running.url}/studio")
        expect(today.get_by_test_id("lesson-list")).to_be_visible()
        eye.look(today, "studio-today")
        today.close()

        classroom = open_classroom(room, running, ROOMS[0])
        expect(classroom.get_by_test_id("slate")).to_be_visible()
        eye.look(classroom, "classroom-waiting")

        studio = open_studio(eye.context, running, TEACHER, LESSON)
        checked_before_the_lesson(eye, studio)
        share_board(eye.context, studio, board)
        start_lesson(studio)
        for picture in ("teacher", "board"):
            wait_for_codes(classroom, picture)
        expect(studio.get_by_test_id(f"receiver-{ROOMS[0]}")).to_have_attribute(
            "data-state", "connected", timeout=SLOW
        )
        eye.look(studio, "studio-live")
        eye.look(classroom, "classroom-live")
        muted_and_back(eye, studio, classroom)
        talk_without_a_microphone(eye, studio, classroom)

        studio.get_by_test_id("end-lesson").click()
        expect(studio.get_by_test_id("confirm-yes")).to_be_visible()
        eye.look(studio, "studio-end-question")
        studio.get_by_test_id("confirm-no").click()
        end_lesson(studio)
        eye.look(studio, "studio-after")
        expect(classroom.get_by_test_id("slate")).to_be_visible(timeout=SLOW)
        eye.look(classroom, "classroom-after")

        studio.goto(f"{running.url}/replay")
        card = studio.get_by_test_id(f"recording-{LESSON}")
        expect(card).to_have_attribute("data-state", "complete", timeout=60_000)
        eye.look(studio, "replay-list")
        card.click()
        wait_for_picture(studio, "video-board")
        eye.look(studio, "replay")
        controls = studio.locator(".controls").bounding_box()
        assert controls is not None
        assert controls["y"] + controls["height"] == SIZES[0][1], (
            "the controls are below the pictures"
        )


def checked_before_the_lesson(eye: Eye, studio: Page) -> None:
    """Each check comes to a verdict: the camera is not black, the microphone beeps, nothing hears an echo."""
    for name in ("camera", "picture", "microphone", "clock"):
        expect(studio.get_by_test_id(f"check-{name}")).to_have_attribute(
            "data-tone", "good", timeout=SLOW
        )
    # How fast a loaded machine takes a megabyte is not the page's to say.
    expect(studio.get_by_test_id("check-uplink")).to_contain_text("上行约", timeout=SLOW)
    expect(studio.get_by_test_id("check-echo")).to_have_attribute("data-tone", "none")
    studio.get_by_test_id("try-echo").click()
    expect(studio.get_by_test_id("check-echo")).to_have_attribute("data-tone", "good", timeout=SLOW)
    eye.look(studio, "studio-before")


HEARD = """async ([id, silent]) => {
  const context = new AudioContext(), analyser = context.createAnalyser()
  context.createMediaStreamSource(document.querySelector(`[data-testid=${id}]`).srcObject).connect(analyser)
  const samples = new Float32Array(analyser.fftSize), began = performance.now()
  let quietSince = performance.now()
  while (performance.now() - began < 20_000) {
    await new Promise(done => setTimeout(done, 20))
    analyser.getFloatTimeDomainData(samples)
    if (Math.max(...samples.map(Math.abs)) > 0.01) { if (!silent) return true; quietSince = performance.now() }
    // The microphone beeps each second.
    if (silent && performance.now() - quietSince > 2_500) return true
  }
  return false
}"""
BLACK = """([id, black]) => {
  const pen = Object.assign(document.createElement('canvas'), { width: 32, height: 18 }).getContext('2d')
  pen.drawImage(document.querySelector(`[data-testid=${id}]`), 0, 0, 32, 18)
  const pixels = pen.getImageData(0, 0, 32, 18).data.filter((_, at) => at % 4 !== 3)
  return (Math.max(...pixels) < 40) === black
}"""


def muted_and_back(eye: Eye, studio: Page, classroom: Page) -> None:
    """Switch microphone and camera off and on: the class gets silence and black, and the teacher is told all the time."""
    assert classroom.evaluate(HEARD, ["audio-teacher", False])
    studio.keyboard.press("m")
    expect(studio.get_by_test_id("muted")).to_have_text("您已静音")
    assert classroom.evaluate(HEARD, ["audio-teacher", True])
    studio.get_by_test_id("mute-camera").click()
    expect(studio.get_by_test_id("muted")).to_have_text("您已静音，画面已暂停")
    classroom.wait_for_function(BLACK, arg=["video-teacher", True], timeout=SLOW)
    studio.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(studio.get_by_test_id("muted")).to_be_in_viewport()
    eye.look(studio, "studio-muted")
    for switch in ("mute-camera", "mute-microphone"):
        studio.get_by_test_id(switch).click()
    expect(studio.get_by_test_id("muted")).to_have_count(0)
    classroom.wait_for_function(BLACK, arg=["video-teacher", False], timeout=SLOW)
    assert classroom.evaluate(HEARD, ["audio-teacher", False])


def talk_without_a_microphone(eye: Eye, studio: Page, classroom: Page) -> None:
    """Raise the class's hand, call it, ask a poll and answer it, send a line: each side sees the other's."""
    classroom.get_by_test_id("hand").click()
    studio.get_by_test_id(f"call-{ROOMS[0]}").click()
    expect(classroom.get_by_test_id("word")).to_be_visible(timeout=SLOW)
    studio.get_by_test_id("message-text").fill("请看黑板")
    studio.get_by_test_id("send-message").click()
    expect(classroom.get_by_test_id("teacher-line")).to_contain_text("请看黑板", timeout=SLOW)
    studio.get_by_test_id("open-poll").click()
    for choice in ("A", "B", "B"):
        classroom.get_by_test_id(f"vote-{choice}").click()
    eye.look(classroom, "classroom-poll")
    classroom.get_by_test_id("send-votes").click()
    expect(studio.get_by_test_id("poll-result")).to_contain_text("67%", timeout=SLOW)
    eye.look(studio, "studio-talk")
    studio.get_by_test_id("close-poll").click()
    expect(classroom.get_by_test_id("poll")).to_have_count(0, timeout=SLOW)


def test_english_is_a_switch_away_and_stays(eye: Eye, running: Hub) -> None:
    page = eye.context.new_page()
    sign_in(page, running, TEACHER)
    page.goto(f"{running.url}/studio")
    page.get_by_test_id("language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    eye.look(page, "studio-today-english")
    page.get_by_test_id("language").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_strange_device_link_says_what_to_do(eye: Eye, running: Hub) -> None:
    page = eye.context.new_page()
    eye.watch.expected.append("401")
    page.goto(f"{running.url}/classroom#key=this-key-was-never-given-out")
    expect(page.get_by_test_id("slate")).to_be_visible()
    eye.look(page, "classroom-unknown")


def test_an_administrator_who_opens_a_studio_sees_the_lesson_and_sends_nothing(
    eye: Eye, running: Hub
) -> None:
    page = eye.context.new_page()
    page.add_init_script(
        """window.asked = 0
           const media = navigator.mediaDevices, ask = media?.getUserMedia.bind(media)
           if (media) media.getUserMedia = wanted => { asked++; return ask(wanted) }"""
    )
    sign_in(page, running, ADMINISTRATOR)
    page.goto(f"{running.url}/studio/{OTHER_LESSON}")
    page.wait_for_url(lambda url: url.endswith(f"/overview/lesson/{OTHER_LESSON}"), timeout=SLOW)
    expect(page.get_by_test_id("look-picture")).to_be_visible()
    assert page.evaluate("asked") == 0, "no camera and no microphone is opened"


def test_a_colleague_sees_no_studio_and_cannot_open_one(eye: Eye, running: Hub) -> None:
    page = eye.context.new_page()
    sign_in(page, running, COLLEAGUE)
    expect(page.get_by_test_id("nav-studio")).to_have_count(0)
    eye.watch.expected.append("403")
    page.goto(f"{running.url}/studio/{OTHER_LESSON}")
    expect(page.get_by_test_id("start-lesson")).to_have_count(0)
