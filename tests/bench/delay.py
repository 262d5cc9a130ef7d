"""How soon a classroom sees and hears a lesson that is on (promise L3), and how much later than without a relay (L4).

    python -m tests.bench.delay [--joins 60] [--seconds 60]

Real hub, real Chromium. L3: a studio sends; a device's page asks for a permit, makes its offer and counts the time until its
element shows the first picture and its sound's first frame is played. L4: one page sends the same camera to another page twice at
the same time, once from browser to browser and once over the hub; of every picture that came both ways the receiver compares when
its last packet was there (`receiveTime` of requestVideoFrameCallback), so that encoder, decoder and load are the same for both.
Prints a table and, as its last line, JSON.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.browser import camera_arguments, chromium, watched_context
from tests.support.browser_lesson import open_studio, start_lesson
from tests.support.hub import Hub, hub
from tests.support.hub_city import LESSON, ROOMS, TEACHER
from tests.support.timecode import write_beeps, write_camera

EMPTY = "/an-empty-page"
FRAMES = 2_000
"""Of the camera's file: 80 s until a code comes again, 700 MB."""
STEPS = ("permit", "answer", "connected", "sound", "picture")
"""Of a join, in their order."""
PAUSE_MS = 400
"""Between two joins: nobody shall find the key frame that the one before has asked for."""

# What both pages know: the doors of the hub, as `web/src/protocol/whip.ts` uses them.
DOORS = """
globalThis.permit = async (lesson, direction) => (await (await fetch(`/api/lessons/${lesson}/media-tokens`, {
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ direction }),
})).json())
globalThis.through = async (pc, door, rewrite = sdp => sdp) => {
  await pc.setLocalDescription(await pc.createOffer())
  const answer = await fetch(door.endpoint, {
    method: 'POST', headers: { Authorization: `Bearer ${door.token}`, 'Content-Type': 'application/sdp' }, body: pc.localDescription.sdp,
  })
  const sdp = await answer.text()
  if (answer.status !== 201) throw new Error(`${answer.status}: ${sdp}`)
  await pc.setRemoteDescription({ type: 'answer', sdp })
  return () => fetch(answer.headers.get('Location'), { method: 'DELETE', headers: { Authorization: `Bearer ${door.token}` } })
}
globalThis.shown = id => {
  const video = document.createElement('video')
  video.id = id, video.muted = true, video.autoplay = true
  document.body.append(video)
  return video
}
"""
JOIN = """async lesson => {
  const began = performance.now(), since = () => performance.now() - began
  const door = await permit(lesson, 'receive'), pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  const sound = pc.addTransceiver('audio', { direction: 'recvonly' }).receiver
  const picture = pc.addTransceiver('video', { direction: 'recvonly' }).receiver
  const video = shown('joined'), heard = new Audio()
  video.srcObject = new MediaStream([picture.track])
  heard.srcObject = new MediaStream([sound.track])
  void heard.play()
  const times = { permit: since() }
  pc.onconnectionstatechange = () => { if (pc.connectionState === 'connected') times.connected = since() }
  const seen = new Promise(done => video.requestVideoFrameCallback(() => done(times.picture = since())))
  const played = new Promise(done => {
    const look = () => sound.getSynchronizationSources().length ? done(times.sound = since()) : setTimeout(look, 4)
    look()
  })
  const leave = await through(pc, door)
  times.answer = since()
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error('nothing after 10 s')), 10_000))
  await Promise.race([Promise.all([seen, played]), late])
  await leave()
  pc.close()
  video.remove()
  return times
}"""
SEND = """async lesson => {
  const camera = await navigator.mediaDevices.getUserMedia({ video: true, audio: true }), [track] = camera.getVideoTracks()
  const encodings = [{ maxBitrate: 800_000 }]
  globalThis.direct = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  direct.addTransceiver(track, { direction: 'sendonly', sendEncodings: encodings })
  const relayed = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  relayed.addTransceiver(camera.getAudioTracks()[0], { direction: 'sendonly' })
  relayed.addTransceiver(track, { direction: 'sendonly', sendEncodings: encodings })
  await through(relayed, await permit(lesson, 'publish'))
  await direct.setLocalDescription(await direct.createOffer())
  await new Promise(done => direct.iceGatheringState === 'complete' ? done() : direct.addEventListener('icegatheringstatechange', () => direct.iceGatheringState === 'complete' && done()))
  return direct.localDescription.sdp
}"""
WATCH = """async ([lesson, offer]) => {
  globalThis.seen = { direct: [], relayed: [] }
  const watch = (name, track) => {
    const video = shown(name)
    video.srcObject = new MediaStream([track])
    const look = (_, frame) => {
      seen[name].push([timecodes.codeOf(video), frame.receiveTime])
      video.requestVideoFrameCallback(look)
    }
    video.requestVideoFrameCallback(look)
  }
  const relayed = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  relayed.addTransceiver('audio', { direction: 'recvonly' })
  watch('relayed', relayed.addTransceiver('video', { direction: 'recvonly' }).receiver.track)
  await through(relayed, await permit(lesson, 'receive'))
  const direct = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  direct.ontrack = event => watch('direct', event.track)
  await direct.setRemoteDescription({ type: 'offer', sdp: offer })
  await direct.setLocalDescription(await direct.createAnswer())
  await new Promise(done => direct.iceGatheringState === 'complete' ? done() : direct.addEventListener('icegatheringstatechange', () => direct.iceGatheringState === 'complete' && done()))
  return direct.localDescription.sdp
}"""


@contextmanager
def empty_page(context: BrowserContext, running: Hub) -> Iterator[Page]:
    """Open a page of the hub's origin that holds nothing but the doors."""
    page = context.new_page()
    page.route(f"**{EMPTY}", lambda route: route.fulfill(body="<!doctype html>"))
    page.goto(running.url + EMPTY)
    page.evaluate(f"() => {{ {DOORS} }}")
    yield page
    page.close()


def sign_in(context: BrowserContext, running: Hub, *, room: str = "") -> None:
    """Give a context the cookie of a room's device, or of the teacher."""
    path, body = "/api/session", {"username": TEACHER, "password": running.secrets.password}
    if room:
        path, body = "/api/device-session", {"key": running.secrets.device_keys[room]}
    answer = context.request.post(running.url + path, data=body)
    assert answer.ok, answer.text()


def joins(running: Hub, teachers: Browser, classrooms: Browser, count: int) -> list[dict[str, Any]]:
    """Return the milliseconds to first picture and first sound of each join of a lesson that is on."""
    found = []
    with (
        watched_context(teachers, running.url) as (studio, _),
        watched_context(classrooms, running.url) as (classroom, _),
    ):
        start_lesson(open_studio(studio, running, TEACHER, LESSON))
        sign_in(classroom, running, room=ROOMS[0])
        with empty_page(classroom, running) as page:
            page.wait_for_timeout(5_000)
            for number in range(count):
                found.append(page.evaluate(JOIN, LESSON))
                steps = ", ".join(f"{name} {found[-1][name]:.0f}" for name in STEPS)
                sys.stderr.write(f"bench-delay: join {number + 1} of {count}: {steps} ms\n")
                page.wait_for_timeout(PAUSE_MS)
    return found


def added(running: Hub, teachers: Browser, classrooms: Browser, seconds: float) -> list[float]:
    """Return for each picture how many milliseconds later it was there over the hub."""
    with (
        watched_context(teachers, running.url) as (sending, _),
        watched_context(classrooms, running.url) as (receiving, _),
    ):
        sign_in(sending, running)
        sign_in(receiving, running, room=ROOMS[0])
        with empty_page(sending, running) as sender, empty_page(receiving, running) as receiver:
            offer = sender.evaluate(SEND, LESSON)
            answer = receiver.evaluate(WATCH, [LESSON, offer])
            sender.evaluate("sdp => direct.setRemoteDescription({ type: 'answer', sdp })", answer)
            receiver.wait_for_timeout(5_000)  # until both senders know what their lines carry
            receiver.evaluate("() => { seen.direct.length = seen.relayed.length = 0 }")
            sys.stderr.write(f"bench-delay: {seconds:g} s of both ways\n")
            receiver.wait_for_timeout(seconds * 1000)
            seen = receiver.evaluate("seen")
    ways = [
        {code: at for code, at in seen[way] if code is not None} for way in ("direct", "relayed")
    ]
    return [ways[1][code] - ways[0][code] for code in ways[0].keys() & ways[1].keys()]


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value that `part` (0 to 1) of all do not pass."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.delay", description=__doc__)
    parser.add_argument("--joins", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=60.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory, sync_playwright() as playwright:
        camera, sound = Path(directory) / "camera.y4m", Path(directory) / "sound.wav"
        write_camera(camera, FRAMES)
        write_beeps(sound, 10)
        with (
            hub(Path(directory)) as running,
            chromium(playwright, camera_arguments(camera, sound)) as teachers,
            chromium(playwright) as classrooms,
        ):
            found = joins(running, teachers, classrooms, arguments.joins)
            later = added(running, teachers, classrooms, arguments.seconds)
    pictures = [each["picture"] for each in found]
    sounds = [each["sound"] for each in found]
    result = {
        "joins": len(found),
        "picture_p95_ms": round(percentile(pictures, 0.95)),
        "sound_p95_ms": round(percentile(sounds, 0.95)),
        "pictures": len(later),
        "relay_p50_ms": round(statistics.median(later), 1),
        "relay_p99_ms": round(percentile(later, 0.99), 1),
    }
    sys.stdout.write(
        f"Load {os.getloadavg()[0]:.1f}\n"
        f"first picture (L3)  p50 {statistics.median(pictures):4.0f} ms  p95 {result['picture_p95_ms']:4} ms  wanted 500\n"
        f"first sound (L3)    p50 {statistics.median(sounds):4.0f} ms  p95 {result['sound_p95_ms']:4} ms  wanted 300\n"
        f"later than direct   p50 {result['relay_p50_ms']:4} ms  p99 {result['relay_p99_ms']:4} ms  wanted 5 and 20 (L4)\n"
        f"{json.dumps(result)}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
