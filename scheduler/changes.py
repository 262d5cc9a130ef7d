"""What happens to a city in the middle of a term: the instance after a teacher fell sick or a room was lost. Pure."""

from collections import Counter
from dataclasses import dataclass, replace

from scheduler.errors import InputError
from scheduler.instance import Instance, RoomId, School, SchoolId, TeacherId


@dataclass(frozen=True, slots=True)
class Change:
    """What is no longer there. A school that stands twice among the rooms loses two."""

    teachers: frozenset[TeacherId] = frozenset()
    """They broadcast nothing."""
    receiving_rooms: tuple[SchoolId, ...] = ()
    broadcast_rooms: tuple[SchoolId, ...] = ()

    def apply(self, instance: Instance) -> Instance:
        """Return the changed instance; locks on lessons that are gone go too.

        Raises:
            InputError: if a teacher offers nothing, or a school has not so many rooms.
        """
        offering = {each.teacher for each in instance.series}
        for teacher in sorted(self.teachers - offering):
            raise InputError("teachers", teacher, "the id of a teacher who offers lessons")
        series = tuple(each for each in instance.series if each.teacher not in self.teachers)
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
        for field, lost in (("receiving_rooms", receiving), ("broadcast_rooms", broadcast)):
            for school, count in lost.items():
                rooms = getattr(instance.school.get(school), field, ())
                if count > len(rooms):
                    raise InputError(field, school, f"a school with {count} such room(s)")
        return tuple(
            replace(
                each,
                receiving_rooms=_without(each.receiving_rooms, receiving[each.id]),
                broadcast_rooms=_without(each.broadcast_rooms, broadcast[each.id]),
            )
            for each in instance.schools
        )


def _without(rooms: tuple[RoomId, ...], count: int) -> tuple[RoomId, ...]:
    return rooms[: len(rooms) - count]
