"""Subscriptions, what they are told, and when it is tried again."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from server.auth.policy import ADMINISTRATORS, Area, PersonCaller, may_grant, reach_of
from server.database import Transaction
from server.errors import Conflict, FieldProblem, NotAllowed, NotFound, Unprocessable
from server.identifiers import new_id
from server.models import (
    DeliveryState,
    Happening,
    LedgerEntry,
    Lesson,
    Webhook,
    WebhookDelivery,
)
from server.webhooks import repository
from server.webhooks.schemas import (
    DeliveryOut,
    WebhookIn,
    WebhookMade,
    WebhookOut,
)
from server.webhooks.signature import secret_of, written
from server.words import Words

LISTED = 200
"""Subscriptions and deliveries that a list shows at most."""
HOOKS_MAX = 20
"""Subscriptions of one city or school; each costs a few queries every time the job looks."""
PER_LOOK = 100
"""Messages of one kind to one subscription that one look makes; the rest follow at the next."""
MEMORY = timedelta(days=3)
"""How far back a look goes: longer than any holiday of a worker."""
PAUSES = tuple(timedelta(seconds=pause) for pause in (10, 60, 300, 1800, 7200, 18_000, 36_000))
"""Before each further attempt: a restart of the receiver costs seconds, a weekend's outage gives up after 19 hours."""


class NoSuchWebhook(NotFound):
    """There is no such subscription, or it is not the caller's to see."""

    slug = "no-such-webhook"
    detail = Words("没有这个订阅。", "There is no such webhook.")


class NoSuchDelivery(NotFound):
    """The subscription has no such message."""

    slug = "no-such-delivery"
    detail = Words("没有这条消息。", "There is no such delivery.")


class TooManyWebhooks(Conflict):
    """A city or school has as many subscriptions as it may."""

    slug = "too-many-webhooks"
    title = Words("订阅太多", "Too many webhooks")
    detail = Words(
        "最多 {most} 个订阅，请先删掉不用的。", "At most {most} webhooks; delete one before."
    )


async def subscribe(
    transaction: Transaction, given: WebhookIn, caller: PersonCaller, now: datetime, secret: str
) -> WebhookMade:
    """Make a subscription; `secret` is the installation's.

    Raises:
        Unprocessable: if there is no such place. NotAllowed: if the caller does not administer it.
        TooManyWebhooks: if it has enough of them.
    """
    area = await _area(transaction, given.city_id, given.school_id)
    if area is None:
        field = "city_id" if given.city_id else "school_id"
        came = given.city_id or given.school_id or ""
        problem = FieldProblem(field, came, "the id of a place that there is")
        raise Unprocessable(errors=(problem,), names=field)
    if not may_grant(caller, [area]):
        raise NotAllowed
    present = await repository.webhooks(transaction.session, None, 10_000)
    scope = (given.city_id, given.school_id)
    if sum((one.city_id, one.school_id) == scope for one in present) >= HOOKS_MAX:
        raise TooManyWebhooks(most=HOOKS_MAX)
    hook = Webhook(
        id=new_id(now),
        city_id=given.city_id,
        school_id=given.school_id,
        url=given.url,
        happenings=sorted({one.value for one in given.happenings}),
        created_by=caller.id,
        created_at=now,
    )
    transaction.session.add(hook)
    made = described(hook)
    return WebhookMade(**made.model_dump(), secret=written(secret_of(secret, hook.id)))


async def find(transaction: Transaction, webhook_id: str, caller: PersonCaller) -> Webhook:
    """Return a subscription whose scope the caller administers.

    Raises:
        NoSuchWebhook: if there is none.
    """
    hook = await repository.webhook(transaction.session, webhook_id)
    area = await _area(transaction, hook.city_id, hook.school_id) if hook else None
    if hook is None or area is None or not may_grant(caller, [area]):
        raise NoSuchWebhook
    return hook


async def listed(transaction: Transaction, caller: PersonCaller) -> list[WebhookOut]:
    """Return the subscriptions that the caller administers."""
    reach = reach_of(caller, ADMINISTRATORS)
    found = await repository.webhooks(transaction.session, reach, LISTED)
    return [described(hook) for hook in found]


async def remove(transaction: Transaction, hook: Webhook) -> None:
    """Delete a subscription with its messages."""
    await transaction.session.delete(hook)


async def deliveries(transaction: Transaction, webhook_id: str) -> list[DeliveryOut]:
    """Return the newest messages of a subscription."""
    found = await repository.deliveries(transaction.session, webhook_id, LISTED)
    return [_delivery(one) for one in found]


async def replay(
    transaction: Transaction, webhook_id: str, delivery_id: str, now: datetime
) -> DeliveryOut:
    """Have a message sent again soon, with the same id and the same body.

    Raises:
        NoSuchDelivery: if there is none.
    """
    found = await repository.delivery(transaction.session, webhook_id, delivery_id)
    if found is None:
        raise NoSuchDelivery
    found.state, found.attempts, found.next_at = DeliveryState.WAITING, 0, now
    return _delivery(found)


async def collect(transaction: Transaction, now: datetime) -> int:
    """Make the messages that are due by our own rows; returns how many. May run twice: each is made once."""
    made = 0
    for hook in await repository.webhooks(transaction.session, None, 10_000):
        since = max(hook.created_at, now - MEMORY)
        for word in hook.happenings:
            happening = Happening(word)
            for subject, data in await _news(transaction, hook, happening, since):
                transaction.session.add(_message(hook, happening, subject, data, now))
                made += 1
    return made


def after_failure(attempts: int, now: datetime) -> dict[str, Any]:
    """Return the columns of a message whose attempt number `attempts` failed."""
    if attempts > len(PAUSES):
        return {"state": DeliveryState.FAILED, "attempts": attempts}
    return {"attempts": attempts, "next_at": now + PAUSES[attempts - 1]}


def described(hook: Webhook) -> WebhookOut:
    """Return a subscription as callers see it."""
    return WebhookOut(
        id=hook.id,
        city_id=hook.city_id,
        school_id=hook.school_id,
        url=hook.url,
        happenings=[Happening(word) for word in hook.happenings],
        created_at=hook.created_at,
    )


async def _area(
    transaction: Transaction, city_id: str | None, school_id: str | None
) -> Area | None:
    if city_id is not None:
        return Area(city_id) if await repository.has_city(transaction.session, city_id) else None
    return await repository.area_of_school(transaction.session, school_id or "")


async def _news(
    transaction: Transaction, hook: Webhook, happening: Happening, since: datetime
) -> list[tuple[str, dict[str, Any]]]:
    if happening is Happening.LEDGER_CLOSED:
        closed = await repository.ledgers_to_tell(transaction.session, hook, since, PER_LOOK)
        return [
            (f"{lesson}:{revision}", {"lesson_id": lesson, "entries": _entries(rows)})
            for lesson, revision, rows in closed
        ]
    lessons = await repository.lessons_to_tell(
        transaction.session, hook, happening, since, PER_LOOK
    )
    return [(lesson.id, {"lesson": _lesson(lesson)}) for lesson in lessons]


def _message(
    hook: Webhook, happening: Happening, subject: str, data: dict[str, Any], now: datetime
) -> WebhookDelivery:
    message_id = new_id(now)
    body = {"type": happening.value, "timestamp": now.isoformat(), "data": data}
    return WebhookDelivery(
        id=message_id,
        webhook_id=hook.id,
        happening=happening,
        subject=subject,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        state=DeliveryState.WAITING,
        attempts=0,
        last_answer="",
        next_at=now,
        created_at=now,
    )


def _lesson(lesson: Lesson) -> dict[str, Any]:
    """Return what strangers are told of a lesson: places and times, no person's name."""
    return {
        "id": lesson.id,
        "kind": lesson.kind.value,
        "title": lesson.title,
        "subject": lesson.subject,
        "grade": lesson.grade,
        "starts_at": lesson.starts_at.isoformat(),
        "ends_at": lesson.ends_at.isoformat(),
        "started_at": lesson.started_at.isoformat() if lesson.started_at else None,
        "ended_at": lesson.ended_at.isoformat() if lesson.ended_at else None,
        "hub_school": {
            "id": lesson.hub_room.school_id,
            "name": lesson.hub_room.school.name,
        },
        "receiving_schools": [
            {"id": each.room.school_id, "name": each.room.school.name} for each in lesson.receivers
        ],
    }


def _entries(rows: Sequence[LedgerEntry]) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number,
            "revision": row.revision,
            "school_id": row.school_id,
            "class_id": row.class_id,
            "class_name": row.class_name,
            "planned_seconds": row.planned_seconds,
            "delivered_seconds": row.delivered_seconds,
        }
        for row in rows
    ]


def _delivery(row: WebhookDelivery) -> DeliveryOut:
    return DeliveryOut(
        id=row.id,
        happening=row.happening,
        subject=row.subject,
        state=row.state,
        attempts=row.attempts,
        next_at=row.next_at if row.state is DeliveryState.WAITING else None,
        last_answer=row.last_answer,
        created_at=row.created_at,
        delivered_at=row.delivered_at,
    )
