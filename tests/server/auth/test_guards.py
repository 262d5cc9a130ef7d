"""Every door has an owner check: invariant 9 of the architecture."""

import re
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from server.auth.guards import Anyone
from tests.support.app import NODE_TOKEN, Hall

UNGUARDED = {"/api/openapi.json"}
"""FastAPI's own route: it describes the API and holds no data."""


def calls_of(dependant: Dependant) -> list[Any]:
    """Return every callable that a route depends on."""
    calls = [dependant.call]
    for each in dependant.dependencies:
        calls += calls_of(each)
    return calls


def owner_checks(route: Any) -> list[str]:
    return [
        call.owner_check
        for call in calls_of(route.dependant)
        if isinstance(getattr(call, "owner_check", None), str)
    ]


async def test_every_route_and_every_socket_has_an_owner_check(hall: Hall) -> None:
    routes = [
        route for route in iter_route_contexts(hall.app.routes) if route.path not in UNGUARDED
    ]
    assert len(routes) >= 25
    sockets = {route.path for route in routes if route.methods is None}
    assert sockets == {"/api/events", "/api/nodes/link"}
    unguarded = [(route.path, route.methods) for route in routes if not owner_checks(route)]
    assert unguarded == []


async def test_what_anyone_may_is_a_short_list(hall: Hall) -> None:
    open_to_all = {
        (route.path, method)
        for route in iter_route_contexts(hall.app.routes)
        if route.path not in UNGUARDED
        and all(check.startswith("anyone") for check in owner_checks(route))
        for method in route.methods or {"WEBSOCKET"}
    }
    assert open_to_all == {
        ("/api/session", "POST"),
        ("/api/session", "DELETE"),
        ("/api/session/ways", "GET"),
        ("/api/session/oidc", "GET"),
        ("/api/session/oidc/callback", "GET"),
        ("/api/session/oidc/end", "GET"),
        ("/api/device-session", "POST"),
        ("/api/enrolments", "POST"),
        ("/api/ledger/certificates/verification", "POST"),
        ("/api/erasures/verification", "POST"),
        ("/api/enrolments/{enrolment_id}/claim", "POST"),
        ("/api/access-codes/look", "POST"),
        ("/api/access-codes/redeem", "POST"),
        ("/api/password-reset", "POST"),
        ("/whip/{lesson_id}", "OPTIONS"),
        ("/whep/{lesson_id}", "OPTIONS"),
        ("/healthz", "GET"),
        ("/readyz", "GET"),
        ("/", "GET"),
        ("/{path:path}", "GET"),
        ("/trust", "GET"),
        ("/trust/style.css", "GET"),
        ("/trust/tongke-authority.crt", "GET"),
        ("/trust/tongke-chromium.json", "GET"),
    }


async def test_every_guarded_get_refuses_a_stranger(hall: Hall) -> None:
    client = hall.client()
    for route in iter_route_contexts(hall.app.routes):
        if not route.path.startswith("/api/") or route.path in UNGUARDED:
            continue
        guarded = not all(check.startswith("anyone") for check in owner_checks(route))
        if guarded and "GET" in (route.methods or ()):
            path = re.sub(r"\{[^}]+\}", "x", route.path.replace("{lesson_id}", "lesson-art"))
            assert (await client.get(path)).status_code == 401, path


async def test_only_the_node_token_opens_the_link(hall: Hall) -> None:
    guard = next(
        call
        for route in iter_route_contexts(hall.app.routes)
        if route.path == "/api/nodes/link"
        for call in calls_of(route.dependant)
        if hasattr(call, "owner_check")
    )
    assert "node token" in guard.owner_check
    assert hall.app.state.node_token == NODE_TOKEN


def test_letting_everybody_in_needs_a_reason() -> None:
    assert Anyone("because").owner_check == "anyone: because"
