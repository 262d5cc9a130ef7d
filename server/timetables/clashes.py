"""Who or what a lesson would take away from another. Compared by real minutes. Pure; no I/O."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.calendar import SHANGHAI
from server.words import Words


class Taken(StrEnum):
    """What can be taken."""

    TEACHER = "teacher"
    HUB_ROOM = "hub_room"
    RECEIVING_ROOM = "receiving_room"
    CLASS = "class"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Booking:
    """A lesson with everybody and everything that it takes, from `starts_at` up to `ends_at`."""

    id: str
    title: str
    subject: str
    starts_at: datetime
    ends_at: datetime
    teacher: tuple[str, str]
    """Id and name, as in the fields below."""
    hub_room: tuple[str, str]
    receiving_rooms: tuple[tuple[str, str], ...]
    classes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OwnHour:
    """An hour of a school's own timetable on the lesson's date."""

    class_id: str
    teacher_id: str | None
    subject: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Clash:
    """One reason why a lesson cannot be held then."""

    what: Taken
    came: str
    """Who or what is taken."""
    said: Words


def with_lessons(wanted: Booking, others: Iterable[Booking]) -> list[Clash]:
    """Return what other lessons have of what a lesson wants."""
    found: list[Clash] = []
    for other in others:
        if other.id == wanted.id or not _overlap(wanted, other.starts_at, other.ends_at):
            continue
        for what, mine, theirs in (
            (Taken.TEACHER, (wanted.teacher,), (other.teacher,)),
            # A room cannot send and receive at once either.
            (Taken.HUB_ROOM, (wanted.hub_room,), (other.hub_room, *other.receiving_rooms)),
            (
                Taken.RECEIVING_ROOM,
                wanted.receiving_rooms,
                (other.hub_room, *other.receiving_rooms),
            ),
            (Taken.CLASS, wanted.classes, other.classes),
        ):
            taken = {key for key, _ in theirs}
            found += [
                _clash(what, name, other.title, (other.starts_at, other.ends_at))
                for key, name in mine
                if key in taken
            ]
    return found


def with_own_hours(wanted: Booking, hours: Iterable[OwnHour]) -> list[Clash]:
    """Return what schools' own timetables have of what a lesson wants.

    An hour of the same subject is the one that the lesson is held in, so it is no clash.
    """
    classes = dict(wanted.classes)
    found: list[Clash] = []
    for hour in hours:
        if hour.subject == wanted.subject or not _overlap(wanted, hour.starts_at, hour.ends_at):
            continue
        span = (hour.starts_at, hour.ends_at)
        if hour.class_id in classes:
            found.append(_clash(Taken.CLASS, classes[hour.class_id], hour.subject, span))
        if hour.teacher_id == wanted.teacher[0]:
            found.append(_clash(Taken.TEACHER, wanted.teacher[1], hour.subject, span))
    return found


def with_closed_schools(closed: Sequence[tuple[str, str]]) -> list[Clash]:
    """Return a clash for each school that is off that day, given with its reason."""
    return [
        Clash(
            Taken.CALENDAR,
            school,
            Words(
                f"{school}那天不上课" + (f"（{reason}）" if reason else ""),
                f"{school} has no lessons that day" + (f" ({reason})" if reason else ""),
            ),
        )
        for school, reason in closed
    ]


def _overlap(wanted: Booking, starts_at: datetime, ends_at: datetime) -> bool:
    return wanted.starts_at < ends_at and starts_at < wanted.ends_at


_WORDS = {
    Taken.TEACHER: Words("{name}", "teacher {name}"),
    Taken.HUB_ROOM: Words("{name}", "room {name}"),
    Taken.RECEIVING_ROOM: Words("{name}", "room {name}"),
    Taken.CLASS: Words("{name}", "class {name}"),
}


def _clash(what: Taken, name: str, title: str, span: tuple[datetime, datetime]) -> Clash:
    start, end = (f"{moment.astimezone(SHANGHAI):%H:%M}" for moment in span)
    who = _WORDS[what]
    return Clash(
        what,
        name,
        Words(
            f"{who.zh.format(name=name)} {start}–{end} 已有“{title}”",
            f"{who.en.format(name=name)} has “{title}” {start}–{end}",
        ),
    )
