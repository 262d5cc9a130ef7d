"""What queries of lessons begin with, and how they are narrowed to what callers may see. The policy decides on what is left; this never hides more."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from server.auth.policy import Reach, Sight
from server.models import (
    AllianceMember,
    District,
    Kind,
    Lesson,
    LessonReceiver,
    Publication,
    Room,
    School,
)

LONGEST_LESSON = timedelta(hours=12)
"""Bounds how far back a query looks for lessons that still run."""


def detailed() -> Select[Lesson]:
    """Return a query of lessons with everything that rules and answers ask of them."""
    room = joinedload(Lesson.hub_room)
    receivers = selectinload(Lesson.receivers)
    return select(Lesson).options(
        room.joinedload(Room.school).options(
            joinedload(School.district), undefer(School.memberships)
        ),
        joinedload(Lesson.teacher),
        joinedload(Lesson.hub_class),
        receivers.joinedload(LessonReceiver.room)
        .joinedload(Room.school)
        .joinedload(School.district),
        receivers.joinedload(LessonReceiver.school_class),
    )


def seen(sight: Sight) -> ColumnElement[bool]:
    """Return the condition under which the policy may let callers see a lesson."""
    return or_(_mine(sight), _in_open_city(sight))


def replayable(sight: Sight) -> ColumnElement[bool]:
    """Return the condition under which the policy may let callers watch a lesson's recording."""
    members = select(AllianceMember.school_id)
    allied = members.where(AllianceMember.alliance_id.in_(sight.alliances))
    near = or_(District.id.in_(sight.open_districts), School.id.in_(allied))
    lent = or_(_in_open_city(sight), Lesson.hub_room_id.in_(_rooms().where(near)))
    return or_(_mine(sight), and_(Lesson.publication == Publication.PUBLISHED, lent))


def held_by(reach: Reach) -> ColumnElement[bool]:
    """Return the condition under which a lesson's hub lies within a reach."""
    return Lesson.hub_room_id.in_(_rooms().where(_inside(reach)))


def _mine(sight: Sight) -> ColumnElement[bool]:
    """Return the condition of lessons that one of the callers teaches or takes part in."""
    rooms, mine = _rooms(), _inside(sight.reach, sight.rooms)
    received = (
        select(LessonReceiver.lesson_id)
        .where(LessonReceiver.lesson_id == Lesson.id, LessonReceiver.room_id.in_(rooms.where(mine)))
        .exists()
    )
    return or_(
        Lesson.teacher_id.in_(sight.teachers),
        Lesson.hub_room_id.in_(rooms.where(mine)),
        received,
    )


def _in_open_city(sight: Sight) -> ColumnElement[bool]:
    in_city = _rooms().where(District.city_id.in_(sight.open_cities))
    return and_(Lesson.kind != Kind.DEDICATED, Lesson.hub_room_id.in_(in_city))


def _inside(reach: Reach, rooms: Collection[str] = ()) -> ColumnElement[bool]:
    """Return the condition of rooms that are named or lie in a reach; of what names nothing the database need not think."""
    named = (
        (Room.id, rooms),
        (School.id, reach.schools),
        (District.id, reach.districts),
        (District.city_id, reach.cities),
    )
    return or_(false(), *(column.in_(ids) for column, ids in named if ids))


def _rooms() -> Select[str]:
    return select(Room.id).join(Room.school).join(School.district)
