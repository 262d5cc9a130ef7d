"""Candidates: which demand could attend which lesson in which slot. Enumerated outside any solver.

What cannot be is never a variable; the rule that it broke is kept for the explanation. No I/O.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from scheduler.displacement import Timetables
from scheduler.domain import MinuteSpan, Weeks
from scheduler.instance import (
    Demand,
    DemandId,
    Instance,
    Kind,
    LessonId,
    OfferedLesson,
    Right,
    School,
    Series,
    Slot,
    together,
)
from scheduler.plan import Move, Placement
from scheduler.rules import Rule
from scheduler.timing import Fit, Misfit, fits


@dataclass(frozen=True, slots=True)
class Offer:
    """A lesson that could be broadcast, with what the model asks about it. Numbers are positions."""

    series: int
    lesson: OfferedLesson
    hub: School
    studio: bool
    capacity: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A demand attends a lesson in a slot. Numbers are positions in the instance and in `Space.offers`."""

    demand: int
    offer: int
    slot: Slot
    weeks: Weeks
    live: MinuteSpan
    shift_minutes: int
    lost_minutes: int
    moves: tuple[Move, ...]

    @property
    def disturbance(self) -> int:
        """0: nothing moves; 1: a lesson moves; 2: teachers exchange hours."""
        return min(len(self.moves), 2)


class Space:
    """All candidates of an instance, in an order that depends on the instance only."""

    def __init__(
        self,
        instance: Instance,
        only: Mapping[DemandId, Collection[LessonId]] | None = None,
        timetables: Timetables | None = None,
    ) -> None:
        """Enumerate; of the demands in `only` just their candidates in those lessons.

        That is how a change to a plan is looked at in tenths of a second: all others stay where they are.
        `timetables` may be those of another instance whose own lessons, series and policy of moves are the same.
        """
        self.instance = instance
        self._only = only or {}
        self.timetables = timetables or Timetables(instance)
        self.offers: list[Offer] = []
        self.candidates: list[Candidate] = []
        self.by_demand: list[range] = []
        self.rejected: list[Counter[Rule]] = []
        """For each demand, how many pairs of lesson and slot each rule has ruled out, first rule broken. Lessons of
        other subjects and grades are not counted."""
        self._by_subject: dict[tuple[str, int], list[int]] = {}
        self._positions: dict[LessonId, int] = {}
        self._clashes: dict[int, bool] = {}
        self._fits: dict[tuple[str, int, int], tuple[list[Fit], list[Misfit]]] = {}
        for number, series in enumerate(instance.series):
            self._add_offers(number, series)
        for number, demand in enumerate(instance.demands):
            self._add_candidates(number, demand)

    def placement(self, candidate: Candidate) -> Placement:
        """Return a candidate as it stands in a plan."""
        return Placement(
            self.instance.demands[candidate.demand].id,
            self.offers[candidate.offer].lesson.id,
            candidate.slot,
            candidate.weeks,
            candidate.moves,
        )

    def series(self, candidate: Candidate) -> int:
        """Return the position of the candidate's series."""
        return self.offers[candidate.offer].series

    def fits_of(self, school: School, lesson: OfferedLesson) -> tuple[list[Fit], list[Misfit]]:
        """Return `timing.fits` for a school's bells, remembered."""
        key = (school.id, lesson.span.start_minute, lesson.span.end_minute)
        if key not in self._fits:
            self._fits[key] = fits(school.bells, lesson.span, self.instance.policy)
        return self._fits[key]

    def _add_offers(self, number: int, series: Series) -> None:
        policy = self.instance.policy
        hub = self.instance.school[self.instance.teacher[series.teacher].school]
        famous = series.kind is Kind.FAMOUS_SCHOOL
        capacity = policy.famous_school_receivers if famous else policy.receivers_per_lesson
        for lesson in series.lessons:
            for grade in series.grades:
                self._by_subject.setdefault((series.subject, grade), []).append(len(self.offers))
            self._positions[lesson.id] = len(self.offers)
            self.offers.append(Offer(number, lesson, hub, series.studio, capacity))

    def _add_candidates(self, number: int, demand: Demand) -> None:
        first = len(self.candidates)
        rejected: Counter[Rule] = Counter()
        self.rejected.append(rejected)
        verdicts: dict[int, Rule | None] = {}
        positions = self._by_subject.get((demand.subject, demand.grade), [])
        if demand.id in self._only:
            positions = sorted(
                self._positions[lesson]
                for lesson in self._only[demand.id]
                if lesson in self._positions
            )
        for position in positions:
            offer = self.offers[position]
            if offer.series not in verdicts:
                verdicts[offer.series] = first_broken(self.instance, demand, offer.series)
            rule = verdicts[offer.series]
            if rule is None and offer.studio:
                rule = Rule.TEACHER_ONCE if self.clashes(position) else None
            if rule is not None:
                rejected[rule] += 1
            else:
                self._add_slots(number, demand, position, rejected)
        self.by_demand.append(range(first, len(self.candidates)))

    def clashes(self, position: int) -> bool:
        """Return whether a studio lesson's teacher has a lesson of the timetable at that time."""
        if position not in self._clashes:
            offer = self.offers[position]
            series = self.instance.series[offer.series]
            lesson = offer.lesson
            self._clashes[position] = not self.timetables.is_free(
                series.teacher, lesson.weekday, lesson.span, lesson.weeks
            )
        return self._clashes[position]

    def _add_slots(
        self, number: int, demand: Demand, position: int, rejected: Counter[Rule]
    ) -> None:
        lesson = self.offers[position].lesson
        weeks = together(lesson.weeks, demand.weeks)
        if weeks is None:
            rejected[Rule.SLOT] += 1
            return
        good, bad = self.fits_of(self.instance.school_of(demand.class_id), lesson)
        for misfit in bad:
            rejected[misfit.rule] += 1
        if not good and not bad:
            rejected[Rule.SHIFT] += 1
        for fit in good:
            slot = Slot(lesson.weekday, fit.period)
            had = self.timetables.ways(demand.class_id, demand.subject, slot, weeks)
            if not had.ways:
                rejected[Rule.SLOT] += 1
            for moves in had.ways:
                self.candidates.append(
                    Candidate(
                        number,
                        position,
                        slot,
                        had.weeks,
                        fit.live,
                        fit.shift_minutes,
                        fit.lost_minutes,
                        moves,
                    )
                )


def first_broken(instance: Instance, demand: Demand, series_number: int) -> Rule | None:
    """Return the first rule between a demand and a series, times apart, that forbids the one the other."""
    return next(_broken(instance, demand, instance.series[series_number]), None)


def broken_between(instance: Instance, demand: Demand, series: Series) -> list[Rule]:
    """Return every rule between a demand and a series, times apart, that forbids the one the other."""
    return list(_broken(instance, demand, series))


def _broken(instance: Instance, demand: Demand, series: Series) -> Iterator[Rule]:
    """What forbids most often comes early: a city asks a hundred thousand times."""
    if series.kind is not demand.kind:
        yield Rule.KIND
    if series.subject != demand.subject or demand.grade not in series.grades:
        yield Rule.SUBJECT
    teacher = instance.teacher[series.teacher]
    school_class = instance.school_class[demand.class_id]
    if instance.right(school_class.school, teacher.school) is not Right.LIVE:
        yield Rule.ALLIANCE
    if series.edition != demand.edition:
        yield Rule.EDITION
    known = demand.progress is not None and series.progress is not None
    if (
        known
        and abs((demand.progress or 0) - (series.progress or 0)) > instance.policy.progress_weeks
    ):
        yield Rule.PROGRESS
    one_way = series.kind is Kind.FAMOUS_SCHOOL
    if not (teacher.consents and (school_class.consents or one_way)):
        yield Rule.CONSENT
