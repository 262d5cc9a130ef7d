"""Keeps the classes of a research alliance at the same place of the syllabus (教学进度). Pure; no I/O.

Lessons can be shared only where progress differs by at most a week. What is proposed here is the common week that
costs least teaching, and at what pace each class comes to it.
"""

from collections import defaultdict
from dataclasses import dataclass

from scheduler.instance import AllianceId, DemandId, Instance

MOST_CAUGHT_UP_A_WEEK = 1
"""A class that is behind teaches at most two weeks' syllabus in one; more is not learnt."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one class does to come to the common week."""

    demand: DemandId
    progress: int
    behind_weeks: int
    """Weeks to catch up; below 0: weeks to wait for the others (practice and revision)."""
    ready_after_weeks: int
    """Teaching weeks after which it is within the policy's distance."""


@dataclass(frozen=True, slots=True)
class Common:
    """The common week of one subject and grade in an alliance."""

    alliance: AllianceId
    subject: str
    grade: int
    week: int
    steps: tuple[Step, ...]
    """Of the classes that are farther away than the policy allows."""

    def words(self, *, chinese: bool = True) -> str:
        """Return the common week and each class's way to it as one sentence that people read."""
        if chinese:
            told = f"{self.alliance} {self.grade} 年级{self.subject}：共同进度第 {self.week} 周"
            ways = [
                f"{each.demand} 在第 {each.progress} 周，{'赶' if each.behind_weeks > 0 else '等'} {each.ready_after_weeks} 周"
                for each in self.steps
            ]
            return "；".join([told, *ways])
        told = f"{self.alliance}, {self.subject}, grade {self.grade}: common week {self.week}"
        ways = [
            f"{each.demand} is at {each.progress} and {'catches up' if each.behind_weeks > 0 else 'waits'} "
            f"for {each.ready_after_weeks} week(s)"
            for each in self.steps
        ]
        return "; ".join([told, *ways])


def align_progress(instance: Instance) -> list[Common]:
    """Return the common week for each alliance, subject and grade in which classes or series have a progress.

    Series count: a class joins what a hub teaches, so the hub's week is as good as any class's. Of weeks that ask for
    the same amount of teaching, the latest is chosen, because catching up is what parents ask for.
    """
    groups: dict[tuple[AllianceId, str, int], list[tuple[int, DemandId | None]]] = defaultdict(list)
    for alliance in instance.alliances:
        for demand in instance.demands:
            school = instance.school_class[demand.class_id].school
            if demand.progress is not None and school in alliance.live:
                key = (alliance.id, demand.subject, demand.grade)
                groups[key].append((demand.progress, demand.id))
        for series in instance.series:
            hub = instance.teacher[series.teacher].school
            if series.progress is not None and hub in alliance.live:
                for grade in series.grades:
                    groups[alliance.id, series.subject, grade].append((series.progress, None))
    tolerance = instance.policy.progress_weeks
    return [
        _common(alliance, subject, grade, members, tolerance)
        for (alliance, subject, grade), members in groups.items()
    ]


def _common(
    alliance: AllianceId,
    subject: str,
    grade: int,
    members: list[tuple[int, DemandId | None]],
    tolerance: int,
) -> Common:
    weeks = range(min(week for week, _ in members), max(week for week, _ in members) + 1)
    best = min(weeks, key=lambda week: (_teaching(week, members, tolerance), -week))
    steps = [
        Step(demand, week, best - week, _weeks_needed(best - week, tolerance))
        for week, demand in members
        if demand is not None and abs(best - week) > tolerance
    ]
    return Common(alliance, subject, grade, best, tuple(steps))


def _teaching(common: int, members: list[tuple[int, DemandId | None]], tolerance: int) -> int:
    return sum(max(0, abs(common - week) - tolerance) for week, _ in members)


def _weeks_needed(behind: int, tolerance: int) -> int:
    return -(-(abs(behind) - tolerance) // MOST_CAUGHT_UP_A_WEEK)
