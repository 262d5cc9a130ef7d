import asyncio
from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import func, select

from server.models import KeptAnswer, Person
from tests.support.app import Hall

SUBJECT = {"name": "陶艺", "short": "陶"}


async def person_count(hall: Hall) -> int:
    async with hall.database.reading() as transaction:
        return await transaction.session.scalar(select(func.count()).select_from(Person)) or 0


def wish(username: str = "new") -> dict[str, Any]:
    return {
        "username": username,
        "name": "新老师",
        "school_id": "hub",
        "grants": [{"role": "teacher", "school_id": "hub"}],
    }


async def invite(client: httpx.AsyncClient, key: str, **given: Any) -> httpx.Response:
    return await client.post("/api/people", json=given or wish(), headers={"Idempotency-Key": key})


async def test_a_repeated_request_is_executed_once_and_answered_alike(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    before = await person_count(each_hall)
    first = await invite(tang, "k1")
    again = await invite(tang, "k1")
    assert first.status_code == 201, first.text
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert again.headers["content-type"] == first.headers["content-type"]
    assert await person_count(each_hall) == before + 1


async def test_the_same_key_with_another_request_is_refused(hall: Hall) -> None:
    tang = await hall.person("tang")
    await invite(tang, "k1")
    other = await invite(tang, "k1", **wish("another"))
    assert other.status_code == 422
    assert other.json()["type"] == "/problems/idempotency-key-reused"
    elsewhere = await tang.post("/api/calendar-feeds", json={}, headers={"Idempotency-Key": "k1"})
    assert elsewhere.json()["type"] == "/problems/idempotency-key-reused"


async def test_a_key_is_its_callers_own(hall: Hall) -> None:
    tang, far, nobody = await hall.person("tang"), await hall.person("far"), hall.client()
    await invite(tang, "k1")
    other = await invite(far, "k1")
    assert (other.is_success, "idempotent-replayed" in other.headers) == (False, False)
    stranger = await invite(nobody, "k1")
    assert stranger.status_code == 401
    again = await invite(await hall.person("tang"), "k1")
    assert again.headers["idempotent-replayed"] == "true"


async def test_after_a_day_a_key_is_new(hall: Hall) -> None:
    hall.app.state.auth.person_lifetime = timedelta(days=3)
    tang = await hall.person("tang")
    await invite(tang, "k1")
    hall.clock.advance(hours=24)
    assert (await invite(tang, "k1", **wish("another"))).status_code == 201


async def test_a_refusal_that_another_try_may_change_is_not_kept(hall: Hall) -> None:
    tang, lin = await hall.person("tang"), await hall.person("lin")
    assert (await invite(lin, "k1")).status_code == 403
    assert (await invite(lin, "k1")).headers.get("idempotent-replayed") is None
    bad = await invite(tang, "k2", username="")
    assert bad.status_code == 422
    assert (await invite(tang, "k2", username="")).headers["idempotent-replayed"] == "true"


async def test_two_at_once_create_one(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    before = await person_count(each_hall)
    answers = await asyncio.gather(*(invite(tang, "k1") for _ in range(4)))
    statuses = {answer.status_code for answer in answers}
    assert 201 in statuses
    assert statuses <= {201, 409}
    assert await person_count(each_hall) == before + 1


async def test_a_request_that_was_lost_is_executed_after_a_minute(hall: Hall) -> None:
    tang = await hall.person("tang")
    repeats, now = hall.app.state.repeats, hall.clock.now()
    first = await invite(tang, "k1")
    async with hall.writing() as transaction:
        row = (await transaction.session.scalars(select(KeptAnswer))).one()
        row.sealed = None
    assert (await invite(tang, "k1")).status_code == 409
    hall.clock.advance(seconds=61)
    # Executed anew: this time the name is taken.
    second = await invite(tang, "k1")
    assert second.headers.get("idempotent-replayed") is None
    assert second.content != first.content
    assert repeats.key_hash("a", "k1") != repeats.key_hash("b", "k1")
    assert now < hall.clock.now()


async def test_codes_in_kept_answers_are_not_in_the_database_in_the_clear(hall: Hall) -> None:
    tang = await hall.person("tang")
    made = await tang.post("/api/people/he/codes", json={}, headers={"Idempotency-Key": "k1"})
    code = made.json()["code"]
    async with hall.database.reading() as transaction:
        row = (await transaction.session.scalars(select(KeptAnswer))).one()
    assert row.sealed is not None
    assert code.encode() not in row.sealed
    assert row.key_hash != "k1"


async def test_a_key_that_is_none_is_named(hall: Hall) -> None:
    tang = await hall.person("tang")
    for key in ("", "x" * 201, "键".encode()):
        answer = await tang.post(
            "/api/people",
            json=wish(),
            headers=[(b"Idempotency-Key", key)],  # type: ignore[list-item]
        )
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


async def test_what_has_not_changed_is_not_sent_again(hall: Hall) -> None:
    tang = await hall.person("tang")
    for path in ("/api/organisation/schools", "/api/organisation/schools/hub", "/api/people"):
        first = await tang.get(path)
        tag = first.headers["etag"]
        assert first.headers["cache-control"] == "private, no-cache"
        again = await tang.get(path, headers={"If-None-Match": f'"x", W/{tag}'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert "content-security-policy" in again.headers
    lin = await hall.person("lin")
    other = await lin.get("/api/organisation/schools/hub", headers={"If-None-Match": '"x"'})
    assert other.status_code == 200


async def test_who_may_not_see_gets_no_tag(hall: Hall) -> None:
    answer = await hall.client().get("/api/people", headers={"If-None-Match": "*"})
    assert answer.status_code == 401
    assert "etag" not in answer.headers


async def test_an_edit_of_what_somebody_else_changed_is_refused(hall: Hall) -> None:
    tang = await hall.person("tang")
    address = "/api/organisation/rooms/a"
    seen = await tang.get(address)
    tag, row = seen.headers["etag"], seen.json()
    given = {name: row[name] for name in ("school_id", "name", "purpose")}
    first = await tang.put(address, json=given | {"name": "新名"}, headers={"If-Match": tag})
    assert first.status_code == 200, first.text
    late = await tang.put(address, json=given | {"name": "旧名"}, headers={"If-Match": tag})
    assert (late.status_code, late.json()["type"]) == (412, "/problems/precondition-failed")
    weak = f"W/{(await tang.get(address)).headers['etag']}"
    assert (await tang.delete(address, headers={"If-Match": weak})).status_code == 412
    gone = await tang.put("/api/organisation/rooms/none", json=given, headers={"If-Match": "*"})
    assert gone.status_code == 412
    assert (await tang.get(address)).json()["name"] == "新名"
    without = await tang.put(address, json=given | {"name": "再改"})
    assert without.status_code == 200


async def test_of_two_edits_of_one_version_one_is_kept(hall: Hall) -> None:
    tang = await hall.person("tang")
    address = "/api/organisation/rooms/a"
    seen = await tang.get(address)
    row = seen.json()
    given = {name: row[name] for name in ("school_id", "name", "purpose")}
    answers = await asyncio.gather(
        *(
            tang.put(
                address,
                json=given | {"name": f"教室 {number}"},
                headers={"If-Match": seen.headers["etag"]},
            )
            for number in range(4)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
