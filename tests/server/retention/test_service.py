from server.models import State
from tests.server.retention.test_endpoints import HOLD, listed
from tests.support.app import LESSON, Hall
from tests.support.erasures import ASK, WHY, erase, keep


async def test_within_the_grace_it_can_be_taken_back(each_hall: Hall) -> None:
    await keep(each_hall)
    tang = await each_hall.person("tang")
    one = (await tang.post(ASK, json=WHY)).json()
    again = await tang.post(ASK, json=WHY)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/erasure-open")
    back = f"/api/erasures/{one['id']}/return"
    taken = (await tang.post(back, json=WHY)).json()
    assert (taken["state"], taken["can_take_back"]) == ("taken_back", False)
    each_hall.clock.advance(days=30)
    await erase(each_hall)
    tang = await each_hall.person("tang")
    assert (await tang.get(f"/api/recordings/{LESSON}")).status_code == 200
    assert (await tang.post(back, json=WHY)).status_code == 409
    actions = [each["action"] for each in (await tang.get("/api/audit")).json()["items"]]
    assert actions == ["looked", "erasure_taken_back", "erasure_asked"]


async def test_what_parents_withdrew_nobody_takes_back(hall: Hall) -> None:
    await keep(hall, ("class:a",))
    tang = await hall.person("tang")
    url = "/api/classes/class-a/consents/class"
    await tang.put(url, json={"paper": "柜"})
    await tang.delete(url)
    (one,) = await listed(tang)
    assert (one["cause"], one["roles"], one["can_take_back"]) == ("consent", ["class:a"], False)
    assert (await tang.post(f"/api/erasures/{one['id']}/return", json=WHY)).status_code == 409


async def test_what_is_held_or_runs_or_was_never_recorded_is_not_erased(hall: Hall) -> None:
    tang = await hall.person("tang")
    assert (await tang.post(ASK, json=WHY)).status_code == 404
    assert (await tang.post(HOLD, json=WHY)).status_code == 404
    await keep(hall)
    for _ in range(2):
        assert (await tang.post(HOLD, json=WHY)).status_code == 204
    held = await tang.post(ASK, json=WHY)
    assert (held.status_code, held.json()["type"]) == (409, "/problems/recording-held")
    assert WHY["reason"] in held.json()["detail"]
    for _ in range(2):
        assert (await tang.delete(HOLD)).status_code == 204
    await hall.set_lesson(state=State.LIVE)
    assert (await tang.post(ASK, json=WHY)).json()["type"] == "/problems/recording-runs"
    assert (await tang.post(ASK, json={"reason": "不"})).status_code == 422


async def test_an_erasure_that_has_begun_is_not_stopped(hall: Hall) -> None:
    await keep(hall)
    tang = await hall.person("tang")
    one = (await tang.post(ASK, json=WHY)).json()
    hall.clock.advance(days=7)
    await erase(hall)
    tang = await hall.person("tang")
    assert (await tang.post(f"/api/erasures/{one['id']}/return", json=WHY)).status_code == 409
    (shown,) = await listed(tang)
    assert (shown["state"], shown["waits_for"]) == ("erasing", ["node-1.archiver"])
    assert (await tang.get(f"/api/erasures/{one['id']}/certificate")).status_code == 409
