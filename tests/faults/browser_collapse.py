"""Promise L7 with real Chromium at both ends: a studio's layers, a node, and a classroom whose line falls from 2 M to 150 k bit/s and back.

The classroom's packets pass a seeded link in real time; what it decodes is read from its own statistics.
"""

import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from streaming.contract import Direction, JoinAccepted, OpenRoom, SessionConnected
from tests.support.browser import chromium
from tests.support.link_end import LinkEnd
from tests.support.network import Conditions
from tests.support.node_process import free_udp_port, node_process
from tests.support.udp_path import UdpPath

DEVICES = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
WIDE, THIN = 2_000_000.0, 150_000.0
STEP = 0.1
CALM, LINES, STOOD = 3.0, 720, 1.0
"""Seconds before the fall in which the picture must have all its lines, and seconds for which it may stand."""
STUDIO = """async () => {
  const pc = globalThis.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 1280, height: 720, frameRate: 20 } })
  pc.addTransceiver(media.getAudioTracks()[0], { direction: 'sendonly' })
  const picture = pc.addTransceiver(media.getVideoTracks()[0], { direction: 'sendonly', sendEncodings: [
    { rid: 'l', scaleResolutionDownBy: 4, maxBitrate: 120000, maxFramerate: 15 },
    { rid: 'm', scaleResolutionDownBy: 2, maxBitrate: 400000 },
    { rid: 'h', scaleResolutionDownBy: 1, maxBitrate: 1200000 }] })
  const codecs = RTCRtpSender.getCapabilities('video').codecs
  picture.setCodecPreferences(codecs.filter(it => /VP8|rtx/.test(it.mimeType)))
  await pc.setLocalDescription(await pc.createOffer())
  return pc.localDescription.sdp
}"""
CLASSROOM = """async () => {
  const pc = globalThis.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  pc.addTransceiver('audio', { direction: 'recvonly' })
  pc.addTransceiver('video', { direction: 'recvonly' })
  pc.ontrack = event => {
    const element = document.createElement(event.track.kind)
    element.srcObject = new MediaStream([event.track])
    element.autoplay = element.muted = true
    document.body.append(element)
  }
  await pc.setLocalDescription(await pc.createOffer())
  return pc.localDescription.sdp
}"""
ANSWER = "sdp => pc.setRemoteDescription({ type: 'answer', sdp })"
READ = """async () => {
  const found = { packets: 0, lost: 0, concealed: 0, samples: 0, frames: 0, height: 0 }
  ;(await pc.getStats()).forEach(it => {
    if (it.type !== 'inbound-rtp') return
    if (it.kind === 'audio') Object.assign(found, { packets: it.packetsReceived, samples: it.totalSamplesReceived ?? 0,
      concealed: (it.concealedSamples ?? 0) - (it.silentConcealedSamples ?? 0) })
    else Object.assign(found, { frames: it.framesDecoded ?? 0, height: it.frameHeight ?? 0 })
  })
  return found
}"""


@dataclass
class Sample:
    """What the classroom says of itself."""

    at: float
    packets: int
    concealed: float
    frames: int
    height: int


@dataclass
class Story:
    """What was seen of one fall and rise."""

    samples: list[Sample]
    fell: float
    rose: float

    def between(self, begin: float, end: float) -> list[Sample]:
        """Return the samples of a stretch of time."""
        return [sample for sample in self.samples if begin <= sample.at < end]

    def shown(self) -> list[Sample]:
        """Return the samples before which a new picture was decoded."""
        return [after for before, after in pairwise(self.samples) if after.frames > before.frames]


def measure() -> list[Any]:
    """Run the collapse once and judge it."""
    from tests.faults.matrix import Row  # noqa: PLC0415 - the matrix imports this module only when asked

    story = tell()
    calm = story.between(story.fell - CALM, story.fell)
    stood = _longest_stop(calm, lambda sample: sample.frames)
    if stood > STOOD or {sample.height for sample in calm} != {LINES}:
        seen = sorted({sample.height for sample in calm})
        raise RuntimeError(
            f"nothing can be measured: in the {CALM:g} s before the line fell the picture had {seen} lines and stood "
            f"for {stood:.1f} s; wanted are {LINES} lines and at most {STOOD:g} s. Is the machine too busy?"
        )
    before = max(sample.height for sample in story.between(story.fell - 3, story.fell))
    # A picture that stands says nothing of the line: what counts are new ones.
    full = [sample.at for sample in story.shown() if sample.height >= before]
    # Two in a second are repeats of what was sent before the fall, and no picture that flows.
    left = next(
        sample.at
        for sample in story.between(story.fell, story.rose)
        if sum(sample.at < at <= sample.at + 1 for at in full) <= 2
    )
    up = min((at - story.rose for at in full if at >= story.rose), default=None)
    silent = _longest_stop(story.between(story.fell, story.rose), lambda sample: sample.packets)
    fall = story.between(story.fell, story.rose)
    concealed = (fall[-1].concealed - fall[0].concealed) / 48_000
    return [
        Row(
            "L7 in Chromium: the best layer no longer flows after the fall",
            f"{left - story.fell:.1f} s (from {before} lines)",
            "≤ 2 s",
            left - story.fell <= 2,
        ),
        Row(
            "L7 in Chromium: longest time without a packet of sound",
            f"{silent * 1000:.0f} ms; {concealed:.2f} s concealed of {story.rose - story.fell:.0f}",
            "≤ 200 ms",
            silent <= 0.2,
        ),
        Row(
            "L7 in Chromium: back up after the rise",
            "never" if up is None else f"{up:.1f} s",
            "≤ 10 s",
            up is not None and up <= 10,
        ),
    ]


def tell(before: float = 15.0, thin: float = 12.0, after: float = 15.0) -> Story:
    """Hold the lesson and sample the classroom."""
    with ExitStack() as stack:
        link = stack.enter_context(LinkEnd())
        port = free_udp_port()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(node_process(link, folder, port=port))
        link.send(OpenRoom("lesson"))
        playwright = stack.enter_context(sync_playwright())
        browser = stack.enter_context(chromium(playwright, DEVICES))
        path = stack.enter_context(UdpPath(port, _line(WIDE), _line(WIDE)))
        studio, classroom = _page(browser), _page(browser)
        _join(link, studio, "studio", Direction.PUBLISH, lambda answer: answer)
        _join(link, classroom, "classroom", Direction.RECEIVE, path.through)
        samples: list[Sample] = []
        _watch(classroom, samples, before)
        fell = time.monotonic()
        path.down.change(_line(THIN))
        _watch(classroom, samples, thin)
        rose = time.monotonic()
        path.down.change(_line(WIDE))
        _watch(classroom, samples, after)
        return Story(samples, fell, rose)


def _line(rate_bps: float) -> Conditions:
    return Conditions(
        delay=0.025, rate_bps=rate_bps, queue_bytes=max(19_200, int(rate_bps * 0.0375))
    )


def _page(browser: Any) -> Page:
    page: Page = browser.new_page()
    page.route("https://room.test/*", lambda route: route.fulfill(body="<!doctype html><body>"))
    page.goto("https://room.test/")
    return page


def _join(link: LinkEnd, page: Page, name: str, direction: Direction, edit: Any) -> None:
    offer = page.evaluate(STUDIO if direction is Direction.PUBLISH else CLASSROOM)
    answer = link.join(name, direction, offer)
    assert isinstance(answer, JoinAccepted), answer
    page.evaluate(ANSWER, edit(answer.answer))
    link.wait_for(SessionConnected, lambda event: event.session == name, 15.0)


def _watch(page: Page, samples: list[Sample], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        read = page.evaluate(READ)
        now = time.monotonic()
        samples.append(
            Sample(now, read["packets"], read["concealed"], read["frames"], read["height"])
        )
        time.sleep(STEP)


def _longest_stop(samples: list[Sample], count: Any) -> float:
    """Return the longest time for which a counter stood still, in seconds."""
    longest, since, last = 0.0, samples[0].at, count(samples[0])
    for sample in samples:
        if count(sample) != last:
            last, since = count(sample), sample.at
        longest = max(longest, sample.at - since)
    return longest
