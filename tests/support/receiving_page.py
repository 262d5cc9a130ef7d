"""A page of Chromium that receives from a node, without the product's own pages: what a test says to it, and what it says of itself."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Page, sync_playwright

from tests.support.browser import chromium, chromium_missing

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


@contextmanager
def empty_page() -> Iterator[Page]:
    """Open a page that may use WebRTC, and close its browser at the end."""
    assert not chromium_missing(), chromium_missing()
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        page = stack.enter_context(chromium(playwright)).new_page()
        page.route("https://room.test/*", lambda route: route.fulfill(body="<!doctype html>"))
        page.goto("https://room.test/")
        yield page
