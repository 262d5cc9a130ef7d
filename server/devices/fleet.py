"""The devices of schools: enrolling them by a code, changing and revoking them, how they are doing."""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import segno

from server.audit import service as audit
from server.auth.policy import OVERSEERS, PersonCaller, Reach
from server.auth.schemas import Named
from server.auth.service import AuthService, place_of
from server.database import Transaction
from server.devices import repository, service
from server.devices.schemas import (
    DeviceChange,
    Enrolling,
    EnrolmentOut,
    FleetDevice,
    LastLesson,
    SelfTest,
)
from server.devices.service import key_hash
from server.errors import FieldProblem, NotFound, TooManyRequests, Unprocessable
from server.identifiers import new_id, new_token
from server.models import AuditAction, Device, Enrolment
from server.words import Words

logger = logging.getLogger(__name__)

CODE_LIFE = timedelta(minutes=15)
"""Long enough to telephone the school's office, short enough that six digits are not guessed."""
WAITING_MAX = 2000
"""Devices that may wait for a room at once; a city has some hundred classrooms."""
ONLINE = timedelta(seconds=150)
"""A device tells its state each minute; two that are lost are forgiven."""


class NoSuchDevice(NotFound):
    """There is no such device, or not in the caller's scope."""

    slug = "no-such-device"
    detail = Words("没有这个设备，或者不归您管理。", "There is no such device in your care.")


class NoSuchEnrolment(NotFound):
    """The code or enrolment is unknown, used or expired."""

    slug = "no-such-enrolment"
    detail = Words(
        "这个设备码不对或已过期，请看一下教室屏幕上现在的六位数字。",
        "This code is wrong or expired; look at the six digits that the classroom shows now.",
    )


@dataclass(frozen=True, slots=True)
class Claimed:
    """A device that has just got its key."""

    device: Device
    key: str


async def begin(transaction: Transaction, base_url: str, now: datetime) -> EnrolmentOut:
    """Make the code that a device shows.

    Raises:
        TooManyRequests: if too many devices wait already.
    """
    session = transaction.session
    await repository.remove_expired_enrolments(session, now)
    if await repository.waiting_enrolments(session) >= WAITING_MAX:
        raise TooManyRequests(headers={"Retry-After": "60"}, seconds=60)
    tries = [f"{secrets.randbelow(1_000_000):06}" for _ in range(20)]
    taken = await repository.known_codes(session, tries)
    code = next(each for each in tries if each not in taken)
    secret = new_token()
    row = Enrolment(
        id=new_id(now),
        code=code,
        secret_hash=key_hash(secret),
        created_at=now,
        expires_at=now + CODE_LIFE,
    )
    session.add(row)
    link = f"{base_url}/devices?code={code}"
    return EnrolmentOut(
        id=row.id, code=code, secret=secret, expires_at=row.expires_at, link=link, qr=_qr(link)
    )


async def enrol(
    transaction: Transaction, given: Enrolling, caller: PersonCaller, now: datetime
) -> Device:
    """Say in which room the device stands that shows a code.

    Raises:
        NoSuchEnrolment: if no device shows it now.
        Unprocessable: if room or class are not in the caller's care.
    """
    await _require_place(transaction, given.room_id, given.class_id, caller)
    waiting = await repository.enrolment_by_code(transaction.session, given.code, now)
    if waiting is None:
        raise NoSuchEnrolment
    device = Device(
        id=new_id(now),
        room_id=given.room_id,
        class_id=given.class_id,
        name=given.name,
        # Nobody knows a key of this hash: the device gets its own when it claims.
        key_hash=key_hash(new_token()),
        front_since=now,
        enrolled_by=caller.id,
    )
    transaction.session.add(device)
    await transaction.session.flush()
    waiting.device_id = device.id
    logger.info("device enrolled device=%s room=%s by=%s", device.id, device.room_id, caller.id)
    device = await _reload(transaction, device.id)
    await _note(transaction, now, caller, AuditAction.DEVICE_ENROLLED, device)
    return device


async def claim(
    transaction: Transaction, enrolment_id: str, secret: str, now: datetime
) -> Claimed | None:
    """Give the device its key once its room is known; None while nobody has typed the code.

    Raises:
        NoSuchEnrolment: if there is none of this id and secret, or it expired.
    """
    waiting = await repository.enrolment(transaction.session, enrolment_id)
    if waiting is None or waiting.expires_at <= now:
        raise NoSuchEnrolment
    if not secrets.compare_digest(waiting.secret_hash, key_hash(secret)):
        raise NoSuchEnrolment
    if waiting.device_id is None:
        return None
    device = await _reload(transaction, waiting.device_id)
    if device.disabled_at is not None:
        raise NoSuchEnrolment
    key = new_token()
    device.key_hash, device.key_since, device.last_seen_at = key_hash(key), now, now
    await transaction.session.delete(waiting)
    return Claimed(device, key)


async def find(transaction: Transaction, device_id: str, caller: PersonCaller) -> Device:
    """Return a device of a school that the caller looks after.

    Raises:
        NoSuchDevice: if there is none; deliberately does not say which.
    """
    found = await repository.device(transaction.session, device_id)
    if found is None or not caller.holds(OVERSEERS, place_of(found.room.school)):
        raise NoSuchDevice
    return found


async def change(
    transaction: Transaction,
    device_id: str,
    given: DeviceChange,
    caller: PersonCaller,
    now: datetime,
) -> Device:
    """Change name, room or class of a device.

    Raises:
        NoSuchDevice, Unprocessable: if device, room or class are not in the caller's care.
    """
    device = await find(transaction, device_id, caller)
    room = given.room_id or device.room_id
    await _require_place(transaction, room, given.class_id, caller)
    if room != device.room_id:
        device.room_id, device.class_id, device.front_since = room, None, now
    device.class_id = given.class_id or device.class_id
    device.name = given.name or device.name
    await transaction.session.flush()
    return await _reload(transaction, device_id)


async def revoke(
    transaction: Transaction, auth: AuthService, device_id: str, caller: PersonCaller, now: datetime
) -> Device:
    """Void the key, the cookies and the permits of a device; its media are ended after the commit.

    Raises:
        NoSuchDevice: see `find`.
    """
    device = await find(transaction, device_id, caller)
    device.disabled_at = device.disabled_at or now
    device.next_key_hash = None
    await auth.end_device_sessions(transaction, device_id)
    await repository.remove_media_tokens(transaction.session, device_id)
    logger.info("device revoked device=%s room=%s by=%s", device_id, device.room_id, caller.id)
    await _note(transaction, now, caller, AuditAction.DEVICE_REVOKED, device)
    return device


async def of_reach(
    transaction: Transaction, reach: Reach, search: str, after: str, limit: int
) -> Sequence[Device]:
    """Return a page of the devices of the schools that a reach holds."""
    return await repository.fleet(transaction.session, reach, search, after, limit)


async def describe(
    transaction: Transaction, devices: Sequence[Device], caller: PersonCaller, now: datetime
) -> list[FleetDevice]:
    """Return devices as whoever looks after them sees them; three queries, however many they are."""
    rooms = {device.room_id for device in devices}
    versions = await service.plan_versions(transaction, rooms, now)
    last = await repository.last_lessons(transaction.session, rooms)
    return [
        FleetDevice(
            id=device.id,
            name=device.name,
            room=Named(id=device.room.id, name=device.room.name),
            school=Named(id=device.room.school.id, name=device.room.school.name),
            class_name=device.school_class.name if device.school_class else "",
            online=_is_online(device, now),
            last_seen_at=device.last_seen_at,
            version=device.version,
            last_lesson=_last_lesson(last.get(device.room_id)),
            self_test=SelfTest.model_validate(device.self_test) if device.self_test else None,
            self_test_at=device.self_test_at,
            plan_current=device.plan_version == versions[device.room_id],
            plan_acknowledged_at=device.plan_acknowledged_at,
            revoked_at=device.disabled_at,
            changeable=caller.holds(OVERSEERS, place_of(device.room.school)),
        )
        for device in devices
    ]


def _is_online(device: Device, now: datetime) -> bool:
    seen = device.last_seen_at
    return device.disabled_at is None and seen is not None and now - seen < ONLINE


def _last_lesson(found: tuple[str, str, datetime] | None) -> LastLesson | None:
    return LastLesson(id=found[0], title=found[1], at=found[2]) if found else None


async def _note(
    transaction: Transaction,
    now: datetime,
    caller: PersonCaller,
    action: AuditAction,
    device: Device,
) -> None:
    subject, school = f"device:{device.id}", device.room.school_id
    await audit.note(
        transaction, now, caller.identity, action, subject, school=school, text=device.room_id
    )


async def _reload(transaction: Transaction, device_id: str) -> Device:
    found = await repository.device(transaction.session, device_id)
    if found is None:
        raise NoSuchDevice
    return found


async def _require_place(
    transaction: Transaction, room_id: str, class_id: str | None, caller: PersonCaller
) -> None:
    room = await repository.room(transaction.session, room_id)
    if room is None or not caller.holds(OVERSEERS, place_of(room.school)):
        raise _unfit("room_id", room_id, "a room of a school in your care")
    if class_id is None:
        return
    found = await repository.school_class(transaction.session, class_id)
    if found is None or found.school_id != room.school_id:
        raise _unfit("class_id", class_id, "a class of the room's school")


def _unfit(field: str, came: str, allowed: str) -> Unprocessable:
    return Unprocessable(errors=(FieldProblem(field, came, allowed),), names=field)


def _qr(link: str) -> list[str]:
    code = segno.make_qr(link, error="m")
    return ["".join("1" if module else "0" for module in row) for row in code.matrix]
