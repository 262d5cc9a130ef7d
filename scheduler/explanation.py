"""Why a demand was not met, in words, and which single relaxation would place it. Knows no solver.

A relaxation is named only after it was tried: with it, and with everything else as it is, the demand's lesson fits
the plan.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scheduler.instance import Demand, DemandId, Instance, LessonId, OwnLesson, SchoolId
from scheduler.ledger import Ledger
from scheduler.near_misses import NearSpace
from scheduler.plan import Placement, Plan
from scheduler.program import Program
from scheduler.relaxations import Relaxation, of_row
from scheduler.rules import Rule, sentence
from scheduler.variables import Space

MOST_TRIES = 6
"""Relaxations tried for one demand: the nearest ones first, so that an answer takes less than a second."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What stands in the way of one demand."""

    demand: DemandId
    asked: int
    served: int
    reasons: tuple[tuple[Rule, int], ...]
    """Rules, with how many lessons each forbids, the most frequent first."""
    relaxation: Relaxation | None
    placement: Placement | None
    """What the relaxation makes possible."""

    def words(
        self, instance: Instance, *, chinese: bool = True, called: Mapping[str, str] | None = None
    ) -> str:
        """Return the explanation as people read it; `called` says what they call an id."""
        said = [
            f"{sentence(rule, instance.policy, chinese=chinese)}（{count}）"
            if chinese
            else f"{sentence(rule, instance.policy, chinese=False)} ({count})"
            for rule, count in self.reasons
        ]
        if not said:
            said = ["没有主播学校开这门课" if chinese else "No hub offers this subject and grade"]
        first = "；".join(said[:3]) if chinese else "; ".join(said[:3])
        if self.served >= self.asked:
            return "已排满" if chinese else "Fully served"
        if self.relaxation is None:
            nothing = "放宽任何一条规定都不够" if chinese else "no single relaxation is enough"
            return f"{first}。{nothing}。" if chinese else f"{first}; {nothing}."
        change = self.relaxation.words(chinese=chinese, called=called or {})
        return f"{first}。可以：{change}。" if chinese else f"{first}. It would do to: {change}."


def explain(instance: Instance, plan: Plan, demand_id: DemandId) -> Explanation:
    """Return why a demand does not get (all) its lessons in a valid plan.

    Raises:
        KeyError: if the instance has no such demand.
    """
    demand = instance.demand[demand_id]
    here = plan.by_demand.get(demand_id, ())
    space = NearSpace(instance, _standing(instance, plan, demand_id), demand_id)
    program, ledger = _ledger(space, plan)
    reasons = Counter(space.forbidden)
    possible: list[Relaxation] = []
    numbers = [each.id for each in instance.demands]
    for column in space.by_demand[numbers.index(demand_id)]:
        if column in ledger.on:
            continue
        broken = ledger.broken([column])
        if column in space.wishes:
            possible += [] if broken else [space.wishes[column]]
        else:
            reasons.update({program.rules[row] for row in broken})
            possible += of_row(program, column, broken)
    found: tuple[Relaxation, Placement] | None = None
    if demand.lessons_per_week > len(here):
        found = _first_that_works(space, plan, demand, possible)
    return Explanation(
        demand_id,
        demand.lessons_per_week,
        len(here),
        tuple(reasons.most_common()),
        found[0] if found else None,
        found[1] if found else None,
    )


def _standing(instance: Instance, plan: Plan, wishing: DemandId) -> dict[DemandId, set[LessonId]]:
    """Return what every other demand attends: they all stay where they are."""
    return {
        each.id: {placement.lesson for placement in plan.by_demand.get(each.id, ())}
        for each in instance.demands
        if each.id != wishing
    }


def _ledger(space: Space, plan: Plan) -> tuple[Program, Ledger]:
    """Return the rows with the plan in them."""
    program = Program(space)
    ledger = Ledger(program)
    ledger.add(program.locate(plan))
    return program, ledger


def _near(
    instance: Instance, plan: Plan, demand: Demand, lesson: LessonId
) -> tuple[Instance, Plan]:
    """Return what could stand in a lesson's way: the plans of the class's school and of the lesson's hub.

    Everything that rows count belongs to one school, the relay apart; so what fits there fits in the city.
    """
    here = instance.school_of(demand.class_id).id
    hub = instance.teacher[instance.offer[lesson][0].teacher].school
    rooms = sum(len(school.receiving_rooms) for school in instance.schools)
    if rooms > instance.policy.relay_streams:
        return instance, plan
    schools = {here, hub}
    placed = [
        each
        for each in plan.placements
        if instance.school_of(instance.demand[each.demand].class_id).id in schools
        or instance.teacher[instance.offer[each.lesson][0].teacher].school in schools
    ]
    demands = {each.demand for each in placed} | {demand.id}
    lessons = {each.lesson for each in placed} | {lesson}
    receiving = {instance.school_of(instance.demand[each.demand].class_id).id for each in placed}
    near = replace(
        instance,
        demands=tuple(each for each in instance.demands if each.id in demands),
        series=tuple(
            each
            for each in instance.series
            if any(offered.id in lessons for offered in each.lessons)
        ),
        own_lessons=_own_near(instance, schools | receiving),
        locks=(),
    )
    return near, Plan.of(placed)


def _own_near(instance: Instance, schools: set[SchoolId]) -> tuple[OwnLesson, ...]:
    """Rows of these schools' timetables, with the other hours of teachers who travel."""
    rows = instance.own_lessons
    here = {each.id for each in instance.classes if each.school in schools}
    teachers = {own.teacher for own in rows if own.class_id in here} - {None}
    return tuple(own for own in rows if own.class_id in here or own.teacher in teachers)


def _first_that_works(
    space: Space, plan: Plan, demand: Demand, possible: Iterable[Relaxation]
) -> tuple[Relaxation, Placement] | None:
    """Try relaxations, each once, the least ones first."""
    before = {(each.lesson, each.slot) for each in plan.by_demand.get(demand.id, ())}
    order = sorted(dict.fromkeys(possible), key=lambda each: each.cost)
    for relaxation in order[:MOST_TRIES]:
        relaxed = relaxation.apply(space.instance)
        lesson = relaxation.lesson
        # Only a lesson that may now change places changes what the timetables say.
        same = None if relaxation.rule is Rule.SLOT else space.timetables
        near, placed = _near(relaxed, plan, demand, lesson)
        only = _standing(near, placed, demand.id)
        only[demand.id] = {each for each, _ in before} | {lesson}
        program, ledger = _ledger(Space(near, only, same), placed)
        for column, candidate in enumerate(program.space.candidates):
            placement = program.space.placement(candidate)
            mine = placement.demand == demand.id and placement.lesson == lesson
            if mine and (lesson, placement.slot) not in before and ledger.fits([column]):
                return relaxation, placement
    return None
