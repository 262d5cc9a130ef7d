"""A subscribed feed over HTTP: what two independent parsers keep of a lesson that is moved and then cancelled.

icalendar wrote the feed, but reads it by its own grammar; vobject has nothing in common with it. Each keeps a store by UID, as a
calendar program does, and takes an event only if its SEQUENCE is not older.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import icalendar
import pytest
import vobject

from tests.support.app import Hall
from tests.support.timetabled import dated, lessons_of, plant_term

NEXT_MONDAY = "2026-09-14"
LATER = "2026-09-15T10:00:00+08:00"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a calendar program keeps of an event."""

    sequence: int
    status: str
    starts_at: datetime
    ends_at: datetime
    zone: str


Store = dict[str, Kept]


def by_icalendar(content: bytes) -> list[tuple[str, Kept]]:
    calendar = icalendar.Calendar.from_ical(content)
    zones = [str(each["TZID"]) for each in calendar.walk("VTIMEZONE")]
    found = []
    for event in calendar.walk("VEVENT"):
        assert not event.errors
        zone = event["DTSTART"].params["TZID"]
        assert zone in zones, "a zone that the file does not explain"
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        kept = Kept(int(event["SEQUENCE"]), str(event["STATUS"]), start, end, zone)
        found.append((str(event["UID"]), kept))
    return found


def by_vobject(content: bytes) -> list[tuple[str, Kept]]:
    calendar = vobject.readOne(content.decode())
    calendar.validate(raiseException=True)
    return [
        (
            event.uid.value,
            Kept(
                int(event.sequence.value),
                event.status.value,
                event.dtstart.value,
                event.dtend.value,
                event.dtstart.params["X-VOBJ-ORIGINAL-TZID"][0]
                if "X-VOBJ-ORIGINAL-TZID" in event.dtstart.params
                else event.dtstart.params["TZID"][0],
            ),
        )
        for event in calendar.vevent_list
    ]


def taken(store: Store, events: list[tuple[str, Kept]]) -> None:
    """Take a feed in as a calendar program does."""
    uids = [uid for uid, _ in events]
    assert len(uids) == len(set(uids)), "an event twice in one feed"
    for uid, kept in events:
        assert uid not in store or kept.sequence >= store[uid].sequence
        store[uid] = kept


@pytest.mark.parametrize("parse", [by_icalendar, by_vobject])
async def test_a_moved_and_cancelled_lesson_is_updated_in_place(
    each_hall: Hall, parse: Callable[[bytes], list[tuple[str, Kept]]]
) -> None:
    await plant_term(each_hall)
    luo = await each_hall.person("luo")
    given = {"kind": "teacher", "target_id": "lin"}
    path = (await luo.post("/api/calendar-feeds", json=given)).json()["path"]
    (lesson,) = (await lessons_of(luo, NEXT_MONDAY)).values()
    uid = f"{lesson['id']}@lesson.tongke"
    reader = each_hall.client()
    store: Store = {}

    async def read() -> Kept:
        answer: httpx.Response = await reader.get(path)
        assert answer.status_code == 200
        taken(store, parse(answer.content))
        return store[uid]

    planned = await read()
    known = set(store)
    assert (planned.status, planned.zone) == ("CONFIRMED", "Asia/Shanghai")
    assert planned.starts_at.astimezone(UTC) == datetime(2026, 9, 14, 2, tzinfo=UTC)
    assert planned.starts_at.utcoffset() == datetime.fromisoformat(LATER).utcoffset()

    edit = f"/api/timetables/lessons/{lesson['id']}"
    wish = {"reason": "教师外出培训", "starts_at": LATER}
    assert (await luo.post(f"{edit}/move", json=wish)).status_code == 200
    moved = await read()
    assert moved.sequence > planned.sequence
    assert moved.starts_at == datetime.fromisoformat(LATER)
    assert moved.ends_at - moved.starts_at == planned.ends_at - planned.starts_at

    assert (await luo.post(f"{edit}/cancel", json={"reason": "停电"})).status_code == 200
    cancelled = await read()
    assert cancelled.sequence > moved.sequence
    assert cancelled.status == "CANCELLED"

    assert await dated(each_hall) == 0
    assert await read() == cancelled
    assert set(store) == known, "an edit made a second event of a lesson"
