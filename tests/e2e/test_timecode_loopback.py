"""The measuring instrument itself: codes through Chromium's own encoder and decoder, without our relay."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.support.browser import camera_arguments, chromium, watched_context
from tests.support.timecode import BoardServer, Sent, judge, sightings

pytestmark = [pytest.mark.e2e]

LOOPBACK = """async () => {
  const capture = {
    camera: await navigator.mediaDevices.getUserMedia({ video: true, audio: true }),
    screen: await navigator.mediaDevices.getDisplayMedia({ video: true }),
  }
  const sender = new RTCPeerConnection(), receiver = new RTCPeerConnection()
  sender.onicecandidate = (event) => event.candidate && receiver.addIceCandidate(event.candidate)
  receiver.onicecandidate = (event) => event.candidate && sender.addIceCandidate(event.candidate)
  const names = ['camera', 'screen']
  receiver.ontrack = (event) => {
    if (event.track.kind !== 'video') return
    const video = document.createElement('video')
    video.id = 'seen-' + names.shift()
    video.muted = true
    video.srcObject = new MediaStream([event.track])
    document.body.append(video)
    void video.play()
  }
  for (const stream of Object.values(capture))
    sender.addTransceiver(stream.getVideoTracks()[0], { direction: 'sendonly' })
  await sender.setLocalDescription()
  await receiver.setRemoteDescription(sender.localDescription)
  await receiver.setLocalDescription()
  await sender.setRemoteDescription(receiver.localDescription)
  timecodes.watch('seen camera', '#seen-camera')
  timecodes.watch('seen screen', '#seen-screen')
}"""


def test_camera_and_tab_codes_survive_chromiums_own_loopback(
    playwright: Playwright, camera_files: tuple[Path, Path], measured: list[str]
) -> None:
    with (
        BoardServer() as board,
        chromium(playwright, camera_arguments(*camera_files)) as browser,
        watched_context(browser, board.url.rstrip("/"), width=1280, height=720) as (context, _),
    ):
        board_page = context.new_page()
        board_page.goto(board.url)
        page = context.new_page()
        page.goto(board.url)
        page.evaluate("document.title = 'sender'")
        page.evaluate(LOOPBACK)
        page.bring_to_front()  # Chromium has turned to the tab that it captures
        page.wait_for_timeout(6_000)
        rows = {
            name: sightings(page.evaluate("name => timecodes.of(name)", name))
            for name in ("camera", "screen", "seen camera", "seen screen")
        }
        painted = Sent(sightings(board_page.evaluate("painted")))

    for name in ("camera", "screen"):
        verdict = judge(Sent(rows[name]), rows["seen " + name])
        measured.append(f"loopback {name}: {len(rows[name])} captured; {verdict}")
        assert verdict.shown > 40
        assert verdict.share >= 0.95
    captured = judge(painted, rows["screen"])
    measured.append(f"loopback tab capture: {captured}")
    assert captured.share >= 0.95
