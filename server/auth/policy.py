"""Who may do what. The one place that decides it. Pure: no I/O.

A caller is a person or a classroom device. One browser may hold both cookies (a teacher who tries the
classroom page on the same computer), so a request has *callers*, and may do what any of them may.

The rules, per action on a lesson:

==============  ===============================================================================
see             its rooms' devices; its teacher; whoever holds a role at a school that takes part;
                famous classrooms (名师 / 名校): everybody who holds a role in the hub's city
start, end      its teacher; administrators over the hub's school
publish         its teacher
receive         devices of its receiving rooms; its teacher; schools that take part; outside schools by
                their right to live lessons (below)
replay, comment its teacher; schools that take part, always; outside schools once the recording is published,
                by their right on demand (below); a comment is changed by who wrote it
catalogue       its teacher; administrators and coordinators over the hub's school: title, unit, edition, the
                wish for a review, taking a recording back
review          administrators and coordinators over the hub's school who did not teach it: publish, send back
moderate        administrators over the hub's school: remove others' comments
caption         its teacher; administrators and coordinators over the hub's school
see receivers   its teacher; administrators and coordinators over the hub's school
reschedule      administrators and coordinators over the hub's school
appear          devices of its receiving rooms, while they have the word (`server.live.stage`)
take part       devices of its receiving rooms: hands, calls for help, head counts, answers
conduct         its teacher: gives the word, asks polls
talk            its teacher; devices of its receiving rooms; administrators and coordinators over the hub's school
export          may be asked for by the same as see receivers; approved by another administrator over the hub's school
erase, hold     administrators over the hub's school; with children on it another of them agrees
==============  ===============================================================================

Outside schools, that is those that do not take part in a lesson (`_may_join`, `_may_borrow`):

==============  =========================================  ===================================================
kind            live                                       on demand, of a published recording
==============  =========================================  ===================================================
专递 dedicated   nobody                                     the hub's district; its alliances, whatever right
名师 teacher     everybody with a role in the hub's city    everybody with a role in the hub's city
名校 school      the hub's alliances, where both have the   everybody with a role in the hub's city
                right to live lessons; a hub without
                alliances: everybody in its city
==============  =========================================  ===================================================

People are managed by administrators over their school, who may neither touch nor give what reaches beyond
their own scope (`may_manage`, `may_grant`).

Whether the lesson's *state* allows the action is `server.lessons.lifecycle`'s question.

What a city keeps of itself is read by everybody who holds a role there, cut to the role's scope and what
lies above it (`Reach`), and changed over an area that the role's scope holds (`may_keep`):

==============  ===============================================================================
places          districts, schools, rooms, classes, links, alliances: administrators
times           terms, bells, calendars, subjects, textbooks, timetables: administrators and coordinators
==============  ===============================================================================
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from server.models import Kind, Publication, Right, Role


class Action(StrEnum):
    """What one may want of a lesson."""

    SEE = "see"
    START = "start"
    END = "end"
    PUBLISH = "publish"
    APPEAR = "appear"
    RECEIVE = "receive"
    REPLAY = "replay"
    COMMENT = "comment"
    MODERATE = "moderate"
    CAPTION = "caption"
    CATALOGUE = "catalogue"
    REVIEW = "review"
    SEE_RECEIVERS = "see_receivers"
    EXPORT = "export"
    APPROVE_EXPORT = "approve_export"
    ERASE = "erase"
    RESCHEDULE = "reschedule"
    TAKE_PART = "take_part"
    CONDUCT = "conduct"
    TALK = "talk"


class Keep(StrEnum):
    """What of a city's organisation somebody may change."""

    PLACES = "places"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Area:
    """A city, a district or a school, each with what it lies in."""

    city: str
    district: str | None = None
    school: str | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The scopes that somebody's roles name; every query of the organisation is cut to one."""

    cities: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()

    @classmethod
    def of_city(cls, city: str) -> "Reach":
        """Return the reach of the server itself when it works for a city."""
        return cls(frozenset({city}))


@dataclass(frozen=True, slots=True)
class Place:
    """A school with what it lies in."""

    school: str
    district: str
    city: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A role at one scope; exactly one of the three is set."""

    role: Role
    city: str | None = None
    district: str | None = None
    school: str | None = None

    def covers(self, place: Place) -> bool:
        """Return whether the scope holds the school."""
        return (
            self.city == place.city
            or self.district == place.district
            or self.school == place.school
        )

    def holds_area(self, area: Area) -> bool:
        """Return whether the scope holds a whole city, district or school."""
        return (
            self.city == area.city
            or (area.district is not None and self.district == area.district)
            or (area.school is not None and self.school == area.school)
        )


@dataclass(frozen=True, slots=True)
class PersonCaller:
    """A person who has signed in."""

    id: str
    username: str
    name: str
    school_name: str
    place: Place
    grants: tuple[Grant, ...]
    alliances: frozenset[tuple[str, Right]] = frozenset()
    """Those of the person's school, with its right there."""

    @property
    def identity(self) -> str:
        """The name under which media nodes know this caller."""
        return f"person:{self.id}"

    def holds(self, roles: frozenset[Role], place: Place) -> bool:
        """Return whether one of the roles is held over a school."""
        return any(grant.role in roles and grant.covers(place) for grant in self.grants)


@dataclass(frozen=True, slots=True)
class DeviceCaller:
    """A classroom device that showed its key."""

    id: str
    room: str

    @property
    def identity(self) -> str:
        """The name under which media nodes know this caller: its room's, so that two devices of a room replace each other."""
        return f"room:{self.room}"


Caller = PersonCaller | DeviceCaller


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """What the rules ask about a lesson."""

    kind: Kind
    teacher: str
    hub_room: str
    hub: Place
    receiving_rooms: frozenset[str]
    receivers: tuple[Place, ...]
    publication: Publication = Publication.DRAFT
    alliances: frozenset[tuple[str, Right]] = frozenset()
    """Those of the hub's school, with its right there."""


EVERY_ROLE = frozenset(Role)
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
OVERSEERS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})


CLASSROOMS_OWN = frozenset({Action.TAKE_PART, Action.APPEAR})
"""What no person does: a class does it by its device."""

KEEPERS: dict[Keep, frozenset[Role]] = {
    Keep.PLACES: ADMINISTRATORS,
    Keep.TIMES: OVERSEERS,
}
"""The roles that may change each part of the organisation."""


def reach_of(person: PersonCaller, roles: frozenset[Role] = EVERY_ROLE) -> Reach:
    """Return the scopes at which a person holds one of the roles."""
    grants = [grant for grant in person.grants if grant.role in roles]
    return Reach(
        frozenset(grant.city for grant in grants if grant.city is not None),
        frozenset(grant.district for grant in grants if grant.district is not None),
        frozenset(grant.school for grant in grants if grant.school is not None),
    )


def may_keep(person: PersonCaller, what: Keep, area: Area) -> bool:
    """Return whether a person may change a part of the organisation of a city, a district or a school."""
    return any(grant.role in KEEPERS[what] and grant.holds_area(area) for grant in person.grants)


def keeps_anywhere(person: PersonCaller, what: Keep) -> bool:
    """Return whether there is an area over which `may_keep` could say yes."""
    return any(grant.role in KEEPERS[what] for grant in person.grants)


@dataclass(frozen=True, slots=True)
class Sight:
    """Where lessons lie that callers may see: queries narrow by it, `may` decides on each that is left."""

    teachers: frozenset[str]
    """Whoever teaches them."""
    rooms: frozenset[str]
    """Devices' rooms."""
    reach: Reach
    """Of every role: a school that takes part."""
    open_cities: frozenset[str]
    """Cities whose famous classrooms are open to a caller."""
    open_districts: frozenset[str] = frozenset()
    """Districts whose published recordings are open to a caller."""
    alliances: frozenset[str] = frozenset()
    """Whose members' published recordings are open to a caller."""


def sight_of(callers: Iterable[Caller]) -> Sight:
    """Return where the lessons lie that any of the callers may see."""
    known = tuple(callers)
    people = [caller for caller in known if isinstance(caller, PersonCaller)]
    reaches = [reach_of(person) for person in people]
    return Sight(
        frozenset(person.id for person in people),
        frozenset(caller.room for caller in known if isinstance(caller, DeviceCaller)),
        Reach(
            frozenset().union(*(reach.cities for reach in reaches)),
            frozenset().union(*(reach.districts for reach in reaches)),
            frozenset().union(*(reach.schools for reach in reaches)),
        ),
        frozenset(person.place.city for person in people if _works(person)),
        frozenset(person.place.district for person in people if _works(person)),
        frozenset(key for person in people if _works(person) for key, _ in person.alliances),
    )


def may(caller: Caller, action: Action, lesson: LessonFacts) -> bool:
    """Return whether a caller may do something with a lesson."""
    if isinstance(caller, DeviceCaller):
        return _device_may(caller, action, lesson)
    return _person_may(caller, action, lesson)


def who_may(callers: Iterable[Caller], action: Action, lesson: LessonFacts) -> Caller | None:
    """Return the caller in whose name the action is done, or None if nobody may.

    Receiving is done in the classroom's name where one is among the callers, so that its attendance
    counts; everything else in the person's.
    """
    device_first = action is Action.RECEIVE
    ordered = sorted(callers, key=lambda caller: isinstance(caller, DeviceCaller) != device_first)
    return next((caller for caller in ordered if may(caller, action, lesson)), None)


def _device_may(device: DeviceCaller, action: Action, lesson: LessonFacts) -> bool:
    match action:
        case Action.SEE:
            return device.room in lesson.receiving_rooms or device.room == lesson.hub_room
        case Action.RECEIVE | Action.TAKE_PART | Action.TALK | Action.APPEAR:
            return device.room in lesson.receiving_rooms
        case _:
            return False


def _person_may(person: PersonCaller, action: Action, lesson: LessonFacts) -> bool:
    teaches = person.id == lesson.teacher
    match action:
        case Action.SEE | Action.RECEIVE | Action.REPLAY | Action.COMMENT:
            inside = teaches or _takes_part(person, lesson)
            return inside or _OUTSIDE[action](person, lesson)
        case Action.START | Action.END:
            return teaches or person.holds(ADMINISTRATORS, lesson.hub)
        case Action.APPROVE_EXPORT | Action.ERASE | Action.MODERATE:
            return person.holds(ADMINISTRATORS, lesson.hub)
        case Action.RESCHEDULE | Action.REVIEW:
            barred = teaches and action is Action.REVIEW
            return person.holds(OVERSEERS, lesson.hub) and not barred
        case Action.SEE_RECEIVERS | Action.EXPORT | Action.TALK | Action.CAPTION | Action.CATALOGUE:
            return teaches or person.holds(OVERSEERS, lesson.hub)
        case Action.PUBLISH | Action.CONDUCT | Action.TAKE_PART | Action.APPEAR:
            return teaches and action not in CLASSROOMS_OWN


def _takes_part(person: PersonCaller, lesson: LessonFacts) -> bool:
    return any(person.holds(EVERY_ROLE, place) for place in (lesson.hub, *lesson.receivers))


def _works(person: PersonCaller) -> bool:
    """Return whether the person has a role where they work: a school's rights are those of its people."""
    return any(grant.covers(person.place) for grant in person.grants)


def _is_open(person: PersonCaller, lesson: LessonFacts) -> bool:
    """Return whether it is a famous classroom of the person's city."""
    famous = lesson.kind is not Kind.DEDICATED
    return famous and _works(person) and person.place.city == lesson.hub.city


def _may_join(person: PersonCaller, lesson: LessonFacts) -> bool:
    """Return whether an outside school may be there live."""
    if not _is_open(person, lesson):
        return False
    if lesson.kind is Kind.FAMOUS_TEACHER or not lesson.alliances:
        return True
    return any(right is Right.LIVE for _, right in lesson.alliances & person.alliances)


def _may_borrow(person: PersonCaller, lesson: LessonFacts) -> bool:
    """Return whether an outside school may watch the recording."""
    if lesson.publication is not Publication.PUBLISHED:
        return False
    if _is_open(person, lesson):
        return True
    if lesson.kind is not Kind.DEDICATED or not _works(person):
        return False
    shared = {key for key, _ in lesson.alliances} & {key for key, _ in person.alliances}
    return bool(shared) or person.place.district == lesson.hub.district


_OUTSIDE: dict[Action, Callable[[PersonCaller, LessonFacts], bool]] = {
    Action.SEE: _is_open,
    Action.RECEIVE: _may_join,
    Action.REPLAY: _may_borrow,
    Action.COMMENT: _may_borrow,
}
"""What people of outside schools may do, by what."""


def may_grant(caller: PersonCaller, wanted: Iterable[Area]) -> bool:
    """Return whether an administrator may give (or take) roles there: only inside their own scopes."""
    own = [grant for grant in caller.grants if grant.role in ADMINISTRATORS]
    return all(any(grant.holds_area(area) for grant in own) for area in wanted)


def may_manage(caller: PersonCaller, subject: PersonCaller, held: Iterable[Area]) -> bool:
    """Return whether an administrator may change a person's name, password, roles or account.

    Their school lies in the caller's scope, and they hold roles nowhere outside of it (`held`): else the
    administrator of a school could take over the account of a city's administrator who works there.
    """
    return caller.holds(ADMINISTRATORS, subject.place) and may_grant(caller, held)
