"""From the rows of our tables to the question that the scheduler answers. Pure; what is wrong is named row by row."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from scheduler import instance as question
from scheduler.domain import EntryId, MinuteSpan, Weekday
from scheduler.errors import InputError
from scheduler.formats import read_plan
from scheduler.instance import (
    ClassId,
    DemandId,
    Instance,
    LessonId,
    RoomId,
    SchoolId,
    SeriesId,
    Slot,
    TeacherId,
)
from scheduler.integrity import problems
from server import models
from server.alignment.repository import Tables
from server.alignment.wrong_rows import DAYS, WrongRow, clock, wrong_row
from server.models import Purpose, Right
from server.words import Words

UNKNOWN_LINK_KBPS = 1_000_000
"""A link that nobody has measured stands in no lesson's way."""

_T = TypeVar("_T")


@dataclass(slots=True)
class Question:
    """An instance with what is wrong with the rows that it was made of."""

    instance: Instance
    problems: list[WrongRow]


@dataclass(slots=True)
class _Builder:
    tables: Tables
    day: date
    wrong: list[WrongRow] = field(default_factory=list)
    rows: dict[str, list[str]] = field(default_factory=dict)
    """For each table of the instance, how people know each of its rows."""

    def each(
        self, table: str, rows: Iterable[_T], make: Callable[[_T], object], say: Callable[[_T], str]
    ) -> tuple[object, ...]:
        """Make a value of every row; one that cannot be is named and left out."""
        made: list[object] = []
        for row in rows:
            try:
                made.append(make(row))
            except InputError as error:
                self.wrong.append(wrong_row(say(row), error.field, error, {}))
            else:
                self.rows.setdefault(table, []).append(say(row))
        return tuple(made)


def question_of(tables: Tables, day: date) -> Question:
    """Return the instance of a term's rows, with the bells that ring on `day`, and everything that is wrong.

    Whoever runs it demands that nothing is wrong: a row is never dropped in silence.
    """
    builder = _Builder(tables, day)
    bells = bells_on(tables.bells, day)
    rooms = _rooms(tables.rooms)
    called = class_names(tables)
    made = Instance(
        name=tables.term.name,
        schools=builder.each(  # type: ignore[arg-type]
            "schools",
            tables.schools,
            lambda row: _school(row, bells.get(row.id, ()), rooms),
            lambda row: row.name,
        ),
        classes=builder.each(  # type: ignore[arg-type]
            "classes", tables.classes, _class, lambda row: called[row.id]
        ),
        teachers=tuple(_teachers(tables)),
        own_lessons=builder.each(  # type: ignore[arg-type]
            "own_lessons", tables.lessons, _own_lesson, lambda row: _lesson_name(called, row)
        )
        + tuple(_held_elsewhere(tables, bells)),
        series=builder.each(  # type: ignore[arg-type]
            "series", tables.offers, _series, lambda row: f"{row.teacher.name} {row.subject}"
        ),
        demands=builder.each(  # type: ignore[arg-type]
            "demands",
            tables.demands,
            _demand,
            lambda row: f"{called.get(row.class_id, row.class_id)} {row.subject}",
        ),
        alliances=tuple(_alliance(row) for row in tables.alliances),
        locks=tuple(_locks(tables)),
    )
    if not builder.wrong:  # else rows that name one which was left out would be called wrong, too
        builder.wrong += [_of_instance(builder.rows, made, error) for error in problems(made)]
    builder.wrong += _without_bells(tables, bells)
    builder.wrong += _taken_teachers(tables)
    return Question(made, builder.wrong)


def bells_on(
    schedules: Sequence[models.BellSchedule], day: date
) -> dict[str, tuple[models.BellPeriod, ...]]:
    """Return the periods that ring in each school on a day: the schedule that began last, over the turn of the year."""
    found: dict[str, tuple[tuple[bool, int, int], models.BellSchedule]] = {}
    for schedule in schedules:
        begun = (schedule.from_month, schedule.from_day) <= (day.month, day.day)
        key = (begun, schedule.from_month, schedule.from_day)
        if schedule.school_id not in found or found[schedule.school_id][0] < key:
            found[schedule.school_id] = (key, schedule)
    return {school: tuple(schedule.periods) for school, (_, schedule) in found.items()}


def class_names(tables: Tables) -> dict[str, str]:
    """Return what people call each class: its school, and its name there."""
    schools = {row.id: row.name for row in tables.schools}
    return {row.id: f"{schools[row.school_id]} {row.name}" for row in tables.classes}


def teacher_key(lesson: models.SchoolLesson) -> TeacherId | None:
    """Return who teaches a row: an account, else the name within its school; None: nobody."""
    if lesson.teacher_id:
        return TeacherId(lesson.teacher_id)
    return TeacherId(f"{lesson.school_id}/{lesson.teacher_name}") if lesson.teacher_name else None


def _school(
    row: models.School,
    periods: Sequence[models.BellPeriod],
    rooms: dict[tuple[str, Purpose], list[str]],
) -> question.School:
    return question.School(
        SchoolId(row.id),
        row.name,
        row.district.name,
        tuple(MinuteSpan(each.start_minute, each.end_minute) for each in periods),
        tuple(RoomId(each) for each in rooms.get((row.id, Purpose.BROADCAST), ())),
        tuple(RoomId(each) for each in rooms.get((row.id, Purpose.RECEIVING), ())),
        row.uplink_kbps or UNKNOWN_LINK_KBPS,
        row.downlink_kbps or UNKNOWN_LINK_KBPS,
    )


def _rooms(rows: Sequence[models.Room]) -> dict[tuple[str, Purpose], list[str]]:
    found: dict[tuple[str, Purpose], list[str]] = {}
    for row in rows:
        found.setdefault((row.school_id, row.purpose), []).append(row.id)
    return found


def _class(row: models.SchoolClass) -> question.SchoolClass:
    return question.SchoolClass(ClassId(row.id), SchoolId(row.school_id), (row.grade,), row.size)


def _teachers(tables: Tables) -> Iterable[question.Teacher]:
    known: dict[TeacherId, SchoolId] = {}
    hubs = {room.id: room.school_id for room in tables.rooms}
    for offer in tables.offers:
        known[TeacherId(offer.teacher_id)] = SchoolId(offer.teacher.school_id)
    for entry in tables.entries:
        hub = hubs.get(entry.course.hub_room_id)
        if hub is not None:
            known.setdefault(TeacherId(entry.course.teacher_id), SchoolId(hub))
    for lesson in tables.lessons:
        key = teacher_key(lesson)
        if key is not None:
            known.setdefault(key, SchoolId(lesson.school_id))
    return [question.Teacher(key, known[key]) for key in sorted(known)]


def _own_lesson(row: models.SchoolLesson) -> question.OwnLesson:
    return question.OwnLesson(
        EntryId(row.id),
        ClassId(row.class_id),
        Slot(Weekday(row.weekday), row.period - 1),
        row.subject,
        teacher_key(row),
        row.movable,
        row.weeks,
    )


def _held_elsewhere(
    tables: Tables, bells: dict[str, tuple[models.BellPeriod, ...]]
) -> Iterable[question.OwnLesson]:
    """Hours that a course which stands already takes from a receiving class: they do not move."""
    school_of = {row.id: row.school_id for row in tables.classes}
    taken = {(row.class_id, row.weekday, row.period, row.weeks) for row in tables.lessons}
    for entry in tables.entries:
        for receiver in entry.course.receivers:
            if receiver.class_id is None:
                continue
            for number, bell in enumerate(bells.get(school_of.get(receiver.class_id, ""), ())):
                key = (receiver.class_id, entry.weekday, number + 1, entry.weeks)
                meets = bell.start_minute < entry.end_minute
                if not (meets and entry.start_minute < bell.end_minute) or key in taken:
                    continue
                taken.add(key)
                yield question.OwnLesson(
                    EntryId(f"{entry.id}.{receiver.room_id}.{number}"[:60]),
                    ClassId(receiver.class_id),
                    Slot(Weekday(entry.weekday), number),
                    entry.course.title,
                    weeks=entry.weeks,
                )


def _series(row: models.Offer) -> question.Series:
    return question.Series(
        SeriesId(row.id),
        TeacherId(row.teacher_id),
        row.subject,
        (row.grade,),
        row.edition,
        tuple(
            question.OfferedLesson(
                LessonId(each.id),
                Weekday(each.weekday),
                MinuteSpan(each.start_minute, each.end_minute),
                each.weeks,
            )
            for each in row.lessons
        ),
        question.Kind(row.kind.value),
        row.studio,
        row.progress,
    )


def _demand(row: models.Demand) -> question.Demand:
    return question.Demand(
        DemandId(row.id),
        ClassId(row.class_id),
        row.subject,
        row.grade,
        row.edition,
        row.lessons_per_week,
        row.priority,
        question.Kind(row.kind.value),
        row.progress,
        row.weeks,
    )


def _alliance(row: models.Alliance) -> question.Alliance:
    live = (each.school_id for each in row.members if each.right is Right.LIVE)
    late = (each.school_id for each in row.members if each.right is Right.ON_DEMAND)
    return question.Alliance(
        question.AllianceId(row.id),
        frozenset(SchoolId(each) for each in live),
        frozenset(SchoolId(each) for each in late),
    )


def _locks(tables: Tables) -> Iterable[question.Lock]:
    """What was accepted stays; a lock whose demand or lesson is gone has nothing to hold."""
    demands = {row.id for row in tables.demands}
    lessons = {each.id for row in tables.offers for each in row.lessons}
    for plan in tables.accepted_plans:
        for placement in read_plan(plan).placements:
            if placement.demand in demands and placement.lesson in lessons:
                yield question.Lock(placement.demand, placement.lesson, placement.slot)


def _without_bells(
    tables: Tables, bells: dict[str, tuple[models.BellPeriod, ...]]
) -> Iterable[WrongRow]:
    school_of = {row.id: row.school_id for row in tables.classes}
    asking = {school_of[row.class_id] for row in tables.demands if row.class_id in school_of}
    for school in tables.schools:
        if school.id in asking and not bells.get(school.id):
            yield WrongRow(
                Words(f"{school.name}：作息时间", f"{school.name}: bells"),
                Words("没有", "none"),
                Words("一份作息时间表", "a bell schedule"),
            )


def _taken_teachers(tables: Tables) -> Iterable[WrongRow]:
    """Offered lessons at which their teacher holds a course that stands already."""
    for offer in tables.offers:
        for lesson in offer.lessons:
            for entry in tables.entries:
                if (
                    entry.course.teacher_id == offer.teacher_id
                    and entry.weekday == lesson.weekday
                    and entry.start_minute < lesson.end_minute
                    and lesson.start_minute < entry.end_minute
                    and question.together(entry.weeks, lesson.weeks)
                ):
                    whose, start = (
                        f"{offer.teacher.name} {offer.subject}",
                        clock(lesson.start_minute),
                    )
                    title = entry.course.title
                    yield WrongRow(
                        Words(f"{whose}：时间", f"{whose}: lessons"),
                        Words(
                            f"周{DAYS[lesson.weekday - 1]} {start}",
                            f"{Weekday(lesson.weekday).name.capitalize()} {start}",
                        ),
                        Words(
                            f"这位教师没有别的课的时间（{title}）",
                            f"a time without another lesson of this teacher ({title})",
                        ),
                    )


def _of_instance(rows: dict[str, list[str]], made: Instance, error: InputError) -> WrongRow:
    """Return what is wrong with `demands[17].grade` for the row as people know it: `高村小学 三年级1班 音乐`."""
    table, _, rest = error.field.partition("[")
    number, _, name = rest.partition("]")
    known = rows.get(table, [])
    own = zip(made.own_lessons, rows.get("own_lessons", ()), strict=False)
    lessons = {str(each.id): said for each, said in own}
    if not number.isdigit() or int(number) >= len(known):
        return wrong_row("", error.field, error, lessons)
    return wrong_row(known[int(number)], name.lstrip(".") or table, error, lessons)


def _lesson_name(called: dict[str, str], row: models.SchoolLesson) -> str:
    day = DAYS[row.weekday - 1]
    return f"{called.get(row.class_id, row.class_id)} 周{day}第{row.period}节 {row.subject}"
