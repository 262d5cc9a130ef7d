"""Signing in and out, and who is behind a cookie."""

import hashlib
import hmac
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from server.auth import repository
from server.auth.attempts import FailedAttempts
from server.auth.passwords import PasswordChecker, is_weak
from server.auth.policy import Caller, DeviceCaller, Grant, PersonCaller, Place
from server.auth.schemas import Me, Named, PasswordChange
from server.database import Database, Transaction
from server.errors import NotFound, NotSignedIn, SignInRefused, TooManyRequests, Unprocessable
from server.identifiers import new_token
from server.models import Device, Person, Right, Role, School, SignIn
from server.words import Words

FAILURES_PER_ADDRESS = 50
"""A whole school may stand behind one address, so an address gets more tries than a name."""
FAILURES_PER_NAME = 20
"""From all addresses together; then the name is locked for five minutes, whether or not there is such a person."""


class WeakPassword(Unprocessable):
    """The new password is one that is tried first."""

    slug = "weak-password"
    title = Words("密码太简单", "Weak password")
    detail = Words(
        "这个密码太容易被猜到，请换一个（至少 8 个字，不要用用户名或连续数字）。",
        "This password is guessed first; choose another one (8 characters or more, not your user name).",
    )


class WrongPassword(SignInRefused):
    """The password until now does not fit."""

    slug = "wrong-password"
    title = Words("原密码不对", "Wrong password")
    detail = Words("原来的密码不对，没有修改。", "The old password is wrong; nothing was changed.")


@dataclass(frozen=True, slots=True)
class Issued:
    """A session that was just made; the token is known only now."""

    token: str
    expires_at: datetime


@dataclass(slots=True)
class AuthService:
    """Sessions of people and devices. Holds the secret that hashes their tokens, and recent failures."""

    database: Database
    cookie_secret: str
    allowed_failures: int
    person_lifetime: timedelta
    device_lifetime: timedelta
    attempts: FailedAttempts = field(default_factory=FailedAttempts)
    passwords: PasswordChecker = field(default_factory=PasswordChecker)

    async def sign_in(
        self, username: str, password: str, address: str, now: datetime
    ) -> tuple[PersonCaller, Issued]:
        """Check name and password, and open a session.

        Opens its own transactions, because the password hash between them takes long.

        Raises:
            TooManyRequests: after too many failures of this name at this address, or of the address.
            SignInRefused: if name or password are wrong.
        """
        username = username.strip().casefold()
        self._refuse_guessing(username, address, now)
        async with self.database.reading() as transaction:
            person = await repository.person_by_username(transaction.session, username)
        stored = person.password_hash if person else None
        if not await self.passwords.fits(stored, password) or person is None:
            self._count_failure(username, address, now)
            raise SignInRefused
        self.attempts.succeeded(_name_key(username, address))
        async with self.database.writing() as transaction:
            issued = self._issue(transaction, now, self.person_lifetime, person_id=person.id)
        return caller_of_person(person), issued

    async def sign_in_vouched(
        self, name: str, now: datetime, *, by_email: bool
    ) -> tuple[PersonCaller, Issued] | None:
        """Open a session for a user name (or e-mail address) that an identity server vouches for; None if nobody has it."""
        find = repository.person_by_email if by_email else repository.person_by_username
        async with self.database.writing() as transaction:
            person = await find(transaction.session, name.strip().casefold())
            if person is None:
                return None
            issued = self._issue(transaction, now, self.person_lifetime, person_id=person.id)
            return caller_of_person(person), issued

    async def change_password(
        self, person_id: str, given: PasswordChange, kept_token: str, address: str, now: datetime
    ) -> None:
        """Give a person a new password, and end their other sessions.

        Opens its own transactions, because the password hashes between them take long.

        Raises:
            TooManyRequests: after too many wrong old passwords.
            WrongPassword: if the old one is wrong.
            WeakPassword: if the new one is tried first.
        """
        async with self.database.reading() as transaction:
            person = await repository.person(transaction.session, person_id)
        if person is None:
            raise NotSignedIn
        self._refuse_guessing(person.username, address, now)
        if not await self.passwords.fits(person.password_hash, given.old):
            self._count_failure(person.username, address, now)
            raise WrongPassword
        hashed = await self.hash_of_new(given.new, person.username)
        async with self.database.writing() as transaction:
            await repository.set_password(transaction.session, person_id, hashed)
            await repository.remove_sessions_of_person(
                transaction.session, person_id, kept=self.keyed_hash(kept_token)
            )

    async def hash_of_new(self, password: str, username: str) -> str:
        """Return the hash of a password that somebody chose.

        Raises:
            WeakPassword: if it is one that is tried first.
        """
        if is_weak(password, username):
            raise WeakPassword
        return await self.passwords.hashed(password)

    async def begin_anew(
        self, transaction: Transaction, person_id: str, password_hash: str, now: datetime
    ) -> Issued:
        """Give a person a new password, end all sessions, and open one."""
        await repository.set_password(transaction.session, person_id, password_hash)
        await self.end_sessions(transaction, person_id)
        return self._issue(transaction, now, self.person_lifetime, person_id=person_id)

    async def end_sessions(self, transaction: Transaction, person_id: str) -> None:
        """Sign a person out everywhere."""
        await repository.remove_sessions_of_person(transaction.session, person_id)

    async def end_device_sessions(self, transaction: Transaction, device_id: str) -> None:
        """Forget every cookie of a device."""
        await repository.remove_sessions_of_device(transaction.session, device_id)

    @contextmanager
    def guessing(self, what: str, allowed: int, address: str, now: datetime) -> Iterator[None]:
        """Count a `NotFound` inside as a wrong guess.

        Raises:
            TooManyRequests: before anything is looked up, after too many of them in five minutes.
        """
        seconds = now.timestamp()
        _refuse_for(
            max(
                self.attempts.wait(what, allowed, seconds),
                self.attempts.wait(address, FAILURES_PER_ADDRESS, seconds),
            )
        )
        try:
            yield
        except NotFound:
            self.attempts.failed(what, seconds)
            self.attempts.failed(address, seconds)
            raise

    def spend_try(self, what: str, allowed: int, address: str, now: datetime) -> None:
        """Count one try of something that may be guessed or overdone.

        Raises:
            TooManyRequests: after `allowed` of them, or too many of the address, in five minutes.
        """
        seconds = now.timestamp()
        wait = max(
            self.attempts.wait(what, allowed, seconds),
            self.attempts.wait(address, FAILURES_PER_ADDRESS, seconds),
        )
        _refuse_for(wait)
        self.attempts.failed(what, seconds)

    def sign_in_device(self, transaction: Transaction, device: str, now: datetime) -> Issued:
        """Open a session of a device whose key was checked."""
        return self._issue(transaction, now, self.device_lifetime, device_id=device)

    async def sign_out(self, transaction: Transaction, token: str) -> None:
        """Forget a session; no error if there is none."""
        await repository.remove_session(transaction.session, self.keyed_hash(token))

    async def person_behind(self, token: str | None, now: datetime) -> PersonCaller | None:
        """Return the person of a session cookie."""
        if not token:
            return None
        async with self.database.reading() as transaction:
            found = await repository.person_of_session(
                transaction.session, self.keyed_hash(token), now
            )
        return caller_of_person(found) if found else None

    async def device_behind(self, token: str | None, now: datetime) -> Device | None:
        """Return the device of a device cookie, with its room, school and class."""
        if not token:
            return None
        async with self.database.reading() as transaction:
            return await repository.device_of_session(
                transaction.session, self.keyed_hash(token), now
            )

    async def callers(
        self, person_token: str | None, device_token: str | None, now: datetime
    ) -> tuple[Caller, ...]:
        """Return everybody behind the two cookies, the person first."""
        person = await self.person_behind(person_token, now)
        device = await self.device_behind(device_token, now)
        device_caller = DeviceCaller(device.id, device.room_id) if device else None
        return tuple(caller for caller in (person, device_caller) if caller)

    def _refuse_guessing(self, username: str, address: str, now: datetime) -> None:
        seconds = now.timestamp()
        wait = max(
            self.attempts.wait(_name_key(username, address), self.allowed_failures, seconds),
            self.attempts.wait(_everywhere_key(username), FAILURES_PER_NAME, seconds),
            self.attempts.wait(address, FAILURES_PER_ADDRESS, seconds),
        )
        _refuse_for(wait)

    def _count_failure(self, username: str, address: str, now: datetime) -> None:
        for key in (_name_key(username, address), _everywhere_key(username), address):
            self.attempts.failed(key, now.timestamp())

    def _issue(
        self,
        transaction: Transaction,
        now: datetime,
        lifetime: timedelta,
        *,
        person_id: str | None = None,
        device_id: str | None = None,
    ) -> Issued:
        token = new_token()
        row = SignIn(
            token_hash=self.keyed_hash(token),
            person_id=person_id,
            device_id=device_id,
            created_at=now,
            expires_at=now + lifetime,
        )
        transaction.session.add(row)
        return Issued(token, row.expires_at)

    def keyed_hash(self, token: str) -> str:
        """Return the hash under which a session token or a code on paper is kept."""
        return hmac.new(
            self.cookie_secret.encode(), token.encode("utf-8", "replace"), hashlib.sha256
        ).hexdigest()


async def names_of(transaction: Transaction, people: Collection[str]) -> dict[str, str]:
    """Return the names of people by their ids; whom there is not is not in it. One query, none for nobody.

    Here and not with the people's own service, because that writes into the audit log, which needs names itself.
    """
    return await repository.names(transaction.session, people) if people else {}


async def caller_named(transaction: Transaction, username: str) -> PersonCaller | None:
    """Return the caller that an account would be, for a command of whoever holds this machine; None if there is none."""
    person = await repository.person_by_username(transaction.session, username.strip().casefold())
    return caller_of_person(person) if person is not None else None


def caller_of_person(person: Person) -> PersonCaller:
    """Return what the rules need of a person whose school and grants are loaded."""
    return PersonCaller(
        id=person.id,
        username=person.username,
        name=person.name,
        school_name=person.school.name,
        place=place_of(person.school),
        grants=tuple(
            Grant(grant.role, grant.city_id, grant.district_id, grant.school_id)
            for grant in person.grants
        ),
        alliances=alliances_of(person.school),
    )


def alliances_of(school: School) -> frozenset[tuple[str, Right]]:
    """Return the alliances of a school with its right there; its memberships must be loaded."""
    pairs = (each.split("=") for each in (school.memberships or "").split(",") if each)
    return frozenset((alliance, Right(right)) for alliance, right in pairs)


def place_of(school: School) -> Place:
    """Return where a school lies; its district must be loaded."""
    return Place(school.id, school.district_id, school.district.city_id)


def describe(person: PersonCaller) -> Me:
    """Return what a person is told about themselves."""
    held = {grant.role for grant in person.grants}
    return Me(
        id=person.id,
        name=person.name,
        username=person.username,
        school=Named(id=person.place.school, name=person.school_name),
        roles=[role for role in Role if role in held],
    )


def _refuse_for(wait: float) -> None:
    if wait > 0:
        whole = int(wait) + 1
        raise TooManyRequests(headers={"Retry-After": str(whole)}, seconds=whole)


def _everywhere_key(username: str) -> str:
    return f"name {username}"


def _name_key(username: str, address: str) -> str:
    return f"{address} {username}"
