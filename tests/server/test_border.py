from collections.abc import AsyncIterator

import pytest

from server.border import content_security_policy
from server.error_handlers import BODY_MAX
from tests.support.app import PASSWORD, Hall

GOOD = {"username": "lin", "password": PASSWORD}


async def test_every_answer_tells_the_browser_what_it_may_do(hall: Hall) -> None:
    for path in ("/healthz", "/login", "/api/nothing"):
        headers = (await hall.client().get(path)).headers
        policy = headers["content-security-policy"]
        for part in (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ):
            assert part in policy.split("; ")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=(self)" in headers["permissions-policy"]
        assert "display-capture=(self)" in headers["permissions-policy"]


def test_the_stores_origin_may_be_fetched_from_and_nothing_else() -> None:
    policy = content_security_policy("https://s3.test:8333").split("; ")
    assert "media-src 'self' blob: https://s3.test:8333" in policy
    assert "connect-src 'self' blob: https://s3.test:8333" in policy
    assert "script-src 'self'" in policy


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://school.test", 200),
        ("https://school.test", 200),
        ("HTTP://SCHOOL.TEST", 200),
        ("http://school.test:81", 403),
        ("https://evil.test", 403),
        ("http://school.test.evil.test", 403),
        ("null", 403),
        ("", 403),
        ("http://[", 403),
    ],
)
async def test_unsafe_requests_come_from_our_own_pages(
    hall: Hall, origin: str, status: int
) -> None:
    answer = await hall.client().post("/api/session", json=GOOD, headers={"Origin": origin})
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["type"] == "/problems/foreign-origin"
        assert "set-cookie" not in answer.headers


async def test_reading_may_be_asked_from_anywhere(hall: Hall) -> None:
    answer = await hall.client().get("/healthz", headers={"Origin": "https://evil.test"})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


async def test_a_body_may_have_a_mebibyte(hall: Hall) -> None:
    client = hall.client()
    answer = await client.post("/api/session", content=b"x" * (BODY_MAX + 1))
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 65_536

    headers = {"Content-Type": "application/json"}
    answer = await client.post("/api/session", content=endless(), headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "many", "9" * 30, "1e3"])
async def test_a_length_that_is_none_is_refused(hall: Hall, length: str) -> None:
    answer = await hall.client().post(
        "/api/session", content=b"{}", headers={"Content-Length": length}
    )
    assert answer.status_code == 413
