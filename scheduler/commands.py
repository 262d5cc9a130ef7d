"""The command line: solve, check, explain, replan, generate. The only module that reads and writes files.

Exit codes: 0 done; 1 the plan breaks rules, or the locks cannot be kept; 2 wrong usage or input.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from scheduler.alignment import Infeasible, Limits, Progress, Solved
from scheduler.errors import InputError, SchedulerError
from scheduler.explanation import explain
from scheduler.formats import read_instance, read_plan, write_instance, write_plan
from scheduler.generation.city import CitySize, generate_city, generate_province
from scheduler.instance import ClassId, DemandId, Instance, SchoolId
from scheduler.integrity import check
from scheduler.plan import Plan
from scheduler.process import Advance, AlignmentProcess, Failed, Report
from scheduler.replanning import replan
from scheduler.rules import sentence
from scheduler.solver import Effort
from scheduler.teaching_progress import align_progress
from scheduler.validation import violations
from scheduler.week_view import Grid, as_html, as_text, class_grid, hub_grid

DONE, BROKEN, REFUSED = 0, 1, 2
BAR = 24
REPLAN_EFFORT = Effort(deterministic=0.5, seconds=10.0)


def main(words: Sequence[str]) -> int:
    """Run one command; return its exit code. Wrong input ends in one sentence, never in a traceback."""
    arguments = _parser().parse_args(words)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except (SchedulerError, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"✗ {error}\n")
        return REFUSED
    except KeyboardInterrupt:
        sys.stderr.write("✗ 已中断 / interrupted\n")
        return 130


def _solve(arguments: argparse.Namespace) -> int:
    limits = Limits(
        seconds=arguments.seconds,
        rounds=arguments.rounds,
        gap_percent=arguments.gap,
        workers=arguments.workers,
        seed=arguments.seed,
    )
    worst = DONE
    for path in arguments.instances:
        instance = _instance(path)
        target = arguments.plan or path.with_name(path.stem + ".plan.json")
        if target.exists() and not arguments.again:
            sys.stderr.write(f"{path}: {target} 已存在，跳过 / exists, left as it is (--again)\n")
            continue
        worst = max(worst, _solve_one(instance, limits, target, arguments))
    return worst


def _solve_one(
    instance: Instance, limits: Limits, target: Path, arguments: argparse.Namespace
) -> int:
    report = _follow(write_instance(instance), limits)
    if isinstance(report, Failed):
        raise SchedulerError(report.reason)
    if isinstance(report, Infeasible):
        names = ", ".join(lock.demand for lock in report.locks)
        sys.stderr.write(f"✗ 锁定的安排互相冲突 / the locks cannot all be kept: {names}\n")
        return BROKEN
    plan = report.plan
    broken = violations(instance, plan)
    if broken:
        sys.stderr.write(f"✗ 求解结果未通过检查 / a plan that breaks rules: {broken[0]}\n")
        return BROKEN
    _write(target, write_plan(plan))
    points = report.score
    _say(
        f"{target}: {points.lessons / 2:g} / {points.demanded / 2:g} 节 ({points.served_percent:.1f} %), "
        f"value {points.value}, bound {report.bound}, gap {report.gap_percent:.2f} %, "
        f"{report.seconds:.1f} s ({report.stopped})"
    )
    _show(instance, plan, arguments)
    return DONE


def _follow(text: str, limits: Limits) -> Solved | Infeasible | Failed:
    """Run the child and draw its progress; Ctrl-C stops it and keeps the best plan."""
    with AlignmentProcess(text, limits) as run:
        while True:
            try:
                report = run.poll(0.2)
            except KeyboardInterrupt:
                run.stop()
                continue
            if isinstance(report, Advance):
                _draw(report.progress, limits)
            elif report is not None:
                if sys.stderr.isatty():
                    sys.stderr.write("\n")
                return _ended(report)


def _ended(report: Report) -> Solved | Infeasible | Failed:
    if isinstance(report, Advance):
        raise SchedulerError("a run ended with a step")
    return report


def _draw(progress: Progress, limits: Limits) -> None:
    part = min(progress.seconds / limits.seconds, 1.0) if limits.seconds else 1.0
    bar = "█" * int(part * BAR)
    line = (
        f"[{bar:<{BAR}}] {progress.seconds:5.1f} s  {progress.stage:<8} {progress.lessons} 节  "
        f"best {progress.value}  bound {progress.bound}  gap {progress.gap_percent:.2f} %"
    )
    sys.stderr.write(f"\r{line}" if sys.stderr.isatty() else f"{line}\n")
    sys.stderr.flush()


def _check(arguments: argparse.Namespace) -> int:
    instance = _instance(arguments.instance)
    plan = read_plan(_read(arguments.plan))
    broken = violations(instance, plan)
    for each in broken:
        words = sentence(each.rule, instance.policy)
        _say(f"✗ {each.rule}: {each.subject} {each.detail} — {words}")
    if broken:
        _say(f"{len(broken)} 处不符合规则 / rules broken")
        return BROKEN
    _say("✓ 符合全部规则 / keeps every rule")
    _show(instance, plan, arguments)
    return DONE


def _explain(arguments: argparse.Namespace) -> int:
    instance = _instance(arguments.instance)
    plan = _valid_plan(instance, arguments.plan)
    wanted = [DemandId(each) for each in arguments.demands]
    chinese = not arguments.english
    for demand in wanted:
        if demand not in instance.demand:
            raise InputError("demand", demand, "the id of a demand of the instance")
    if not wanted:
        wanted = [
            each.id
            for each in instance.demands
            if len(plan.by_demand.get(each.id, ())) < each.lessons_per_week
        ]
        for common in align_progress(instance):
            if common.steps:
                _say(common.words(chinese=chinese))
    for demand in wanted[: arguments.most]:
        found = explain(instance, plan, demand)
        words = found.words(instance, chinese=chinese)
        _say(f"{demand} {found.served}/{found.asked}: {words}")
    return DONE


def _replan(arguments: argparse.Namespace) -> int:
    instance = _instance(arguments.instance)
    old = read_plan(_read(arguments.plan))
    found = replan(instance, old, REPLAN_EFFORT)
    broken = violations(instance, found.plan)
    if broken:
        sys.stderr.write(f"✗ 修改后的安排未通过检查 / a plan that breaks rules: {broken[0]}\n")
        return BROKEN
    target = arguments.to or arguments.plan.with_name(arguments.plan.stem + ".new.json")
    _write(target, write_plan(found.plan))
    for each in found.lost:
        _say(f"- {each.demand} {each.lesson} {each.slot.weekday.name.lower()}")
    for each in found.gained:
        _say(f"+ {each.demand} {each.lesson} {each.slot.weekday.name.lower()}")
    _say(
        f"{target}: {len(found.lost)} 处变动 / changes (至少 / at least {found.fewest_lost}), "
        f"{len(found.gained)} 处新排 / new, 缺 / deficit {sum(found.deficits.values())}"
    )
    return DONE


def _generate(arguments: argparse.Namespace) -> int:
    size = CitySize(
        arguments.counties,
        arguments.hubs,
        arguments.receivers,
        arguments.broadcasting / 100,
        fortnight=arguments.fortnight,
    )
    if arguments.cities == 1:
        _write(arguments.target, write_instance(generate_city(arguments.seed, size)))
        return DONE
    arguments.target.mkdir(parents=True, exist_ok=True)
    for number, city in enumerate(generate_province(arguments.seed, arguments.cities, size)):
        _write(arguments.target / f"city-{number + 1:02d}.json", write_instance(city))
    return DONE


def _show(instance: Instance, plan: Plan, arguments: argparse.Namespace) -> None:
    grids: list[Grid] = []
    for name in arguments.show:
        if name in instance.school_class:
            grids.append(class_grid(instance, plan, ClassId(name)))
        elif name in instance.school:
            grids.append(hub_grid(instance, plan, SchoolId(name)))
        else:
            raise InputError("--show", name, "the id of a class or a school")
    for grid in grids:
        _say(as_text(grid))
    if arguments.html is not None:
        if not grids:
            wanted = dict.fromkeys(
                instance.demand[each.demand].class_id for each in plan.placements
            )
            grids = [class_grid(instance, plan, each) for each in wanted]
        _write(arguments.html, as_html(instance, plan, grids))


def _instance(path: Path) -> Instance:
    instance = read_instance(_read(path))
    check(instance)
    return instance


def _valid_plan(instance: Instance, path: Path) -> Plan:
    plan = read_plan(_read(path))
    broken = violations(instance, plan)
    if broken:
        raise InputError("plan", broken[0], "a plan that keeps every rule (`check` lists all)")
    return plan


def _read(path: Path) -> str:
    return path.read_text("utf-8")


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scheduler", description="Align school weeks.")
    commands = parser.add_subparsers(required=True)
    solve = commands.add_parser("solve", help="plan the week of one or several instances")
    solve.set_defaults(command=_solve)
    solve.add_argument("instances", type=Path, nargs="+")
    solve.add_argument("--plan", type=Path, help="where to write (INSTANCE.plan.json)")
    solve.add_argument("--again", action="store_true", help="also where a plan exists")
    solve.add_argument("--seconds", type=float, default=60.0, help="0: the greedy plan")
    solve.add_argument("--rounds", type=int, default=1_000_000, help="neighbourhoods planned anew")
    solve.add_argument("--gap", type=float, default=0.0, help="per cent that are good enough")
    solve.add_argument("--workers", type=int, default=2, choices=(1, 2))
    solve.add_argument("--seed", type=int, default=0)
    check_ = commands.add_parser("check", help="check a plan against its instance")
    check_.set_defaults(command=_check)
    for each in (solve, check_):
        each.add_argument("--show", nargs="*", default=[], help="classes or schools to show")
        each.add_argument("--html", type=Path, help="a page with the weeks of all classes")
    explain_ = commands.add_parser(
        "explain", help="why demands are not met; how alliances come to a common teaching week"
    )
    explain_.set_defaults(command=_explain)
    explain_.add_argument("--most", type=int, default=20)
    explain_.add_argument("--english", action="store_true")
    replan_ = commands.add_parser("replan", help="repair a plan for a changed instance")
    replan_.set_defaults(command=_replan)
    replan_.add_argument("--to", type=Path, help="where to write (PLAN.new.json)")
    for each in (check_, explain_, replan_):
        each.add_argument("instance", type=Path)
        each.add_argument("plan", type=Path)
    explain_.add_argument("demands", nargs="*", help="none: all that are not met")
    generate = commands.add_parser("generate", help="make a seeded city, or a province of cities")
    generate.set_defaults(command=_generate)
    generate.add_argument("target", type=Path, help="a file; a folder where --cities is above 1")
    for name, default in (
        ("seed", 1),
        ("cities", 1),
        ("counties", 9),
        ("hubs", 27),
        ("receivers", 101),
    ):
        generate.add_argument(f"--{name}", type=int, default=default)
    generate.add_argument("--broadcasting", type=float, default=80.0, help="per cent of teachers")
    generate.add_argument("--fortnight", action="store_true", help="odd and even weeks differ")
    return parser
