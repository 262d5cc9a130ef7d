"""`/api/people`: accounts and roles; `/api/access-codes`: choosing a password with a code on paper."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Query, Request, Response

from server.auth.endpoints import address_of, set_cookie
from server.auth.guards import PERSON_COOKIE, Administrator, Anyone, Overseer, auth_service
from server.auth.policy import OVERSEERS, PersonCaller, reach_of
from server.auth.schemas import Me
from server.auth.service import WeakPassword, describe as describe_me
from server.database import Database
from server.dependencies import Now, Reading, Settings, Writing
from server.error_handlers import problems
from server.errors import Conflict, NotAllowed, NotSignedIn, TooManyRequests, Unprocessable
from server.integrations.mail import Mail
from server.live.doors import Doors
from server.people import service
from server.people.guards import ManagerOfPerson, PersonId
from server.people.letters import letter_with_code
from server.people.schemas import (
    CodeOut,
    CodeOwner,
    CodeRequest,
    Forgetful,
    Invited,
    PersonChange,
    PersonIn,
    PersonList,
    PersonOut,
    Redeeming,
    RolesIn,
    Typed,
)
from server.people.service import NameTaken, NoSuchCode, NoSuchPerson, NotYourself
from server.words import Words

router = APIRouter(tags=["people"])

Search = Annotated[str, Query(max_length=80, pattern=r"^[^\x00]*$")]
Cursor = Annotated[str, Query(max_length=80, pattern=r"^[^\x00]*$")]
Limit = Annotated[int, Query(ge=1, le=200)]
CODE_TRIES = 10
"""Codes that one address may try in five minutes."""
MAILS = 3
"""Reset codes that are sent to one person in five minutes."""

_MANAGED = problems(NotSignedIn, NotAllowed, NoSuchPerson, Unprocessable)


class NoMail(Conflict):
    """The person has no e-mail address, or no mail server is set."""

    slug = "no-mail"
    detail = Words(
        "没有设置邮件服务器，或者这个人没有邮箱，请打印代码。",
        "No mail server is set, or this person has no e-mail address: print the code.",
    )


@router.get("/api/people", responses=problems(NotSignedIn, NotAllowed, Unprocessable))
async def people(
    transaction: Reading,
    caller: Overseer,
    q: Search = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> PersonList:
    """Return a page of the people whose school lies in the caller's scope."""
    found = await service.of_scope(transaction, reach_of(caller, OVERSEERS), q, cursor, limit + 1)
    items = await service.describe(transaction, found[:limit], caller)
    return PersonList(items=items, next_cursor=items[-1].username if len(found) > limit else None)


@router.post(
    "/api/people",
    status_code=201,
    responses=problems(NotSignedIn, NotAllowed, NameTaken, Unprocessable),
)
async def invite(
    given: PersonIn, request: Request, transaction: Writing, caller: Administrator, now: Now
) -> Invited:
    """Make a person, and the invitation with which they choose their password."""
    person = await service.invite(transaction, given, caller, now)
    code = await service.issue_code(
        transaction, auth_service(request), person, caller.identity, now
    )
    return Invited(person=await _shown(transaction, person.id, caller), invitation=code)


@router.get("/api/people/{person_id}", responses=_MANAGED)
async def one_person(
    person_id: PersonId, transaction: Reading, caller: ManagerOfPerson
) -> PersonOut:
    """Return one person in the caller's care."""
    return await _shown(transaction, person_id, caller)


@router.patch("/api/people/{person_id}", responses=_MANAGED)
async def change(
    person_id: PersonId, given: PersonChange, transaction: Writing, caller: ManagerOfPerson
) -> PersonOut:
    """Change name, school or e-mail address."""
    await service.change(transaction, person_id, given, caller)
    return await _shown(transaction, person_id, caller)


@router.put("/api/people/{person_id}/roles", responses=_MANAGED | problems(NotYourself))
async def set_roles(
    person_id: PersonId, given: RolesIn, transaction: Writing, caller: ManagerOfPerson, now: Now
) -> PersonOut:
    """Replace every role of a person."""
    await service.set_roles(transaction, person_id, given.roles, caller, now)
    return await _shown(transaction, person_id, caller)


@router.post(
    "/api/people/{person_id}/codes", status_code=201, responses=_MANAGED | problems(NoMail)
)
async def issue_code(  # noqa: PLR0913 - FastAPI's dependencies
    person_id: PersonId,
    given: CodeRequest,
    request: Request,
    transaction: Writing,
    caller: ManagerOfPerson,
    now: Now,
    after: BackgroundTasks,
) -> CodeOut:
    """Make a new code for a person, to be printed or sent; codes made before are void."""
    person = await service.find(transaction, person_id, caller)
    mail: Mail | None = request.app.state.mail
    if given.by_mail and (mail is None or not person.email):
        raise NoMail
    issued = await service.issue_code(
        transaction, auth_service(request), person, caller.identity, now
    )
    if given.by_mail and mail is not None and person.email:
        letter = letter_with_code(issued, request.app.state.settings.public_url)
        after.add_task(mail.send, person.email, letter.subject, letter.text)
        return issued.model_copy(update={"code": None})
    return issued


@router.post("/api/people/{person_id}/deactivate", responses=_MANAGED | problems(NotYourself))
async def deactivate(
    person_id: PersonId, request: Request, caller: ManagerOfPerson, now: Now
) -> PersonOut:
    """Sign a person out everywhere, end their media, and let them in no more."""
    database: Database = request.app.state.database
    doors: Doors = request.app.state.doors
    # Committed before the nodes are told: a permit that is still good would let them in again.
    async with database.writing() as transaction:
        auth = auth_service(request)
        await service.set_active(transaction, auth, person_id, caller, now, active=False)
        shown = await _shown(transaction, person_id, caller)
    await doors.revoke(f"person:{person_id}")
    return shown


@router.post("/api/people/{person_id}/activate", responses=_MANAGED | problems(NotYourself))
async def activate(
    person_id: PersonId, request: Request, transaction: Writing, caller: ManagerOfPerson, now: Now
) -> PersonOut:
    """Let a person in again."""
    auth = auth_service(request)
    await service.set_active(transaction, auth, person_id, caller, now, active=True)
    return await _shown(transaction, person_id, caller)


_BY_CODE = [Depends(Anyone("the code in the body says who it is"))]


@router.post(
    "/api/access-codes/look",
    responses=problems(NoSuchCode, TooManyRequests),
    dependencies=_BY_CODE,
)
async def look(given: Typed, request: Request, transaction: Reading, now: Now) -> CodeOwner:
    """Return for whom a code is, so that people see that they typed the right one."""
    auth = auth_service(request)
    with auth.guessing(f"code {address_of(request)}", CODE_TRIES, address_of(request), now):
        code = await service.owner_of(transaction, auth, given.code, now)
    return CodeOwner(name=code.person.name, username=code.person.username, errand=code.errand)


@router.post(
    "/api/access-codes/redeem",
    responses=problems(NoSuchCode, WeakPassword, TooManyRequests),
    dependencies=_BY_CODE,
)
async def redeem(
    given: Redeeming, request: Request, response: Response, now: Now, settings: Settings
) -> Me:
    """Choose a password with a code; signs in."""
    auth, database = auth_service(request), request.app.state.database
    with auth.guessing(f"code {address_of(request)}", CODE_TRIES, address_of(request), now):
        async with database.reading() as transaction:
            code = await service.owner_of(transaction, auth, given.code, now)
    # Hashed between two transactions: it takes long, and SQLite has one writer.
    hashed = await auth.hash_of_new(given.password, code.person.username)
    async with database.writing() as transaction:
        person, issued = await service.redeem(transaction, auth, code, hashed, now)
    set_cookie(response, PERSON_COOKIE, issued, request=request, settings=settings, now=now)
    return describe_me(person)


@router.post(
    "/api/password-reset",
    status_code=202,
    responses=problems(TooManyRequests),
    dependencies=[Depends(Anyone("tells nothing; the code goes to the person's own mailbox"))],
)
async def send_reset(
    given: Forgetful, request: Request, now: Now, after: BackgroundTasks
) -> dict[str, bool]:
    """Send a reset code to the person's e-mail address; `sent` says only whether mail is set up at all."""
    mail: Mail | None = request.app.state.mail
    if mail is None:
        return {"mail": False}
    auth = auth_service(request)
    auth.spend_try(f"reset {given.username.casefold()}", MAILS, address_of(request), now)
    after.add_task(_send_reset, request, mail, given.username, now)
    return {"mail": True}


async def _send_reset(request: Request, mail: Mail, username: str, now: Now) -> None:
    database: Database = request.app.state.database
    async with database.writing() as transaction:
        person = await service.reachable(transaction, username)
        if person is None or not person.email:
            return
        code = await service.issue_code(transaction, auth_service(request), person, "e-mail", now)
    letter = letter_with_code(code, request.app.state.settings.public_url)
    await mail.send(person.email, letter.subject, letter.text)


async def _shown(transaction: Writing, person_id: str, caller: PersonCaller) -> PersonOut:
    person = await service.find(transaction, person_id, caller)
    return (await service.describe(transaction, [person], caller))[0]
