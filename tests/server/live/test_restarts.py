import httpx
import pytest

from server.models import State
from streaming.contract import Refusal, RestartIce
from tests.support.app import LESSON, OFFER, Hall

FRAGMENT = "application/trickle-ice-sdpfrag"


@pytest.fixture
async def open_hall(hall: Hall) -> Hall:
    await hall.set_lesson(state=State.OPEN)
    return hall


async def publish(hall: Hall) -> tuple[httpx.AsyncClient, httpx.Response, str]:
    """Return a client without a cookie, the answer to its offer, and its media token."""
    teacher, client = await hall.person("lin"), hall.client()
    asked = {"direction": "publish"}
    token = (await teacher.post(f"/api/lessons/{LESSON}/media-tokens", json=asked)).json()["token"]
    headers = {"Content-Type": "application/sdp", "Authorization": f"Bearer {token}"}
    return client, await client.post(f"/whip/{LESSON}", content=OFFER, headers=headers), token


async def test_a_session_restarts_its_ice_for_its_owner_and_nobody_else(open_hall: Hall) -> None:
    async with open_hall.node() as node:
        owner = await open_hall.person("lin")
        client, joined, token = await publish(open_hall)
        location = joined.headers["location"]
        assert joined.headers["etag"] == '"ours"'
        asked = {"Content-Type": FRAGMENT, "If-Match": "*"}
        by_token = asked | {"Authorization": f"Bearer {token}"}
        for headers in (asked, by_token):
            answer = await (client if headers is by_token else owner).patch(
                location, content="a=ice-ufrag:abcd", headers=headers
            )
            assert (answer.status_code, answer.headers["etag"]) == (200, '"ours"'), answer.text
            assert answer.headers["content-type"] == FRAGMENT
        assert [told.fragment for told in node.told_of(RestartIce)] == ["a=ice-ufrag:abcd"] * 2
        other = await open_hall.person("he")
        assert (await client.patch(location, headers=asked)).status_code == 401
        assert (await other.patch(location, headers=asked)).status_code == 403
        wrong = await owner.patch(location.replace("whip", "whep"), headers=asked)
        assert wrong.status_code == 404
        assert len(node.told_of(RestartIce)) == 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/trickle-ice-sdpfrag"}, 428),
        ({"Content-Type": "application/trickle-ice-sdpfrag", "If-Match": '"ours"'}, 422),
        ({"Content-Type": "application/sdp", "If-Match": "*"}, 415),
    ],
)
async def test_a_restart_says_what_it_is(
    open_hall: Hall, headers: dict[str, str], status: int
) -> None:
    async with open_hall.node() as node:
        client, joined, token = await publish(open_hall)
        shown = headers | {"Authorization": f"Bearer {token}"}
        answer = await client.patch(joined.headers["location"], headers=shown)
        assert (answer.status_code, node.told_of(RestartIce)) == (status, [])


@pytest.mark.parametrize(
    ("refusal", "status"), [(Refusal.BAD_OFFER, 400), (Refusal.NO_SUCH_SESSION, 404)]
)
async def test_a_refused_restart_becomes_a_problem(
    open_hall: Hall, refusal: Refusal, status: int
) -> None:
    async with open_hall.node() as node:
        client, joined, token = await publish(open_hall)
        node.refusal = (refusal, "a=ice-pwd: missing")
        headers = {"Content-Type": FRAGMENT, "If-Match": "*"}
        headers["Authorization"] = f"Bearer {token}"
        answer = await client.patch(joined.headers["location"], headers=headers)
        assert answer.status_code == status, answer.text
    away = await client.patch(joined.headers["location"], headers=headers)
    assert away.status_code == 503
