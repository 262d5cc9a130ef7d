"""The demo teacher's side of the server's HTTP API: log in, find the lesson, start it, publish through WHIP.

Knows HTTP only: no picture, no sound, no WebRTC. Cancelling any call leaves nothing half done but the request.
"""

from dataclasses import dataclass
from typing import Any, Self

import httpx

from streaming.trust import Trust

TIMEOUT = 10.0
"""Seconds; longer than a busy server needs, shorter than a person's patience."""
LEAVE_TIMEOUT = 1.0
"""Seconds; a goodbye is a courtesy."""
LIVE_STATES = frozenset({"planned", "open", "live"})


class DoorError(Exception):
    """The server said no; holds the status and what it said."""

    def __init__(self, action: str, status: int, detail: str) -> None:
        super().__init__(f"{action}: {status} {detail}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the teacher needs to know of a lesson."""

    id: str
    title: str
    subject: str
    teacher: str
    school: str
    state: str
    can: frozenset[str]


@dataclass(frozen=True, slots=True)
class Published:
    """An accepted offer: the answer, and the address and token that end the session."""

    answer: str
    address: str
    token: str


class Door:
    """One logged-in teacher."""

    def __init__(
        self,
        server: str,
        username: str,
        password: str,
        transport: httpx.AsyncBaseTransport | None = None,
        trust: Trust | None = None,
    ) -> None:
        """Prepare to call `server`; a `transport` of its own reaches one that has no socket."""
        # A proxy that the environment names must not stand between two programs of one machine.
        self._http = httpx.AsyncClient(
            base_url=server,
            timeout=TIMEOUT,
            trust_env=False,
            transport=transport,
            verify=trust.context() if trust else True,
            event_hooks={"request": [self._name_server]},
        )
        self._server_name = trust.name if trust else ""
        self._secret = {"username": username, "password": password}
        self._person = ""

    async def __aenter__(self) -> Self:
        """Open nothing yet; connections are made when needed."""
        return self

    async def __aexit__(self, *failure: object) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def lesson_now(self) -> Lesson | None:
        """Return the teacher's own lesson that is on now, or None.

        Raises:
            DoorError: if the server refuses.
            httpx.HTTPError: if it cannot be reached.
        """
        if not self._person:
            self._person = (await self._call("POST", "/api/session", self._secret))["id"]
        try:
            today = await self._call("GET", "/api/lessons")
        except DoorError as error:
            if error.status == httpx.codes.UNAUTHORIZED:
                self._person = ""  # The session has run out; the next try logs in again.
            raise
        now = today["server_time"]
        # ISO times in UTC of one spelling sort as text.
        on = [
            item
            for item in today["items"]
            if item["teacher"]["id"] == self._person
            and item["state"] in LIVE_STATES
            and item["starts_at"] <= now < item["ends_at"]
        ]
        # One that runs already before one that has not begun.
        on.sort(key=lambda item: (item["state"] != "live", item["starts_at"]))
        return _lesson(on[0]) if on else None

    async def is_over(self, lesson: Lesson) -> bool:
        """Whether a lesson has ended; a server that cannot be asked has not ended it."""
        try:
            now = _lesson(await self._call("GET", f"/api/lessons/{lesson.id}"))
        except httpx.HTTPError:
            return False
        except DoorError as error:
            if error.status == httpx.codes.UNAUTHORIZED:
                self._person = ""
            return error.status == httpx.codes.NOT_FOUND
        return now.state not in LIVE_STATES

    async def start(self, lesson: Lesson) -> Lesson:
        """Start a lesson that may be started.

        Raises:
            DoorError: if the server refuses.
            httpx.HTTPError: if it cannot be reached.
        """
        if "start" not in lesson.can:
            return lesson
        return _lesson(await self._call("POST", f"/api/lessons/{lesson.id}/start"))

    async def publish(self, lesson: Lesson, offer: str) -> Published:
        """Send an SDP offer through the lesson's WHIP door (RFC 9725).

        Raises:
            DoorError: if the server refuses.
            httpx.HTTPError: if it cannot be reached.
        """
        wish = {"direction": "publish"}
        ticket = await self._call("POST", f"/api/lessons/{lesson.id}/media-tokens", wish)
        said = await self._http.post(
            ticket["endpoint"],
            content=offer,
            headers={
                "Content-Type": "application/sdp",
                "Authorization": f"Bearer {ticket['token']}",
            },
        )
        if said.status_code != httpx.codes.CREATED:
            raise DoorError("publish", said.status_code, said.text[:300])
        return Published(said.text, said.headers["Location"], ticket["token"])

    async def leave(self, published: Published) -> None:
        """End a session politely; a server that is away ends it by itself."""
        bearer = {"Authorization": f"Bearer {published.token}"}
        try:
            await self._http.delete(published.address, headers=bearer, timeout=LEAVE_TIMEOUT)
        except httpx.HTTPError:
            return

    async def _name_server(self, request: httpx.Request) -> None:
        if self._server_name:
            request.extensions["sni_hostname"] = self._server_name

    async def _call(
        self, method: str, path: str, body: dict[str, str] | None = None
    ) -> dict[str, Any]:
        said = await self._http.request(method, path, json=body, headers={"Accept-Language": "en"})
        if not said.is_success:
            raise DoorError(f"{method} {path}", said.status_code, said.text[:300])
        answer: dict[str, Any] = said.json()
        return answer


def _lesson(item: dict[str, Any]) -> Lesson:
    return Lesson(
        id=item["id"],
        title=item["title"],
        subject=item["subject"],
        teacher=item["teacher"]["name"],
        school=item["hub"]["school"]["name"],
        state=item["state"],
        can=frozenset(item["can"]),
    )
