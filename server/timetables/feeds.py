"""Lessons as iCalendar (RFC 5545). Pure; no I/O. Times are arguments.

A lesson keeps its UID for ever; SEQUENCE grows with each change; a cancelled one stays in the feed as CANCELLED, so that
programs take it out. One time zone with its VTIMEZONE: China has had no daylight saving since September 1991.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from scheduler.calendar import SHANGHAI
from server.words import Words

TZID = "Asia/Shanghai"
REFRESH = timedelta(hours=1)
"""How often calendar programs are asked to look again."""
_ZONED = {"TZID": TZID}


@dataclass(frozen=True, slots=True)
class FeedLesson:
    """What a calendar program shows of a lesson."""

    id: str
    title: str
    teacher: str
    place: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    sequence: int


def calendar_of(name: str, lessons: Iterable[FeedLesson], stamp: datetime, language: str) -> bytes:
    """Return a calendar; `stamp` is the moment that it says it was made at."""
    made = Calendar()
    made.add("prodid", "-//Tongke//Lessons//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", TZID)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", REFRESH)
    made.add_component(_time_zone())
    for lesson in lessons:
        made.add_component(_event(lesson, stamp, language))
    content: bytes = made.to_ical()
    return content


def _time_zone() -> Timezone:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", TZID)
    standard.add("dtstart", datetime(1991, 9, 15))  # noqa: DTZ001 - local by definition (RFC 5545, 3.6.5)
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _event(lesson: FeedLesson, stamp: datetime, language: str) -> Event:
    event = Event()
    event.add("uid", f"{lesson.id}@lesson.tongke")
    event.add("dtstamp", stamp)
    event.add("dtstart", _local(lesson.starts_at), parameters=_ZONED)
    event.add("dtend", _local(lesson.ends_at), parameters=_ZONED)
    event.add("sequence", lesson.sequence)
    event.add("summary", lesson.title)
    event.add("location", lesson.place)
    event.add(
        "description",
        Words("主播教师：{name}", "Teacher: {name}").said(language, name=lesson.teacher),
    )
    event.add("status", "CANCELLED" if lesson.cancelled else "CONFIRMED")
    return event


def _local(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI).replace(tzinfo=None)
