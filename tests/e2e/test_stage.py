"""A class on stage in real browsers: the others hear and see it, only with consent and only while it has the word."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.support.browser import camera_arguments, chromium, screenshot, watched_context
from tests.support.browser_lesson import (
    SLOW,
    open_classroom,
    open_studio,
    start_lesson,
    wait_for_picture,
)
from tests.support.hub import Hub, hub
from tests.support.hub_city import ADMINISTRATOR, LESSON, ROOMS, TEACHER

pytestmark = [pytest.mark.e2e]

LISTEN = """
window.connections = []; window.captured = []; window.firstHeard = 0
const Real = RTCPeerConnection
window.RTCPeerConnection = class extends Real {
  constructor(...given) { super(...given); connections.push(this) }
}
// The empty page that every tab begins with is not secure and has no devices.
const media = navigator.mediaDevices
const ask = media?.getUserMedia.bind(media)
if (media) media.getUserMedia = async wanted => {
  const stream = await ask(wanted)
  captured.push(...stream.getTracks())
  return stream
}
setInterval(() => {
  const sounds = connections.flatMap(one => one.signalingState === 'closed' ? [] : one.getReceivers())
    .filter(one => one.track.kind === 'audio')
  const heard = sounds[1] && sounds[1].getSynchronizationSources()[0]
  if (heard && !firstHeard) firstHeard = Date.now()
}, 10)
"""
"""Notes when the second sound of a classroom, the class on stage, is first played; and what is captured."""


MOVE = """async () => {
  const [pc, ...others] = connections.filter(one => one.signalingState !== 'closed')
  const heard = async () => {
    const found = { ufrag: '', media: 0 }
    const report = await pc.getStats()
    report.forEach(entry => {
      if (entry.type === 'transport' && entry.selectedCandidatePairId)
        found.ufrag = report.get(report.get(entry.selectedCandidatePairId).localCandidateId).usernameFragment
      if (entry.type === 'inbound-rtp' || entry.type === 'outbound-rtp') found.media += entry.packetsReceived ?? entry.packetsSent
    })
    return found
  }
  const count = connections.length, began = performance.now(), before = await heard()
  dispatchEvent(new Event('online'))
  let now = before
  while (now.ufrag === before.ufrag || now.media <= before.media + 20) {
    if (performance.now() - began > 20_000) throw new Error(`${pc.connectionState} ${JSON.stringify([before, now])}`)
    await new Promise(done => setTimeout(done, 20))
    now = await heard()
  }
  return { seconds: (performance.now() - began) / 1000, made: connections.length - count, others: others.length, state: pc.connectionState }
}"""
"""Says that the network has changed, and waits until media go on by another way."""


@pytest.fixture
def browser(playwright: Playwright, camera_files: tuple[Path, Path]) -> Iterator[Browser]:
    with chromium(playwright, camera_arguments(*camera_files)) as opened:
        yield opened


def captured(page: Page) -> list[str]:
    """Return the kinds of the tracks that a page holds open."""
    live: list[str] = page.evaluate(
        "captured.filter(one => one.readyState === 'live').map(one => one.kind).sort()"
    )
    return live


def test_a_class_on_stage_is_heard_and_seen_with_consent_and_stops_with_it(
    browser: Browser, tmp_path: Path, measured: list[str]
) -> None:
    with (
        hub(tmp_path) as running,
        watched_context(browser, running.url) as (teachers, _),
        watched_context(browser, running.url) as (stage_room, _),
        watched_context(browser, running.url) as (other_room, _),
    ):
        for context in (teachers, stage_room, other_room):
            context.add_init_script(LISTEN)
        consent = f"/api/classes/{ROOMS[0].replace('room', 'class')}/consents/class"
        keeper = running.client(ADMINISTRATOR)
        assert keeper.put(consent, json={"paper": "第 7 号夹"}).status_code == 200
        studio = open_studio(teachers, running, TEACHER, LESSON)
        speaking = open_classroom(stage_room, running, ROOMS[0])
        other = open_classroom(other_room, running, ROOMS[1])
        start_lesson(studio)
        for page in (speaking, other):
            wait_for_picture(page, "video-teacher")
        assert captured(speaking) == [], "nothing is captured before the class is called"

        for page in (studio, other):
            moved = page.evaluate(MOVE)
            assert moved["made"] == 0, "the session is kept"
            assert (moved["others"], moved["state"]) == (0, "connected")
            measured.append(f"another network: by the new way after {moved['seconds']:.2f} s")

        granted = call(studio, speaking)
        other.wait_for_function("() => firstHeard > 0", timeout=SLOW)
        measured.append(f"grant → heard: {other.evaluate('firstHeard') - granted:.0f} ms")
        wait_for_picture(other, "video-stage")
        measured.append(f"grant → seen: at most {other.evaluate('Date.now()') - granted:.0f} ms")
        on_air(studio, speaking, running)

        withdrawn = speaking.evaluate("Date.now()")
        assert keeper.delete(consent).status_code == 200
        speaking.wait_for_function(
            "() => captured.every(one => one.kind !== 'video' || one.readyState === 'ended')"
        )
        passed = speaking.evaluate("Date.now()") - withdrawn
        measured.append(f"withdrawn → camera off: {passed:.0f} ms")
        expect(studio.get_by_test_id("studio-stage")).to_have_attribute(
            "data-seen", "false", timeout=SLOW
        )
        expect(speaking.get_by_test_id("stage")).to_contain_text("没有登记家长同意", timeout=SLOW)
        expect(studio.get_by_test_id("studio-stage")).to_have_attribute(
            "data-heard", "true", timeout=SLOW
        )

        speaking.get_by_test_id("leave-stage").click()
        for page in (speaking, other):
            expect(page.get_by_test_id("stage")).to_have_count(0, timeout=SLOW)
        assert captured(speaking) == []
        expect(studio.get_by_test_id("studio-stage")).to_have_count(0, timeout=SLOW)


def call(studio: Page, speaking: Page) -> float:
    """Raise the class's hand and call it; returns when the teacher's button was pressed, by Date.now()."""
    speaking.get_by_test_id("hand").click()
    button = studio.get_by_test_id(f"call-{ROOMS[0]}")
    expect(button).to_be_visible(timeout=SLOW)
    button.evaluate(
        "one => one.addEventListener('click', () => { window.granted = Date.now() }, true)"
    )
    button.click()
    return float(studio.evaluate("granted"))


def on_air(studio: Page, speaking: Page, running: Hub) -> None:
    """See that both sides say what is sent, and that the class's own loudspeakers stay quiet."""
    expect(speaking.get_by_test_id("stage")).to_contain_text("正在播出", timeout=SLOW)
    expect(speaking.get_by_test_id("stage")).to_have_attribute("data-sending", "true", timeout=SLOW)
    assert captured(speaking) == ["audio", "video"]
    assert speaking.evaluate("firstHeard") == 0, "a class does not hear itself"
    panel = studio.get_by_test_id("studio-stage")
    for what in ("data-heard", "data-seen"):
        expect(panel).to_have_attribute(what, "true", timeout=SLOW)
    screenshot(studio, "stage-studio")
    screenshot(speaking, "stage-own")
