from server.auth.policy import Action
from server.lessons.guards import OnLesson
from server.models import State
from tests.support.app import LESSON, Hall


def test_a_guard_says_who_may_pass() -> None:
    assert OnLesson(Action.SEE_RECEIVERS).owner_check == (
        "whoever may do this with the lesson: see_receivers"
    )


async def test_nobody_is_told_whether_a_lesson_exists_before_signing_in(hall: Hall) -> None:
    client = hall.client()
    for lesson in (LESSON, "no-such-lesson"):
        assert (await client.get(f"/api/lessons/{lesson}")).status_code == 401


async def test_a_browser_with_both_cookies_may_what_either_may(hall: Hall) -> None:
    client = await hall.person("wang")
    assert (await client.get(f"/api/lessons/{LESSON}")).status_code == 403
    await client.post("/api/device-session", json={"key": "key-of-room-a"})
    lesson = (await client.get(f"/api/lessons/{LESSON}")).json()
    assert lesson["can"] == []
    await hall.set_lesson(state=State.OPEN)
    lesson = (await client.get(f"/api/lessons/{LESSON}")).json()
    assert lesson["can"] == ["receive"]
