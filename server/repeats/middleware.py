"""Around the application: keyed POSTs are executed once, JSON gets entity tags, edits may name the version they change."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote

from sqlalchemy.exc import IntegrityError
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response

from server.auth.guards import known_callers
from server.dependencies import now as now_of
from server.error_handlers import render
from server.errors import FieldProblem, Problem, Unprocessable
from server.repeats.service import Answer, Repeats, StillRunning, request_hash
from server.words import Words, language_of

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

KEPT_MAX = 256 * 1024
"""Bytes of an answer that is kept; longer ones are files, which nobody creates twice."""
TAGGED_MAX = 4 * 1024 * 1024
"""Bytes of an answer that gets a tag; the longest list has about 300 kB."""
LOCKS = 1000
"""Addresses that are being edited with a version at one time; beyond it the oldest lock is forgotten."""
EDITS = frozenset({"PUT", "PATCH", "DELETE"})
UNDECIDED = frozenset({401, 403, 409, 429})
"""Answers that another try may change, with those above 499: they are not kept."""


class VersionGone(Problem):
    """What was to be edited is not what the caller had seen."""

    status = 412
    slug = "precondition-failed"
    title = Words("内容已被别人改过", "Changed in between")
    detail = Words(
        "您打开以后，这项内容已被改过或删除，没有保存。请重新打开再改。",
        "It was changed or deleted since you read it; nothing was saved. Read it again.",
    )


class Repeated:
    """Wraps an application. Only addresses below `/api/` are looked at."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._locks: OrderedDict[str, asyncio.Lock] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as its method asks for."""
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        method = scope["method"]
        try:
            if method == "GET":
                await self._tagged(scope, receive, send, headers.get("if-none-match"))
            elif method == "POST" and "idempotency-key" in headers:
                await self._once(scope, receive, send, headers["idempotency-key"])
            elif method in EDITS and "if-match" in headers:
                await self._if_unchanged(scope, receive, send, headers["if-match"])
            else:
                await self._app(scope, receive, send)
        except Problem as problem:
            answer = render(problem, language_of(headers.get("accept-language")))
            await answer(scope, receive, send)

    async def _tagged(self, scope: Scope, receive: Receive, send: Send, held: str | None) -> None:
        started: Message | None = None
        body = b""

        async def tag(message: Message) -> None:
            nonlocal started, body
            if message["type"] == "http.response.start":
                if _gets_a_tag(message):
                    started = message
                    return
            elif started is not None:
                body += message.get("body", b"")
                if message.get("more_body") and len(body) <= TAGGED_MAX:
                    return
                begin, started = started, None
                if not message.get("more_body"):
                    await _send_tagged(begin, body, held, send)
                    return
                await send(begin)
                message = {**message, "body": body}
            await send(message)

        await self._app(scope, receive, tag)

    async def _once(self, scope: Scope, receive: Receive, send: Send, key: str) -> None:
        if not (1 <= len(key) <= 200 and key.isascii() and key.isprintable()):
            problem = FieldProblem("Idempotency-Key", key[:80], "1 to 200 visible ASCII characters")
            raise Unprocessable(errors=(problem,), names="Idempotency-Key")
        connection = HTTPConnection(scope)
        moment = now_of(connection)
        callers = await known_callers(connection, moment)
        if not callers:
            # Nobody's keys would be everybody's.
            await self._app(scope, receive, send)
            return
        body, replayed = await _whole(receive)
        repeats: Repeats = scope["app"].state.repeats
        key_hash = repeats.key_hash(" ".join(caller.identity for caller in callers), key)
        target = quote(scope["path"]).encode() + b"?" + scope["query_string"]
        try:
            kept = await repeats.begin(
                key_hash, request_hash(scope["method"], target, body), moment
            )
        except IntegrityError as error:
            raise StillRunning(headers={"Retry-After": "1"}) from error
        if kept is not None:
            response = Response(kept.body, kept.status)
            response.raw_headers = [
                (name.encode("latin-1"), value.encode("latin-1")) for name, value in kept.headers
            ] + [(b"idempotent-replayed", b"true")]
            await response(scope, receive, send)
            return
        await self._execute(scope, replayed, send, repeats, key_hash)

    async def _execute(
        self, scope: Scope, receive: Receive, send: Send, repeats: Repeats, key_hash: str
    ) -> None:
        """Execute a keyed request and keep its answer before it goes out."""
        start: Message = {}
        body = b""
        held: list[Message] = []

        async def keep(message: Message) -> None:
            nonlocal start, body
            held.append(message)
            if message["type"] == "http.response.start":
                start = message
            else:
                body += message.get("body", b"")

        try:
            await self._app(scope, receive, keep)
        except BaseException:
            await asyncio.shield(repeats.forget(key_hash))
            raise
        answer = _answer_of(start, body)
        if answer is None:
            await repeats.forget(key_hash)
        else:
            await repeats.keep(key_hash, answer)
        for message in held:
            await send(message)

    async def _if_unchanged(self, scope: Scope, receive: Receive, send: Send, held: str) -> None:
        lock = self._locks.setdefault(scope["path"], asyncio.Lock())
        self._locks.move_to_end(scope["path"])
        while len(self._locks) > LOCKS:
            self._locks.popitem(last=False)
        async with lock:
            tag = await self._present_tag(scope)
            wanted = {each.strip() for each in held.split(",")}
            # Strong comparison, as RFC 9110, section 13.1.1 says: a weak tag never fits.
            if tag is None or not (wanted == {"*"} or tag in wanted):
                raise VersionGone
            await self._app(scope, receive, send)

    async def _present_tag(self, scope: Scope) -> str | None:
        """Return the tag of what the caller would read at this address now."""
        unconditional = [
            (name, value)
            for name, value in scope["headers"]
            if name not in {b"if-match", b"if-none-match", b"content-length", b"content-type"}
        ]
        asked = {**scope, "method": "GET", "headers": unconditional, "state": {}}
        found: list[str] = []

        async def nothing() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def look(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                found.extend(filter(None, [Headers(raw=message["headers"]).get("etag")]))

        await self._tagged(asked, nothing, look, None)
        return found[0] if found else None


def _gets_a_tag(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return (
        start["status"] == 200
        and headers.get("content-type", "").startswith("application/json")
        and "etag" not in headers
        and "no-store" not in headers.get("cache-control", "")
    )


async def _send_tagged(start: Message, body: bytes, held: str | None, send: Send) -> None:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = MutableHeaders(scope=start)
    headers["ETag"] = tag
    # Each time asked for anew: what may be seen hangs on who asks.
    headers.setdefault("Cache-Control", "private, no-cache")
    known = {each.strip().removeprefix("W/") for each in (held or "").split(",")}
    if tag in known or known == {"*"}:
        kept = [
            (name, value)
            for name, value in start["headers"]
            if name.lower() not in {b"content-length", b"content-type"}
        ]
        await send({**start, "status": 304, "headers": kept})
        await send({"type": "http.response.body", "body": b""})
        return
    await send(start)
    await send({"type": "http.response.body", "body": body})


async def _whole(receive: Receive) -> tuple[bytes, Receive]:
    """Read a body whole; return it, and a `receive` that gives it again."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        body += message.get("body", b"")
        more = message.get("more_body", False)
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return body, again


def _answer_of(start: Message, body: bytes) -> Answer | None:
    """Return what is kept of an answer, or None if another try shall be executed."""
    status = start.get("status", 500)
    headers = Headers(raw=start.get("headers", []))
    # A cookie is a session: whoever repeats a request does not get another one's.
    if status >= 500 or status in UNDECIDED or "set-cookie" in headers or len(body) > KEPT_MAX:
        return None
    return Answer(status, tuple(headers.items()), body)
