"""The addresses of all lists and feeds, read from the server's own OpenAPI, so that none is forgotten."""

from datetime import datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI

from server.ledger.schemas import By

NOT_LISTS = frozenset(
    {
        "/api/session",
        "/api/device",
        "/api/organisation/template",
        "/api/organisation/export",
        "/api/alignment/problems",
        "/api/audit/verification",
        "/api/ledger/verification",
    }
)
"""One thing, a file that is made on request, or a look at everything that there is; not a page of a list."""


NAMED = ("by",)
"""Parts of a path that choose one of a few lists, not one thing of many."""


async def list_addresses(app: FastAPI, client: httpx.AsyncClient) -> list[str]:
    """Return the addresses of the lists and feeds that a caller may ask, with what they need filled in."""
    known = await _known(client)
    found: list[str] = []
    for path, methods in app.openapi()["paths"].items():
        if "get" not in methods or not path.startswith("/api/") or path in NOT_LISTS:
            continue
        found += [
            address
            for address in _filled(path, methods["get"], known)
            if (await client.get(address)).status_code == 200
        ]
    return sorted(found) + await _feeds(client, known)


async def _feeds(client: httpx.AsyncClient, known: dict[str, list[str]]) -> list[str]:
    """Make a feed of each kind that the caller may have; return their addresses."""
    me = (await client.get("/api/session")).json()["id"]
    found: list[str] = []
    for kind, target in (
        ("teacher", [me]),
        ("class", known.get("class_id", [])),
        ("room", known.get("room_id", [])),
        ("school", known.get("school_id", [])),
    ):
        given = {"kind": kind, "target_id": target[0] if target else ""}
        if target and (made := await client.post("/api/calendar-feeds", json=given)).is_success:
            found.append(made.json()["path"])
    return found


async def _known(client: httpx.AsyncClient) -> dict[str, list[str]]:
    """Return what fits the parameters of lists, as the caller sees it: ids, and the month that has passed."""
    # The caller's own school: most schools of a city take part in nothing.
    school = (await client.get("/api/session")).json()["school"]["id"]
    known = {"school_id": [school]}
    for name, path in (
        ("city_id", "cities?limit=1"),
        ("room_id", f"rooms?school_id={school}&limit=1"),
        ("class_id", f"classes?school_id={school}&limit=1"),
        ("term_id", "terms?limit=1"),
    ):
        items = (await client.get(f"/api/organisation/{path}")).json()["items"]
        if items:
            known[name] = [items[0]["id"]]
    today = datetime.fromisoformat((await client.get("/api/lessons?limit=1")).json()["server_time"])
    known["last_day"] = [today.date().isoformat()]
    known["first_day"] = [(today - timedelta(days=30)).date().isoformat()]
    known["by"] = [each.value for each in By]
    return known


def _filled(path: str, operation: dict[str, Any], known: dict[str, list[str]]) -> list[str]:
    """Return the addresses of a list; none where a part of it cannot be known: one thing, no list."""
    paths, query = [path], []
    for parameter in operation.get("parameters", ()):
        if "$ref" in parameter:  # headers that every address takes
            continue
        name, place = parameter["name"], parameter["in"]
        if name == "limit":
            query.append(f"limit={parameter['schema'].get('maximum', 100)}")
        elif parameter.get("required") and name not in (NAMED if place == "path" else known):
            return []
        elif place == "path":
            paths = [each.replace(f"{{{name}}}", value) for each in paths for value in known[name]]
        elif parameter.get("required"):
            query.append(f"{name}={known[name][0]}")
    return [each + ("?" + "&".join(query) if query else "") for each in paths]
