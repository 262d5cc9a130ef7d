from typing import Any

import pytest

from server.models import Kind, Publication, State
from server.recordings import service as recordings
from tests.support.app import LESSON, Hall
from tests.support.archive import Archive

PATH = f"/api/recordings/{LESSON}/comments"
RUBRIC = f"/api/recordings/{LESSON}/rubric"


@pytest.fixture
async def recorded(each_hall: Hall) -> Hall:
    """A hall whose lesson has a recording of four seconds."""
    archive = Archive(each_hall.clock.now())
    for report in (archive.header(), archive.segment(0), archive.sealed()):
        await each_hall.app.state.desk.handle("archiver", report)
    await each_hall.set_lesson(state=State.ENDED)
    return each_hall


async def say(hall: Hall, who: str, at_ms: int, text: str) -> Any:
    client = await hall.person(who)
    answer = await client.post(PATH, json={"at_ms": at_ms, "text": text})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_comments_stand_by_time_with_their_authors(recorded: Hall) -> None:
    await say(recorded, "he", 3000, "板书清楚")
    body = await say(recorded, "lin", 1500, " 这里可以慢一点 ")
    told = [(each["at_ms"], each["text"], each["author"]["name"]) for each in body["items"]]
    assert told == [(1500, "这里可以慢一点", "林老师"), (3000, "板书清楚", "何老师")]
    assert [each["can_edit"] for each in body["items"]] == [True, False]
    assert body["rubric"] is None


async def test_who_wrote_it_changes_and_removes_it_and_an_administrator_removes_it(
    recorded: Hall,
) -> None:
    (first,) = (await say(recorded, "he", 0, "好"))["items"]
    he, lin, tang = [await recorded.person(who) for who in ("he", "lin", "tang")]
    one = f"{PATH}/{first['id']}"
    changed = await he.patch(one, json={"text": "很好"})
    assert changed.json()["items"][0]["text"] == "很好"
    assert changed.json()["items"][0]["changed_at"] is not None
    for client in (lin, tang):
        assert (await client.patch(one, json={"text": "x"})).status_code == 403
    assert (await lin.delete(one)).status_code == 403
    (seen,) = (await tang.get(PATH)).json()["items"]
    assert (seen["can_edit"], seen["can_remove"]) == (False, True)
    assert (await tang.delete(one)).json()["items"] == []
    assert (await he.delete(one)).json()["type"] == "/problems/no-such-comment"


async def test_only_who_may_watch_may_comment(recorded: Hall) -> None:
    for who in ("wang", "far"):
        client = await recorded.person(who)
        assert (await client.get(PATH)).status_code == 403
        assert (await client.post(PATH, json={"at_ms": 0, "text": "x"})).status_code == 403
    device = await recorded.device("a")
    assert (await device.get(PATH)).status_code == 403


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"at_ms": 4001, "text": "x"}, "at_ms"),
        ({"at_ms": -1, "text": "x"}, "at_ms"),
        ({"at_ms": 0, "text": "  "}, "text"),
        ({"at_ms": 0, "text": "x" * 1001}, "text"),
        ({"at_ms": 0, "text": "\x00"}, "text"),
    ],
)
async def test_a_comment_that_does_not_fit_names_the_field(
    recorded: Hall, given: dict[str, Any], field: str
) -> None:
    client = await recorded.person("he")
    answer = await client.post(PATH, json=given)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


async def test_points_are_averaged_and_may_be_changed(recorded: Hall) -> None:
    await recorded.set_lesson(kind=Kind.FAMOUS_TEACHER, publication=Publication.PUBLISHED)
    he, wang = await recorded.person("he"), await recorded.person("wang")
    assert (await he.get(PATH)).json()["rubric"]["people"] == 0
    await he.put(RUBRIC, json={"points": {"goals": 2, "effect": 5}})
    await wang.put(RUBRIC, json={"points": {"goals": 4}})
    body = (await he.put(RUBRIC, json={"points": {"goals": 5}})).json()["rubric"]
    given = {each["criterion"]: (each["average"], each["mine"]) for each in body["criteria"]}
    assert body["people"] == 2
    assert given["goals"] == (4.5, 5)
    assert given["effect"] == (5.0, 5)
    assert given["method"] == (None, None)
    for points in ({"goals": 6}, {"goals": 0}, {"beauty": 3}):
        assert (await he.put(RUBRIC, json={"points": points})).status_code == 422


async def test_other_lessons_are_given_no_points(recorded: Hall) -> None:
    client = await recorded.person("he")
    answer = await client.put(RUBRIC, json={"points": {"goals": 3}})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/no-rubric")


async def test_comments_go_with_the_recording(recorded: Hall) -> None:
    await say(recorded, "he", 0, "好")
    async with recorded.writing() as transaction:
        await recordings.remove(transaction, LESSON, None)
    client = await recorded.person("he")
    assert (await client.get(PATH)).json()["items"] == []
    answer = await client.post(PATH, json={"at_ms": 0, "text": "好"})
    assert answer.json()["type"] == "/problems/no-such-recording"
