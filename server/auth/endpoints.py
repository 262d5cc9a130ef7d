"""`/api/session`: a person signs in and out."""

from datetime import datetime

from fastapi import APIRouter, Depends, Request, Response

from server.auth.guards import PERSON_COOKIE, Anyone, SignedPerson, auth_service
from server.auth.schemas import Credentials, Me, PasswordChange
from server.auth.service import Issued, WeakPassword, WrongPassword, describe
from server.dependencies import Now, Settings, Writing
from server.error_handlers import problems
from server.errors import NotSignedIn, SignInRefused, TooManyRequests
from server.settings import ServerSettings

router = APIRouter(prefix="/api/session", tags=["session"])


@router.post(
    "",
    responses=problems(SignInRefused, TooManyRequests),
    dependencies=[Depends(Anyone("signing in is how one becomes known"))],
)
async def sign_in(
    given: Credentials, request: Request, response: Response, now: Now, settings: Settings
) -> Me:
    """Sign in; sets the session cookie."""
    person, issued = await auth_service(request).sign_in(
        given.username, given.password, address_of(request), now
    )
    set_cookie(response, PERSON_COOKIE, issued, request=request, settings=settings, now=now)
    return describe(person)


@router.get("", responses=problems(NotSignedIn))
async def who_am_i(person: SignedPerson) -> Me:
    """Return who is signed in."""
    return describe(person)


@router.delete(
    "", status_code=204, dependencies=[Depends(Anyone("ends only the session that is shown"))]
)
async def sign_out(request: Request, response: Response, transaction: Writing) -> None:
    """Sign out; also without a session."""
    if token := request.cookies.get(PERSON_COOKIE):
        await auth_service(request).sign_out(transaction, token)
    response.delete_cookie(PERSON_COOKIE, path="/", httponly=True, samesite="lax")


@router.put(
    "/password",
    status_code=204,
    responses=problems(NotSignedIn, WrongPassword, WeakPassword, TooManyRequests),
)
async def change_password(
    given: PasswordChange, request: Request, person: SignedPerson, now: Now
) -> None:
    """Change one's own password; other sessions of the same person end."""
    token = request.cookies.get(PERSON_COOKIE, "")
    await auth_service(request).change_password(person.id, given, token, address_of(request), now)


def address_of(request: Request) -> str:
    """Return the address that a request comes from."""
    return request.client.host if request.client else "unknown"


def set_cookie(
    response: Response,
    name: str,
    issued: Issued,
    *,
    request: Request,
    settings: ServerSettings,
    now: datetime,
) -> None:
    """Put a session into a cookie that scripts cannot read and other sites do not send."""
    response.set_cookie(
        name,
        issued.token,
        max_age=int((issued.expires_at - now).total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https" or settings.public_url.startswith("https"),
    )
