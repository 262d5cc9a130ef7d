"""The addresses of all lists and feeds, read from the server's own OpenAPI, so that none is forgotten."""

from typing import Any

import httpx
from fastapi import FastAPI

NOT_LISTS = frozenset(
    {
        "/api/session",
        "/api/device",
        "/api/organisation/template",
        "/api/organisation/export",
    }
)
"""One thing, or a file that is made on request; not a page of a list."""


async def list_addresses(app: FastAPI, client: httpx.AsyncClient) -> list[str]:
    """Return the addresses of the lists and feeds that a caller may ask, with what they need filled in."""
    known = await _known(client)
    found: list[str] = []
    for path, methods in app.openapi()["paths"].items():
        if "get" not in methods or not path.startswith("/api/") or path in NOT_LISTS:
            continue
        address = _filled(path, methods["get"], known)
        if address is not None and (await client.get(address)).status_code == 200:
            found.append(address)
    return sorted(found) + await _feeds(client, known)


async def _feeds(client: httpx.AsyncClient, known: dict[str, str]) -> list[str]:
    """Make a feed of each kind that the caller may have; return their addresses."""
    me = (await client.get("/api/session")).json()["id"]
    found: list[str] = []
    for kind, target in (
        ("teacher", me),
        ("class", known.get("class_id")),
        ("room", known.get("room_id")),
        ("school", known.get("school_id")),
    ):
        given = {"kind": kind, "target_id": target}
        if target and (made := await client.post("/api/calendar-feeds", json=given)).is_success:
            found.append(made.json()["path"])
    return found


async def _known(client: httpx.AsyncClient) -> dict[str, str]:
    """Return ids that fit the parameters of lists, as the caller sees them."""
    known: dict[str, str] = {}
    for name, path in (
        ("city_id", "cities"),
        ("school_id", "schools"),
        ("room_id", "rooms"),
        ("class_id", "classes"),
        ("term_id", "terms"),
    ):
        items = (await client.get(f"/api/organisation/{path}?limit=1")).json()["items"]
        if items:
            known[name] = items[0]["id"]
    return known


def _filled(path: str, operation: dict[str, Any], known: dict[str, str]) -> str | None:
    """Return an address, or None where a part of it cannot be known: one thing, no list."""
    query: list[str] = []
    for parameter in operation.get("parameters", ()):
        if "$ref" in parameter:  # headers that every address takes
            continue
        name, required = parameter["name"], parameter.get("required")
        if name == "limit":
            query.append(f"limit={parameter['schema'].get('maximum', 100)}")
        elif required and name in known and parameter["in"] == "query":
            query.append(f"{name}={known[name]}")
        elif required:
            return None
    return path + ("?" + "&".join(query) if query else "")
