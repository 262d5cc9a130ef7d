import json

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from server.error_handlers import invalid, problems, render
from server.errors import FieldProblem, NotFound, TooManyRequests, Unprocessable
from tests.support.app import Hall


def test_a_problem_is_a_document_in_the_callers_language() -> None:
    answer = render(TooManyRequests(headers={"Retry-After": "9"}, seconds=9), "en")
    assert (answer.status_code, answer.media_type) == (429, "application/problem+json")
    assert json.loads(bytes(answer.body)) == {
        "type": "/problems/too-many-requests",
        "title": "Too many tries",
        "status": 429,
        "detail": "Too many tries; try again in 9 seconds.",
    }
    assert (answer.headers["retry-after"], answer.headers["cache-control"]) == ("9", "no-store")


def test_fields_are_named_with_what_came_and_what_is_allowed() -> None:
    problem = Unprocessable(errors=(FieldProblem("day", "x", "a date"),), names="day")
    body = json.loads(bytes(render(problem, "zh").body))
    assert body["errors"] == [{"field": "day", "came": "x", "allowed": "a date"}]
    assert body["detail"] == "请检查：day。"


def test_what_came_is_shortened_and_secrets_are_not_repeated() -> None:
    found = [
        {"loc": ("body", "title"), "input": "长" * 500, "msg": "too long"},
        {"loc": ("body", "password"), "input": "hidden", "msg": "too short"},
        {"loc": ("body", "list"), "input": ["hidden"], "msg": "no"},
        {"loc": ("body",), "input": None, "msg": "required"},
    ]
    came = {error.field: error.came for error in invalid(found).errors}
    assert came == {"title": "长" * 80 + "…", "password": "…", "list": "list", "body": "None"}


def test_responses_of_a_route_name_every_problem_of_a_status() -> None:
    declared = problems(NotFound, TooManyRequests)
    assert set(declared) == {404, 429}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("GET", "/api", 404),
        ("POST", "/healthz", 405),
        ("PUT", "/api/session", 405),
        ("POST", "/nowhere", 405),
    ],
)
async def test_what_starlette_refuses_is_a_problem_too(
    hall: Hall, method: str, path: str, status: int
) -> None:
    answer = await hall.client().request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    if status == 405:
        assert answer.headers["allow"]


async def test_a_bug_is_told_without_its_insides(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(hall.app.state, "clock", None)
    transport = httpx.ASGITransport(hall.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=hall.base_url) as client:
        answer = await client.get("/api/session")
    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/internal"
    assert "NoneType" not in answer.text
    assert "bug method=GET path=/api/session" in caplog.text


async def test_a_database_that_is_away_is_no_bug(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await hall.person("lin")

    async def away(*_: object) -> None:
        raise OperationalError("SELECT", {}, OSError("connection refused"))

    monkeypatch.setattr("server.auth.repository.person_of_session", away)
    answer = await client.get("/api/session")
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/database-away")
    assert answer.headers["retry-after"] == "2"
    assert "SELECT" not in answer.text


async def test_the_answer_is_chinese_unless_the_caller_asks_otherwise(hall: Hall) -> None:
    chinese = await hall.client().get("/api/session")
    english = await hall.client(**{"Accept-Language": "en"}).get("/api/session")
    assert (chinese.json()["detail"], english.json()["detail"]) == (
        "请先登录。",
        "Please sign in first.",
    )
