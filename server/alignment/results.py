"""From a plan to what people read: by class and by hub, in real minutes, with names. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain import Weeks
from scheduler.instance import ClassId, Instance
from scheduler.objectives import halves
from scheduler.plan import Move, Placement, Plan
from scheduler.timing import fits
from server.alignment.schemas import (
    Attended,
    Broadcast,
    ClassWeek,
    Difference,
    HubWeek,
    Moved,
    Unmet,
)
from server.alignment.wrong_rows import DAYS
from server.auth.schemas import Named


@dataclass(frozen=True, slots=True)
class Names:
    """What people call the ids of an instance."""

    classes: Mapping[str, str]
    """Within their school."""
    teachers: Mapping[str, str]

    def school_class(self, instance: Instance, class_id: ClassId) -> str:
        """Return a class with its school."""
        return f"{instance.school_of(class_id).name} {self.classes.get(class_id, class_id)}"

    def teacher(self, key: str) -> str:
        """Return a teacher; one without an account is known by the name in the timetable."""
        return self.teachers.get(key, key.rpartition("/")[2])

    def anything(self, instance: Instance) -> Mapping[str, str]:
        """Return what people call the subject of a relaxation: a class, teacher, school or row of a timetable."""
        found: dict[str, str] = {each.id: each.name for each in instance.schools}
        return {
            **found,
            **{each.id: self.school_class(instance, each.id) for each in instance.classes},
            **{each.id: self.teacher(each.id) for each in instance.teachers},
            **{
                each.id: f"{each.subject}（周{DAYS[each.slot.weekday - 1]}第{each.slot.period + 1}节）"
                for each in instance.own_lessons
            },
        }


def class_weeks(
    instance: Instance, plan: Plan, names: Names, accepted: frozenset[Placement]
) -> list[ClassWeek]:
    """Return the week of every class that asks for something."""
    lessons: dict[ClassId, list[Attended]] = {}
    unmet: dict[ClassId, list[Unmet]] = {}
    for demand in instance.demands:
        here = plan.by_demand.get(demand.id, ())
        lessons.setdefault(demand.class_id, []).extend(
            attended(instance, each, names, is_accepted=each in accepted) for each in here
        )
        served = sum(halves(each.weeks) for each in here) / halves(demand.weeks)
        if served < demand.lessons_per_week:
            unmet.setdefault(demand.class_id, []).append(
                Unmet(
                    demand=demand.id,
                    subject=demand.subject,
                    asked=demand.lessons_per_week,
                    served=served,
                )
            )
    weeks = [
        _class_week(instance, class_id, names, lessons[class_id], unmet.get(class_id, []))
        for class_id in lessons
    ]
    return sorted(weeks, key=lambda week: (week.district, week.school.name, week.name))


def attended(
    instance: Instance, placement: Placement, names: Names, *, is_accepted: bool = False
) -> Attended:
    """Return a placement in the minutes that the class is really there."""
    series, lesson = instance.offer[placement.lesson]
    school = instance.school_of(instance.demand[placement.demand].class_id)
    good, _ = fits(school.bells, lesson.span, instance.policy)
    live = next((each.live for each in good if each.period == placement.slot.period), lesson.span)
    return Attended(
        demand=placement.demand,
        lesson=placement.lesson,
        subject=series.subject,
        weekday=lesson.weekday,
        period=placement.slot.period + 1,
        start_minute=live.start_minute,
        end_minute=live.end_minute,
        weeks=placement.weeks,
        teacher=names.teacher(series.teacher),
        hub=instance.school[instance.teacher[series.teacher].school].name,
        accepted=is_accepted,
        moves=[_moved(instance, each, names) for each in placement.moves],
    )


def hub_weeks(instance: Instance, plan: Plan, names: Names) -> list[HubWeek]:
    """Return what every hub broadcasts."""
    joining: dict[str, list[Placement]] = {}
    for placement in plan.placements:
        joining.setdefault(placement.lesson, []).append(placement)
    weeks: dict[str, HubWeek] = {}
    for lesson_id, placements in joining.items():
        series, lesson = instance.offer[placements[0].lesson]
        hub = instance.school[instance.teacher[series.teacher].school]
        week = weeks.setdefault(hub.id, HubWeek(id=hub.id, name=hub.name, lessons=[]))
        week.lessons.append(
            Broadcast(
                lesson=lesson_id,
                subject=series.subject,
                grade=series.grades[0],
                teacher=names.teacher(series.teacher),
                studio=series.studio,
                weekday=lesson.weekday,
                start_minute=lesson.span.start_minute,
                end_minute=lesson.span.end_minute,
                weeks=_all_weeks(placements),
                receivers=sorted(
                    names.school_class(instance, instance.demand[each.demand].class_id)
                    for each in placements
                ),
            )
        )
    for week in weeks.values():
        week.lessons.sort(key=lambda each: (each.weekday, each.start_minute, each.lesson))
    return sorted(weeks.values(), key=lambda week: week.name)


def broadcasting(instance: Instance, plan: Plan, names: Names) -> list[Named]:
    """Return the teachers who broadcast, with their hub, in the order of hubs and names."""
    teachers = {instance.offer[each.lesson][0].teacher for each in plan.placements}
    hub = {each: instance.school[instance.teacher[each].school].name for each in teachers}
    order = sorted(teachers, key=lambda each: (hub[each], names.teacher(each), each))
    return [Named(id=each, name=f"{names.teacher(each)}（{hub[each]}）") for each in order]


def differences(
    first: tuple[Instance, Plan], second: tuple[Instance, Plan], names: Names
) -> list[Difference]:
    """Return the weekly lessons that only one of two plans holds, in the order of classes and days."""
    here, there = set(first[1].placements), set(second[1].placements)
    found: list[Difference] = []
    for (instance, _), only, in_first in (
        (first, here - there, True),
        (second, there - here, False),
    ):
        for placement in only:
            shown = attended(instance, placement, names)
            class_id = instance.demand[placement.demand].class_id
            found.append(
                Difference(
                    class_name=names.school_class(instance, class_id),
                    subject=shown.subject,
                    weekday=shown.weekday,
                    start_minute=shown.start_minute,
                    end_minute=shown.end_minute,
                    teacher=shown.teacher,
                    in_first=in_first,
                )
            )
    return sorted(
        found, key=lambda each: (each.class_name, each.subject, each.weekday, not each.in_first)
    )


def _class_week(
    instance: Instance,
    class_id: ClassId,
    names: Names,
    lessons: list[Attended],
    unmet: list[Unmet],
) -> ClassWeek:
    school = instance.school_of(class_id)
    return ClassWeek(
        id=class_id,
        name=names.classes.get(class_id, class_id),
        school=Named(id=school.id, name=school.name),
        district=school.county,
        bells=[(bell.start_minute, bell.end_minute) for bell in school.bells],
        lessons=sorted(lessons, key=lambda each: (each.weekday, each.start_minute)),
        unmet=unmet,
    )


def _moved(instance: Instance, move: Move, names: Names) -> Moved:
    own = instance.own_lesson[move.entry]
    return Moved(
        class_name=names.classes.get(own.class_id, own.class_id),
        subject=own.subject,
        from_weekday=own.slot.weekday,
        from_period=own.slot.period + 1,
        to_weekday=move.to.weekday,
        to_period=move.to.period + 1,
    )


def _all_weeks(placements: list[Placement]) -> Weeks:
    weeks = {each.weeks for each in placements}
    return weeks.pop() if len(weeks) == 1 else Weeks.EVERY
