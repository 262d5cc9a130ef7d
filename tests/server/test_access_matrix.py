"""Who gets through which door: every route of the OpenAPI × everybody × every state of a session.

What a route should answer follows from the sentence of its owner check, by the lists below and not by the
policy: a new sentence, or a route without one, fails here until somebody has written down whom it lets in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import delete

from server.auth.service import AuthService
from server.models import (
    Device,
    Erasure,
    ErasureCause,
    ErasureState,
    ExportRequest,
    ExportState,
    Person,
    RoleGrant,
    SignIn,
    State,
    Webhook,
)
from tests.server.auth.test_guards import owner_checks
from tests.support.app import LESSON, Hall

ADDED = (
    ("city-coordinator", "hub", "coordinator", {"city_id": "mianyang"}),
    ("school-coordinator", "hub", "coordinator", {"school_id": "hub"}),
    ("village-coordinator", "village-a", "coordinator", {"school_id": "village-a"}),
    ("hub-administrator", "hub", "administrator", {"school_id": "hub"}),
    ("district-administrator", "village-a", "administrator", {"district_id": "pingwu"}),
    ("village-administrator", "village-a", "administrator", {"school_id": "village-a"}),
    ("without-roles", "village-b", None, {}),
    ("victim", "village-a", "teacher", {"school_id": "village-a"}),
)
TEACHERS = {"lin", "he", "wang"}
COORDINATORS = {"luo", "city-coordinator", "school-coordinator", "village-coordinator"}
ADMINISTRATORS = {
    *("tang", "far", "hub-administrator", "district-administrator", "village-administrator")
}
PEOPLE = TEACHERS | COORDINATORS | ADMINISTRATORS | {"without-roles"}
DEVICES = {"device-a", "device-x"}
AT_HUB = {"tang", "hub-administrator"}
OVER_HUB = AT_HUB | {"luo", "city-coordinator", "school-coordinator"}
AT_VILLAGE = {"tang", "district-administrator", "village-administrator"}
OVER_VILLAGE = AT_VILLAGE | {"city-coordinator", "village-coordinator"}
TAKES_PART = {"lin", "he"} | OVER_HUB | OVER_VILLAGE

WHO: dict[str, set[str]] = {
    "a person who is signed in": PEOPLE,
    "a person or a device that is signed in": PEOPLE | DEVICES,
    "a classroom device that showed its key": DEVICES,
    "a person who is signed in; the answer is cut to the reach of their roles": PEOPLE,
    "a teacher, about the line of the computer they sit at": TEACHERS,
    "an administrator or a coordinator, over whatever lies in their scope": COORDINATORS
    | ADMINISTRATORS,
    "an administrator, over whatever lies in their scope": ADMINISTRATORS,
    "an administrator in whose care the person is": AT_VILLAGE,
    "an administrator over the scope of the webhook": AT_HUB,
    "an administrator or a coordinator over the school where the device stands": OVER_VILLAGE,
    "an administrator or a coordinator over the school of the class": OVER_VILLAGE,
    "an administrator over the hub's school who did not ask for the export": AT_HUB,
    "an administrator over the hub's school of the erasure": AT_HUB,
    "whoever may do this with the lesson: erase": AT_HUB,
    "coordinators and administrators of the whole city; rows are cut to it": {
        *("tang", "far", "city-coordinator")
    },
    "whoever may keep places or times of the areas that the rows name": COORDINATORS
    | ADMINISTRATORS,
    "whoever may keep the places of the area that is changed": ADMINISTRATORS,
    "whoever may keep the times of the area that is changed": COORDINATORS | ADMINISTRATORS,
    "whoever keeps the times of the course's schools; its teacher, what is taught": PEOPLE,
    "whoever may do this with the lesson: see": TAKES_PART | {"device-a"},
    "whoever may do this with the lesson: start": AT_HUB | {"lin"},
    "whoever may do this with the lesson: end": AT_HUB | {"lin"},
    "whoever may do this with the lesson: see_receivers": OVER_HUB | {"lin"},
    "whoever may do this with the lesson: take_part": {"device-a"},
    "whoever may do this with the lesson: conduct": {"lin"},
    "whoever may do this with the lesson: talk": OVER_HUB | {"lin", "device-a"},
    "whoever may do this with the lesson: export": OVER_HUB | {"lin"},
    "whoever may do this with the lesson: reschedule": OVER_HUB,
    "whoever may do this with the lesson: comment": TAKES_PART,
    "whoever may do this with the lesson: caption": OVER_HUB | {"lin"},
    "whoever may do this with the lesson: catalogue": OVER_HUB | {"lin"},
    "whoever may do this with the lesson: review": OVER_HUB,
    "whoever may replay the lesson; each look is logged": TAKES_PART,
    "whoever may replay the lesson, looked up twice a minute; each look is logged": TAKES_PART,
    "whoever may replay the lesson, and with children on it has another's approval": TAKES_PART,
}
MEDIA_TOKEN = "whoever shows an unused media token"
"""Those doors know no sessions; tests/server/live holds them."""
SIGNED = "whoever shows a signed address"
"""Nor does this one; tests/server/replays holds it."""
FEED_KEY = "whoever shows the secret key of the feed"
"""Nor does that one; tests/server/timetables holds it."""
TARGETS = {
    "{lesson_id}": LESSON,
    "{person_id}": "victim",
    "{webhook_id}": "hook",
    "{device_id}": "device-spare",
    "{export_id}": "wish",
    "{erasure_id}": "erasure",
    "{class_id}": "class-a",
    "{track}": "class",
}
HIDDEN = {
    "no-such-erasure",
    "no-such-person",
    "no-such-webhook",
    "no-such-device",
    "no-such-export",
    "no-such-class",
}
"""What one may not know of does not exist."""


@dataclass(frozen=True, slots=True)
class Door:
    """One operation, and who gets through."""

    method: str
    path: str
    allowed: frozenset[str]

    @property
    def target(self) -> str:
        path = self.path
        for name, value in TARGETS.items():
            path = path.replace(name, value)
        return re.sub(r"\{[^}]+\}", "x", path)


def doors(hall: Hall) -> Iterator[Door]:
    described = hall.app.openapi()["paths"]
    for route in iter_route_contexts(hall.app.routes):
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
            if route.path not in described:
                continue
            first = owner_checks(route)[0]
            if not first.startswith(("anyone", MEDIA_TOKEN, FEED_KEY, SIGNED)):
                yield Door(method, route.path, frozenset(WHO[first]))


@pytest.fixture
async def city(hall: Hall) -> Hall:
    """The small city with administrators and coordinators of every scope, and something of everything."""
    now = hall.clock.now()
    async with hall.writing() as transaction:
        session = transaction.session
        lin = await session.get_one(Person, "lin")
        for name, school, role, scope in ADDED:
            row = Person(
                id=name,
                username=name,
                name=name,
                password_hash=lin.password_hash,
                school_id=school,
            )
            session.add(row)
            await session.flush()
            if role:
                session.add(RoleGrant(id=f"grant-{name}", person_id=name, role=role, **scope))
        session.add(Device(id="device-spare", room_id="a", name="备用", key_hash="spare"))
        wish = ExportRequest(
            id="wish", lesson_id=LESSON, asked_by="lin", asked_at=now, reason="r", state="asked"
        )
        wish.state = ExportState.ASKED
        session.add(wish)
        session.add(
            Erasure(
                id="erasure",
                lesson_id=LESSON,
                cause=ErasureCause.PERIOD,
                state=ErasureState.ASKED,
                reason="r",
                asked_at=now,
            )
        )
    await hall.set_lesson(state=State.OPEN)
    await put_back(hall)
    return hall


async def put_back(hall: Hall) -> None:
    """Put the webhook there (again): whoever may, deletes it."""
    hook = Webhook(
        id="hook",
        school_id="hub",
        url="https://a.example/",
        happenings=["lesson.live"],
        created_by="tang",
        created_at=hall.clock.now(),
    )
    async with hall.writing() as transaction:
        await transaction.session.merge(hook)


async def cookies_of(hall: Hall, actor: str) -> dict[str, str]:
    """Return the cookie of a session that is made without a password: two hundred hashes would take long."""
    auth: AuthService = hall.app.state.auth
    device = actor.startswith("device-")
    async with hall.writing() as transaction:
        owner = {"device_id": actor} if device else {"person_id": actor}
        lifetime = auth.device_lifetime if device else auth.person_lifetime
        issued = auth._issue(transaction, hall.clock.now(), lifetime, **owner)
    return {"tongke_device" if device else "tongke_session": issued.token}


async def passes(client: httpx.AsyncClient, door: Door, cookies: dict[str, str]) -> bool:
    """Return whether a request came through the owner check."""
    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    body: dict[str, Any] = {} if door.method == "GET" else {"json": {}}
    answer = await client.request(door.method, door.target, headers={"Cookie": header}, **body)
    assert answer.status_code < 500 or answer.status_code == 503, (door, answer.text)
    if answer.status_code in {401, 403}:
        return False
    if answer.status_code == 404 and "problem" in answer.headers["content-type"]:
        return answer.json()["type"].rsplit("/", 1)[-1] not in HIDDEN
    return True


async def test_everybody_gets_through_the_doors_that_are_theirs_and_no_others(city: Hall) -> None:
    wrong, tried = [], 0
    client = city.client()
    known = {actor: await cookies_of(city, actor) for actor in sorted(PEOPLE | DEVICES)}
    known["nobody"] = {}
    for door in doors(city):
        for actor, cookies in known.items():
            tried += 1
            if await passes(client, door, cookies) != (actor in door.allowed):
                wrong.append((actor, door.method, door.path))
            if (door.method, door.path) == ("DELETE", "/api/webhooks/{webhook_id}"):
                await put_back(city)
    assert wrong == []
    assert tried >= 1500


async def test_a_session_that_is_not_good_opens_no_door(city: Hall) -> None:
    states: dict[str, dict[str, str]] = {}
    for actor in ("tang", "device-a"):
        good = await cookies_of(city, actor)
        name, token = next(iter(good.items()))
        states[f"{actor} forged"] = {name: token[:-1] + ("A" if token[-1] != "A" else "B")}
        other = "tongke_device" if name == "tongke_session" else "tongke_session"
        states[f"{actor} in the other cookie"] = {other: token}
        states[f"{actor} signed out"] = await cookies_of(city, actor)
        states[f"{actor} expired"] = await cookies_of(city, actor)
    states["deactivated"] = await cookies_of(city, "lin")
    states["revoked"] = await cookies_of(city, "device-x")
    await make_bad(city, states)
    wrong, tried = [], 0
    client = city.client()
    for door in doors(city):
        for state, cookies in states.items():
            tried += 1
            if await passes(client, door, cookies):
                wrong.append((state, door.method, door.path))
    assert wrong == []
    assert tried >= 1000


async def make_bad(hall: Hall, states: dict[str, dict[str, str]]) -> None:
    auth, now = hall.app.state.auth, hall.clock.now()
    async with hall.writing() as transaction:
        session = transaction.session
        for state, cookies in states.items():
            hashed = auth.keyed_hash(next(iter(cookies.values())))
            if state.endswith("signed out"):
                await session.execute(delete(SignIn).where(SignIn.token_hash == hashed))
            if state.endswith("expired"):
                row = await session.get_one(SignIn, hashed)
                row.expires_at = now - timedelta(seconds=1)
        (await session.get_one(Person, "lin")).disabled_at = now
        (await session.get_one(Device, "device-x")).disabled_at = now
