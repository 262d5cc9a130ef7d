"""Generated cities cut down so far that all plans can be tried, or that a solve takes a second."""

from dataclasses import replace
from itertools import product

from scheduler.domain import Weekday
from scheduler.generation.city import CitySize, generate_city
from scheduler.greedy import greedy
from scheduler.instance import Instance
from scheduler.objectives import score
from scheduler.plan import Placement, Plan
from scheduler.program import Program
from scheduler.validation import violations
from scheduler.variables import Space


def tiny_city(seed: int, *, demands: int = 3, fortnight: bool = False) -> Instance:
    """A hub, a village, a few demands whose lessons are on two days only."""
    city = generate_city(seed, CitySize(1, 1, 1, 1.0, fortnight=fortnight))
    days = (Weekday.MONDAY, Weekday.TUESDAY)
    series = tuple(
        replace(each, lessons=tuple(lesson for lesson in each.lessons if lesson.weekday in days))
        for each in city.series
    )
    first = seed % max(1, len(city.demands) - demands)
    return replace(city, series=series, demands=city.demands[first : first + demands])


def small_city(seed: int = 1) -> Instance:
    """Three hubs and six villages in three counties: too large for one model, small enough for a test."""
    return generate_city(seed, CitySize(3, 3, 6))


def best_by_trying(instance: Instance) -> int:
    """Return the value of the best plan, found by trying every one; the checker says which are plans."""
    space = Space(instance)
    choices: list[list[tuple[Placement, ...]]] = []
    for number, demand in enumerate(instance.demands):
        own = [space.placement(space.candidates[each]) for each in space.by_demand[number]]
        sets: list[tuple[Placement, ...]] = [(), *((each,) for each in own)]
        most = demand.lessons_per_week * len(instance.parities)
        if most > 1:
            sets += [(one, two) for i, one in enumerate(own) for two in own[i + 1 :]]
        choices.append([each for each in sets if not violations(instance, Plan.of(each))])
    best = 0
    for parts in product(*choices):
        plan = Plan.of(each for part in parts for each in part)
        value = score(instance, plan).value
        if value > best and not violations(instance, plan):
            best = value
    return best


def planted(instance: Instance) -> tuple[Instance, Plan]:
    """Return an instance that asks for exactly what a full plan gives, and that plan."""
    program = Program(Space(instance))
    plan = program.plan(greedy(program))
    demands = tuple(
        replace(each, lessons_per_week=len(plan.by_demand[each.id]))
        for each in instance.demands
        if each.id in plan.by_demand
    )
    return replace(instance, demands=demands), plan
