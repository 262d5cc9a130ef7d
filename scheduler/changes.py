"""What happens to a city in the middle of a term: a teacher falls sick, a room is lost, other bells ring. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from scheduler.domain import MinuteSpan
from scheduler.errors import InputError
from scheduler.instance import Instance, RoomId, School, SchoolId, TeacherId


@dataclass(frozen=True, slots=True)
class Change:
    """What is no longer there, or no longer so. A school that stands twice among the rooms loses two."""

    teachers: frozenset[TeacherId] = frozenset()
    """They broadcast nothing."""
    receiving_rooms: tuple[SchoolId, ...] = ()
    broadcast_rooms: tuple[SchoolId, ...] = ()
    bells: Mapping[SchoolId, tuple[MinuteSpan, ...]] = field(default_factory=dict)
    """Of schools where other bells ring than before; timetables keep their period numbers."""

    def apply(self, instance: Instance) -> Instance:
        """Return the changed instance; locks on lessons that are gone go too.

        Raises:
            InputError: if a teacher offers nothing, a school has not so many rooms, or new bells have no period for
                a lesson of the school's own timetable.
        """
        offering = {each.teacher for each in instance.series}
        for teacher in sorted(self.teachers - offering):
            raise InputError("teachers", teacher, "the id of a teacher who offers lessons")
        series = tuple(each for each in instance.series if each.teacher not in self.teachers)
        self._check_bells(instance)
        left = {lesson.id for each in series for lesson in each.lessons}
        return replace(
            instance,
            series=series,
            sessions=tuple(each for each in instance.sessions if each.teacher not in self.teachers),
            schools=self._schools(instance),
            locks=tuple(each for each in instance.locks if each.lesson in left),
        )

    def _schools(self, instance: Instance) -> tuple[School, ...]:
        receiving, broadcast = Counter(self.receiving_rooms), Counter(self.broadcast_rooms)
        for name, lost in (("receiving_rooms", receiving), ("broadcast_rooms", broadcast)):
            for school, count in lost.items():
                rooms = getattr(instance.school.get(school), name, ())
                if count > len(rooms):
                    raise InputError(name, school, f"a school with {count} such room(s)")
        return tuple(
            replace(
                each,
                receiving_rooms=_without(each.receiving_rooms, receiving[each.id]),
                broadcast_rooms=_without(each.broadcast_rooms, broadcast[each.id]),
                bells=self.bells.get(each.id, each.bells),
            )
            for each in instance.schools
        )

    def _check_bells(self, instance: Instance) -> None:
        for own in instance.own_lessons:
            school = instance.school_of(own.class_id).id
            if school in self.bells and own.slot.period >= len(self.bells[school]):
                most = own.slot.period + 1
                raise InputError("bells", school, f"bells with at least {most} periods")


def _without(rooms: tuple[RoomId, ...], count: int) -> tuple[RoomId, ...]:
    return rooms[: len(rooms) - count]
