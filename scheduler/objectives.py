"""What a good week is: the only owner of weights. Knows no solver.

Bands, the earlier one always worth more than all later ones of the same lesson together: demanded lessons
served → fairness between schools → few moves and swaps → own county and paired hub → small shifts, few lost
minutes, few studios. They are one sum of points, so that a bound on it is a bound on the plan. Everything is
counted in half lessons: a lesson of every week counts twice, one of odd or even weeks once.
"""

from collections import Counter
from dataclasses import dataclass

from scheduler.domain import Weeks
from scheduler.instance import Demand, Instance, OfferedLesson, SchoolId, Series
from scheduler.plan import Plan


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for half a lesson a week; shown to the coordinator."""

    served: int = 5000
    """Times the demand's priority. More than fairness and all costs of a lesson together (1,350 + 440)."""
    fairness: tuple[int, int, int] = (1350, 900, 450)
    """For each half lesson up to 25, 50 and 75 % of what a school demands: falling, so that the first lessons of
    a poorly served school are worth more than the last ones of a well served school."""
    move: int = 150
    """A lesson changes places; more than all that follows, and a swap with all that follows (440) is less than the
    least step of fairness."""
    swap: int = 300
    other_county: int = 50
    other_hub: int = 50
    """The lesson comes from a hub that the school is not paired with."""
    shift_minute: int = 1
    lost_minute: int = 2
    studio: int = 5
    """A studio lesson costs a teacher an hour that a paired lesson does not."""


@dataclass(frozen=True, slots=True)
class Score:
    """A plan's points by band, and what a person counts."""

    served: int
    fairness: int
    moves: int
    distance: int
    comfort: int
    lessons: int
    """Half lessons a week that are given live."""
    demanded: int
    """Half lessons a week that are asked for."""

    @property
    def value(self) -> int:
        """All points."""
        return self.served + self.fairness - self.moves - self.distance - self.comfort

    @property
    def served_percent(self) -> float:
        """Part of the demanded lessons that is given live."""
        return 100 * self.lessons / self.demanded if self.demanded else 100.0


WEIGHTS = Weights()
SHARES = (25, 50, 75)
"""Per cent of a school's demand at which fairness falls."""


def halves(weeks: Weeks) -> int:
    """Return in how many of two weeks something is held."""
    return 2 if weeks is Weeks.EVERY else 1


def asked(demand: Demand) -> int:
    """Return the half lessons a week that a demand asks for."""
    return demand.lessons_per_week * halves(demand.weeks)


def fairness_steps(demanded: int) -> tuple[int, int, int]:
    """Return how many half lessons of a school lie in each step of fairness."""
    ends = [-(-demanded * share // 100) for share in SHARES]
    return ends[0], ends[1] - ends[0], ends[2] - ends[1]


def distance(instance: Instance, demand: Demand, series: Series) -> int:
    """Return the cost of half a lesson's distance."""
    here = instance.school_of(demand.class_id)
    hub = instance.school[instance.teacher[series.teacher].school]
    cost = WEIGHTS.other_county if hub.county != here.county else 0
    return cost + (WEIGHTS.other_hub if here.paired_hub not in (None, hub.id) else 0)


def disturbance(moves: int) -> int:
    """Return the cost of half a lesson for which `moves` rows of timetables change places."""
    return (0, WEIGHTS.move, WEIGHTS.swap)[min(moves, 2)]


def comfort(shift_minutes: int, lost_minutes: int) -> int:
    """Return the cost of half a lesson's shift and lost minutes."""
    return WEIGHTS.shift_minute * shift_minutes + WEIGHTS.lost_minute * lost_minutes


def demanded_by_school(instance: Instance) -> Counter[SchoolId]:
    """Return the half lessons a week that each school asks for."""
    total: Counter[SchoolId] = Counter()
    for demand in instance.demands:
        total[instance.school_class[demand.class_id].school] += asked(demand)
    return total


def score(instance: Instance, plan: Plan) -> Score:
    """Return a plan's points, from the instance and the plan alone. The plan must be valid."""
    served = moves = far = small = lessons = 0
    by_school: Counter[SchoolId] = Counter()
    studios: dict[str, int] = {}
    for placement in plan.placements:
        demand = instance.demand[placement.demand]
        series, lesson = instance.offer[placement.lesson]
        share = halves(placement.weeks)
        served += WEIGHTS.served * demand.priority * share
        moves += disturbance(len(placement.moves)) * share
        far += distance(instance, demand, series) * share
        small += comfort(*_shift_and_lost(instance, demand, lesson, placement.slot.period)) * share
        lessons += share
        by_school[instance.school_class[demand.class_id].school] += share
        if series.studio:
            studios[lesson.id] = halves(lesson.weeks)
    fair = sum(
        _fairness(by_school[school], demanded)
        for school, demanded in demanded_by_school(instance).items()
    )
    small += WEIGHTS.studio * sum(studios.values())
    asked_for = sum(asked(demand) for demand in instance.demands)
    return Score(served, fair, moves, far, small, lessons, asked_for)


def _fairness(served: int, demanded: int) -> int:
    points = 0
    for step, weight in zip(fairness_steps(demanded), WEIGHTS.fairness, strict=True):
        points += weight * min(served, step)
        served -= min(served, step)
    return points


def _shift_and_lost(
    instance: Instance, demand: Demand, lesson: OfferedLesson, period: int
) -> tuple[int, int]:
    bells = instance.school_of(demand.class_id).bells
    brk = instance.policy.min_break_minutes
    start = bells[period - 1].end_minute + brk if period else 0
    end = bells[period + 1].start_minute - brk if period + 1 < len(bells) else 24 * 60
    late = max(0, start - lesson.span.start_minute)
    early = max(0, lesson.span.end_minute - end)
    return abs(lesson.span.start_minute - bells[period].start_minute), late + early
