"""Signing in and out, and who is behind a cookie."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from server.auth import repository
from server.auth.attempts import FailedAttempts
from server.auth.passwords import PasswordChecker
from server.auth.policy import Caller, DeviceCaller, Grant, PersonCaller, Place
from server.auth.schemas import Me, Named
from server.database import Database, Transaction
from server.errors import SignInRefused, TooManyRequests
from server.identifiers import new_token
from server.models import Device, Person, Role, School, SignIn

FAILURES_PER_ADDRESS = 50
"""A whole school may stand behind one address, so an address gets more tries than a name."""


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
            for key in (_name_key(username, address), address):
                self.attempts.failed(key, now.timestamp())
            raise SignInRefused
        self.attempts.succeeded(_name_key(username, address))
        async with self.database.writing() as transaction:
            issued = self._issue(transaction, now, self.person_lifetime, person_id=person.id)
        return caller_of_person(person), issued

    def sign_in_device(self, transaction: Transaction, device: str, now: datetime) -> Issued:
        """Open a session of a device whose key was checked."""
        return self._issue(transaction, now, self.device_lifetime, device_id=device)

    async def sign_out(self, transaction: Transaction, token: str) -> None:
        """Forget a session; no error if there is none."""
        await repository.remove_session(transaction.session, self._hash(token))

    async def person_behind(self, token: str | None, now: datetime) -> PersonCaller | None:
        """Return the person of a session cookie."""
        if not token:
            return None
        async with self.database.reading() as transaction:
            found = await repository.person_of_session(transaction.session, self._hash(token), now)
        return caller_of_person(found) if found else None

    async def device_behind(self, token: str | None, now: datetime) -> Device | None:
        """Return the device of a device cookie, with its room, school and class."""
        if not token:
            return None
        async with self.database.reading() as transaction:
            return await repository.device_of_session(transaction.session, self._hash(token), now)

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
            self.attempts.wait(address, FAILURES_PER_ADDRESS, seconds),
        )
        if wait > 0:
            whole = int(wait) + 1
            raise TooManyRequests(headers={"Retry-After": str(whole)}, seconds=whole)

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
            token_hash=self._hash(token),
            person_id=person_id,
            device_id=device_id,
            created_at=now,
            expires_at=now + lifetime,
        )
        transaction.session.add(row)
        return Issued(token, row.expires_at)

    def _hash(self, token: str) -> str:
        return hmac.new(
            self.cookie_secret.encode(), token.encode("utf-8", "replace"), hashlib.sha256
        ).hexdigest()


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
    )


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


def _name_key(username: str, address: str) -> str:
    return f"{address} {username}"
