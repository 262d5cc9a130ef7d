import itertools
from dataclasses import replace
from typing import Any

import pytest

from server.auth.policy import (
    Action,
    Area,
    DeviceCaller,
    Grant,
    Keep,
    LessonFacts,
    PersonCaller,
    Place,
    Reach,
    keeps_anywhere,
    may,
    may_keep,
    reach_of,
    who_may,
)
from server.models import Kind, Publication, Right, Role

HUB = Place("hub", "fucheng", "mianyang")
VILLAGE = Place("village", "pingwu", "mianyang")
ELSEWHERE = Place("elsewhere", "youxian", "mianyang")
FAR = Place("far", "far-district", "far-city")


def lesson(kind: Kind = Kind.DEDICATED, **facts: Any) -> LessonFacts:
    return LessonFacts(kind, "lin", "studio", HUB, frozenset({"room"}), (VILLAGE,), **facts)


def person(key: str, place: Place, *grants: Grant) -> PersonCaller:
    return PersonCaller(key, key, key, place.school, place, grants)


TEACHER = person("lin", HUB, Grant(Role.HUB_TEACHER, school="hub"))
COLLEAGUE = person("kong", HUB, Grant(Role.HUB_TEACHER, school="hub"))
VILLAGER = person("he", VILLAGE, Grant(Role.TEACHER, school="village"))
COORDINATOR = person("luo", HUB, Grant(Role.COORDINATOR, district="fucheng"))
VILLAGE_COORDINATOR = person("mu", VILLAGE, Grant(Role.COORDINATOR, district="pingwu"))
ADMINISTRATOR = person("tang", HUB, Grant(Role.ADMINISTRATOR, city="mianyang"))
VILLAGE_ADMINISTRATOR = person("an", VILLAGE, Grant(Role.ADMINISTRATOR, school="village"))
OUTSIDER = person("wang", ELSEWHERE, Grant(Role.HUB_TEACHER, school="elsewhere"))
FOREIGNER = person("far", FAR, Grant(Role.ADMINISTRATOR, city="far-city"))
POWERLESS = person("nobody", HUB)
RECEIVER = DeviceCaller("device", "room")
STUDIO = DeviceCaller("studio-device", "studio")
OTHER_DEVICE = DeviceCaller("other", "other-room")

ALLOWED = {
    TEACHER: set(Action)
    - {
        Action.APPROVE_EXPORT,
        Action.ERASE,
        Action.MODERATE,
        Action.RESCHEDULE,
        Action.REVIEW,
        Action.TAKE_PART,
        Action.APPEAR,
    },
    COLLEAGUE: {Action.SEE, Action.RECEIVE, Action.REPLAY, Action.COMMENT},
    VILLAGER: {Action.SEE, Action.RECEIVE, Action.REPLAY, Action.COMMENT},
    COORDINATOR: {
        Action.SEE,
        Action.RECEIVE,
        Action.REPLAY,
        Action.COMMENT,
        Action.CAPTION,
        Action.CATALOGUE,
        Action.REVIEW,
        Action.SEE_RECEIVERS,
        Action.EXPORT,
        Action.RESCHEDULE,
        Action.TALK,
    },
    VILLAGE_COORDINATOR: {Action.SEE, Action.RECEIVE, Action.REPLAY, Action.COMMENT},
    ADMINISTRATOR: set(Action) - {Action.PUBLISH, Action.CONDUCT, Action.TAKE_PART, Action.APPEAR},
    VILLAGE_ADMINISTRATOR: {Action.SEE, Action.RECEIVE, Action.REPLAY, Action.COMMENT},
    OUTSIDER: set(),
    FOREIGNER: set(),
    POWERLESS: set(),
    RECEIVER: {Action.SEE, Action.RECEIVE, Action.TAKE_PART, Action.APPEAR, Action.TALK},
    STUDIO: {Action.SEE},
    OTHER_DEVICE: set(),
}


@pytest.mark.parametrize(("caller", "action"), list(itertools.product(ALLOWED, Action)))
def test_a_dedicated_lesson_obeys_the_table(caller: PersonCaller, action: Action) -> None:
    assert may(caller, action, lesson()) is (action in ALLOWED[caller])


@pytest.mark.parametrize("kind", [Kind.FAMOUS_TEACHER, Kind.FAMOUS_SCHOOL])
def test_famous_classrooms_are_open_to_the_city_for_watching_only(kind: Kind) -> None:
    live = {Action.SEE, Action.RECEIVE}
    for publication, watching in (
        (Publication.DRAFT, live),
        (Publication.REVIEW, live),
        (Publication.PUBLISHED, live | {Action.REPLAY, Action.COMMENT}),
    ):
        told = lesson(kind, publication=publication)
        assert {action for action in Action if may(OUTSIDER, action, told)} == watching
        for caller in (FOREIGNER, POWERLESS, OTHER_DEVICE):
            assert not any(may(caller, action, told) for action in Action)


@pytest.mark.parametrize("publication", Publication)
def test_schools_that_take_part_may_replay_their_lesson_wherever_its_recording_stands(
    publication: Publication,
) -> None:
    told = lesson(publication=publication)
    for caller in (TEACHER, COLLEAGUE, VILLAGER, COORDINATOR, VILLAGE_ADMINISTRATOR):
        assert may(caller, Action.REPLAY, told)


NEIGHBOUR = person("zhou", Place("near", "fucheng", "mianyang"), Grant(Role.TEACHER, school="near"))
WITHOUT_ROLE = person("ma", Place("near", "fucheng", "mianyang"))


def test_a_published_lesson_is_lent_to_its_district_and_to_allies_of_every_right() -> None:
    hub = frozenset({("a", Right.LIVE)})
    ally = replace(OUTSIDER, alliances=frozenset({("a", Right.ON_DEMAND)}))
    other = replace(OUTSIDER, alliances=frozenset({("b", Right.LIVE)}))
    published = lesson(publication=Publication.PUBLISHED, alliances=hub)
    for caller, allowed in (
        (NEIGHBOUR, True),
        (ally, True),
        (other, False),
        (OUTSIDER, False),
        (WITHOUT_ROLE, False),
        (FOREIGNER, False),
    ):
        assert may(caller, Action.REPLAY, published) is allowed
        assert not may(caller, Action.RECEIVE, published)
        assert not may(caller, Action.REPLAY, replace(published, publication=Publication.REVIEW))


def test_a_famous_school_in_an_alliance_is_live_for_those_with_the_right_and_later_for_the_city() -> (
    None
):
    def member(right: Right) -> PersonCaller:
        return replace(OUTSIDER, alliances=frozenset({("a", right)}))

    both = lesson(
        Kind.FAMOUS_SCHOOL,
        publication=Publication.PUBLISHED,
        alliances=frozenset({("a", Right.LIVE)}),
    )
    assert may(member(Right.LIVE), Action.RECEIVE, both)
    for caller in (member(Right.ON_DEMAND), OUTSIDER):
        assert not may(caller, Action.RECEIVE, both)
        assert may(caller, Action.REPLAY, both)
    lender = replace(both, alliances=frozenset({("a", Right.ON_DEMAND)}))
    assert not may(member(Right.LIVE), Action.RECEIVE, lender)
    studio = replace(both, kind=Kind.FAMOUS_TEACHER)
    assert may(OUTSIDER, Action.RECEIVE, studio)


def test_nobody_reviews_what_they_taught() -> None:
    both = replace(TEACHER, grants=(Grant(Role.COORDINATOR, school="hub"),))
    assert not may(both, Action.REVIEW, lesson())
    assert may(replace(both, id="other"), Action.REVIEW, lesson())


def test_receiving_is_done_in_the_classrooms_name_and_the_rest_in_the_persons() -> None:
    both = (TEACHER, RECEIVER)
    assert who_may(both, Action.RECEIVE, lesson()) is RECEIVER
    assert who_may(both, Action.SEE, lesson()) is TEACHER
    assert who_may((TEACHER, OTHER_DEVICE), Action.RECEIVE, lesson()) is TEACHER
    assert who_may((OUTSIDER, OTHER_DEVICE), Action.RECEIVE, lesson()) is None
    assert who_may((), Action.SEE, lesson()) is None


def test_media_nodes_know_a_device_by_its_room() -> None:
    assert (TEACHER.identity, RECEIVER.identity) == ("person:lin", "room:room")


CITY, DISTRICT, SCHOOL = (
    Area("mianyang"),
    Area("mianyang", "pingwu"),
    Area("mianyang", "pingwu", "village"),
)


@pytest.mark.parametrize(
    ("caller", "places", "times"),
    [
        (ADMINISTRATOR, {CITY, DISTRICT, SCHOOL}, {CITY, DISTRICT, SCHOOL}),
        (VILLAGE_ADMINISTRATOR, {SCHOOL}, {SCHOOL}),
        (VILLAGE_COORDINATOR, set(), {DISTRICT, SCHOOL}),
        (COORDINATOR, set(), set()),
        (VILLAGER, set(), set()),
        (FOREIGNER, set(), set()),
        (POWERLESS, set(), set()),
    ],
)
def test_who_keeps_what_of_an_area(
    caller: PersonCaller, places: set[Area], times: set[Area]
) -> None:
    areas = {CITY, DISTRICT, SCHOOL}
    assert {area for area in areas if may_keep(caller, Keep.PLACES, area)} == places
    assert {area for area in areas if may_keep(caller, Keep.TIMES, area)} == times
    if places:
        assert keeps_anywhere(caller, Keep.PLACES)


def test_a_reach_is_what_the_roles_name() -> None:
    both = person("b", HUB, Grant(Role.TEACHER, school="hub"), Grant(Role.COORDINATOR, city="c"))
    assert reach_of(both) == Reach(frozenset({"c"}), frozenset(), frozenset({"hub"}))
    assert reach_of(both, frozenset({Role.TEACHER})) == Reach(schools=frozenset({"hub"}))
    assert reach_of(POWERLESS) == Reach()
    assert not keeps_anywhere(VILLAGER, Keep.TIMES)
