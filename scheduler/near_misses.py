"""What a demand could attend if one rule were lifted in one place: near misses as candidates. No solver.

They stand beside the demand's own candidates, so that one look at the rows of a plan tells all relaxations apart
that cannot help, and only what is left has to be tried in earnest.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from scheduler.instance import (
    Demand,
    DemandId,
    Instance,
    LessonId,
    School,
    Slot,
    together,
)
from scheduler.plan import Move
from scheduler.relaxations import Relaxation, of_misfit, of_pair, of_slot
from scheduler.rules import Rule
from scheduler.timing import Fit, Misfit, fits
from scheduler.variables import Candidate, Offer, Space, broken_between


class NearSpace(Space):
    """A space in which one demand also has the candidates that a single relaxation would give it."""

    def __init__(
        self,
        instance: Instance,
        only: Mapping[DemandId, Collection[LessonId]],
        wishing: DemandId,
    ) -> None:
        self.wishes: dict[int, Relaxation] = {}
        """Columns that exist only if a rule is lifted, with what lifts it."""
        self.forbidden: Counter[Rule] = Counter()
        """How many pairs of lesson and slot each rule forbids the demand before it is a candidate."""
        self._wishing = wishing
        super().__init__(instance, only)

    def _add_candidates(self, number: int, demand: Demand) -> None:
        super()._add_candidates(number, demand)
        if demand.id != self._wishing:
            return
        first = self.by_demand[-1].start
        for position, offer in enumerate(self.offers):
            series = self.instance.series[offer.series]
            weeks = together(offer.lesson.weeks, demand.weeks)
            if series.subject != demand.subject or demand.grade not in series.grades or not weeks:
                continue
            if offer.studio and self.clashes(position):
                self.forbidden[Rule.TEACHER_ONCE] += 1
                continue
            for rule, wish in self._misses(number, demand, position):
                self.forbidden[rule] += 1
                if wish is not None:
                    relaxation, candidate = wish
                    self.wishes[len(self.candidates)] = relaxation
                    self.candidates.append(candidate)
        self.by_demand[-1] = range(first, len(self.candidates))

    def _misses(
        self, number: int, demand: Demand, position: int
    ) -> Iterator[tuple[Rule, tuple[Relaxation, Candidate] | None]]:
        """Yield what keeps a demand from a lesson; with what would lift it, where one rule alone forbids it."""
        offer = self.offers[position]
        school = self.instance.school_of(demand.class_id)
        broken = broken_between(self.instance, demand, self.instance.series[offer.series])
        good, bad = self.fits_of(school, offer.lesson)
        for misfit in bad:
            fit = None if broken else self._fit_when_lifted(school, offer, misfit)
            relaxation = of_misfit(demand, offer, misfit)
            yield misfit.rule, self._wish(number, demand, position, fit, relaxation)
        for fit in good:
            if not broken:
                yield from self._slot_misses(number, demand, position, fit)
            elif len(broken) > 1:
                yield broken[0], None
            else:
                pair = of_pair(self.instance, demand, offer, broken[0])
                yield broken[0], self._wish(number, demand, position, fit, pair)

    def _slot_misses(
        self, number: int, demand: Demand, position: int, fit: Fit
    ) -> Iterator[tuple[Rule, tuple[Relaxation, Candidate] | None]]:
        offer = self.offers[position]
        slot = Slot(offer.lesson.weekday, fit.period)
        weeks = together(offer.lesson.weeks, demand.weeks) or demand.weeks
        had = self.timetables.ways(demand.class_id, demand.subject, slot, weeks)
        if had.ways:
            return
        relaxation = of_slot(demand, offer, had)
        if relaxation is None:
            yield Rule.SLOT, None
            return
        moves = self.timetables.ways_if_movable(had.immovable[0], demand.subject, weeks)
        for way in moves:
            candidate = _candidate(number, position, offer, fit, way)
            yield Rule.SLOT, (relaxation, replace(candidate, weeks=weeks))
        if not moves:
            yield Rule.SLOT, None

    def _wish(
        self,
        number: int,
        demand: Demand,
        position: int,
        fit: Fit | None,
        relaxation: Relaxation | None,
    ) -> tuple[Relaxation, Candidate] | None:
        if fit is None or relaxation is None:
            return None
        offer = self.offers[position]
        slot = Slot(offer.lesson.weekday, fit.period)
        weeks = together(offer.lesson.weeks, demand.weeks) or demand.weeks
        had = self.timetables.ways(demand.class_id, demand.subject, slot, weeks)
        if not had.ways:
            return None
        candidate = _candidate(number, position, offer, fit, had.ways[0])
        return relaxation, replace(candidate, weeks=had.weeks)

    def _fit_when_lifted(self, school: School, offer: Offer, misfit: Misfit) -> Fit | None:
        policy = self.instance.policy
        lifted = {
            Rule.SHIFT: replace(policy, max_shift_minutes=misfit.needed),
            Rule.BREAK: replace(policy, min_break_minutes=misfit.needed),
            Rule.LIVE_MINUTES: replace(policy, min_live_minutes=misfit.needed),
        }[misfit.rule]
        good, _ = fits(school.bells, offer.lesson.span, lifted)
        return next((each for each in good if each.period == misfit.period), None)


def _candidate(
    number: int, position: int, offer: Offer, fit: Fit, moves: tuple[Move, ...]
) -> Candidate:
    return Candidate(
        number,
        position,
        Slot(offer.lesson.weekday, fit.period),
        offer.lesson.weeks,
        fit.live,
        fit.shift_minutes,
        fit.lost_minutes,
        moves,
    )
