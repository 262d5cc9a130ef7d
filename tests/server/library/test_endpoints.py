from server.models import Recording
from tests.support.app import LESSON, Hall

DETAILS = f"/api/recordings/{LESSON}/details"
PUBLICATION = f"/api/recordings/{LESSON}/publication"
REVIEW = f"/api/recordings/{LESSON}/review"


async def record(hall: Hall) -> None:
    async with hall.writing() as transaction:
        transaction.session.add(Recording(lesson_id=LESSON, duration=60.0))


async def test_a_recording_goes_from_its_teacher_by_the_reviewer_to_the_district(
    each_hall: Hall,
) -> None:
    await record(each_hall)
    teacher, reviewer = await each_hall.person("lin"), await each_hall.person("luo")
    assert (await teacher.get(DETAILS)).json()["steps"] == ["ask"]
    asked = await teacher.post(PUBLICATION, json={"step": "ask"})
    assert (asked.json()["publication"], asked.json()["steps"]) == ("review", ["take_back"])
    told = (await reviewer.get(DETAILS)).json()
    assert told["steps"] == ["take_back", "publish", "send_back"]
    assert (await teacher.post(REVIEW, json={"step": "publish"})).status_code == 403
    empty = await reviewer.post(REVIEW, json={"step": "send_back"})
    assert (empty.status_code, empty.json()["errors"][0]["field"]) == (422, "reason")
    back = await reviewer.post(REVIEW, json={"step": "send_back", "reason": "声音太小"})
    assert (back.json()["publication"], back.json()["sent_back"]) == ("draft", "声音太小")
    await teacher.post(PUBLICATION, json={"step": "ask"})
    done = await reviewer.post(REVIEW, json={"step": "publish"})
    assert (done.json()["publication"], done.json()["steps"]) == ("published", ["withdraw"])
    late = await reviewer.post(REVIEW, json={"step": "publish"})
    assert (late.status_code, "已发布" in late.json()["detail"]) == (409, True)
    away = await teacher.post(PUBLICATION, json={"step": "withdraw"})
    assert away.json()["publication"] == "draft"


async def test_each_address_takes_its_own_steps_only(hall: Hall) -> None:
    await record(hall)
    client = await hall.person("tang")
    for address, step in ((PUBLICATION, "publish"), (REVIEW, "withdraw"), (REVIEW, "burn")):
        answer = await client.post(address, json={"step": step})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "step")


async def test_an_edit_of_what_somebody_else_changed_is_refused(hall: Hall) -> None:
    await record(hall)
    client = await hall.person("lin")
    tag = (await client.get(DETAILS)).headers["etag"]
    saved = await client.patch(DETAILS, json={"title": "画我的家乡"}, headers={"If-Match": tag})
    assert (saved.status_code, saved.json()["title"]) == (200, "画我的家乡")
    stale = await client.patch(DETAILS, json={"title": "旧"}, headers={"If-Match": tag})
    assert stale.status_code == 412
    assert (await client.patch(DETAILS, json={"title": " "})).status_code == 422


async def test_who_does_not_keep_the_recording_cannot_edit_it(hall: Hall) -> None:
    await record(hall)
    for who in ("he", "wang", "far"):
        client = await hall.person(who)
        assert (await client.get(DETAILS)).status_code == 403
        assert (await client.patch(DETAILS, json={"title": "我的"})).status_code == 403
        assert (await client.post(PUBLICATION, json={"step": "ask"})).status_code == 403
