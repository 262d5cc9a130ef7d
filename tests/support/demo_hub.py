"""A server as the demo teacher sees it: the few doors of the API that it uses, and an aiortc peer that watches.

The peer decodes what arrives, so a test can read time codes, slides and beeps as a classroom would.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame
from fastapi import FastAPI, Request, Response

from server.clock import SystemClock
from server.demo.planes import Planes

TEACHER = {"id": "p1", "name": "周静"}


def lesson(
    identity: str, *, starts: float = -10, ends: float = 30, state: str = "open"
) -> dict[str, Any]:
    """Return a lesson of the teacher's; times in minutes from now."""
    now = SystemClock().now()
    return {
        "id": identity,
        "title": "茉莉花",
        "subject": "音乐",
        "teacher": TEACHER,
        "hub": {"school": {"id": "s1", "name": "实验小学"}, "room": {"id": "r1", "name": "主播室"}},
        "starts_at": _iso(now + timedelta(minutes=starts)),
        "ends_at": _iso(now + timedelta(minutes=ends)),
        "state": state,
        "can": ["start", "publish"] if state in {"planned", "open"} else ["publish"],
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(slots=True)
class Seen:
    """What one track brought."""

    kind: str
    pictures: list[tuple[VideoFrame, Planes]] = field(default_factory=list)
    samples: list[Any] = field(default_factory=list)


class DemoHub:
    """The server; `app` is its ASGI application."""

    def __init__(self, *lessons: dict[str, Any]) -> None:
        self.lessons = {one["id"]: one for one in lessons}
        self.calls: list[str] = []
        self.offers: list[str] = []
        self.refuse: list[int] = []
        """Statuses that the next calls get instead of an answer."""
        self.logged_in = False
        self.peers: list[RTCPeerConnection] = []
        self.seen: list[Seen] = []
        self.left = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.app = FastAPI()
        self.app.middleware("http")(self._guard)
        self.app.post("/api/session")(self._log_in)
        self.app.get("/api/lessons")(self._list)
        self.app.get("/api/lessons/{identity}")(self._show)
        self.app.post("/api/lessons/{identity}/start")(self._start)
        self.app.post("/api/lessons/{identity}/media-tokens", status_code=201)(self._token)
        self.app.post("/whip/{identity}")(self._publish)
        self.app.delete("/whip/{identity}/{session}")(self._leave)

    async def close(self) -> None:
        """End every peer."""
        for task in self._tasks:
            task.cancel()
        for peer in self.peers:
            await peer.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def ask_for_key_frames(self) -> None:
        """Send a picture loss indication for each video track of the newest peer."""
        for transceiver in self.peers[-1].getTransceivers():
            if transceiver.kind == "video":
                receiver = transceiver.receiver
                for source in receiver.getSynchronizationSources():
                    await receiver._send_rtcp_pli(source.source)

    async def _guard(self, request: Request, call_next: Any) -> Response:
        self.calls.append(f"{request.method} {request.url.path}")
        if self.refuse:
            return Response("{}", self.refuse.pop(0))
        if not self.logged_in and request.url.path != "/api/session":
            return Response("{}", 401)
        answer: Response = await call_next(request)
        return answer

    async def _log_in(self) -> dict[str, Any]:
        self.logged_in = True
        return TEACHER

    async def _list(self) -> dict[str, Any]:
        return {"items": list(self.lessons.values()), "server_time": _iso(SystemClock().now())}

    async def _show(self, identity: str) -> Any:
        return self.lessons.get(identity) or Response("{}", 404)

    async def _start(self, identity: str) -> dict[str, Any]:
        self.lessons[identity] |= {"state": "live", "can": ["end", "publish"]}
        return self.lessons[identity]

    async def _token(self, identity: str) -> dict[str, Any]:
        return {"token": "secret", "endpoint": f"/whip/{identity}", "ice_servers": []}

    async def _publish(self, identity: str, request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer secret"
        assert request.headers["content-type"] == "application/sdp"
        offer = (await request.body()).decode()
        self.offers.append(offer)
        peer = RTCPeerConnection(RTCConfiguration([], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self.peers.append(peer)
        peer.on("track", self._watch)
        await peer.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await peer.setLocalDescription(await peer.createAnswer())
        where = {"Location": f"/whip/{identity}/1"}
        return Response(peer.localDescription.sdp, 201, where, "application/sdp")

    async def _leave(self) -> dict[str, Any]:
        self.left.set()
        return {}

    def _watch(self, track: MediaStreamTrack) -> None:
        seen = Seen(track.kind)
        self.seen.append(seen)
        self._tasks.add(asyncio.create_task(_collect(track, seen)))


async def _collect(track: MediaStreamTrack, seen: Seen) -> None:
    while True:
        try:
            frame = await track.recv()
        except MediaStreamError:
            return
        if isinstance(frame, VideoFrame):
            seen.pictures.append((frame, Planes(frame.to_ndarray(format="yuv420p"))))
        elif isinstance(frame, AudioFrame):
            seen.samples.append(numpy.asarray(frame.to_ndarray()[0, ::2]))
