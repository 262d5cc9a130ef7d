"""Calendar feeds: making their secret addresses, and reading lessons behind one."""

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.auth.policy import Area, Keep, PersonCaller, may_keep
from server.auth.service import caller_of_person
from server.database import Transaction
from server.errors import Conflict, NotSignedIn
from server.identifiers import new_id, new_token
from server.models import CalendarFeed, District, FeedKind, Room, School, SchoolClass
from server.organisation import service as organisation
from server.organisation.problems import NoSuchThing
from server.timetables import repository
from server.timetables.feeds import FeedLesson, calendar_of
from server.words import Words

PAST, AHEAD = timedelta(days=14), timedelta(days=60)
"""What a feed holds around now: enough to see last week, and all that the timetable has dated."""
LESSONS_MAX = 2000
FEEDS_MAX = 50
"""Of one person."""
KEPT = 256
"""Rendered feeds that are kept: programs ask every hour, and most often nothing has changed."""


class TooManyFeeds(Conflict):
    """A person has as many feeds as one may have."""

    slug = "too-many-feeds"
    detail = Words(
        "一个人最多 {most} 个日历地址，请先删掉不用的。",
        "A person may have {most} feeds; delete one first.",
    )


@dataclass(frozen=True, slots=True)
class Rendered:
    """A feed as it goes out."""

    content: bytes
    etag: str


class FeedCache:
    """Rendered feeds by what they were made from; bounded, the oldest goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Rendered] = OrderedDict()

    def rendered(
        self, name: str, lessons: Sequence[FeedLesson], stamp: datetime, language: str
    ) -> Rendered:
        """Return the feed of some lessons; made anew only if one of them changed."""
        digest = hashlib.sha256(repr((name, stamp, language, lessons)).encode()).hexdigest()
        found = self._kept.pop(digest, None)
        if found is None:
            content = calendar_of(name, lessons, stamp, language)
            found = Rendered(content, f'"{digest[:32]}"')
        self._kept[digest] = found
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found


async def make(
    transaction: Transaction, person: PersonCaller, kind: FeedKind, target: str, now: datetime
) -> tuple[CalendarFeed, str]:
    """Make a feed of something that the person may see; return it and its key, which is known only now.

    Raises:
        NoSuchThing: if the target is not within reach.
        TooManyFeeds: if the person has too many.
    """
    await _name(transaction, person, kind, target)
    if len(await repository.feeds_of(transaction.session, person.id)) >= FEEDS_MAX:
        raise TooManyFeeds(most=FEEDS_MAX)
    key = new_token()
    feed = CalendarFeed(
        id=new_id(now),
        person_id=person.id,
        kind=kind,
        target_id=target,
        key_hash=_hash(key),
        created_at=now,
    )
    transaction.session.add(feed)
    return feed, key


async def of_person(transaction: Transaction, person: PersonCaller) -> Sequence[CalendarFeed]:
    """Return the feeds that a person has made."""
    return await repository.feeds_of(transaction.session, person.id)


async def remove(transaction: Transaction, person: PersonCaller, feed_id: str) -> None:
    """Delete a feed; its address is dead at once.

    Raises:
        NoSuchThing: if the person has none of this id.
    """
    feed = await repository.feed(transaction.session, feed_id)
    if feed is None or feed.person_id != person.id:
        raise NoSuchThing
    await transaction.session.delete(feed)


async def read(
    transaction: Transaction,
    cache: FeedCache,
    feed_id: str,
    key: str,
    now: datetime,
    *,
    language: str,
) -> Rendered:
    """Return the lessons of a feed, if its key is right and its person may still see them.

    Raises:
        NotSignedIn: if there is no such feed, the key is wrong, or its person may not see it any more.
    """
    feed = await repository.feed(transaction.session, feed_id)
    if feed is None or not hmac.compare_digest(feed.key_hash, _hash(key)):
        raise NotSignedIn
    try:
        person = caller_of_person(feed.person)
        name = await _name(transaction, person, feed.kind, feed.target_id)
    except NoSuchThing as error:
        raise NotSignedIn from error
    lessons = await repository.feed_lessons(
        transaction.session, feed.kind, feed.target_id, (now - PAST, now + AHEAD), LESSONS_MAX
    )
    stamp = feed.created_at.replace(microsecond=0)
    return cache.rendered(f"{name} 同课", lessons, stamp, language)


async def _name(transaction: Transaction, person: PersonCaller, kind: FeedKind, target: str) -> str:
    """Return what the target is called.

    Raises:
        NoSuchThing: if the person may not see its lessons.
    """
    match kind:
        case FeedKind.TEACHER:
            return await _teacher_name(transaction, person, target)
        case FeedKind.CLASS:
            return (await organisation.found(transaction, person, SchoolClass, target)).name
        case FeedKind.ROOM:
            return (await organisation.found(transaction, person, Room, target)).name
        case FeedKind.SCHOOL:
            return (await organisation.found(transaction, person, School, target)).name


async def _teacher_name(transaction: Transaction, person: PersonCaller, target: str) -> str:
    if target == person.id:
        return person.name
    teacher = await repository.person(transaction.session, target)
    if teacher is None:
        raise NoSuchThing
    school = await organisation.found(transaction, person, School, teacher.school_id)
    district = await organisation.found(transaction, person, District, school.district_id)
    if not may_keep(person, Keep.TIMES, Area(district.city_id, district.id, school.id)):
        raise NoSuchThing
    return teacher.name


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
