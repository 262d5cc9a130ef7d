"""The day at a glance: counted and judged from rows that other features keep."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from scheduler.calendar import SHANGHAI
from server.auth.policy import Reach
from server.auth.schemas import Named
from server.clock import day_bounds
from server.database import Transaction
from server.devices.fleet import ONLINE
from server.lessons.lifecycle import ON_AIR
from server.models import Lesson, School, State
from server.overview import repository
from server.overview.repository import DayLesson, NeededRoom
from server.overview.schemas import (
    DarkRoom,
    DayCounts,
    DayOverview,
    LessonNow,
    ThinLink,
    Trouble,
)

PATIENCE = timedelta(minutes=2)
"""After the bell before a teacher or a class counts as missing."""
SOON = timedelta(hours=1)
DOWNLINK_KBPS = 1_000
"""Sound, board and a small teacher's picture; below it a class sees slides and hears."""
UPLINK_KBPS = 3_000
"""A hub's camera in three layers, board in two, and sound."""
ITEMS_MAX = 100
HELD = frozenset({State.LIVE, State.ENDED, State.ARCHIVED})
TO_COME = frozenset({State.PLANNED, State.OPEN})


async def overview(transaction: Transaction, reach: Reach, now: datetime) -> DayOverview:
    """Return the day at a glance for the schools of a reach."""
    session = transaction.session
    day = now.astimezone(SHANGHAI).date()
    lessons = await repository.lessons_between(session, reach, *day_bounds(day))
    ids = [lesson.id for lesson in lessons if _is_now(lesson, now)]
    present = await repository.lessons_now(session, ids)
    connected = await repository.connected_rooms(session, ids)
    needed = await repository.needed_rooms(
        session, [lesson.id for lesson in lessons if _is_needed(lesson, now)]
    )
    total, online, seen = await repository.devices(session, reach, now - ONLINE)
    hubs = {lesson.hub for lesson in lessons}
    thin = await repository.thin_links(session, reach, hubs, DOWNLINK_KBPS, UPLINK_KBPS)
    running = [_lesson_now(lesson, connected, now) for lesson in present]
    return DayOverview(
        day=day,
        at=now,
        lessons=_counts(lessons, now),
        now=sorted(running, key=lambda each: (each.trouble is None, each.starts_at))[:ITEMS_MAX],
        devices=total,
        devices_online=online,
        dark=_dark(needed, seen, now)[:ITEMS_MAX],
        thin=[_thin(school, school.id in hubs) for school in thin[:ITEMS_MAX]],
    )


def _is_now(lesson: DayLesson, now: datetime) -> bool:
    """A lesson on air, or one whose bell has rung although nobody began."""
    waited = lesson.state is State.PLANNED and lesson.starts_at <= now < lesson.ends_at
    return lesson.state in ON_AIR or waited


def _is_needed(lesson: DayLesson, now: datetime) -> bool:
    """A lesson on air, or one whose bell rings within the hour."""
    soon = lesson.state is not State.CANCELLED and now <= lesson.starts_at <= now + SOON
    return lesson.state in ON_AIR or soon


def _counts(lessons: Sequence[DayLesson], now: datetime) -> DayCounts:
    due = [each for each in lessons if each.ends_at <= now and each.state is not State.CANCELLED]
    return DayCounts(
        total=len(lessons),
        live=sum(each.state is State.LIVE for each in lessons),
        to_come=sum(each.state in TO_COME and each.starts_at > now for each in lessons),
        due=len(due),
        held=sum(each.state in HELD for each in due),
        cancelled=sum(each.state is State.CANCELLED for each in lessons),
    )


def _lesson_now(lesson: Lesson, connected: set[tuple[str, str]], now: datetime) -> LessonNow:
    rooms = [each.room for each in lesson.receivers]
    missing = [room for room in rooms if (lesson.id, room.id) not in connected]
    late = now > (lesson.started_at or lesson.starts_at) + PATIENCE
    trouble = None
    if late and lesson.state is not State.LIVE:
        trouble = Trouble.NOT_STARTED
    elif late and missing:
        trouble = Trouble.CLASSES_MISSING
    return LessonNow(
        id=lesson.id,
        title=lesson.title,
        subject=lesson.subject,
        teacher=Named(id=lesson.teacher.id, name=lesson.teacher.name),
        school=_named(lesson.hub_room.school),
        state=lesson.state,
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        classes=len(rooms),
        connected=len(rooms) - len(missing),
        missing=[_named(room.school) for room in missing],
        trouble=trouble,
    )


def _dark(
    needed: Sequence[NeededRoom], seen: dict[str, datetime | None], now: datetime
) -> list[DarkRoom]:
    """Return rooms of one's own that will be needed soon and are not on the line; each once, the next bell first."""
    found: dict[str, DarkRoom] = {}
    for room in needed:
        last = seen.get(room.id)
        on_line = last is not None and now - last < ONLINE
        if room.id in seen and not on_line and room.id not in found:
            found[room.id] = DarkRoom(
                room=Named(id=room.id, name=room.name),
                school=Named(id=room.school, name=room.school_name),
                lesson_at=room.lesson_at,
                last_seen_at=last,
            )
    return list(found.values())


def _thin(school: School, is_hub: bool) -> ThinLink:  # noqa: FBT001 - reads as a sentence
    sends = is_hub and 0 < school.uplink_kbps < UPLINK_KBPS
    return ThinLink(
        school=_named(school),
        downlink_kbps=school.downlink_kbps,
        uplink_kbps=school.uplink_kbps,
        needed_kbps=UPLINK_KBPS if sends else DOWNLINK_KBPS,
        sends=sends,
    )


def _named(school: School) -> Named:
    return Named(id=school.id, name=school.name)
