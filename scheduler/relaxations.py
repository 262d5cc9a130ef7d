"""The smallest changes of an instance that lift one rule in one place, with words for them. No solver."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from scheduler.displacement import Ways
from scheduler.instance import (
    Alliance,
    AllianceId,
    Demand,
    DemandId,
    Instance,
    Kind,
    LessonId,
    Policy,
    RoomId,
    School,
)
from scheduler.program import Program
from scheduler.rules import Rule
from scheduler.timing import Misfit
from scheduler.variables import Offer

_RAISED = {
    Rule.LESSON_CAPACITY: "receivers_per_lesson",
    Rule.TEACHER_DAY: "teacher_lessons_a_day",
    Rule.TEACHER_WEEK: "teacher_lessons_a_week",
    Rule.STUDIO_WEEK: "studio_lessons_a_week",
    Rule.RELAY: "relay_streams",
}
_LIMITS = {
    Rule.SHIFT: "max_shift_minutes",
    Rule.BREAK: "min_break_minutes",
    Rule.LIVE_MINUTES: "min_live_minutes",
}
_COSTS = {
    Rule.SHIFT: 1,
    Rule.SLOT: 2,
    Rule.BREAK: 2,
    Rule.LIVE_MINUTES: 2,
    Rule.LESSON_CAPACITY: 3,
    Rule.TEACHER_DAY: 3,
    Rule.TEACHER_WEEK: 3,
    Rule.STUDIO_WEEK: 3,
    Rule.PROGRESS: 3,
    Rule.ALLIANCE: 4,
    Rule.CONSENT: 5,
    Rule.EDITION: 5,
    Rule.RECEIVING_ROOM: 6,
    Rule.BROADCAST_ROOM: 6,
    Rule.DOWNLINK: 6,
    Rule.UPLINK: 6,
    Rule.RELAY: 7,
}
"""What is easier to agree on comes first: minutes, then hours, then people, then rooms and lines."""
_WORDS: dict[Rule, tuple[str, str]] = {
    Rule.LESSON_CAPACITY: (
        "每节课允许 {value} 个接收班",
        "allow {value} receiving classes a lesson",
    ),
    Rule.TEACHER_DAY: ("主播教师每天允许 {value} 节", "allow a teacher {value} lessons a day"),
    Rule.TEACHER_WEEK: ("主播教师每周允许 {value} 节", "allow a teacher {value} lessons a week"),
    Rule.STUDIO_WEEK: (
        "主播教师每周允许 {value} 节演播室课",
        "allow a teacher {value} studio lessons a week",
    ),
    Rule.RELAY: ("全市同时收课允许 {value} 间", "allow {value} classrooms at once"),
    Rule.SHIFT: ("允许与铃声相差 {value} 分钟", "allow a shift of {value} minutes"),
    Rule.BREAK: ("课间允许缩短到 {value} 分钟", "allow a break of {value} minutes"),
    Rule.LIVE_MINUTES: ("直播至少 {value} 分钟即可", "be content with {value} live minutes"),
    Rule.SLOT: ("允许调开课表上的 {subject}", "let {subject} of the timetable change places"),
    Rule.PROGRESS: ("班级进度调整到第 {value} 周", "bring the class to teaching week {value}"),
    Rule.EDITION: ("改用教材版本 {subject}", "follow the edition {subject}"),
    Rule.CONSENT: ("取得 {subject} 的直播同意", "get the consent of {subject}"),
    Rule.ALLIANCE: ("与 {subject} 结成教研联盟", "form an alliance with {subject}"),
    Rule.RECEIVING_ROOM: ("{subject} 增加一间接收教室", "give {subject} one more receiving room"),
    Rule.BROADCAST_ROOM: ("{subject} 增加一间主播室", "give {subject} one more broadcast room"),
    Rule.DOWNLINK: (
        "{subject} 下行带宽增加到 {value} kbit/s",
        "raise the downlink of {subject} to {value} kbit/s",
    ),
    Rule.UPLINK: (
        "{subject} 上行带宽增加到 {value} kbit/s",
        "raise the uplink of {subject} to {value} kbit/s",
    ),
}

_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One change that lifts a rule where it stands in the way of a demand's lesson."""

    rule: Rule
    demand: DemandId
    lesson: LessonId
    subject: str = ""
    """Id of what is changed, where it is not the policy."""
    value: int = 0
    """The new limit, where it is a number."""

    @property
    def cost(self) -> tuple[int, int]:
        """How hard it is to agree on, for sorting; a shift by few minutes is easier than one by many."""
        return _COSTS[self.rule], self.value if self.rule is Rule.SHIFT else -self.value

    def words(self, *, chinese: bool = True, called: Mapping[str, str] = _NO_NAMES) -> str:
        """Return the change as people read it; `called` says what they call an id."""
        text = _WORDS[self.rule][0 if chinese else 1]
        return text.format(subject=called.get(self.subject, self.subject), value=self.value)

    def apply(self, instance: Instance) -> Instance:
        """Return the instance with the change made."""
        if self.rule in _RAISED or self.rule in _LIMITS:
            field = _RAISED.get(self.rule) or _LIMITS[self.rule]
            return replace(instance, policy=_with(instance.policy, field, self.value))
        if self.rule in (Rule.PROGRESS, Rule.EDITION):
            return self._with_demand(instance)
        if self.rule is Rule.SLOT:
            rows = tuple(
                replace(each, movable=True) if each.id == self.subject else each
                for each in instance.own_lessons
            )
            return replace(instance, own_lessons=rows)
        if self.rule is Rule.CONSENT:
            return self._with_consent(instance)
        if self.rule is Rule.ALLIANCE:
            school = instance.school_of(instance.demand[self.demand].class_id).id
            hub = next(each.id for each in instance.schools if each.id == self.subject)
            new = Alliance(AllianceId(f"{school}+{hub}"), frozenset((school, hub)))
            return replace(instance, alliances=(*instance.alliances, new))
        schools = tuple(
            self._with_more(each) if each.id == self.subject else each for each in instance.schools
        )
        return replace(instance, schools=schools)

    def _with_demand(self, instance: Instance) -> Instance:
        series = instance.offer[self.lesson][0]
        rows = tuple(
            each
            if each.id != self.demand
            else replace(each, progress=series.progress)
            if self.rule is Rule.PROGRESS
            else replace(each, edition=series.edition)
            for each in instance.demands
        )
        return replace(instance, demands=rows)

    def _with_consent(self, instance: Instance) -> Instance:
        teachers = tuple(
            replace(each, consents=True) if each.id == self.subject else each
            for each in instance.teachers
        )
        classes = tuple(
            replace(each, consents=True) if each.id == self.subject else each
            for each in instance.classes
        )
        return replace(instance, teachers=teachers, classes=classes)

    def _with_more(self, school: School) -> School:
        if self.rule is Rule.RECEIVING_ROOM:
            room = RoomId(f"{school.id}-r+")
            return replace(school, receiving_rooms=(*school.receiving_rooms, room))
        if self.rule is Rule.BROADCAST_ROOM:
            room = RoomId(f"{school.id}-b+")
            return replace(school, broadcast_rooms=(*school.broadcast_rooms, room))
        if self.rule is Rule.DOWNLINK:
            return replace(school, downlink_kbps=self.value)
        return replace(school, uplink_kbps=self.value)


def of_row(program: Program, column: int, broken: Sequence[int]) -> list[Relaxation]:
    """Return the relaxations for a candidate that rows of one rule alone forbid; none for clashes of people."""
    rules = {program.rules[row] for row in broken}
    if len(rules) != 1:
        return []
    rule = rules.pop()
    space = program.space
    candidate = space.candidates[column]
    offer = space.offers[candidate.offer]
    demand = space.instance.demands[candidate.demand]
    famous = demand.kind is Kind.FAMOUS_SCHOOL and rule is Rule.LESSON_CAPACITY
    if rule in _RAISED and not famous:
        value = getattr(space.instance.policy, _RAISED[rule]) + 1
        return [Relaxation(rule, demand.id, offer.lesson.id, value=value)]
    here = space.instance.school_of(demand.class_id)
    return [
        Relaxation(rule, demand.id, offer.lesson.id, school.id, value)
        for school, value in _more(space.instance.policy, rule, here, offer.hub)
    ]


def _more(policy: Policy, rule: Rule, here: School, hub: School) -> list[tuple[School, int]]:
    """Return which schools' rooms or lines would have to grow, and to what."""
    sent = policy.lesson_up_kbps + policy.return_kbps
    grown = {
        Rule.RECEIVING_ROOM: [(here, 0)],
        Rule.BROADCAST_ROOM: [(hub, 0)],
        Rule.DOWNLINK: [(here, here.downlink_kbps + policy.lesson_down_kbps)],
        Rule.UPLINK: [(hub, hub.uplink_kbps + sent), (here, here.uplink_kbps + sent)],
    }
    return grown.get(rule, [])


def of_misfit(demand: Demand, offer: Offer, misfit: Misfit) -> Relaxation:
    """Return the limit at which a lesson would fit a period."""
    return Relaxation(misfit.rule, demand.id, offer.lesson.id, value=misfit.needed)


def of_slot(demand: Demand, offer: Offer, ways: Ways) -> Relaxation | None:
    """Return the one lesson of a timetable that would have to be movable."""
    if len(ways.immovable) != 1:
        return None
    return Relaxation(Rule.SLOT, demand.id, offer.lesson.id, ways.immovable[0].id)


def of_pair(instance: Instance, demand: Demand, offer: Offer, rule: Rule) -> Relaxation | None:
    """Return what would bring a demand and a series together that one rule keeps apart."""
    series = instance.series[offer.series]
    school_class = instance.school_class[demand.class_id]
    if rule is Rule.PROGRESS:
        return Relaxation(rule, demand.id, offer.lesson.id, value=series.progress or 0)
    subjects = {Rule.EDITION: series.edition, Rule.ALLIANCE: offer.hub.id}
    if rule is Rule.CONSENT:
        consents = instance.teacher[series.teacher].consents, school_class.consents
        if not any(consents):
            return None
        subjects[rule] = school_class.id if consents[0] else series.teacher
    found = subjects.get(rule)
    return Relaxation(rule, demand.id, offer.lesson.id, found) if found else None


def _with(policy: Policy, field: str, value: int) -> Policy:
    values = {name: getattr(policy, name) for name in policy.__dataclass_fields__}
    return Policy(**{**values, field: value})
