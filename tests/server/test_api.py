"""No request is our fault: whatever comes to any door gets an answer below 500."""

import json
import re
from typing import Any

import httpx
from fastapi.routing import iter_route_contexts
from hypothesis import HealthCheck, example, given, settings, strategies as st

from tests.support.app import LESSON, Hall

TEXT = st.text(st.characters(exclude_categories=[]), max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.dictionaries(st.sampled_from(["direction", "key", "username", "password"]), JSON)
SEGMENT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)

QUICK = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


async def caller(hall: Hall) -> httpx.AsyncClient:
    """Return one client for all examples of a test: an administrator, to come as far in as anybody."""
    return hall.clients[0] if hall.clients else await hall.person("tang")


def doors(hall: Hall, method: str) -> list[str]:
    return [
        str(route.path)
        for route in iter_route_contexts(hall.app.routes)
        if method in (route.methods or ())
    ]


def filled(path: str, value: str) -> str:
    """Return a path with its lesson known and everything else filled with a value."""
    escaped = httpx.URL("http://x", params={"v": value}).query.decode()[2:].replace("+", "%20")
    return re.sub(r"\{[^}]+\}", lambda _: escaped, path.replace("{lesson_id}", LESSON))


@QUICK
@given(body=FIELDS | JSON, where=st.integers(0, 30))
@example(body={"direction": "\ud800"}, where=2)
async def test_no_json_is_our_fault(hall: Hall, body: Any, where: int) -> None:
    client, paths = await caller(hall), doors(hall, "POST")
    path = filled(paths[where % len(paths)], "x")
    headers = {"Content-Type": "application/json"}
    answer = await client.post(path, content=json.dumps(body), headers=headers)
    assert answer.status_code < 500 or answer.json()["type"] == "/problems/no-media-node"


@QUICK
@given(value=SEGMENT, where=st.integers(0, 30))
async def test_no_path_is_our_fault(hall: Hall, value: str, where: int) -> None:
    client, paths = await caller(hall), doors(hall, "GET")
    answer = await client.get(filled(paths[where % len(paths)], value))
    # 503: the pages are not built here, and no node is linked.
    assert answer.status_code < 500 or answer.status_code == 503


@QUICK
@given(
    query=st.dictionaries(st.sampled_from(["q", "limit", "cursor", "day"]), SEGMENT, min_size=1),
    where=st.sampled_from(["/api/lessons", "/api/recordings"]),
)
async def test_no_question_is_our_fault(hall: Hall, query: dict[str, str], where: str) -> None:
    client = await caller(hall)
    assert (await client.get(where, params=query)).status_code in {200, 422}


@QUICK
@given(
    headers=st.dictionaries(
        st.sampled_from(
            ["Range", "If-None-Match", "Accept-Language", "Cookie", "Authorization", "Origin"]
        ),
        st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60),
    )
)
async def test_no_header_is_our_fault(hall: Hall, headers: dict[str, str]) -> None:
    client = await caller(hall)
    for path in ("/api/session", "/login", "/readyz"):
        answer = await client.get(path, headers=headers)
        assert answer.status_code < 500 or answer.status_code == 503
    answer = await client.post("/api/device-session", json={"key": "x" * 20}, headers=headers)
    assert answer.status_code in {401, 403}
