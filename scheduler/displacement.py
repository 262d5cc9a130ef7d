"""How a slot of a class is made free for a subject: nothing to do, a lesson moves, two teachers exchange hours.

Looks at the existing timetables only; that two moves of one plan do not meet is for `constraints`. No I/O.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from scheduler.domain import EntryId, MinuteSpan, Weekday, Weeks
from scheduler.instance import (
    ClassId,
    Instance,
    OfferedLesson,
    OwnLesson,
    SchoolId,
    Slot,
    TeacherId,
    together,
)
from scheduler.plan import Move

MOST_WAYS = 2
"""Ways kept per slot: each is one more candidate, and a demand has one to three slots of its own."""

_Busy = tuple[MinuteSpan, Weeks, EntryId | None]


@dataclass(frozen=True, slots=True)
class Ways:
    """How a slot can be had, each way with the weeks in which it holds; empty: it cannot."""

    ways: tuple[tuple[Move, ...], ...]
    weeks: Weeks
    immovable: tuple[OwnLesson, ...] = ()
    """Lessons in the slot that the school has not marked as movable, where they are all that is in the way."""


class Timetables:
    """The existing timetables of an instance, indexed for the questions below."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._policy = instance.policy
        self._at: dict[tuple[ClassId, Slot], list[OwnLesson]] = {}
        self._busy: dict[tuple[TeacherId, Weekday], list[_Busy]] = {}
        for own in instance.own_lessons:
            self._at.setdefault((own.class_id, own.slot), []).append(own)
            if own.teacher is not None:
                busy = (instance.bell_of(own), own.weeks, own.id)
                self._busy.setdefault((own.teacher, own.slot.weekday), []).append(busy)
        self._broadcast: set[EntryId] = set()
        self._ways: dict[tuple[ClassId, str, Slot, Weeks], Ways] = {}
        for series in instance.series:
            if not series.studio:
                self._add_paired(series.teacher, series.lessons)

    def at(self, class_id: ClassId, slot: Slot, weeks: Weeks) -> list[OwnLesson]:
        """Return what a class has in a slot in any of the weeks."""
        return [own for own in self._at.get((class_id, slot), ()) if together(own.weeks, weeks)]

    def is_free(
        self,
        teacher: TeacherId,
        weekday: Weekday,
        span: MinuteSpan,
        weeks: Weeks,
        but: Collection[EntryId | None] = (),
    ) -> bool:
        """Return whether a teacher has nothing to teach at some minutes, apart from some lessons."""
        return all(
            entry in but or not overlap(span, busy) or together(weeks, others) is None
            for busy, others, entry in self._busy.get((teacher, weekday), ())
        )

    def own_slots(self, class_id: ClassId, subject: str, weeks: Weeks) -> list[Slot]:
        """Return the slots that stand in a class's timetable for a subject, in order."""
        rows = self._instance.own_by_class.get(class_id, ())
        return sorted(
            {own.slot for own in rows if own.subject == subject and together(own.weeks, weeks)}
        )

    def ways(self, class_id: ClassId, subject: str, slot: Slot, weeks: Weeks) -> Ways:
        """Return how a class can have a slot for a subject in `weeks`; remembered, as many lessons share a slot."""
        key = (class_id, subject, slot, weeks)
        if key not in self._ways:
            self._ways[key] = self._find_ways(class_id, subject, slot, weeks)
        return self._ways[key]

    def ways_if_movable(
        self, own: OwnLesson, subject: str, weeks: Weeks
    ) -> tuple[tuple[Move, ...], ...]:
        """Return how a lesson's slot could be had if the school let this one lesson change places."""
        blocking = [each for each in self.at(own.class_id, own.slot, weeks) if each != own]
        others = any(each.subject != subject for each in blocking)
        if others or own.id in self._broadcast or not self._policy.displacement:
            return ()
        if together(own.weeks, weeks) is not own.weeks:
            return ()
        return self._moves(own, subject)

    def is_movable(self, own: OwnLesson) -> bool:
        """Return whether a lesson may change places: the school allows it, and nobody joins it."""
        return own.movable and own.id not in self._broadcast

    def _find_ways(self, class_id: ClassId, subject: str, slot: Slot, weeks: Weeks) -> Ways:
        blocking = [own for own in self.at(class_id, slot, weeks) if own.subject != subject]
        if not blocking:
            return Ways(((),), weeks)
        free = self._weeks_without(blocking, weeks)
        if free is not None:
            return Ways(((),), free)
        immovable = tuple(own for own in blocking if not self.is_movable(own))
        if immovable or len(blocking) > 1 or not self._policy.displacement:
            return Ways((), weeks, immovable)
        moved = blocking[0]
        if together(moved.weeks, weeks) is not moved.weeks:
            return Ways(
                (), weeks
            )  # it would lose the subject's hour in the weeks without a broadcast
        return Ways(self._moves(moved, subject), weeks)

    def _moves(self, moved: OwnLesson, subject: str) -> tuple[tuple[Move, ...], ...]:
        targets = [
            slot
            for slot in self.own_slots(moved.class_id, subject, moved.weeks)
            if slot != moved.slot and self._takes(moved, subject, slot)
        ]
        simple = [(Move(moved.id, slot),) for slot in targets if self._can_teach_at(moved, slot)]
        if simple or not self._policy.swaps or moved.teacher is None:
            return tuple(simple[:MOST_WAYS])
        swaps = [way for slot in targets for way in self._swaps(moved, slot)]
        return tuple(swaps[:MOST_WAYS])

    def _takes(self, moved: OwnLesson, subject: str, slot: Slot) -> bool:
        """The subject's own hour in `slot` makes room in the same weeks, and nothing else stands there."""
        there = self.at(moved.class_id, slot, moved.weeks)
        return all(own.subject == subject and own.weeks is moved.weeks for own in there)

    def _can_teach_at(self, moved: OwnLesson, slot: Slot) -> bool:
        if moved.teacher is None:
            return True
        span = self._instance.school_of(moved.class_id).bells[slot.period]
        given_up = [own.id for own in self.at(moved.class_id, slot, moved.weeks)]
        return self.is_free(moved.teacher, slot.weekday, span, moved.weeks, (moved.id, *given_up))

    def _swaps(self, moved: OwnLesson, slot: Slot) -> list[tuple[Move, ...]]:
        """`moved` goes to `slot`, where its teacher has another class: that lesson comes to `moved`'s old place."""
        teacher = moved.teacher
        assert teacher is not None  # noqa: S101 - the caller asks for lessons with a teacher only
        span = self._instance.school_of(moved.class_id).bells[slot.period]
        given_up = {own.id for own in self.at(moved.class_id, slot, moved.weeks)} | {moved.id}
        in_the_way = [
            entry
            for busy, weeks, entry in self._busy.get((teacher, slot.weekday), ())
            if overlap(span, busy) and together(weeks, moved.weeks) and entry not in given_up
        ]
        if len(in_the_way) != 1 or in_the_way[0] is None:
            return []
        other = self._instance.own_lesson[in_the_way[0]]
        if not (self.is_movable(other) and other.slot == slot and other.weeks is moved.weeks):
            return []
        if self._school(other) != self._school(moved) or other.class_id == moved.class_id:
            return []
        return self._exchange(moved, other, slot)

    def _exchange(self, moved: OwnLesson, other: OwnLesson, slot: Slot) -> list[tuple[Move, ...]]:
        first = (Move(moved.id, slot), Move(other.id, moved.slot))
        there = self.at(other.class_id, moved.slot, moved.weeks)
        if not there:
            return [first]
        third = there[0]
        fitting = len(there) == 1 and third.weeks is moved.weeks and self.is_movable(third)
        if not fitting or third.teacher == moved.teacher:
            return []
        span = self._instance.school_of(moved.class_id).bells[slot.period]
        if third.teacher is not None and not self.is_free(
            third.teacher, slot.weekday, span, moved.weeks, (third.id,)
        ):
            return []
        return [(*first, Move(third.id, slot))]

    def _school(self, own: OwnLesson) -> SchoolId:
        return self._instance.school_class[own.class_id].school

    def _weeks_without(self, blocking: Sequence[OwnLesson], weeks: Weeks) -> Weeks | None:
        """The one half of the weeks in which nothing blocks."""
        if weeks is not Weeks.EVERY:
            return None
        for half in (Weeks.ODD, Weeks.EVEN):
            if all(together(own.weeks, half) is None for own in blocking):
                return half
        return None

    def _add_paired(self, teacher: TeacherId, lessons: Iterable[OfferedLesson]) -> None:
        """A lesson that others join is given at its time: its teacher is busy, and it does not move."""
        for lesson in lessons:
            there = self._busy.setdefault((teacher, lesson.weekday), [])
            self._broadcast |= {
                entry
                for busy, weeks, entry in there
                if entry is not None
                and overlap(busy, lesson.span)
                and together(weeks, lesson.weeks)
            }
            there.append((lesson.span, lesson.weeks, None))


def overlap(one: MinuteSpan, other: MinuteSpan) -> bool:
    """Return whether two spans of a day share a minute."""
    return one.start_minute < other.end_minute and other.start_minute < one.end_minute
