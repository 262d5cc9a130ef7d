"""Layers that nobody uses cost a real Chromium nothing, and come back when somebody wants them."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from streaming.contract import Direction, JoinAccepted, QualityReport
from tests.support.link_end import LinkEnd
from tests.support.node_lesson import NodeLesson
from tests.support.node_process import node_process
from tests.support.receiving_page import CONNECT, empty_page

pytestmark = [pytest.mark.e2e]

PATIENCE = 40.0
"""Seconds; a resting layer takes ten, and machines are busy."""
PUBLISH = """async () => {
  const canvas = document.createElement('canvas')
  canvas.width = 640; canvas.height = 360
  const context = canvas.getContext('2d')
  let frame = 0
  setInterval(() => { context.fillStyle = `hsl(${frame++ * 7 % 360} 80% 50%)`; context.fillRect(0, 0, 640, 360) }, 50)
  globalThis.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  const camera = pc.addTransceiver(canvas.captureStream(20).getVideoTracks()[0], { direction: 'sendonly', sendEncodings: [
    { rid: 'l', scaleResolutionDownBy: 2, maxBitrate: 60_000 }, { rid: 'h', maxBitrate: 200_000 },
  ] })
  camera.setCodecPreferences(RTCRtpSender.getCapabilities('video').codecs.filter(it => it.mimeType === 'video/H264'))
  await pc.setLocalDescription(await pc.createOffer())
  return pc.localDescription.sdp
}"""
REST = """async rids => {
  const [sender] = pc.getSenders()
  const parameters = sender.getParameters()
  for (const encoding of parameters.encodings) encoding.active = !rids.includes(encoding.rid)
  await sender.setParameters(parameters)
}"""
SENT = """async () => {
  const sent = {}
  const report = await pc.getStats()
  report.forEach(entry => { if (entry.type === 'outbound-rtp') sent[entry.rid] = entry.bytesSent })
  return sent
}"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[NodeLesson]:
    with LinkEnd() as link, node_process(link, tmp_path) as node:
        lesson = NodeLesson(link)
        yield lesson
        lesson.close()
        node.assert_alive()


def resting(room: NodeLesson) -> list[str]:
    """Return the layers that the newest report of the node names."""
    reports = [it for it in room.link.messages if isinstance(it, QualityReport)]
    return [layer.rid for layer in reports[-1].resting] if reports else []


def until(page: Page, is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, page.evaluate(SENT)
        page.wait_for_timeout(100)


def test_a_layer_that_nobody_wants_costs_nothing_until_somebody_does(room: NodeLesson) -> None:
    with empty_page() as page:
        offer = page.evaluate(PUBLISH)
        answer = room.link.join(
            room.session("teacher"), Direction.PUBLISH, offer, lesson=room.lesson
        )
        assert isinstance(answer, JoinAccepted), answer
        page.evaluate(CONNECT, answer.answer)
        until(page, lambda: page.evaluate(SENT).get("h", 0) > 20_000)
        until(page, lambda: resting(room) == ["h"])
        page.evaluate(REST, ["h"])
        page.wait_for_timeout(500)
        before = page.evaluate(SENT)
        until(page, lambda: page.evaluate(SENT)["l"] > before["l"] + 10_000)
        assert page.evaluate(SENT)["h"] == before["h"]

        receiver = room.join("village")

        def asked_for() -> bool:
            receiver.receive()
            receiver.keep_alive(time.monotonic())
            return resting(room) == []

        until(page, asked_for)
        page.evaluate(REST, [])

        def large() -> bool:
            receiver.keep_alive(time.monotonic())
            return any(len(packet.payload) > 900 for packet in receiver.receive()[0])

        until(page, large)
        assert page.evaluate(SENT)["h"] > before["h"]
        page.evaluate("pc.close()")
