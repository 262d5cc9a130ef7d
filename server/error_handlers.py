"""Problems become problem documents (RFC 9457); nothing else leaves as an error."""

import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket

from server.errors import (
    DatabaseAway,
    FieldProblem,
    InternalProblem,
    MethodNotAllowed,
    NotFound,
    Problem,
    TooLarge,
    Unprocessable,
)
from server.words import language_of

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
BODY_MAX = 1024 * 1024
"""Bytes of a request body, declared or not. The largest honest one is an SDP offer, which its own door caps at 64 KiB."""
LARGE_BODIES = {
    "/api/organisation/imports": 8 * 1024 * 1024,
    "/api/alignment/imports": 8 * 1024 * 1024,
    "/api/alignment/timetables": 8 * 1024 * 1024,
}
"""Bytes of a request body at the addresses that take files."""
_SHOWN = 80
"""Characters of what came that are repeated to the caller."""
_SECRET = frozenset({"password", "key", "token", "code", "old", "new", "secret"})
"""Fields whose content is never repeated."""


def install(app: FastAPI) -> None:
    """Have every error of an application rendered here."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(ClientDisconnect, _on_disconnect)
    for away in (OperationalError, InterfaceError, PoolTimeoutError):
        app.add_exception_handler(away, _on_database_away)
    app.add_exception_handler(Exception, _on_bug)


def render(problem: Problem, language: str) -> JSONResponse:
    """Return the problem document in one language."""
    body: dict[str, Any] = {
        "type": f"/problems/{problem.slug}",
        "title": problem.title.said(language),
        "status": problem.status,
        "detail": problem.detail.said(language, **problem.fields),
    }
    if problem.errors:
        body["errors"] = [
            {"field": error.field, "came": error.came, "allowed": error.allowed}
            for error in problem.errors
        ]
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Language", **problem.headers}
    return JSONResponse(body, problem.status, headers, media_type=MEDIA_TYPE)


def body_max(path: str) -> int:
    """Return the bytes that a request's body may have."""
    return LARGE_BODIES.get(path, BODY_MAX)


def problems(*kinds: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """Return the `responses=` of a route that may raise these problems."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        said = by_status.get(kind.status, {}).get("description")
        description = f"{said}; {kind.title.en}" if said else kind.title.en
        by_status[kind.status] = {"description": description, "content": {MEDIA_TYPE: {}}}
    return by_status


def _language(request: Request) -> str:
    return language_of(request.headers.get("accept-language"))


async def _on_problem(connection: HTTPConnection, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - registered for this class only
    response = render(error, language_of(connection.headers.get("accept-language")))
    if isinstance(connection, WebSocket):
        # Before the handshake: the caller gets the document and its status instead of a socket.
        await connection.send_denial_response(response)
    return response


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    found = error.errors()
    if any(each["loc"][:1] == ("path",) for each in found):
        # An id of a shape that we never gave names nothing.
        return render(NotFound(), _language(request))
    return render(invalid(found), _language(request))


def invalid(found: Iterable[Any]) -> Unprocessable:
    """Return the problem that names each field that pydantic refused."""
    errors = tuple(
        FieldProblem(
            field=".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0]),
            came=_shortened(each["loc"], each.get("input")),
            allowed=str(each["msg"]),
        )
        for each in found
    )
    return Unprocessable(errors=errors, names="、".join(error.field for error in errors[:5]))


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    problem: Problem
    if error.status_code == HTTPStatus.NOT_FOUND:
        problem = NotFound()
    elif error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        problem = TooLarge(limit=body_max(request.url.path))
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        problem = MethodNotAllowed(headers=error.headers, method=request.method)
    else:
        problem = _of_status(error)
    return render(problem, _language(request))


def _of_status(error: HTTPException) -> Problem:
    if error.status_code == HTTPStatus.BAD_REQUEST:
        # FastAPI's own answer to a body that it cannot read at all.
        return Unprocessable(names="body")
    logger.warning("unexpected http error status=%d", error.status_code)
    return InternalProblem()


async def _on_disconnect(request: Request, error: Exception) -> Response:
    """Answer nobody: the caller hung up while it was still sending."""
    return Response(status_code=400)


async def _on_database_away(request: Request, error: Exception) -> Response:
    logger.error("database away path=%s error=%s", request.url.path, type(error).__name__)
    return render(DatabaseAway(), _language(request))


async def _on_bug(request: Request, error: Exception) -> Response:
    logger.error("bug method=%s path=%s", request.method, request.url.path, exc_info=error)
    return render(InternalProblem(), _language(request))


def _shortened(location: tuple[object, ...], came: object) -> str:
    if location and str(location[-1]) in _SECRET:
        return "…"
    if isinstance(came, dict | list):
        return type(came).__name__
    # A lone surrogate, which JSON can name, cannot be written as UTF-8.
    text = str(came).encode("utf-8", "replace").decode()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
