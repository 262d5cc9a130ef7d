import json

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st
from sqlalchemy import func, select

from server.models import Person, SignIn
from tests.support.app import PASSWORD, Hall

GOOD = {"username": "lin", "password": PASSWORD}


async def test_signing_in_tells_who_one_is_and_lasts(each_hall: Hall) -> None:
    client = await each_hall.person("lin")
    me = (await client.get("/api/session")).json()
    assert me == {
        "kind": "person",
        "id": "lin",
        "name": "林老师",
        "username": "lin",
        "school": {"id": "hub", "name": "临江小学"},
        "roles": ["hub_teacher"],
    }


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(hall: Hall) -> None:
    answer = await hall.client().post("/api/session", json=GOOD)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("tongke_session=")
    for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=43200"):
        assert part in cookie
    assert "Secure" not in cookie


async def test_behind_https_the_cookie_is_secure(hall: Hall) -> None:
    hall.base_url = "https://school.test"
    answer = await hall.client().post("/api/session", json=GOOD)
    assert "Secure" in answer.headers["set-cookie"]


async def test_names_are_taken_in_any_case_and_with_spaces_around(hall: Hall) -> None:
    answer = await hall.client().post("/api/session", json={**GOOD, "username": " LIN "})
    assert answer.status_code == 200


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"username": "nobody"}])
async def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    hall: Hall, wrong: dict[str, str]
) -> None:
    answer = await hall.client().post("/api/session", json=GOOD | wrong)
    assert answer.status_code == 401
    assert answer.json() == {
        "type": "/problems/sign-in-refused",
        "title": "登录失败",
        "status": 401,
        "detail": "用户名或密码不对。",
    }
    assert "set-cookie" not in answer.headers


async def test_guessing_is_stopped_for_that_name_and_forgiven_later(hall: Hall) -> None:
    client = hall.client()
    for _ in range(5):
        answer = await client.post("/api/session", json={**GOOD, "password": "guess"})
        assert answer.status_code == 401
    refused = await client.post("/api/session", json=GOOD)
    assert refused.status_code == 429
    assert 295 <= int(refused.headers["retry-after"]) <= 301
    assert (await client.post("/api/session", json={**GOOD, "username": "he"})).status_code == 200
    hall.clock.advance(minutes=5, seconds=1)
    assert (await client.post("/api/session", json=GOOD)).status_code == 200


async def test_a_session_ends_when_its_time_is_over(hall: Hall) -> None:
    client = await hall.person("lin")
    hall.clock.advance(hours=12, seconds=-1)
    assert (await client.get("/api/session")).status_code == 200
    hall.clock.advance(seconds=1)
    assert (await client.get("/api/session")).status_code == 401


async def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(hall: Hall) -> None:
    client = await hall.person("lin")
    kept = client.cookies["tongke_session"]
    assert (await client.delete("/api/session")).status_code == 204
    thief = hall.client(Cookie=f"tongke_session={kept}")
    assert (await thief.get("/api/session")).status_code == 401
    assert (await client.delete("/api/session")).status_code == 204


async def test_the_database_holds_no_token(hall: Hall) -> None:
    client = await hall.person("lin")
    async with hall.database.reading() as transaction:
        query = select(func.count()).where(SignIn.token_hash == client.cookies["tongke_session"])
        assert await transaction.session.scalar(query) == 0


async def test_a_disabled_person_is_out_at_once(hall: Hall) -> None:
    client = await hall.person("lin")
    async with hall.writing() as transaction:
        person = await transaction.session.get(Person, "lin")
        assert person is not None
        person.disabled_at = hall.clock.now()
    assert (await client.get("/api/session")).status_code == 401
    assert (await hall.client().post("/api/session", json=GOOD)).status_code == 401


async def test_what_came_is_named_but_a_password_is_not_repeated(hall: Hall) -> None:
    answer = await hall.client().post("/api/session", json={"username": "", "password": "x" * 201})
    body = answer.json()
    assert answer.status_code == 422
    assert [(each["field"], each["came"]) for each in body["errors"]] == [
        ("username", ""),
        ("password", "…"),
    ]
    assert "x" * 20 not in answer.text


IS_JSON = {"Content-Type": "application/json"}
# Surrogates too: JSON can name them, and Python's parser lets them through, as it does NaN.
TEXT = st.text(st.characters(exclude_categories=[]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
CREDENTIALS = st.fixed_dictionaries({}, optional={"username": JSON, "password": JSON})


def _any_client(hall: Hall) -> httpx.AsyncClient:
    return hall.clients[0] if hall.clients else hall.client()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@example(body={"username": "\ud800", "password": "\x00"})
@example(body={"username": float("nan"), "password": float("inf")})
@given(body=CREDENTIALS | JSON)
async def test_no_body_is_our_fault(hall: Hall, body: object) -> None:
    text = json.dumps(body)
    answer = await _any_client(hall).post("/api/session", content=text, headers=IS_JSON)
    assert answer.status_code in {401, 422, 429}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(body=st.binary(max_size=200))
async def test_no_bytes_are_our_fault(hall: Hall, body: bytes) -> None:
    answer = await _any_client(hall).post("/api/session", content=body, headers=IS_JSON)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
