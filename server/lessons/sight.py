"""Narrowing queries of lessons to what callers may see. The policy decides on what is left; this never hides more."""

from sqlalchemy import ColumnElement, and_, or_, select

from server.auth.policy import Sight
from server.models import District, Kind, Lesson, LessonReceiver, Room, School


def seen(sight: Sight) -> ColumnElement[bool]:
    """Return the condition under which the policy may let callers see a lesson."""
    reach = sight.reach
    rooms = select(Room.id).join(Room.school).join(School.district)
    mine = or_(
        Room.id.in_(sight.rooms),
        School.id.in_(reach.schools),
        District.id.in_(reach.districts),
        District.city_id.in_(reach.cities),
    )
    received = (
        select(LessonReceiver.lesson_id)
        .where(LessonReceiver.lesson_id == Lesson.id, LessonReceiver.room_id.in_(rooms.where(mine)))
        .exists()
    )
    in_city = rooms.where(District.city_id.in_(sight.open_cities))
    return or_(
        Lesson.teacher_id.in_(sight.teachers),
        Lesson.hub_room_id.in_(rooms.where(mine)),
        received,
        and_(Lesson.kind != Kind.DEDICATED, Lesson.hub_room_id.in_(in_city)),
    )
