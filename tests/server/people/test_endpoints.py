from typing import Any

import httpx
import pytest

from server.integrations.mail import parse_mail
from server.models import MediaSession, Person, State
from streaming.contract import Direction, LeaveRoom, SessionConnected
from tests.support.app import LESSON, OFFER, PASSWORD, Hall
from tests.support.mail_server import mail_server

CHEN: dict[str, Any] = {
    "username": "Chen",
    "name": "陈老师",
    "school_id": "village-b",
    "roles": [{"role": "teacher", "school": "village-b"}],
}
CHOSEN = "a long new password"


async def redeemed(client: httpx.AsyncClient, code: str) -> httpx.Response:
    return await client.post("/api/access-codes/redeem", json={"code": code, "password": CHOSEN})


async def test_an_invited_person_chooses_a_password_with_the_code_once(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    answer = await tang.post("/api/people", json=CHEN)
    assert answer.status_code == 201
    person, invitation = answer.json()["person"], answer.json()["invitation"]
    assert (person["username"], person["standing"]) == ("chen", "invited")
    assert person["roles"] == [
        {
            "role": "teacher",
            "city": None,
            "district": None,
            "school": {"id": "village-b", "name": "云里小学"},
        }
    ]
    client = each_hall.client()
    typed = {"code": invitation["code"].lower().replace("-", " ")}
    owner = (await client.post("/api/access-codes/look", json=typed)).json()
    assert owner == {"name": "陈老师", "username": "chen", "errand": "invitation"}
    me = await redeemed(client, invitation["code"])
    assert (me.status_code, me.json()["roles"]) == (200, ["teacher"])
    assert (await client.get("/api/session")).json()["username"] == "chen"
    assert (await redeemed(each_hall.client(), invitation["code"])).status_code == 404
    signed_in = await each_hall.client().post(
        "/api/session", json={"username": "chen", "password": CHOSEN}
    )
    assert signed_in.status_code == 200


async def test_an_invitation_ends_after_two_weeks_and_a_reset_after_a_day(hall: Hall) -> None:
    tang = await hall.person("tang")
    invited = (await tang.post("/api/people", json=CHEN)).json()["invitation"]
    reset = (await tang.post("/api/people/lin/codes", json={})).json()
    assert (invited["errand"], reset["errand"]) == ("invitation", "reset")
    hall.clock.advance(days=1, seconds=1)
    assert (await redeemed(hall.client(), reset["code"])).status_code == 404
    hall.clock.advance(days=13)
    assert (await redeemed(hall.client(), invited["code"])).status_code == 404


async def test_a_reset_ends_every_session_of_the_person(each_hall: Hall) -> None:
    old, tang = await each_hall.person("lin"), await each_hall.person("tang")
    code = (await tang.post("/api/people/lin/codes", json={})).json()["code"]
    assert (await old.get("/api/session")).status_code == 200
    assert (await redeemed(each_hall.client(), code)).status_code == 200
    assert (await old.get("/api/session")).status_code == 401


async def test_codes_cannot_be_guessed_through(hall: Hall) -> None:
    client = hall.client()
    for _ in range(10):
        answer = await client.post("/api/access-codes/look", json={"code": "0000-0000-0000"})
        assert answer.status_code == 404
    answer = await redeemed(client, "0000-0000-0000")
    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("password", "slug"), [("password", "weak-password"), ("short", "unprocessable")]
)
async def test_a_password_that_is_guessed_first_is_refused(
    hall: Hall, password: str, slug: str
) -> None:
    tang = await hall.person("tang")
    code = (await tang.post("/api/people/lin/codes", json={})).json()["code"]
    given = {"code": code, "password": password}
    answer = await hall.client().post("/api/access-codes/redeem", json=given)
    assert (answer.status_code, answer.json()["type"]) == (422, f"/problems/{slug}")
    assert (await redeemed(hall.client(), code)).status_code == 200


@pytest.mark.parametrize(
    ("caller", "change", "status"),
    [
        ("tang", {"roles": [{"role": "administrator", "city": "far-city"}]}, 403),
        ("tang", {"roles": [{"role": "teacher", "school": "no-such"}]}, 403),
        ("tang", {"school_id": "far-school"}, 422),
        ("tang", {"username": "lin"}, 409),
        ("tang", {"roles": [{"role": "teacher"}]}, 422),
        ("tang", {"email": "no address"}, 422),
        ("luo", {}, 403),
        ("he", {}, 403),
        ("far", {}, 422),
    ],
)
async def test_who_may_invite_whom(
    hall: Hall, caller: str, change: dict[str, Any], status: int
) -> None:
    client = await hall.person(caller)
    if caller == "far":
        change = {"roles": []}
    answer = await client.post("/api/people", json=CHEN | change)
    assert answer.status_code == status, answer.text


async def test_people_are_listed_by_pages_and_found_by_name_and_school(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    first = (await tang.get("/api/people", params={"limit": 3})).json()
    assert [each["username"] for each in first["items"]] == ["he", "lin", "luo"]
    rest = (
        await tang.get("/api/people", params={"limit": 3, "cursor": first["next_cursor"]})
    ).json()
    assert [each["username"] for each in rest["items"]] == ["tang", "wang"]
    assert rest["next_cursor"] is None
    for search in ("何", "HE", "高村"):
        found = (await tang.get("/api/people", params={"q": search})).json()["items"]
        assert [each["username"] for each in found] == ["he"], search
    coordinator = await each_hall.person("luo")
    seen = (await coordinator.get("/api/people")).json()["items"]
    assert [(each["username"], each["manageable"]) for each in seen] == [
        ("lin", False),
        ("luo", False),
        ("tang", False),
    ]


async def test_name_school_address_and_roles_change(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    given = {"name": "林晓", "email": "lin@school.test", "school_id": "village-a"}
    changed = (await tang.patch("/api/people/lin", json=given)).json()
    assert (changed["name"], changed["email"]) == ("林晓", "lin@school.test")
    assert changed["school"]["id"] == "village-a"
    assert (await tang.patch("/api/people/lin", json={"email": ""})).json()["email"] is None
    roles = {"roles": [{"role": "coordinator", "district": "pingwu"}] * 2}
    changed = (await tang.put("/api/people/lin/roles", json=roles)).json()
    assert [(each["role"], each["district"]["id"]) for each in changed["roles"]] == [
        ("coordinator", "pingwu")
    ]
    assert (await tang.put("/api/people/tang/roles", json=roles)).status_code == 409
    assert (await tang.post("/api/people/tang/deactivate")).status_code == 409


async def test_who_is_deactivated_is_out_everywhere_at_once(each_hall: Hall) -> None:
    await each_hall.set_lesson(state=State.LIVE)
    lin, tang = await each_hall.person("lin"), await each_hall.person("tang")
    async with each_hall.node() as node:
        permit = await lin.post(
            f"/api/lessons/{LESSON}/media-tokens", json={"direction": "publish"}
        )
        spare = await lin.post(f"/api/lessons/{LESSON}/media-tokens", json={"direction": "publish"})
        joined = await whip(each_hall, permit.json()["token"])
        session = joined.headers["location"].rsplit("/", 1)[-1]
        now = each_hall.clock.now().timestamp()
        await node.tell(SessionConnected(session, LESSON, "person:lin", Direction.PUBLISH, now))
        answer = await tang.post("/api/people/lin/deactivate")
        assert (answer.status_code, answer.json()["standing"]) == (200, "deactivated")
        assert [told.session for told in node.told_of(LeaveRoom)] == [session]
        assert (await whip(each_hall, spare.json()["token"])).status_code == 401
    assert (await lin.get("/api/session")).status_code == 401
    async with each_hall.database.reading() as transaction:
        media = await transaction.session.get_one(MediaSession, session)
        assert media.ending == "revoked"
    assert (await tang.post("/api/people/lin/activate")).json()["standing"] == "active"
    assert (await each_hall.person("lin")) is not None


async def whip(hall: Hall, token: str) -> httpx.Response:
    headers = {"Content-Type": "application/sdp", "Authorization": f"Bearer {token}"}
    return await hall.client().post(f"/whip/{LESSON}", content=OFFER, headers=headers)


async def test_a_code_goes_by_mail_where_mail_and_address_are_known(hall: Hall) -> None:
    tang = await hall.person("tang")
    answer = await tang.post("/api/people/lin/codes", json={"by_mail": True})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/no-mail")
    await tang.patch("/api/people/lin", json={"email": "lin@school.test"})
    async with mail_server() as server:
        hall.app.state.mail = parse_mail(server.url, "")
        answer = await tang.post("/api/people/lin/codes", json={"by_mail": True})
        assert answer.json()["code"] is None
        (letter,) = server.letters
        assert letter["To"] == "lin@school.test"


async def test_who_forgot_the_password_gets_a_code_by_mail_and_nobody_learns_who_exists(
    each_hall: Hall,
) -> None:
    client = each_hall.client()
    answer = await client.post("/api/password-reset", json={"username": "lin"})
    assert (answer.status_code, answer.json()) == (202, {"mail": False})
    async with each_hall.writing() as transaction:
        (await transaction.session.get_one(Person, "lin")).email = "lin@school.test"
    async with mail_server() as server:
        each_hall.app.state.mail = parse_mail(server.url, "")
        for name in ("nobody", "he", "LIN"):
            answer = await client.post("/api/password-reset", json={"username": name})
            assert (answer.status_code, answer.json()) == (202, {"mail": True})
        (letter,) = server.letters
        text = letter.get_content()
        code = next(word for word in text.split() if word.count("-") == 2 and len(word) == 14)
        assert (await redeemed(client, code)).status_code == 200
        for _ in range(2):
            await client.post("/api/password-reset", json={"username": "lin"})
        refused = await client.post("/api/password-reset", json={"username": "lin"})
        assert refused.status_code == 429


async def test_ones_own_password_changes_with_the_old_one(each_hall: Hall) -> None:
    here, elsewhere = await each_hall.person("lin"), await each_hall.person("lin")
    wrong = {"old": "guess", "new": CHOSEN}
    answer = await here.put("/api/session/password", json=wrong)
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/wrong-password")
    given = {"old": PASSWORD, "new": CHOSEN}
    assert (await here.put("/api/session/password", json=given)).status_code == 204
    assert (await here.get("/api/session")).status_code == 200
    assert (await elsewhere.get("/api/session")).status_code == 401
    signed_in = await each_hall.client().post(
        "/api/session", json={"username": "lin", "password": CHOSEN}
    )
    assert signed_in.status_code == 200
    assert (await each_hall.client().put("/api/session/password", json=given)).status_code == 401


async def test_a_name_is_locked_after_too_many_failures_from_everywhere(hall: Hall) -> None:
    auth, now = hall.app.state.auth, hall.clock.now()
    for number in range(20):
        auth._count_failure("lin", f"10.0.0.{number}", now)
    given = {"username": "lin", "password": PASSWORD}
    answer = await hall.client().post("/api/session", json=given)
    assert answer.status_code == 429
    hall.clock.advance(minutes=5, seconds=1)
    assert (await hall.client().post("/api/session", json=given)).status_code == 200
