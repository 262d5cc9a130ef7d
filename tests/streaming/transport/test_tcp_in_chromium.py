"""Media over TCP through a real node: a light peer and a real Chromium that never hear of, or cannot use, its UDP port."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from streaming.contract import Direction, JoinAccepted, SessionConnected
from tests.support.browser import chromium, chromium_missing
from tests.support.link_end import LinkEnd
from tests.support.node_lesson import PUBLISHED, SOUND, TEACHER, NodeLesson
from tests.support.node_process import node_process

pytestmark = [pytest.mark.e2e]

RECEIVE = """async () => {
  globalThis.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  for (const kind of ['audio', 'video', 'video']) pc.addTransceiver(kind, { direction: 'recvonly' })
  await pc.setLocalDescription(await pc.createOffer())
  if (pc.iceGatheringState !== 'complete')
    await new Promise(done => pc.addEventListener('icegatheringstatechange', () => pc.iceGatheringState === 'complete' && done()))
  return pc.localDescription.sdp
}"""
CONNECT = """async sdp => {
  const began = performance.now()
  await pc.setRemoteDescription({ type: 'answer', sdp })
  while (pc.connectionState !== 'connected') {
    if (performance.now() - began > 20_000) throw new Error('it is ' + pc.connectionState)
    await new Promise(done => setTimeout(done, 10))
  }
  return (performance.now() - began) / 1000
}"""
SOUND_PACKETS = """async () => {
  let packets = 0, protocol = ''
  const report = await pc.getStats()
  report.forEach(entry => {
    if (entry.type === 'inbound-rtp' && entry.kind === 'audio') packets = entry.packetsReceived
    if (entry.type === 'candidate-pair' && entry.nominated) protocol = report.get(entry.localCandidateId).protocol
  })
  return { packets, protocol }
}"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[NodeLesson]:
    with LinkEnd() as link, node_process(link, tmp_path) as node:
        lesson = NodeLesson(link)
        yield lesson
        lesson.close()
        node.assert_alive()


@contextmanager
def speaking(room: NodeLesson) -> Iterator[None]:
    """Let a teacher speak, fifty packets a second, for as long as the context lasts."""
    publisher = room.join("teacher", PUBLISHED)
    stop = threading.Event()

    def speak() -> None:
        for number in count():
            if stop.wait(0.02):
                return
            room.publish(publisher, SOUND, number)
            publisher.keep_alive(time.monotonic())
            publisher.receive()

    thread = threading.Thread(target=speak)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_pictures_cross_from_udp_to_tcp_and_back(room: NodeLesson) -> None:
    publisher = room.join("teacher", PUBLISHED, stream=True)
    receivers = [room.join("village", stream=True), room.join("town")]

    for number in range(40):
        room.publish(publisher, TEACHER, number, key=number == 0)

    for receiver in receivers:
        sequences = [packet.sequence for packet in receiver.receive_until(40)]
        assert sequences == [(sequences[0] + step) & 0xFFFF for step in range(40)]


@pytest.fixture
def page() -> Iterator[Page]:
    assert not chromium_missing(), chromium_missing()
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        page = stack.enter_context(chromium(playwright)).new_page()
        page.route("https://room.test/*", lambda route: route.fulfill(body="<!doctype html>"))
        page.goto("https://room.test/")
        yield page


@pytest.mark.parametrize("protocol", ["tcp", "udp"])
def test_chromium_takes_tcp_where_udp_does_not_pass_and_udp_where_it_does(
    room: NodeLesson, page: Page, protocol: str
) -> None:
    with speaking(room):
        offer = page.evaluate(RECEIVE)
        answer = room.link.join(
            room.session("browser"),
            Direction.RECEIVE,
            offer,
            lesson=room.lesson,
            identity="room:1",
        )
        assert isinstance(answer, JoinAccepted), answer
        text = answer.answer
        if protocol == "tcp":
            # Nobody answers at this port: what a wall that drops UDP looks like from inside.
            text = re.sub(r"( udp \d+ [\d.]+) \d+ ", r"\1 9 ", text)
        seconds = page.evaluate(CONNECT, text)
        room.link.wait_for(SessionConnected, lambda event: event.session == room.session("browser"))

        found = page.evaluate(SOUND_PACKETS)
        deadline = time.monotonic() + 10
        while found["packets"] < 50 and time.monotonic() < deadline:
            page.wait_for_timeout(100)
            found = page.evaluate(SOUND_PACKETS)
        assert found["packets"] >= 50, found
        assert found["protocol"] == protocol
        print(f"connected over {protocol} after {seconds:.2f} s")  # noqa: T201 - a figure of the results page
        page.evaluate("pc.close()")
