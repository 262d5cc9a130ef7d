"""What the query narrows to is exactly what the policy lets through."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from server.auth.policy import (
    Action,
    DeviceCaller,
    Grant,
    PersonCaller,
    Place,
    Reach,
    sight_of,
    who_may,
)
from server.lessons import service
from server.lessons.repository import detailed
from server.lessons.sight import held_by, replayable, seen
from server.models import (
    Alliance,
    AllianceMember,
    Kind,
    Lesson,
    LessonReceiver,
    Publication,
    Right,
    Role,
)
from tests.support.app import Hall, art_lesson

HUB = Place("hub", "fucheng", "mianyang")
VILLAGE = Place("village-a", "pingwu", "mianyang")
ELSEWHERE = Place("elsewhere", "youxian", "mianyang")
NEAR = Place("near", "fucheng", "mianyang")
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
    "near": (person("x", NEAR, Grant(Role.TEACHER, school="near")),),
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
            ("everybody", Kind.FAMOUS_SCHOOL, []),
        ):
            for publication in Publication:
                receivers = [LessonReceiver(room_id=room) for room in rooms]
                columns = {"kind": kind, "publication": publication, "receivers": receivers}
                transaction.session.add(art_lesson(now, f"{key}-{publication}", **columns))
    async with each_hall.database.reading() as transaction:
        everything = (await transaction.session.scalars(detailed())).all()
        assert len(everything) == 13
        for action, condition in ((Action.SEE, seen), (Action.REPLAY, replayable)):
            query = select(Lesson.id).where(condition(sight_of(callers)))
            narrowed = set(await transaction.session.scalars(query))
            facts = {each.id: service.facts_of(each) for each in everything}
            allowed = {key for key, told in facts.items() if who_may(callers, action, told)}
            if action is Action.REPLAY and any(isinstance(each, DeviceCaller) for each in callers):
                # Devices replay nothing: the policy has the last word.
                assert narrowed >= allowed
            else:
                assert narrowed == allowed


async def test_an_ally_in_another_district_finds_what_is_published(each_hall: Hall) -> None:
    now = each_hall.clock.now()
    ally = replace(CALLERS["elsewhere"][0], alliances=frozenset({("ring", Right.ON_DEMAND)}))
    async with each_hall.writing() as transaction:
        session = transaction.session
        session.add(Alliance(id="ring", city_id="mianyang", name="联盟"))
        await session.flush()
        for school in ("hub", "elsewhere"):
            session.add(AllianceMember(alliance_id="ring", school_id=school, right=Right.LIVE))
        for publication in Publication:
            session.add(art_lesson(now, publication.value, publication=publication, receivers=[]))
    async with each_hall.database.reading() as transaction:
        query = select(Lesson.id).where(replayable(sight_of((ally,))))
        assert set(await transaction.session.scalars(query)) == {"published"}
        held = select(Lesson.id).where(held_by(Reach(schools=frozenset({"elsewhere"}))))
        assert set(await transaction.session.scalars(held)) == set()
