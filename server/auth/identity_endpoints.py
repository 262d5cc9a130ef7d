"""`/api/session/oidc`: a person signs in and out through the bureau's identity server. Every answer leads a browser on."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from server.auth.endpoints import set_cookie
from server.auth.guards import PERSON_COOKIE, Anyone
from server.auth.identity import IdentityService, SignInFailed
from server.auth.schemas import IdentityAnswer, SignInWays
from server.dependencies import Now, Settings
from server.error_handlers import problems
from server.errors import NotFound, Unprocessable
from server.settings import ServerSettings

PREFIX = "/api/session/oidc"
ATTEMPT_COOKIE = "tongke_attempt"
HINT_COOKIE = "tongke_vouched"
"""Holds the ID token, which signs the browser out over there; a computer in a staff room has many users."""

router = APIRouter(prefix="/api/session", tags=["session"])

_BACK = Anyone("signing in is how one becomes known")
_LED_ON = {"status_code": 303, "response_class": RedirectResponse, "dependencies": [Depends(_BACK)]}


@router.get("/ways", dependencies=[Depends(_BACK)])
async def ways(request: Request) -> SignInWays:
    """Say how people may sign in here, and where this browser signs out over there."""
    configured = request.app.state.identity is not None
    vouched = configured and HINT_COOKIE in request.cookies
    return SignInWays(
        identity_server=PREFIX if configured else None,
        sign_out=f"{PREFIX}/end" if vouched else None,
    )


@router.get("/oidc", responses=problems(NotFound, Unprocessable), **_LED_ON)  # type: ignore[arg-type]
async def begin(
    request: Request,
    settings: Settings,
    then: Annotated[str, Query(alias="next", max_length=500)] = "/",
) -> Response:
    """Lead the browser to the identity server."""
    service = _service(request)
    try:
        address, attempt = await service.begin(_ours(request, settings, f"{PREFIX}/callback"), then)
    except SignInFailed as failed:
        return _failed(failed)
    answer = RedirectResponse(address, 303)
    _keep(answer, ATTEMPT_COOKIE, attempt, request, settings)
    return answer


@router.get("/oidc/callback", responses=problems(NotFound, Unprocessable), **_LED_ON)  # type: ignore[arg-type]
async def callback(
    request: Request,
    settings: Settings,
    now: Now,
    said: Annotated[IdentityAnswer, Query()],
) -> Response:
    """Open a session for whoever comes back from the identity server."""
    service = _service(request)
    carried = request.cookies.get(ATTEMPT_COOKIE, "")
    try:
        entered = await service.finish(said, carried)
    except SignInFailed as failed:
        answer = _failed(failed)
    else:
        answer = RedirectResponse(entered.next, 303)
        set_cookie(
            answer, PERSON_COOKIE, entered.issued, request=request, settings=settings, now=now
        )
        _keep(answer, HINT_COOKIE, entered.hint, request, settings)
    # An attempt is good for one answer, whatever that was.
    answer.delete_cookie(ATTEMPT_COOKIE, path="/api/session", httponly=True, samesite="lax")
    return answer


@router.get("/oidc/end", responses=problems(NotFound), **_LED_ON)  # type: ignore[arg-type]
async def end(request: Request, settings: Settings) -> Response:
    """Sign the browser out over there too; our own session ends by `DELETE /api/session`."""
    back = _ours(request, settings, "/login")
    hint = request.cookies.get(HINT_COOKIE)
    address = None
    if hint is not None:
        address = await _service(request).sign_out_address(hint, back)
    answer = RedirectResponse(address or "/login", 303)
    answer.delete_cookie(HINT_COOKIE, path="/api/session", httponly=True, samesite="lax")
    return answer


def _service(request: Request) -> IdentityService:
    found: IdentityService | None = request.app.state.identity
    if found is None:
        raise NotFound
    return found


def _failed(failed: SignInFailed) -> RedirectResponse:
    return RedirectResponse(f"/login?{urlencode({'refused': failed.why.value})}", 303)


def _ours(request: Request, settings: ServerSettings, path: str) -> str:
    base = settings.public_url or f"{request.url.scheme}://{request.url.netloc}"
    return f"{base}{path}"


def _keep(
    answer: Response, name: str, value: str, request: Request, settings: ServerSettings
) -> None:
    answer.set_cookie(
        name,
        value,
        path="/api/session",
        httponly=True,
        # Not strict: the browser comes back from another site.
        samesite="lax",
        secure=request.url.scheme == "https" or settings.public_url.startswith("https"),
    )
