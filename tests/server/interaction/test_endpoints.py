"""Hands, words, help, counts, messages and polls through the API, on both databases."""

import httpx
import pytest

from server.models import State
from tests.support.app import LESSON, Hall

ROOT = f"/api/lessons/{LESSON}/interaction"


async def put(client: httpx.AsyncClient, path: str, status: int = 200, **body: object) -> dict:
    answer = await client.put(ROOT + path, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def post(client: httpx.AsyncClient, path: str, status: int = 201, **body: object) -> dict:
    answer = await client.post(ROOT + path, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_hand_goes_up_is_called_and_thanked(each_hall: Hall) -> None:
    await each_hall.set_lesson(state=State.LIVE)
    teacher, room = await each_hall.person("lin"), await each_hall.device("a")
    raised = await put(room, "/hand", up=True)
    one = next(each for each in raised["classes"] if each["room_id"] == "a")
    assert (one["hand_place"], one["speaks"]) == (1, False)
    called = await put(teacher, "/classes/a/word", speaks=True)
    one = next(each for each in called["classes"] if each["room_id"] == "a")
    assert (one["hand_up_since"], one["speaks"]) == (None, True)
    thanked = await put(teacher, "/classes/a/word", speaks=False)
    assert not any(each["speaks"] for each in thanked["classes"])


async def test_the_adults_of_both_sides_write_to_each_other(each_hall: Hall) -> None:
    await each_hall.set_lesson(state=State.LIVE)
    teacher, room = await each_hall.person("lin"), await each_hall.device("a")
    await post(room, "/messages", text="听不清")
    told = await post(teacher, "/messages", text="好，我调一下")
    by_class, by_teacher = told["messages"]
    assert (by_class["room_id"], by_class["text"]) == ("a", "听不清")
    assert by_class["author"] == next(
        f"{each['school_name']} {each['class_name']}"
        for each in told["classes"]
        if each["room_id"] == "a"
    )
    assert (by_teacher["room_id"], by_teacher["text"]) == (None, "好，我调一下")
    await each_hall.set_lesson(state=State.ENDED)
    kept = (await teacher.get(ROOT)).json()
    assert [each["text"] for each in kept["messages"]] == ["听不清", "好，我调一下"]


async def test_a_poll_collects_what_each_class_answers(each_hall: Hall) -> None:
    await each_hall.set_lesson(state=State.LIVE)
    teacher, room = await each_hall.person("lin"), await each_hall.device("a")
    (poll,) = (await post(teacher, "/polls", question="谁先到？", choices=3))["polls"]
    answered = await put(room, f"/polls/{poll['number']}/answer", votes=[20, 5, 6])
    assert answered["polls"][0]["total"] == [20, 5, 6]
    wrong = await put(room, f"/polls/{poll['number']}/answer", 422, votes=[20, 5])
    assert (wrong["errors"][0]["field"], wrong["errors"][0]["came"]) == ("votes", "2")
    closed = await post(teacher, f"/polls/{poll['number']}/close", 200)
    assert closed["polls"][0]["closed_at"] is not None
    await put(room, f"/polls/{poll['number']}/answer", 404, votes=[1, 1, 1])
    await post(teacher, "/polls/99/close", 404)


async def test_help_and_a_head_count_are_told(hall: Hall) -> None:
    await hall.set_lesson(state=State.OPEN)
    room = await hall.device("a")
    await put(room, "/help", asked=True)
    told = await put(room, "/head-count", count=31)
    one = next(each for each in told["classes"] if each["room_id"] == "a")
    assert (one["help_since"] is not None, one["head_count"]) == (True, 31)
    told = await put(room, "/help", asked=False)
    assert next(each for each in told["classes"] if each["room_id"] == "a")["help_since"] is None


async def test_only_what_changes_something_is_written_and_announced(hall: Hall) -> None:
    await hall.set_lesson(state=State.LIVE)
    room = await hall.device("a")
    subscription = hall.app.state.hub.subscribe()
    for _ in range(5):
        await put(room, "/hand", up=True)
    await hall.app.state.hub.follow()
    heard = []
    while not subscription.queue.empty():
        heard.append(subscription.queue.get_nowait().type)
    assert heard.count("lesson.interaction") == 1


@pytest.mark.parametrize("state", [State.PLANNED, State.ENDED, State.CANCELLED])
async def test_nothing_is_done_in_a_lesson_that_is_not_on_air(hall: Hall, state: State) -> None:
    await hall.set_lesson(state=state)
    refused = await put(await hall.device("a"), "/hand", 409, up=True)
    assert refused["type"].endswith("lesson-not-on-air")


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("PUT", "/head-count", {"count": 501}, "count"),
        ("PUT", "/head-count", {"count": -1}, "count"),
        ("PUT", "/hand", {"up": "perhaps"}, "up"),
        ("POST", "/messages", {"text": ""}, "text"),
        ("POST", "/messages", {"text": "长" * 201}, "text"),
    ],
)
async def test_a_wrong_field_is_named(
    hall: Hall, method: str, path: str, body: dict[str, object], field: str
) -> None:
    await hall.set_lesson(state=State.LIVE)
    answer = await (await hall.device("a")).request(method, ROOT + path, json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].endswith(field)


async def test_a_poll_has_two_to_six_choices_and_the_word_goes_to_a_class_of_the_lesson(
    hall: Hall,
) -> None:
    await hall.set_lesson(state=State.LIVE)
    teacher = await hall.person("lin")
    for choices in (1, 7):
        await post(teacher, "/polls", 422, choices=choices)
    await put(teacher, "/classes/nowhere/word", 404, speaks=True)


async def test_a_full_log_takes_nothing_more(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.interaction.service.MOST_ACTS", 2)
    await hall.set_lesson(state=State.LIVE)
    room = await hall.device("a")
    await post(room, "/messages", text="一")
    await post(room, "/messages", text="二")
    assert (await post(room, "/messages", 409, text="三"))["type"].endswith("too-much-done")
