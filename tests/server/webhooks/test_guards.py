from tests.support.app import Hall

WISH = {"url": "https://receiver.example/", "happenings": ["lesson.ended"], "school_id": "hub"}


async def test_a_subscription_of_another_scope_does_not_exist_for_one(hall: Hall) -> None:
    tang = await hall.person("tang")
    made = (await tang.post("/api/webhooks", json=WISH)).json()["id"]
    for who, status in (("tang", 200), ("far", 404), ("luo", 403), ("lin", 403)):
        client = await hall.person(who)
        answer = await client.get(f"/api/webhooks/{made}/deliveries")
        assert answer.status_code == status, who
    assert (await hall.client().get(f"/api/webhooks/{made}/deliveries")).status_code == 401
