"""What the HTTP tests of `test_endpoints` do not reach: time-outs, and what is written down."""

import asyncio

import pytest

from server.live.doors import BadMediaToken, Doors, LessonNotOpen
from server.live.rooms import NoMediaNode
from server.models import MediaSession, MediaToken, State
from streaming.contract import CloseRoom, Direction
from tests.support.app import LESSON, OFFER, Hall, eventually


async def token_of(hall: Hall, direction: str = "publish") -> str:
    client = await hall.person("lin")
    answer = await client.post(f"/api/lessons/{LESSON}/media-tokens", json={"direction": direction})
    token: str = answer.json()["token"]
    return token


async def test_a_node_that_is_slow_costs_a_503_and_no_session(hall: Hall) -> None:
    await hall.set_lesson(state=State.OPEN)
    doors: Doors = hall.app.state.doors
    doors.join_timeout = 0.01
    async with hall.node() as node:
        node.answer_joins = False
        token = await token_of(hall)
        with pytest.raises(NoMediaNode):
            await doors.join(LESSON, Direction.PUBLISH, token, OFFER)
        with pytest.raises(BadMediaToken):
            await doors.join(LESSON, Direction.PUBLISH, token, OFFER)


async def test_a_lesson_that_ends_while_a_peer_joins_is_not_opened_again(hall: Hall) -> None:
    await hall.set_lesson(state=State.OPEN)
    doors: Doors = hall.app.state.doors
    async with hall.node() as node:
        await hall.settled()
        token = await token_of(hall)
        lesson, media = await doors._admit(LESSON, Direction.PUBLISH, token, OFFER, ())
        await hall.set_lesson(state=State.ENDED)
        await hall.settled()
        await eventually(lambda: node.told_of(CloseRoom))
        assert not await hall.app.state.rooms.ensure_open(lesson.id, media.node)
        assert isinstance(node.told[-1], CloseRoom)


async def test_only_hashes_of_tokens_are_kept(hall: Hall) -> None:
    await hall.set_lesson(state=State.OPEN)
    token = await token_of(hall)
    async with hall.database.reading() as transaction:
        assert await transaction.session.get(MediaToken, token) is None


async def test_the_session_remembers_who_and_where(each_hall: Hall) -> None:
    await each_hall.set_lesson(state=State.OPEN)
    doors: Doors = each_hall.app.state.doors
    async with each_hall.node():
        token = await token_of(each_hall)
        joined = await doors.join(LESSON, Direction.PUBLISH, token, OFFER)
    async with each_hall.database.reading() as transaction:
        media = await transaction.session.get_one(MediaSession, joined.session)
    assert (media.identity, media.node, media.connected_at) == ("person:lin", "node-1", None)


async def test_many_join_at_the_bell(each_hall: Hall) -> None:
    await each_hall.set_lesson(state=State.OPEN)
    doors: Doors = each_hall.app.state.doors
    client = await each_hall.person("lin")
    shown = client.cookies["tongke_session"]
    lin = await each_hall.app.state.auth.callers(shown, None, each_hall.clock.now())
    path = f"/api/lessons/{LESSON}/media-tokens"
    async with each_hall.node():
        answers = [await client.post(path, json={"direction": "receive"}) for _ in range(30)]
        tokens = [answer.json()["token"] for answer in answers]
        joined = await asyncio.gather(
            *(doors.join(LESSON, Direction.RECEIVE, token, OFFER, lin) for token in tokens)
        )
    assert len({each.session for each in joined}) == 30


async def test_a_closed_lesson_says_which_state_it_is_in(hall: Hall) -> None:
    await hall.set_lesson(state=State.OPEN)
    token = await token_of(hall)
    await hall.set_lesson(state=State.ENDED)
    with pytest.raises(LessonNotOpen) as caught:
        await hall.app.state.doors.join(LESSON, Direction.PUBLISH, token, OFFER)
    assert caught.value.fields["state"] == "ended"
