import pytest

from server.alignment.guards import Coordinating
from server.auth.policy import Grant, PersonCaller, Place
from server.errors import NotAllowed
from server.models import Role


def person(role: Role, **scope: str) -> PersonCaller:
    place = Place("hub", "fucheng", "mianyang")
    return PersonCaller("p", "p", "罗", "临江小学", place, (Grant(role, **scope),))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
async def test_who_keeps_the_citys_times_may_align_it(role: Role) -> None:
    here = person(role, city="mianyang")
    assert await Coordinating()(here) is here


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.COORDINATOR, {"district": "fucheng"}),
        (Role.COORDINATOR, {"school": "hub"}),
        (Role.COORDINATOR, {"city": "far-city"}),
        (Role.TEACHER, {"city": "mianyang"}),
    ],
)
async def test_a_narrower_or_another_scope_is_not_enough(role: Role, scope: dict[str, str]) -> None:
    with pytest.raises(NotAllowed):
        await Coordinating()(person(role, **scope))
