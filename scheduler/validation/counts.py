"""How often: lessons of a demand, classes of a lesson, broadcasts of a teacher."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from scheduler.domain import Weekday
from scheduler.instance import Instance, Kind
from scheduler.rules import Rule
from scheduler.validation.attended import Attended, Violation


def counts(instance: Instance, now: list[Attended]) -> Iterator[Violation]:
    """Yield what happens too often in one of two weeks."""
    yield from _of_demands(instance, now)
    yield from _of_lessons(instance, now)
    yield from _of_teachers(instance, now)


def one_series(attended: list[Attended]) -> Iterator[Violation]:
    """Yield the demands that follow more than one series, over both weeks."""
    series: dict[str, set[str]] = defaultdict(set)
    for each in attended:
        series[each.demand.id].add(each.series.id)
    for demand, followed in series.items():
        if len(followed) > 1:
            yield Violation(Rule.ONE_SERIES, demand, ", ".join(sorted(followed)))


def _of_demands(instance: Instance, now: list[Attended]) -> Iterator[Violation]:
    for demand, count in Counter(each.demand.id for each in now).items():
        if count > instance.demand[demand].lessons_per_week:
            yield Violation(Rule.WEEKLY_LESSONS, demand, str(count))
    daily = Counter((each.demand.id, each.weekday) for each in now)
    for (demand, _), count in daily.items():
        if count > 1:
            yield Violation(Rule.ONE_A_DAY, demand, str(count))


def _of_lessons(instance: Instance, now: list[Attended]) -> Iterator[Violation]:
    policy = instance.policy
    classes = Counter(each.lesson.id for each in now)
    for each in {each.lesson.id: each for each in now}.values():
        famous = each.series.kind is Kind.FAMOUS_SCHOOL
        limit = policy.famous_school_receivers if famous else policy.receivers_per_lesson
        if classes[each.lesson.id] > limit:
            yield Violation(Rule.LESSON_CAPACITY, each.lesson.id, str(classes[each.lesson.id]))


def _of_teachers(instance: Instance, now: list[Attended]) -> Iterator[Violation]:
    policy = instance.policy
    daily: Counter[tuple[str, Weekday]] = Counter()
    weekly: Counter[str] = Counter()
    studio: Counter[str] = Counter()
    for each in {each.lesson.id: each for each in now}.values():
        daily[each.series.teacher, each.weekday] += 1
        weekly[each.series.teacher] += 1
        studio[each.series.teacher] += each.series.studio
    for (teacher, _), count in daily.items():
        if count > policy.teacher_lessons_a_day:
            yield Violation(Rule.TEACHER_DAY, teacher, str(count))
    for teacher, count in weekly.items():
        if count > policy.teacher_lessons_a_week:
            yield Violation(Rule.TEACHER_WEEK, teacher, str(count))
        if studio[teacher] > policy.studio_lessons_a_week:
            yield Violation(Rule.STUDIO_WEEK, teacher, str(studio[teacher]))
