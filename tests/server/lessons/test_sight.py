"""What the query narrows to is exactly what the policy lets through."""

import pytest
from sqlalchemy import select

from server.auth.policy import Action, DeviceCaller, Grant, PersonCaller, Place, sight_of, who_may
from server.lessons import service
from server.lessons.repository import detailed
from server.lessons.sight import seen
from server.models import Kind, Lesson, LessonReceiver, Role
from tests.support.app import Hall, art_lesson

HUB = Place("hub", "fucheng", "mianyang")
VILLAGE = Place("village-a", "pingwu", "mianyang")
ELSEWHERE = Place("elsewhere", "youxian", "mianyang")
FAR = Place("far-school", "far-district", "far-city")


def person(key: str, place: Place, *grants: Grant) -> PersonCaller:
    return PersonCaller(key, key, key, place.school, place, grants)


CALLERS = {
    "teacher": (person("lin", ELSEWHERE),),
    "hub": (person("x", HUB, Grant(Role.TEACHER, school="hub")),),
    "village": (person("x", VILLAGE, Grant(Role.TEACHER, school="village-a")),),
    "district": (person("x", HUB, Grant(Role.COORDINATOR, district="pingwu")),),
    "city": (person("x", HUB, Grant(Role.ADMINISTRATOR, city="mianyang")),),
    "elsewhere": (person("x", ELSEWHERE, Grant(Role.TEACHER, school="elsewhere")),),
    "far": (person("x", FAR, Grant(Role.ADMINISTRATOR, city="far-city")),),
    "nobody": (person("x", HUB),),
    "device": (DeviceCaller("d", "b"),),
    "studio": (DeviceCaller("d", "studio"),),
    "both": (person("x", FAR, Grant(Role.TEACHER, school="far-school")), DeviceCaller("d", "a")),
}


@pytest.mark.parametrize("name", CALLERS)
async def test_a_query_finds_what_the_policy_lets_through(each_hall: Hall, name: str) -> None:
    now = each_hall.clock.now()
    callers = CALLERS[name]
    async with each_hall.writing() as transaction:
        for key, kind, rooms in (
            ("open", Kind.FAMOUS_SCHOOL, ["b"]),
            ("alone", Kind.DEDICATED, []),
            ("teachers", Kind.FAMOUS_TEACHER, ["a"]),
        ):
            receivers = [LessonReceiver(room_id=room) for room in rooms]
            transaction.session.add(art_lesson(now, key, kind=kind, receivers=receivers))
    async with each_hall.database.reading() as transaction:
        everything = (await transaction.session.scalars(detailed())).all()
        query = select(Lesson.id).where(seen(sight_of(callers)))
        narrowed = set(await transaction.session.scalars(query))
    allowed = {
        each.id for each in everything if who_may(callers, Action.SEE, service.facts_of(each))
    }
    assert len(everything) == 4
    assert narrowed == allowed
