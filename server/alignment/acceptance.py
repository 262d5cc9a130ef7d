"""A proposal, or a part of it, becomes courses and dated lessons; and back."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from scheduler.displacement import overlap
from scheduler.domain import MinuteSpan, Weekday, Weeks
from scheduler.formats import read_plan, write_plan
from scheduler.instance import ClassId, Instance, LessonId, together
from scheduler.plan import Placement, Plan
from scheduler.validation import violations
from server.alignment import repository, service
from server.alignment.giving_up import give_up
from server.alignment.problems import (
    AlreadyUndone,
    NoRoomFree,
    NoSuchAcceptance,
    NothingToAccept,
    Outdated,
)
from server.alignment.proposals import accepted_placements
from server.alignment.rooms import RoomBook, Use
from server.alignment.wrong_rows import DAYS
from server.database import Transaction
from server.identifiers import new_id
from server.models import (
    Acceptance,
    AcceptedReceiver,
    Course,
    CourseReceiver,
    Kind,
    Proposal,
    TimetableEntry,
)
from server.timetables import service as timetables

GRADES = (
    *(f"{each}年级" for each in "一二三四五六七八九"),
    *(f"高{each}" for each in "一二三"),
)


async def accept(  # noqa: PLR0913 - what, by whom, when, and how far
    transaction: Transaction,
    proposal: Proposal,
    person_id: str,
    demands: Collection[str],
    now: datetime,
    days: int,
    *,
    replacing: bool = False,
) -> Acceptance:
    """Make courses of a proposal's lessons, and dated lessons of the next `days` days.

    Args:
        transaction: All or nothing happens in it.
        proposal: A valid one, with its plan.
        person_id: Who accepts.
        demands: Ids of the demands whose lessons are accepted; empty: all. What was accepted before is left out.
        now: The moment.
        days: How far ahead dated lessons are kept.
        replacing: Whether lessons that were accepted and are not in the proposal make room for those that are.
            What is in both stays untouched.

    Raises:
        NothingToAccept: if nothing is left to accept.
        Outdated: if the plan breaks a rule of what the tables say today.
        NoRoomFree: if a room that the model counted is used by something else.
    """
    plan = await asyncio.to_thread(read_plan, proposal.plan)
    given_up = 0
    if replacing:
        given_up = await give_up(transaction, proposal, plan, demands, now)
    term, made, tables = await service.question(transaction, proposal.run.city_id, now)
    before = accepted_placements(tables.accepted_plans)
    settled = set(before) if replacing else {each.demand for each in before}
    chosen = [
        each
        for each in plan.placements
        if (each if replacing else each.demand) not in settled
        and (not demands or each.demand in demands)
    ]
    if not (chosen or given_up) or term.id != proposal.run.term_id:
        raise NothingToAccept
    broken = await asyncio.to_thread(violations, made.instance, Plan.of((*before, *chosen)))
    if broken:
        raise Outdated(count=len(broken), first=f"{broken[0].rule} {broken[0].subject}")
    book = RoomBook(gap_minutes=made.instance.policy.room_gap_minutes)
    for entry in await timetables.week(transaction, term.id):
        use = Use(
            Weekday(entry.weekday), MinuteSpan(entry.start_minute, entry.end_minute), entry.weeks
        )
        for room in (entry.course.hub_room_id, *(each.room_id for each in entry.course.receivers)):
            book.taken.setdefault(room, []).append(use)
    usual = await repository.class_rooms(transaction.session, proposal.run.city_id)
    known = await repository.accepted_receivers(transaction.session, term.id)
    desk = _Desk(made.instance, book, usual, term.id, now)
    desk.open_again(known, await timetables.week(transaction, term.id))
    desk.place(chosen)
    await timetables.add(
        transaction,
        desk.courses,
        [CourseReceiver(course_id=c, room_id=r, class_id=k) for c, r, k, _, _ in desk.receivers],
    )
    acceptance = Acceptance(
        id=new_id(now),
        proposal_id=proposal.id,
        person_id=person_id,
        accepted_at=now,
        undone_at=None,
        lessons=len(chosen),
        plan=write_plan(Plan.of(chosen)),
        receivers=[
            AcceptedReceiver(course_id=c, room_id=r, lesson_id=lesson, weeks=weeks)
            for c, r, _, lesson, weeks in desk.receivers
        ],
    )
    transaction.session.add(acceptance)
    await transaction.session.flush()
    await timetables.expand(transaction, now, days)
    transaction.announce("alignment.changed", run=proposal.run_id)
    return acceptance


async def undo(
    transaction: Transaction, city_id: str, acceptance_id: str, now: datetime, days: int
) -> Acceptance:
    """Take an acceptance back: its courses go, and their lessons that have not begun are cancelled.

    Raises:
        NoSuchAcceptance: if there is none.
        AlreadyUndone: if that has happened before.
    """
    found = await repository.acceptance(transaction.session, acceptance_id)
    if found is None or found.proposal.run.city_id != city_id:
        raise NoSuchAcceptance
    if found.undone_at is not None:
        raise AlreadyUndone
    found.undone_at = now
    await transaction.session.flush()
    run_id = found.proposal.run_id
    await timetables.remove(
        transaction, [(each.course_id, each.room_id) for each in found.receivers]
    )
    await timetables.expand(transaction, now, days)
    transaction.announce("alignment.changed", run=run_id)
    return found


class _Desk:
    """Makes courses of placements and gives them rooms; a lesson that stands already only gets more receivers."""

    def __init__(
        self,
        instance: Instance,
        book: RoomBook,
        usual: Mapping[str, str],
        term_id: str,
        now: datetime,
    ) -> None:
        self._instance = instance
        self._book = book
        self._usual = usual
        self._term_id = term_id
        self._now = now
        self._open: dict[tuple[str, Weeks], str] = {}
        self.courses: list[tuple[Course, TimetableEntry]] = []
        self.receivers: list[tuple[str, str, str, str, Weeks]] = []
        """Course, room, class, offered lesson and weeks."""

    def open_again(self, known: Sequence[AcceptedReceiver], week: Sequence[TimetableEntry]) -> None:
        """Note which lessons have a course."""
        standing = {entry.course_id for entry in week}
        for each in known:
            if each.course_id in standing:
                self._open[each.lesson_id, each.weeks] = each.course_id

    def place(self, placements: Sequence[Placement]) -> None:
        """Give every placement a course and rooms, in the order of the week."""
        joined: dict[LessonId, list[Placement]] = {}
        for placement in placements:
            joined.setdefault(placement.lesson, []).append(placement)
        for lesson_id in sorted(joined, key=self._begins):
            held = {each.weeks for each in joined[lesson_id]}
            # Where some come every week and others every second, each half of the weeks is a course of its own.
            parts = tuple(held) if len(held) == 1 else (Weeks.ODD, Weeks.EVEN)
            for weeks in parts:
                there = [each for each in joined[lesson_id] if together(each.weeks, weeks)]
                self._join(lesson_id, weeks, there)

    def _begins(self, lesson_id: LessonId) -> tuple[int, int, str]:
        lesson = self._instance.offer[lesson_id][1]
        return lesson.weekday, lesson.span.start_minute, lesson_id

    def _join(self, lesson_id: LessonId, weeks: Weeks, placements: Sequence[Placement]) -> None:
        lesson = self._instance.offer[lesson_id][1]
        use = Use(lesson.weekday, lesson.span, weeks)
        course_id = self._open.get((lesson_id, weeks))
        if course_id is None:
            course_id = self._new_course(lesson_id, use)
        for placement in placements:
            class_id = self._instance.demand[placement.demand].class_id
            school = self._instance.school_of(class_id)
            first = self._usual.get(class_id, "")
            room = _room(self._book, school.name, school.receiving_rooms, use, first)
            self.receivers.append((course_id, room, class_id, lesson_id, weeks))

    def _new_course(self, lesson_id: LessonId, use: Use) -> str:
        series, lesson = self._instance.offer[lesson_id]
        hub = self._instance.school[self._instance.teacher[series.teacher].school]
        grade = series.grades[0]
        course = Course(
            id=new_id(self._now),
            kind=Kind(series.kind.value),
            title=f"{series.subject}（{GRADES[grade - 1]}）",
            subject=series.subject,
            grade=grade,
            hub_room_id=_room(self._book, hub.name, hub.broadcast_rooms, use),
            hub_class_id=own_class(self._instance, lesson_id),
            teacher_id=series.teacher,
            edition=series.edition,
            recorded=True,
        )
        entry = TimetableEntry(
            id=new_id(self._now),
            course_id=course.id,
            term_id=self._term_id,
            weekday=lesson.weekday,
            start_minute=lesson.span.start_minute,
            end_minute=lesson.span.end_minute,
            weeks=use.weeks,
        )
        self.courses.append((course, entry))
        return course.id


def own_class(instance: Instance, lesson_id: LessonId) -> ClassId | None:
    """Return the class that an offered lesson is held with at the hub, as the hub's own timetable has it.

    None in a studio, and where the timetable does not say: a class that nobody named is not recorded.
    """
    series, lesson = instance.offer[lesson_id]
    if series.studio:
        return None
    for own in instance.own_by_teacher.get(series.teacher, ()):
        bells = instance.school_of(own.class_id).bells
        if (
            own.subject == series.subject
            and own.slot.weekday == lesson.weekday
            and together(own.weeks, lesson.weeks)
            and own.slot.period < len(bells)
            and overlap(bells[own.slot.period], lesson.span)
        ):
            return own.class_id
    return None


def _room(book: RoomBook, school: str, rooms: Sequence[str], use: Use, first: str = "") -> str:
    room = book.take(rooms, use, first)
    if room is None:
        start = use.span.start_minute
        when = f"周{DAYS[use.weekday - 1]} {start // 60:02}:{start % 60:02}"
        raise NoRoomFree(school=school, when=when)
    return room
