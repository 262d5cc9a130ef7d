"""The whole two-stream player: seeks at every speed, the step between the two pictures by their own numbers, keys, links."""

import re
from collections.abc import Iterator
from statistics import median

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.support.app import LESSON
from tests.support.browser import chromium, watched_context
from tests.support.replay_hall import FPS, ReplayHall, replay_hall

pytestmark = [pytest.mark.e2e]

SLOW = 60_000
"""Milliseconds that a loaded machine may take for anything."""
STEPS_READ = 12
"""So many pairs of pictures are read in a row."""
FRAME = 1
"""Two players of the same film may stand on either side of a border between frames."""

CAPTIONS = "WEBVTT\n\n00:03.000 --> 00:09.000\n同学们好\n"
READER = """names => {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', {willReadFrequently: true});
  window.numbers = () => names.map(name => {
    const video = document.querySelector(`[data-testid=video-${name}]`);
    if (!video || !video.videoWidth || video.seeking) return null;
    canvas.width = video.videoWidth; canvas.height = 1;
    context.drawImage(video, 0, video.videoHeight >> 3, video.videoWidth, 1, 0, 0, video.videoWidth, 1);
    const row = context.getImageData(0, 0, canvas.width, 1).data;
    const block = canvas.width / 16;
    let number = 0;
    for (let bit = 0; bit < 16; bit++) if (row[4 * Math.floor(bit * block + block / 2)] > 128) number |= 1 << bit;
    return number;
  });
}"""
IN_STEP = """([least, count, frame]) => {
  const [teacher, board] = window.numbers();
  window.read = window.read || [];
  if (teacher === null || board === null || teacher < least) window.read = [];
  else window.read.push([teacher, board]);
  const last = window.read.slice(-count);
  const steps = last.map(([one, other]) => Math.abs(one - other)).sort((a, b) => a - b);
  const moved = last.length === count && last[0][0] !== last[count - 1][0];
  return moved && steps[count >> 1] <= frame ? last : null;
}"""


@pytest.fixture(scope="module")
def replays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReplayHall]:
    with replay_hall(tmp_path_factory.mktemp("player")) as serving:
        yield serving


def sign_in(page: Page, replays: ReplayHall, who: str = "lin") -> None:
    given = {"username": who, "password": replays.password}
    answer = page.request.post(f"{replays.url}/api/session", data=given)
    assert answer.ok, answer.text()


def pairs_after(page: Page, second: float) -> list[tuple[int, int]]:
    """Return pairs of numbers that the two pictures show while they play behind a second, once they are in step."""
    page.evaluate("() => { window.read = [] }")
    given = [round((second - 0.5) * FPS), STEPS_READ, FRAME]
    handle = page.wait_for_function(IN_STEP, arg=given, timeout=SLOW, polling=100)
    found: list[tuple[int, int]] = [(one, other) for one, other in handle.json_value()]
    return found


def seek(page: Page, second: float) -> None:
    page.get_by_test_id("seek").evaluate(
        "(bar, at) => { bar.value = at; bar.dispatchEvent(new Event('change')) }", second
    )


def play(page: Page) -> None:
    """Play; a page that somebody came to by a click plays already."""
    if page.get_by_test_id("player").get_attribute("data-playing") != "true":
        page.get_by_test_id("play").click()


def test_two_pictures_stay_in_step_at_every_speed_and_keys_and_links_lead_where_they_say(
    playwright: Playwright, replays: ReplayHall, measured: list[str]
) -> None:
    with (
        chromium(playwright) as browser,
        watched_context(browser, replays.url) as (context, _),
    ):
        page = context.new_page()
        sign_in(page, replays)
        page.goto(f"{replays.url}/replay/{LESSON}?t=4")
        expect(page.get_by_test_id("time")).to_have_text("0:04 / 0:24", timeout=SLOW)
        page.evaluate(READER, ["teacher", "board"])
        for rate, second in (("1", 6.0), ("2", 12.0), ("0.5", 9.0)):
            page.get_by_test_id("rate").select_option(rate)
            seek(page, second)
            play(page)
            steps = [abs(one - other) for one, other in pairs_after(page, second)]
            measured.append(
                f"player at {rate}x: median {median(steps) * 1000 / FPS:.0f} ms, "
                f"largest {max(steps) * 1000 / FPS:.0f} ms of {len(steps)} pairs"
            )
        page.locator("body").press(" ")
        expect(page.get_by_test_id("player")).to_have_attribute("data-playing", "false")
        seek(page, 8)
        expect(page.get_by_test_id("time")).to_have_text("0:08 / 0:24")
        page.keyboard.press("ArrowRight")
        expect(page.get_by_test_id("time")).to_have_text("0:13 / 0:24")
        page.keyboard.press("3")
        expect(page.get_by_test_id("layout-side")).to_have_attribute("aria-pressed", "true")
        page.keyboard.press(">")
        expect(page.get_by_test_id("rate")).to_have_value("0.75")
        page.keyboard.press("?")
        expect(page.get_by_test_id("panel-help")).to_be_visible()

        page.get_by_test_id("share").click()
        link = page.get_by_test_id("share-link").input_value()
        assert link == f"{replays.url}/replay/{LESSON}?t=13"
        page.goto(link)
        expect(page.get_by_test_id("time")).to_have_text("0:13 / 0:24", timeout=SLOW)
        page.goto(f"{replays.url}/replay/{LESSON}?from=1:00&to=1:10")
        expect(page.get_by_test_id("link-notice")).to_contain_text(
            "链接指的时间（1:00）超过了录像的长度（0:24）", timeout=SLOW
        )
        page.goto(f"{replays.url}/replay/{LESSON}?from=5&to=7")
        expect(page.get_by_test_id("clip")).to_contain_text("片段 0:05–0:07", timeout=SLOW)
        play(page)
        expect(page.get_by_test_id("time")).to_have_text(re.compile("^0:0[78] "), timeout=SLOW)
        expect(page.get_by_test_id("player")).to_have_attribute("data-playing", "false")
        expect(page.get_by_test_id("time")).to_have_text(re.compile("^0:0[78] "))


def test_captions_are_shown_and_a_comment_leads_back_to_its_second(
    playwright: Playwright, replays: ReplayHall
) -> None:
    with (
        chromium(playwright) as browser,
        watched_context(browser, replays.url) as (context, _),
    ):
        page = context.new_page()
        sign_in(page, replays)
        page.goto(f"{replays.url}/replay/{LESSON}?t=4")
        expect(page.get_by_test_id("time")).to_have_text("0:04 / 0:24", timeout=SLOW)
        page.get_by_test_id("captions").click()
        page.get_by_test_id("captions-file").set_input_files(
            {"name": "lesson.vtt", "mimeType": "text/vtt", "buffer": CAPTIONS.encode()}
        )
        expect(page.get_by_test_id("caption")).to_have_text("同学们好", timeout=SLOW)
        page.get_by_test_id("comments-open").click()
        page.get_by_test_id("comment-text").fill("这里示范得很清楚")
        page.get_by_test_id("comment-send").click()
        pane = page.get_by_test_id("comments")
        expect(pane).to_contain_text("这里示范得很清楚", timeout=SLOW)
        seek(page, 20)
        expect(page.get_by_test_id("time")).to_have_text("0:20 / 0:24", timeout=SLOW)
        expect(page.get_by_test_id("caption")).to_have_count(0)
        page.get_by_test_id("comment-time").click()
        expect(page.get_by_test_id("time")).to_have_text("0:04 / 0:24", timeout=SLOW)


def step(page: Page, name: str, answer: str) -> None:
    page.get_by_test_id(f"step-{name}").click()
    expect(page.get_by_test_id("place-done")).to_have_text(answer, timeout=SLOW)


def test_a_recording_goes_from_draft_to_the_district_past_a_reviewer(
    playwright: Playwright, replays: ReplayHall
) -> None:
    with (
        chromium(playwright) as browser,
        watched_context(browser, replays.url) as (teaching, _),
        watched_context(browser, replays.url) as (reviewing, _),
    ):
        teacher, reviewer = teaching.new_page(), reviewing.new_page()
        sign_in(teacher, replays)
        teacher.goto(f"{replays.url}/replay/{LESSON}")
        teacher.get_by_test_id("place-open").click()
        expect(teacher.get_by_test_id("publication")).to_contain_text("草稿", timeout=SLOW)
        teacher.get_by_test_id("place-title").fill("认识百分数")
        teacher.get_by_test_id("place-save").click()
        expect(teacher.get_by_role("heading", name="认识百分数")).to_be_visible(timeout=SLOW)
        step(teacher, "ask", "已经交给学校审核。")

        sign_in(reviewer, replays, "tang")
        reviewer.goto(f"{replays.url}/replay")
        reviewer.get_by_test_id("to-review").click(timeout=SLOW)
        expect(reviewer).to_have_url(re.compile("to_review=true"), timeout=SLOW)
        reviewer.get_by_test_id(f"recording-{LESSON}").click(timeout=SLOW)
        reviewer.get_by_test_id("place-open").click(timeout=SLOW)
        reviewer.get_by_test_id("step-send_back").click(timeout=SLOW)
        reviewer.get_by_test_id("reason").fill("片头没有声音")
        step(reviewer, "send_back", "已退回给老师。")

        teacher.reload()
        teacher.get_by_test_id("place-open").click(timeout=SLOW)
        expect(teacher.get_by_test_id("sent-back")).to_contain_text("片头没有声音", timeout=SLOW)
        step(teacher, "ask", "已经交给学校审核。")
        reviewer.reload()
        reviewer.get_by_test_id("place-open").click(timeout=SLOW)
        step(reviewer, "publish", "已发布。")
        expect(reviewer.get_by_test_id("publication")).to_contain_text("已发布")


def test_the_library_is_narrowed_by_its_address_and_nobody_writes_over_what_another_wrote(
    playwright: Playwright, replays: ReplayHall
) -> None:
    with (
        chromium(playwright) as browser,
        watched_context(browser, replays.url) as (context, watch),
    ):
        watch.expected.append("412")
        page = context.new_page()
        sign_in(page, replays)
        address = f"{replays.url}/api/recordings/{LESSON}/details"
        state = page.request.get(address).json()["publication"]
        other = "draft" if state == "published" else "published"
        page.goto(f"{replays.url}/replay?status={other}")
        # What the address narrows is shown; what is no part of it waits behind a button.
        expect(page.get_by_test_id("filter-status")).to_have_value(other, timeout=SLOW)
        expect(page.get_by_text("没有找到")).to_be_visible(timeout=SLOW)
        page.get_by_test_id("filter-status").select_option(state)
        page.get_by_test_id("filter-teacher").select_option("lin")
        narrowed = re.compile(rf"\?(?=.*status={state})(?=.*teacher=lin)")
        expect(page).to_have_url(narrowed, timeout=SLOW)
        expect(page.get_by_test_id(f"recording-{LESSON}")).to_be_visible(timeout=SLOW)

        page.goto(f"{replays.url}/replay/{LESSON}")
        page.get_by_test_id("place-open").click(timeout=SLOW)
        title = page.get_by_test_id("place-title")
        expect(title).to_be_visible(timeout=SLOW)
        assert page.request.patch(address, data={"byline": "林老师"}).ok
        before = title.input_value()
        title.fill("我以为没有人改过")
        page.get_by_test_id("place-save").click()
        expect(page.get_by_text("没有保存")).to_be_visible(timeout=SLOW)
        page.get_by_test_id("read-again").click()
        expect(title).to_have_value(before, timeout=SLOW)
