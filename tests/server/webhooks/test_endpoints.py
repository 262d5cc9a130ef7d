from typing import Any

import pytest

from tests.support.app import Hall

WISH = {"url": "https://receiver.example/hook", "happenings": ["lesson.live"]}


async def test_administrators_keep_the_webhooks_of_their_scope(hall: Hall) -> None:
    tang, far = await hall.person("tang"), await hall.person("far")
    made = await tang.post("/api/webhooks", json=WISH | {"school_id": "village-a"})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    listed = (await tang.get("/api/webhooks")).json()["items"]
    assert [one["id"] for one in listed] == [made.json()["id"]]
    assert "secret" not in listed[0]
    assert (await far.get("/api/webhooks")).json()["items"] == []
    address = f"/api/webhooks/{made.json()['id']}"
    assert (await far.delete(address)).status_code == 404
    assert (await far.get(f"{address}/deliveries")).status_code == 404
    assert (await tang.get(f"{address}/deliveries")).json() == {"items": []}
    replayed = await tang.post(f"{address}/deliveries/none/replay")
    assert replayed.json()["type"] == "/problems/no-such-delivery"
    assert (await tang.delete(address)).status_code == 204
    assert (await tang.delete(address)).status_code == 404


@pytest.mark.parametrize("scope", [{"city_id": "far-city"}, {"school_id": "far-school"}])
async def test_what_one_does_not_administer_one_cannot_listen_to(
    hall: Hall, scope: dict[str, str]
) -> None:
    tang = await hall.person("tang")
    assert (await tang.post("/api/webhooks", json=WISH | scope)).status_code == 403


@pytest.mark.parametrize(
    "given",
    [
        WISH,
        WISH | {"city_id": "mianyang", "school_id": "hub"},
        WISH | {"school_id": "none"},
        WISH | {"school_id": "hub", "url": "ftp://a.example/"},
        WISH | {"school_id": "hub", "url": "https://user:word@a.example/"},
        WISH | {"school_id": "hub", "happenings": []},
        WISH | {"school_id": "hub", "happenings": ["lesson.lost"]},
    ],
)
async def test_a_subscription_that_does_not_fit_is_refused(
    hall: Hall, given: dict[str, Any]
) -> None:
    tang = await hall.person("tang")
    answer = await tang.post("/api/webhooks", json=given)
    assert answer.status_code == 422
    assert answer.json()["errors"]
