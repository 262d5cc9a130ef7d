"""Devices: checking a key, what a device should show, its plan, what it tells about itself."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta

from server.auth.policy import DeviceCaller
from server.auth.schemas import Named
from server.clock import day_bounds, school_day
from server.database import Transaction
from server.devices import repository
from server.devices.plans import PLAN_DAYS, PlannedLesson, moment, plan_of, version_of
from server.devices.schemas import DeviceOut, DeviceStatus, PlanOut
from server.errors import SignInRefused
from server.identifiers import new_token
from server.lessons import service as lessons
from server.lessons.lifecycle import Bells
from server.models import Device
from server.signing import Signer
from server.words import Words

KEY_LIFE = timedelta(days=30)
"""After this a device asks for a new key: a copied one opens nothing for longer than a month."""


class UnknownDevice(SignInRefused):
    """The device key is wrong or was revoked."""

    slug = "unknown-device"
    title = Words("设备未登记", "Unknown device")
    detail = Words(
        "这个教室链接无效，请联系管理员重新获取。",
        "This classroom link is not valid; ask the administrator for a new one.",
    )


def key_hash(key: str) -> str:
    """Return the hash under which a device key is kept."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


async def by_key(transaction: Transaction, key: str, now: datetime) -> Device:
    """Return the device of a key; the first use of a new key voids the old one.

    Raises:
        UnknownDevice: if there is none, or it was revoked.
    """
    hashed = key_hash(key)
    found = await repository.by_key_hash(transaction.session, hashed)
    if found is None:
        raise UnknownDevice
    if found.next_key_hash == hashed:
        found.key_hash, found.next_key_hash, found.key_since = hashed, None, now
    return found


async def next_key(transaction: Transaction, device_id: str) -> str:
    """Make the next key of a device; the present one is good until the next one is shown.

    Raises:
        UnknownDevice: if the device was revoked a moment ago.
    """
    found = await repository.device(transaction.session, device_id)
    if found is None or found.disabled_at is not None:
        raise UnknownDevice
    key = new_token()
    found.next_key_hash = key_hash(key)
    return key


async def describe(
    transaction: Transaction, device: Device, bells: Bells, signer: Signer, now: datetime
) -> DeviceOut:
    """Return a device and the lesson that it should show: the one on air, else the next one today."""
    lesson = await lessons.for_room(transaction, device.room_id, now)
    callers = (DeviceCaller(device.id, device.room_id),)
    found = [lesson] if lesson else []
    shown = await lessons.describe(transaction, found, callers, bells, now)
    versions = await plan_versions(transaction, [device.room_id], now)
    return DeviceOut(
        id=device.id,
        name=device.name,
        room=Named(id=device.room.id, name=device.room.name),
        school=Named(id=device.room.school.id, name=device.room.school.name),
        class_name=device.school_class.name if device.school_class else "",
        lesson=shown[0] if shown else None,
        server_time=now,
        plan_version=versions[device.room_id],
        plan_key=signer.public_key,
        key_due=device.key_since is not None and now - device.key_since >= KEY_LIFE,
    )


async def plan(transaction: Transaction, device: Device, signer: Signer, now: datetime) -> PlanOut:
    """Return the signed plan of a device for the next two weeks."""
    lessons_of = await _planned(transaction, [device.room_id], now)
    planned = lessons_of[device.room_id]
    version = version_of(device.room_id, school_day(now), planned)
    told = plan_of(device.id, device.room_id, version, planned, now)
    return PlanOut(version=version, jws=signer.sign(told))


async def plan_versions(
    transaction: Transaction, rooms: Collection[str], now: datetime
) -> dict[str, str]:
    """Return the version of each room's plan as it is now; two queries, however many rooms."""
    planned = await _planned(transaction, rooms, now)
    today = school_day(now)
    return {room: version_of(room, today, lessons) for room, lessons in planned.items()}


async def acknowledge(
    transaction: Transaction, device_id: str, version: str, now: datetime
) -> None:
    """Note that a device keeps a plan."""
    found = await repository.device(transaction.session, device_id)
    if found is not None:
        found.plan_version, found.plan_acknowledged_at = version, now
        found.last_seen_at = now


async def take_status(
    transaction: Transaction, device_id: str, given: DeviceStatus, now: datetime
) -> None:
    """Note what a device tells about itself."""
    found = await repository.device(transaction.session, device_id)
    if found is None:
        return
    found.last_seen_at = now
    found.version = given.version or found.version
    if given.self_test is not None:
        found.self_test, found.self_test_at = given.self_test.model_dump(), now


async def _planned(
    transaction: Transaction, rooms: Collection[str], now: datetime
) -> dict[str, list[PlannedLesson]]:
    # From the first minute of today, so that a plan changes with lessons and days and not with minutes.
    start, _ = day_bounds(school_day(now))
    found: dict[str, list[PlannedLesson]] = {room: [] for room in rooms}
    end = start + timedelta(days=PLAN_DAYS)
    for row in await repository.planned(transaction.session, rooms, start, end):
        found[row.room].append(
            PlannedLesson(
                id=row.id,
                kind=row.kind.value,
                title=row.title,
                subject=row.subject,
                grade=row.grade,
                teacher=row.teacher,
                hub=row.hub,
                starts_at=moment(row.starts_at),
                ends_at=moment(row.ends_at),
            )
        )
    return found
