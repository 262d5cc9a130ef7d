"""Queries about webhooks, their deliveries, and what there is to tell."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from server.auth.policy import Area, Reach
from server.models import (
    City,
    DeliveryState,
    District,
    Happening,
    LedgerEntry,
    Lesson,
    LessonReceiver,
    Room,
    School,
    State,
    Webhook,
    WebhookDelivery,
)
from server.organisation.reach import school_ids

LONGEST_LESSON = timedelta(days=1)
"""Between a lesson's planned start and its end: only the planned start has an index."""


async def area_of_school(session: AsyncSession, school_id: str) -> Area | None:
    """Return a school with what it lies in."""
    query = select(School.district_id, District.city_id).join(District)
    row = (await session.execute(query.where(School.id == school_id))).first()
    return Area(row.city_id, row.district_id, school_id) if row else None


async def has_city(session: AsyncSession, city_id: str) -> bool:
    """Return whether there is such a city."""
    return await session.get(City, city_id) is not None


async def webhook(session: AsyncSession, webhook_id: str) -> Webhook | None:
    """Return one subscription."""
    return await session.get(Webhook, webhook_id)


async def webhooks(session: AsyncSession, reach: Reach | None, limit: int) -> Sequence[Webhook]:
    """Return the newest subscriptions of a reach; all, for the job, without one."""
    query = select(Webhook).order_by(Webhook.id.desc()).limit(limit)
    if reach is not None:
        query = query.where(
            or_(
                Webhook.city_id.in_(reach.cities),
                Webhook.school_id.in_(school_ids(reach)),
            )
        )
    return (await session.scalars(query)).all()


async def deliveries(
    session: AsyncSession, webhook_id: str, limit: int
) -> Sequence[WebhookDelivery]:
    """Return the newest messages of a subscription."""
    query = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    return (await session.scalars(query.order_by(WebhookDelivery.id.desc()).limit(limit))).all()


async def delivery(
    session: AsyncSession, webhook_id: str, delivery_id: str
) -> WebhookDelivery | None:
    """Return one message of a subscription."""
    found = await session.get(WebhookDelivery, delivery_id)
    return found if found is not None and found.webhook_id == webhook_id else None


async def due(
    session: AsyncSession, now: datetime, limit: int, each: int
) -> Sequence[WebhookDelivery]:
    """Return the messages that are to be sent now, with their subscriptions: at most `each` of one subscription."""
    place = func.row_number().over(
        partition_by=WebhookDelivery.webhook_id,
        order_by=(WebhookDelivery.next_at, WebhookDelivery.id),
    )
    waiting = (
        select(WebhookDelivery.id, place.label("place"))
        .where(WebhookDelivery.state == DeliveryState.WAITING, WebhookDelivery.next_at <= now)
        .subquery()
    )
    query = (
        select(WebhookDelivery)
        .join(waiting, waiting.c.id == WebhookDelivery.id)
        .where(waiting.c.place <= each)
        .options(joinedload(WebhookDelivery.webhook))
        .order_by(WebhookDelivery.next_at)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def note(session: AsyncSession, delivery_id: str, **columns: object) -> None:
    """Write what came of an attempt."""
    query = update(WebhookDelivery).where(WebhookDelivery.id == delivery_id)
    await session.execute(query.values(**columns))


async def lessons_to_tell(
    session: AsyncSession, hook: Webhook, happening: Happening, since: datetime, limit: int
) -> Sequence[Lesson]:
    """Return the lessons of a subscription's scope of which it has not been told."""
    reach = _reach(hook)
    happened = {
        Happening.LESSON_LIVE: Lesson.started_at >= since,
        Happening.LESSON_ENDED: Lesson.ended_at >= since,
        Happening.RECORDING_COMPLETE: (Lesson.ended_at >= since) & (Lesson.state == State.ARCHIVED),
    }[happening]
    query = (
        select(Lesson)
        .options(
            joinedload(Lesson.hub_room).joinedload(Room.school),
            selectinload(Lesson.receivers).joinedload(LessonReceiver.room).joinedload(Room.school),
        )
        .where(Lesson.starts_at >= since - LONGEST_LESSON, happened, _in(reach))
        .where(~_told(hook, happening, Lesson.id))
        .order_by(Lesson.id)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def ledgers_to_tell(
    session: AsyncSession, hook: Webhook, since: datetime, limit: int
) -> list[tuple[str, int, list[LedgerEntry]]]:
    """Return lesson, revision and entries of closed ledgers of which a subscription has not been told."""
    schools = school_ids(_reach(hook))
    inside = or_(LedgerEntry.school_id.in_(schools), LedgerEntry.hub_school_id.in_(schools))
    closed = (
        select(LedgerEntry.lesson_id, func.max(LedgerEntry.revision).label("revision"))
        .where(LedgerEntry.written_at >= since, LedgerEntry.newest, inside)
        .group_by(LedgerEntry.lesson_id)
        .subquery()
    )
    subject = closed.c.lesson_id + ":" + cast(closed.c.revision, String)
    query = (
        select(closed.c.lesson_id, closed.c.revision)
        .where(~_told(hook, Happening.LEDGER_CLOSED, subject))
        .limit(limit)
    )
    found = []
    for lesson_id, revision in (await session.execute(query)).all():
        rows = select(LedgerEntry).where(
            LedgerEntry.lesson_id == lesson_id, LedgerEntry.newest, inside
        )
        entries = await session.scalars(rows.order_by(LedgerEntry.number))
        found.append((lesson_id, revision, list(entries.all())))
    return found


def _reach(hook: Webhook) -> Reach:
    if hook.city_id is not None:
        return Reach(cities=frozenset({hook.city_id}))
    return Reach(schools=frozenset({hook.school_id or ""}))


def _in(reach: Reach) -> ColumnElement[bool]:
    rooms = select(Room.id).where(Room.school_id.in_(school_ids(reach)))
    receives = exists().where(
        LessonReceiver.lesson_id == Lesson.id, LessonReceiver.room_id.in_(rooms)
    )
    return or_(Lesson.hub_room_id.in_(rooms), receives)


def _told(hook: Webhook, happening: Happening, subject: object) -> ColumnElement[bool]:
    return exists().where(
        WebhookDelivery.webhook_id == hook.id,
        WebhookDelivery.happening == happening,
        WebhookDelivery.subject == subject,
    )
