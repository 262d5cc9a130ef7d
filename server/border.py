"""What every request and every answer passes: where it comes from, how large it is, what browsers may do with it.

Plain ASGI around the application, so that streams are not buffered and WebSockets pass too.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.websockets import WebSocket

from server.error_handlers import body_max, render
from server.errors import ForeignOrigin, TooLarge
from server.words import language_of

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def content_security_policy(store_origin: str = "") -> str:
    """Return the policy of our pages: nothing inline, nothing from elsewhere but the store's media."""
    media = " ".join(filter(None, ("'self'", "blob:", store_origin)))
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            f"media-src {media}",
            f"connect-src {media}",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class Border:
    """Wraps an application."""

    def __init__(self, app: Application, *, store_origin: str = "", public_url: str = "") -> None:
        self._app = app
        self._public_host = urlsplit(public_url).netloc
        self._headers = (
            ("Content-Security-Policy", content_security_policy(store_origin)),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            (
                "Permissions-Policy",
                "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
            ),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is None:
            limit = body_max(scope["path"])
            await self._app(scope, _Capped(receive, limit), self._dressed(send))
            return
        answer = render(refusal, language_of(headers.get("accept-language")))
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).send_denial_response(answer)
        else:
            await answer(scope, receive, self._dressed(send))

    def _refusal(self, scope: Scope, headers: Headers) -> ForeignOrigin | TooLarge | None:
        unsafe = scope["type"] == "websocket" or scope["method"] not in SAFE
        origin = headers.get("origin")
        if unsafe and origin is not None and not self._is_ours(origin, headers):
            return ForeignOrigin(origin=origin[:100])
        length = headers.get("content-length", "0")
        limit = body_max(scope["path"])
        if not length.isdigit() or len(length) > 18 or int(length) > limit:
            return TooLarge(limit=limit)
        return None

    def _is_ours(self, origin: str, headers: Headers) -> bool:
        # Only host and port count: a reverse proxy may speak http to us and https to the page.
        try:
            host = urlsplit(origin).netloc.lower()
        except ValueError:
            return False
        return bool(host) and host in {headers.get("host", "").lower(), self._public_host.lower()}

    def _dressed(self, send: Send) -> Send:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers:
                    headers.setdefault(name, value)
            await send(message)

        return dressed


class _Capped:
    """A `receive` that counts the bytes of a body whose declared length lied, or that declared none."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                # The one kind of exception that FastAPI lets through while it reads a body.
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message
