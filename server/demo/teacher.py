"""The demo teacher: a process that teaches every lesson of one person, through the same doors as a browser.

`python -m server.demo.teacher` logs in, waits for a lesson of its own, starts it and publishes camera, board and
sound until it ends; whatever goes away is tried again for ever. It is an independent WebRTC client (aiortc),
so what it sends has seen an encoder, ICE, DTLS and SRTP that are not the media node's.
"""

import asyncio
import contextlib
import fractions
import logging
import os
import random
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import httpx
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)

from server.demo import picture, slides, sound
from server.demo.door import Door, DoorError, Lesson, Published
from server.demo.lettering import Lettering
from streaming import clock
from streaming.trust import Trust

log = logging.getLogger("tongke.demo.teacher")

VIDEO_CLOCK = 90_000
CONTENTS = ("speaker", "slides")
"""RFC 4796 names of the video sections, in their order in the offer: camera, board."""
PATIENCE = 3.0
"""Seconds between looks at the lesson."""
PULSE = 0.25
"""Seconds between looks at the connection."""
SILENT_LOOKS = 7
"""Looks in a row without a new report from the node after which the connection counts as dead; reports come each second. Looks and
not seconds: a process that gets no time looks seldom, and must not take its own pause for the node's."""
CONNECT_LIMIT = 15.0
"""Seconds that ICE and DTLS may take; a node that has just been killed never answers."""
CLOSE_LIMIT = 1.5
"""Seconds that saying goodbye may take; whoever ended this process does not wait long."""
FIRST_PAUSE, LAST_PAUSE = 0.1, 8.0
"""Seconds before the second try, and the most between tries."""


class Timeline:
    """One clock for the three tracks: wall time that advances with the monotonic clock and never jumps."""

    def __init__(self) -> None:
        self._start = clock.now()
        # Whole seconds, so that pictures and samples fall on full seconds of the wall clock.
        self.wall_start = float(int(clock.wall()))
        self._ahead = clock.wall() - self.wall_start

    def now(self) -> float:
        """Return seconds since `wall_start`."""
        return clock.now() - self._start + self._ahead

    async def until(self, seconds: float) -> None:
        """Wait until that many seconds after `wall_start`."""
        await asyncio.sleep(max(0.0, seconds - self.now()))


class Pictures(MediaStreamTrack):
    """A video track whose frames are asked of a picture maker, each at its time."""

    kind = "video"

    def __init__(self, timeline: Timeline, rate: int, frame: Callable[[float], Any]) -> None:
        super().__init__()
        self._timeline, self._rate, self._frame = timeline, rate, frame
        self._next = int(timeline.now() * rate) + 1

    async def recv(self) -> av.VideoFrame:
        """Wait for the next frame's time and return it."""
        # After a stall the frames that nobody can see any more are left out.
        self._next = max(self._next, int(self._timeline.now() * self._rate))
        seconds = self._next / self._rate
        await self._timeline.until(seconds)
        made = av.VideoFrame.from_ndarray(
            self._frame(self._timeline.wall_start + seconds), format="yuv420p"
        )
        made.pts = self._next * VIDEO_CLOCK // self._rate
        made.time_base = fractions.Fraction(1, VIDEO_CLOCK)
        self._next += 1
        return made


class Voice(MediaStreamTrack):
    """The audio track."""

    kind = "audio"

    def __init__(self, timeline: Timeline, source: sound.Sound) -> None:
        super().__init__()
        self._timeline, self._source = timeline, source
        self._rate = sound.RATE // sound.FRAME
        self._next = int(timeline.now() * self._rate) + 1

    async def recv(self) -> av.AudioFrame:
        """Wait for the next 20 ms and return them."""
        if self._timeline.now() * self._rate > self._next + self._rate:
            # More than a second late: go on from now instead of sending a second at once.
            self._next = int(self._timeline.now() * self._rate)
        seconds = self._next / self._rate
        await self._timeline.until(seconds)
        samples = self._source.frame(self._timeline.wall_start + seconds)
        made = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
        made.sample_rate = sound.RATE
        made.pts = self._next * sound.FRAME
        made.time_base = fractions.Fraction(1, sound.RATE)
        self._next += 1
        return made


@dataclass(frozen=True, slots=True)
class Studio:
    """What is drawn and composed once for a lesson."""

    camera: picture.Camera
    board: slides.Board
    sound: sound.Sound

    @classmethod
    def of(cls, lesson: Lesson) -> "Studio":
        """Draw the pictures of a lesson; takes about a second."""
        lettering = Lettering()
        by = f"{lesson.teacher} · {lesson.school}"
        camera = picture.Camera(lesson.title, by, lettering)
        return cls(camera, slides.Board(lesson.subject, lesson.title, by, lettering), sound.Sound())


class Broadcast:
    """One WebRTC session of the teacher."""

    def __init__(self, studio: Studio) -> None:
        # No ICE servers: without the empty list aiortc would ask a public STUN server.
        # One transport for all: aiortc's default leaves the third track on one that never connects.
        self._peer = RTCPeerConnection(
            RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        )
        self._decided = asyncio.Event()
        self._peer.on("connectionstatechange", self._notice_state)
        timeline = Timeline()
        self._peer.addTransceiver(Voice(timeline, studio.sound), direction="sendonly")
        for rate, frame in (
            (picture.RATE, studio.camera.frame),
            (slides.RATE, studio.board.frame),
        ):
            video = self._peer.addTransceiver(Pictures(timeline, rate, frame), direction="sendonly")
            codecs = RTCRtpSender.getCapabilities("video").codecs
            video.setCodecPreferences([c for c in codecs if c.mimeType == "video/H264"])
        self._last_report: Any = None
        self._silent_looks = 0

    async def offer(self) -> str:
        """Return the SDP offer, with candidates and with the roles of the video sections."""
        await self._peer.setLocalDescription(await self._peer.createOffer())
        return with_contents(self._peer.localDescription.sdp)

    async def connect(self, answer: str) -> None:
        """Take the answer and wait until media flows.

        Raises:
            TimeoutError: if the node cannot be reached.
        """
        await self._peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        async with asyncio.timeout(CONNECT_LIMIT):
            await self._decided.wait()

    async def is_alive(self) -> bool:
        """Look whether the node still tells us that it hears us; call it every `PULSE`."""
        if self._peer.connectionState != "connected":
            return False
        statistics = (await self._peer.getStats()).values()
        reports = {one.timestamp for one in statistics if one.type == "remote-inbound-rtp"}
        if reports != self._last_report:
            self._last_report, self._silent_looks = reports, 0
        # A node that sends no reports at all is judged by ICE alone.
        self._silent_looks += 1 if reports else 0
        return self._silent_looks <= SILENT_LOOKS

    async def close(self) -> None:
        """End the session on this side; idempotent. One that never connected may not end by itself."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_LIMIT):
                await self._peer.close()

    def _notice_state(self) -> None:
        if self._peer.connectionState not in {"new", "connecting"}:
            self._decided.set()


def with_contents(sdp: str) -> str:
    """Add `a=content:` (RFC 4796) to the video sections of an offer, camera first."""
    head, *sections = sdp.split("m=")
    contents = iter(CONTENTS)
    marked = [
        f"{section}a=content:{next(contents)}\r\n" if section.startswith("video") else section
        for section in sections
    ]
    return "m=".join([head, *marked])


async def teach(door: Door, lesson: Lesson, studios: dict[str, Studio]) -> None:
    """Publish one lesson until it is over. `studios` keeps what was drawn for it: a connection that broke is back a second sooner.

    Raises:
        DoorError, httpx.HTTPError, ConnectionError, TimeoutError: if the way to the classroom is broken.
    """
    lesson = await door.start(lesson)
    studio = studios.get(lesson.id)
    if studio is None:
        studio = await asyncio.to_thread(Studio.of, lesson)
        studios.clear()
        studios[lesson.id] = studio
    broadcast = Broadcast(studio)
    published: Published | None = None
    try:
        published = await door.publish(lesson, await broadcast.offer())
        await broadcast.connect(published.answer)
        log.info("lesson %s: on air", lesson.id)
        await _until_over(door, lesson, broadcast)
        log.info("lesson %s: over", lesson.id)
    finally:
        if published is not None:
            await door.leave(published)
        await broadcast.close()


async def _until_over(door: Door, lesson: Lesson, broadcast: Broadcast) -> None:
    look = clock.now() + PATIENCE
    while await broadcast.is_alive():
        await asyncio.sleep(PULSE)
        if clock.now() >= look:
            if await door.is_over(lesson):
                return
            look = clock.now() + PATIENCE
    raise ConnectionError("the media node does not answer any more")


async def teach_for_ever(door: Door) -> None:
    """Teach lesson after lesson; runs until it is cancelled."""
    pause = FIRST_PAUSE
    studios: dict[str, Studio] = {}
    while True:
        began = clock.now()
        try:
            lesson = await door.lesson_now()
            if lesson:
                await teach(door, lesson, studios)
        except (DoorError, httpx.HTTPError, ConnectionError, TimeoutError) as error:
            log.warning("trying again in %.1f s: %s", pause, str(error) or type(error).__name__)
        except Exception:
            log.exception("trying again in %.1f s", pause)
        else:
            pause = FIRST_PAUSE
            await asyncio.sleep(PATIENCE)
            continue
        if clock.now() - began > LAST_PAUSE:
            pause = FIRST_PAUSE  # It had worked; this is a new trouble.
        # A little chance, so that many clients do not come back in one moment.
        await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311
        pause = min(pause * 2, LAST_PAUSE)


def _trust(server: str) -> Trust | None:
    authority = os.environ.get("TONGKE_SERVER_CA")
    if not server.startswith("https:"):
        return None
    return Trust(Path(authority) if authority else None, os.environ.get("TONGKE_SERVER_NAME", ""))


async def main(server: str, user: str, password: str) -> None:
    """Teach until somebody ends the process."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with Door(server, user, password, trust=_trust(server)) as door:
        teaching = asyncio.create_task(teach_for_ever(door))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({teaching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        teaching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await teaching


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    for name in ("httpx", "aioice", "aiortc"):
        logging.getLogger(name).setLevel(logging.WARNING)
    if not {"TONGKE_DEMO_USER", "TONGKE_DEMO_PASSWORD"} <= os.environ.keys():
        sys.exit("TONGKE_DEMO_USER and TONGKE_DEMO_PASSWORD must be set")
    asyncio.run(
        main(
            os.environ.get("TONGKE_SERVER_URL", "http://127.0.0.1:8000"),
            os.environ["TONGKE_DEMO_USER"],
            os.environ["TONGKE_DEMO_PASSWORD"],
        )
    )
