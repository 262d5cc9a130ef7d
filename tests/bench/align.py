"""How well and how fast a city's week is aligned: greedy, the solver, and a proof of what is possible at most.

    python -m tests.bench.align [--seeds 1 2 3 4 5] [--seconds 60] [--workers 2] [--no-budget]

Each seed is a generated city of 27 hub schools and 101 receiving schools. Beside each other: the greedy plan (first
complete plan), the plan after the time limit, what CP-SAT alone finds in the same time for the whole week in one
model, without a plan to begin with, and the bound that is proven for any plan; then the plan is repaired after a
teacher falls sick and after a school loses a room. Prints a table and, as its last line, JSON with the worst
seed's figures. Ends with 1 and a sentence when `budgets.toml` is not kept.
"""

import argparse
import json
import math
import resource
import statistics
import sys
import time
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from scheduler.alignment import Limits, Solved
from scheduler.formats import write_instance
from scheduler.generation.city import generate_city
from scheduler.instance import Instance
from scheduler.objectives import Score, score
from scheduler.plan import Plan
from scheduler.process import Advance, AlignmentProcess
from scheduler.program import Program
from scheduler.replanning import replan
from scheduler.solver import Effort, solve_part
from scheduler.validation import violations
from scheduler.variables import Space

BUDGETS = Path(__file__).parent / "budgets.toml"
REPAIR = Effort(deterministic=0.2, seconds=5.0)


@dataclass(frozen=True)
class Figures:
    """What was measured of one city."""

    city: Instance
    bound: int
    seed: int
    demands: int
    lessons: float
    first_plan_s: float
    greedy_gap: float
    """Against the bound proven at the end."""
    greedy_served: float
    gap: float
    served: float
    replan_s: float
    replan_changes: int
    fewest_changes: int


def measure(seed: int, limits: Limits) -> Figures:
    """Solve and repair one city."""
    say(f"seed {seed}: generating")
    city = generate_city(seed)
    text = write_instance(city)
    demanded = sum(demand.lessons_per_week for demand in city.demands)
    greedy: Advance | None = None
    began = time.monotonic()
    first = 0.0
    with AlignmentProcess(text, limits) as run:
        while True:
            report = run.poll(limits.seconds + 120)
            if isinstance(report, Solved):
                break
            if not isinstance(report, Advance):
                raise RuntimeError(f"seed {seed}: {report}")
            if greedy is None:
                greedy, first = report, time.monotonic() - began
            step = report.progress
            say(f"seed {seed}: {step.seconds:5.1f} s {step.stage:7} gap {step.gap_percent:.2f} %")
    broken = violations(city, report.plan)
    if broken:
        raise RuntimeError(f"seed {seed}: the plan breaks {broken[0]}")
    assert greedy is not None
    seconds, changes, fewest = repair(city, report.plan)
    return Figures(
        city,
        report.bound,
        seed,
        len(city.demands),
        demanded,
        first,
        100 * (report.bound - greedy.progress.value) / report.bound,
        100 * greedy.progress.lessons / demanded,
        report.gap_percent,
        report.score.served_percent,
        seconds,
        changes,
        fewest,
    )


def without_hints(city: Instance, limits: Limits) -> Score:
    """Return how good the week is that CP-SAT finds alone: one model of everything, from nothing."""
    say(f"{city.name}: the solver without hints")
    program = Program(Space(city))
    columns = np.arange(program.columns.count)
    effort = Effort(math.inf, limits.seconds, limits.workers, limits.seed, hints=False)
    found = solve_part(program, columns, np.zeros(len(columns), np.int64), effort)
    plan = program.plan(program.chosen(found.values))
    broken = violations(city, plan)
    if broken:
        raise RuntimeError(f"the plan without hints breaks {broken[0]}")
    return score(city, plan)


def repair(city: Instance, plan: Plan) -> tuple[float, int, int]:
    """Return the longer time, and the changes and their proven fewest of both repairs together."""
    worst, changes, fewest = 0.0, 0, 0
    for changed in (without_teacher(city, plan), without_room(city, plan)):
        began = time.monotonic()
        found = replan(changed, plan, REPAIR)
        worst = max(worst, time.monotonic() - began)
        changes += len(found.lost)
        fewest += found.fewest_lost
        broken = violations(changed, found.plan)
        if broken:
            raise RuntimeError(f"the repaired plan breaks {broken[0]}")
    return worst, changes, fewest


def without_teacher(city: Instance, plan: Plan) -> Instance:
    """The teacher with the most receiving classes falls sick."""
    teachers = Counter(city.offer[each.lesson][0].teacher for each in plan.placements)
    sick = teachers.most_common(1)[0][0]
    return replace(city, series=tuple(each for each in city.series if each.teacher != sick))


def without_room(city: Instance, plan: Plan) -> Instance:
    """The school with the most lessons loses one of its receiving rooms."""
    schools = Counter(
        city.school_of(city.demand[each.demand].class_id).id for each in plan.placements
    )
    busiest = schools.most_common(1)[0][0]
    return replace(
        city,
        schools=tuple(
            replace(each, receiving_rooms=each.receiving_rooms[:-1]) if each.id == busiest else each
            for each in city.schools
        ),
    )


def summary(found: list[Figures]) -> dict[str, float | int]:
    """Return the worst seed's figure of each kind."""
    # Linux counts kilobytes.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {
        "city_first_plan_s": round(max(each.first_plan_s for each in found), 1),
        "city_gap_percent_60s": round(max(each.gap for each in found), 2),
        "served_percent": round(min(each.served for each in found), 1),
        "replan_s": round(max(each.replan_s for each in found), 2),
        "replan_changes": max(each.replan_changes for each in found),
        "memory_mb": round(memory),
    }


def over_budget(result: dict[str, float | int], found: list[Figures]) -> list[str]:
    """Return a sentence for each budget that is not kept."""
    budget = tomllib.loads(BUDGETS.read_text())["align"]
    complaints = [
        f"{name} is {result[name]}; the budget is {most}."
        for name, most in budget.items()
        if name in result and result[name] > most
    ]
    complaints += [
        f"Seed {each.seed}: {each.replan_changes} changes where {each.fewest_changes} would do."
        for each in found
        if each.replan_changes > each.fewest_changes
    ]
    return complaints


def table(found: list[Figures], unhinted: list[Score], limits: Limits) -> str:
    """Return the table of the run."""
    lines = [
        f"A city's week, {limits.seconds:g} s, {limits.workers} workers; gaps are to the bound proven for any plan",
        f"{'seed':>5}{'demands':>9}{'lessons':>9}{'first':>8}{'greedy':>17}{'no hints':>17}{'solver':>17}{'re-plan':>9}{'changes':>9}{'fewest':>8}",
    ]
    for each, other in zip(found, unhinted, strict=True):
        greedy = f"{each.greedy_served:.1f} % / {each.greedy_gap:.2f} %"
        behind = 100 * (each.bound - other.value) / each.bound
        alone = f"{other.served_percent:.1f} % / {behind:.2f} %"
        solver = f"{each.served:.1f} % / {each.gap:.2f} %"
        lines.append(
            f"{each.seed:5}{each.demands:9}{each.lessons:9}{each.first_plan_s:6.1f} s{greedy:>17}{alone:>17}{solver:>17}"
            f"{each.replan_s:7.2f} s{each.replan_changes:9}{each.fewest_changes:8}"
        )
    lines.append(f"median gap {statistics.median(each.gap for each in found):.2f} %; served / gap")
    return "\n".join(lines)


def say(text: str) -> None:
    """Tell how far the run is, apart from its result."""
    sys.stderr.write(f"bench-align: {text}\n")


def main() -> int:
    """Run the benchmark and print its result."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.align", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2, choices=(1, 2))
    parser.add_argument("--no-budget", action="store_true", help="measure, judge nothing")
    arguments = parser.parse_args()
    limits = Limits(seconds=arguments.seconds, workers=arguments.workers)
    found = [measure(seed, limits) for seed in arguments.seeds]
    # Read before the whole week in one model takes gigabytes: the system keeps only the largest of all children.
    result = summary(found)
    unhinted = [without_hints(each.city, limits) for each in found]
    complaints = [] if arguments.no_budget else over_budget(result, found)
    sys.stdout.write(
        "\n".join([table(found, unhinted, limits), *complaints, json.dumps(result)]) + "\n"
    )
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
