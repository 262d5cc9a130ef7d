"""Devices: checking a key, and what a device should show."""

import hashlib
from datetime import datetime

from server.auth.policy import DeviceCaller
from server.auth.schemas import Named
from server.database import Transaction
from server.devices import repository
from server.devices.schemas import DeviceOut
from server.errors import SignInRefused
from server.lessons import service as lessons
from server.lessons.lifecycle import Bells
from server.models import Device
from server.words import Words


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


async def by_key(transaction: Transaction, key: str) -> Device:
    """Return the device of a key.

    Raises:
        UnknownDevice: if there is none, or it was disabled.
    """
    found = await repository.by_key_hash(transaction.session, key_hash(key))
    if found is None:
        raise UnknownDevice
    return found


async def describe(
    transaction: Transaction, device: Device, bells: Bells, now: datetime
) -> DeviceOut:
    """Return a device and the lesson that it should show: the one on air, else the next one today."""
    lesson = await lessons.for_room(transaction, device.room_id, now)
    callers = (DeviceCaller(device.id, device.room_id),)
    found = [lesson] if lesson else []
    shown = await lessons.describe(transaction, found, callers, bells, now)
    return DeviceOut(
        id=device.id,
        name=device.name,
        room=Named(id=device.room.id, name=device.room.name),
        school=Named(id=device.room.school.id, name=device.room.school.name),
        class_name=device.school_class.name if device.school_class else "",
        lesson=shown[0] if shown else None,
        server_time=now,
    )
