"""People: inviting them, giving and taking roles, codes on paper, deactivation."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from server.audit import service as audit
from server.auth.policy import (
    ADMINISTRATORS,
    OVERSEERS,
    Area,
    Grant,
    PersonCaller,
    Reach,
    may_grant,
    may_manage,
)
from server.auth.schemas import Named
from server.auth.service import AuthService, Issued, caller_of_person, place_of
from server.database import Transaction
from server.errors import Conflict, FieldProblem, NotAllowed, NotFound, Unprocessable
from server.identifiers import new_id
from server.models import AccessCode, AuditAction, Errand, Person, RoleGrant
from server.people import repository
from server.people.codes import LIFETIMES, new_code, normal
from server.people.schemas import (
    CodeOut,
    PersonChange,
    PersonIn,
    PersonOut,
    RoleIn,
    RoleOut,
    Standing,
)
from server.words import Words

logger = logging.getLogger(__name__)

_NOWHERE = Area("")


class NoSuchPerson(NotFound):
    """There is no such person, or not in the caller's scope."""

    slug = "no-such-person"
    detail = Words("没有这个人，或者不归您管理。", "There is no such person in your care.")


class NameTaken(Conflict):
    """Somebody has this user name."""

    slug = "username-taken"
    title = Words("用户名已被使用", "The user name is taken")
    detail = Words(
        "用户名“{username}”已经有人用了，请换一个。",
        "Somebody has the user name {username}; choose another one.",
    )


class NotYourself(Conflict):
    """One's own account and roles are changed by another administrator."""

    slug = "not-yourself"
    detail = Words(
        "不能这样修改自己的账号，请让另一位管理员来做。",
        "You cannot do this to your own account; ask another administrator.",
    )


class NoSuchCode(NotFound):
    """The code is unknown, used or expired."""

    slug = "no-such-code"
    detail = Words(
        "这个代码不对、已经用过或已过期，请检查后再输，或联系管理员。",
        "This code is wrong, used or expired; check it, or ask your administrator.",
    )


async def find(transaction: Transaction, person_id: str, caller: PersonCaller) -> Person:
    """Return a person whom an administrator may change.

    Raises:
        NoSuchPerson: if there is none in the administrator's care; deliberately does not say which.
    """
    found = await repository.person(transaction.session, person_id)
    if found is None:
        raise NoSuchPerson
    subject = caller_of_person(found)
    if not may_manage(caller, subject, (await _areas(transaction, subject.grants)).values()):
        raise NoSuchPerson
    return found


async def require_in_care(transaction: Transaction, person_id: str, caller: PersonCaller) -> None:
    """See that an administrator or a coordinator looks after a person's school.

    Raises:
        NoSuchPerson: if there is none in the caller's care.
    """
    found = await repository.person(transaction.session, person_id)
    if found is None or not caller.holds(OVERSEERS, place_of(found.school)):
        raise NoSuchPerson


async def invite(
    transaction: Transaction, given: PersonIn, caller: PersonCaller, now: datetime
) -> Person:
    """Make a person without a password.

    Raises:
        NotAllowed: if the school or a role lies outside of the caller's scope.
        NameTaken: if somebody has the user name.
    """
    username = given.username.casefold()
    if await repository.person_by_username(transaction.session, username) is not None:
        raise NameTaken(username=username)
    grants = await _allowed(transaction, given.roles, caller)
    await _require_school(transaction, given.school_id, caller)
    person = Person(
        id=new_id(now),
        username=username,
        name=given.name,
        password_hash="",
        school_id=given.school_id,
        email=given.email,
    )
    transaction.session.add(person)
    await transaction.session.flush()
    await _give(transaction, person.id, grants, now)
    logger.info("person invited person=%s by=%s", person.id, caller.id)
    person = await _reload(transaction, person.id)
    await _note(transaction, now, caller.identity, AuditAction.INVITED, person)
    return person


async def change(
    transaction: Transaction, person_id: str, given: PersonChange, caller: PersonCaller
) -> Person:
    """Change what is given.

    Raises:
        NoSuchPerson, NotAllowed: if the person or the new school lies outside of the caller's scope.
    """
    person = await find(transaction, person_id, caller)
    if given.school_id is not None:
        await _require_school(transaction, given.school_id, caller)
        person.school_id = given.school_id
    person.name = given.name or person.name
    if given.email is not None:
        person.email = given.email or None
    await transaction.session.flush()
    return await _reload(transaction, person_id)


async def set_roles(
    transaction: Transaction,
    person_id: str,
    wanted: Sequence[RoleIn],
    caller: PersonCaller,
    now: datetime,
) -> Person:
    """Replace every role of a person.

    Raises:
        NoSuchPerson, NotAllowed: if the person or a role lies outside of the caller's scope.
        NotYourself: if the caller is meant.
    """
    if person_id == caller.id:
        raise NotYourself
    person = await find(transaction, person_id, caller)
    grants = await _allowed(transaction, wanted, caller)
    await repository.remove_grants(transaction.session, person_id)
    await _give(transaction, person_id, grants, now)
    logger.info("roles changed person=%s by=%s roles=%d", person_id, caller.id, len(grants))
    told = " ".join(f"{each.role}@{each.city or each.district or each.school}" for each in grants)
    await _note(transaction, now, caller.identity, AuditAction.ROLES_CHANGED, person, told)
    return await _reload(transaction, person_id)


async def set_active(
    transaction: Transaction,
    auth: AuthService,
    person_id: str,
    caller: PersonCaller,
    now: datetime,
    *,
    active: bool,
) -> Person:
    """Deactivate a person, or let them in again; who is deactivated is signed out everywhere.

    Media that run are not ended here: that is told to the nodes after the commit.

    Raises:
        NoSuchPerson, NotYourself: see `set_roles`.
    """
    if person_id == caller.id:
        raise NotYourself
    person = await find(transaction, person_id, caller)
    person.disabled_at = None if active else now
    if not active:
        await auth.end_sessions(transaction, person_id)
        await repository.remove_codes(transaction.session, person_id)
        identity = caller_of_person(person).identity
        await repository.remove_media_tokens(transaction.session, identity)
    logger.info("person active=%s person=%s by=%s", active, person_id, caller.id)
    action = AuditAction.ACTIVATED if active else AuditAction.DEACTIVATED
    await _note(transaction, now, caller.identity, action, person)
    return person


async def issue_code(
    transaction: Transaction, auth: AuthService, person: Person, issued_by: str, now: datetime
) -> CodeOut:
    """Make the one code of a person: an invitation until they have a password, then a reset."""
    code = new_code()
    errand = Errand.RESET if person.password_hash else Errand.INVITATION
    expires_at = now + LIFETIMES[errand]
    await repository.remove_codes(transaction.session, person.id)
    transaction.session.add(
        AccessCode(
            code_hash=auth.keyed_hash(normal(code)),
            person_id=person.id,
            errand=errand,
            issued_by=issued_by,
            created_at=now,
            expires_at=expires_at,
        )
    )
    logger.info("code issued person=%s errand=%s by=%s", person.id, errand, issued_by)
    await _note(transaction, now, issued_by, AuditAction.CODE_ISSUED, person, errand.value)
    return CodeOut(
        code=code,
        errand=errand,
        expires_at=expires_at,
        person=Named(id=person.id, name=person.name),
        username=person.username,
    )


async def owner_of(
    transaction: Transaction, auth: AuthService, typed: str, now: datetime
) -> AccessCode:
    """Return a good code with its person.

    Raises:
        NoSuchCode: if it is unknown, used or expired.
    """
    hashed = auth.keyed_hash(normal(typed))
    found = await repository.code(transaction.session, hashed, now)
    if found is None:
        raise NoSuchCode
    return found


async def redeem(
    transaction: Transaction, auth: AuthService, code: AccessCode, hashed: str, now: datetime
) -> tuple[PersonCaller, Issued]:
    """Spend a code: its person gets the new password, and is signed in here and nowhere else.

    Raises:
        NoSuchCode: if it was used a moment ago.
    """
    if not await repository.spend_code(transaction.session, code.code_hash, now):
        raise NoSuchCode
    issued = await auth.begin_anew(transaction, code.person_id, hashed, now)
    logger.info("code used person=%s errand=%s", code.person_id, code.errand)
    return caller_of_person(await _reload(transaction, code.person_id)), issued


async def reachable(transaction: Transaction, username: str) -> Person | None:
    """Return the person of a user name who may sign in and has an e-mail address."""
    found = await repository.person_by_username(transaction.session, username.strip().casefold())
    return found if found and found.email and found.disabled_at is None else None


async def of_scope(
    transaction: Transaction, reach: Reach, search: str, after: str, limit: int
) -> Sequence[Person]:
    """Return a page of the people whose school lies in a reach."""
    return await repository.people(transaction.session, reach, search, after, limit)


async def describe(
    transaction: Transaction, people: Sequence[Person], caller: PersonCaller
) -> list[PersonOut]:
    """Return people as an administrator or coordinator sees them; five queries, however many they are."""
    subjects = [caller_of_person(each) for each in people]
    grants = [grant for each in subjects for grant in each.grants]
    areas = await _areas(transaction, grants)
    ids = {scope for each in grants for scope in (each.city, each.district, each.school) if scope}
    names = await repository.names(transaction.session, ids)
    return [
        PersonOut(
            id=person.id,
            username=person.username,
            name=person.name,
            email=person.email,
            school=Named(id=person.school.id, name=person.school.name),
            roles=[_role(grant, names) for grant in subject.grants],
            standing=standing(person),
            manageable=may_manage(caller, subject, [areas[each] for each in subject.grants]),
        )
        for person, subject in zip(people, subjects, strict=True)
    ]


def standing(person: Person) -> Standing:
    """Return whether somebody can sign in."""
    if person.disabled_at is not None:
        return Standing.DEACTIVATED
    return Standing.ACTIVE if person.password_hash else Standing.INVITED


def _role(grant: Grant, names: Mapping[str, str]) -> RoleOut:
    def named(scope: str | None) -> Named | None:
        return Named(id=scope, name=names.get(scope, "")) if scope else None

    return RoleOut(
        role=grant.role,
        city=named(grant.city),
        district=named(grant.district),
        school=named(grant.school),
    )


async def _note(
    transaction: Transaction,
    now: datetime,
    actor: str,
    action: AuditAction,
    person: Person,
    text: str = "",
) -> None:
    subject = f"person:{person.id}"
    await audit.note(transaction, now, actor, action, subject, school=person.school_id, text=text)


async def _reload(transaction: Transaction, person_id: str) -> Person:
    found = await repository.person(transaction.session, person_id)
    if found is None:
        raise NoSuchPerson
    return found


async def _require_school(transaction: Transaction, school_id: str, caller: PersonCaller) -> None:
    school = await repository.school(transaction.session, school_id)
    if school is None or not caller.holds(ADMINISTRATORS, place_of(school)):
        problem = FieldProblem("school_id", school_id, "a school in your scope")
        raise Unprocessable(errors=(problem,), names="school_id")


async def _allowed(
    transaction: Transaction, wanted: Sequence[RoleIn], caller: PersonCaller
) -> list[Grant]:
    grants = [Grant(each.role, each.city, each.district, each.school) for each in wanted]
    if not may_grant(caller, (await _areas(transaction, grants)).values()):
        raise NotAllowed
    return list(dict.fromkeys(grants))


async def _areas(transaction: Transaction, grants: Iterable[Grant]) -> dict[Grant, Area]:
    """Return where each grant is held; what does not exist lies nowhere, and nobody holds that."""
    held = list(grants)
    schools, districts = await repository.places(
        transaction.session,
        {each.school for each in held if each.school},
        {each.district for each in held if each.district},
    )
    areas = {}
    for each in held:
        if each.school is not None:
            district, city = schools.get(each.school, ("", ""))
            areas[each] = Area(city, district, each.school) if city else _NOWHERE
        elif each.district is not None:
            city = districts.get(each.district, "")
            areas[each] = Area(city, each.district) if city else _NOWHERE
        else:
            areas[each] = Area(each.city or "")
    return areas


async def _give(
    transaction: Transaction, person_id: str, grants: Iterable[Grant], now: datetime
) -> None:
    for grant in grants:
        row = RoleGrant(
            id=new_id(now),
            person_id=person_id,
            role=grant.role,
            city_id=grant.city,
            district_id=grant.district,
            school_id=grant.school,
        )
        transaction.session.add(row)
    await transaction.session.flush()
