from datetime import timedelta

import pytest
from sqlalchemy import select

from server.live.rooms import NoMediaNode
from server.models import Event, MediaSession, State
from streaming.contract import CloseRoom, Direction, Ending, LeaveRoom, OpenRoom
from tests.support.app import LESSON, Hall, art_lesson

RECORDED = ("teacher", "board")


async def session_of(hall: Hall, session_id: str) -> MediaSession:
    async with hall.database.reading() as transaction:
        return await transaction.session.get_one(MediaSession, session_id)


def media_session(hall: Hall, session_id: str, node: str = "node-1") -> MediaSession:
    return MediaSession(
        id=session_id,
        lesson_id=LESSON,
        direction=Direction.RECEIVE,
        identity="room:a",
        token_hash="",
        node=node,
        created_at=hall.clock.now(),
    )


async def test_a_lesson_that_opens_gets_a_room_and_loses_it_at_its_end(each_hall: Hall) -> None:
    async with each_hall.node() as node:
        await each_hall.set_lesson(state=State.OPEN)
        await each_hall.settled()
        await each_hall.set_lesson(state=State.LIVE)
        await each_hall.settled()
        assert node.told == [OpenRoom(LESSON, RECORDED)]
        assert (await each_hall.lesson()).media_node == "node-1"
        await each_hall.set_lesson(state=State.ENDED)
        await each_hall.settled()
        assert node.told[1:] == [CloseRoom(LESSON)]


async def test_what_is_not_recorded_is_never_journaled(hall: Hall) -> None:
    async with hall.node() as node:
        await hall.set_lesson(state=State.OPEN, recorded=False)
        await hall.settled()
        assert node.told == [OpenRoom(LESSON, ())]


async def test_a_changed_recording_policy_is_told(hall: Hall) -> None:
    async with hall.node() as node:
        await hall.set_lesson(state=State.OPEN)
        await hall.settled()
        await hall.set_lesson(recorded=False)
        await hall.settled()
        assert node.told == [OpenRoom(LESSON, RECORDED), OpenRoom(LESSON, ())]


async def test_a_planned_lesson_means_nothing_to_a_node(hall: Hall) -> None:
    async with hall.node() as node:
        await hall.set_lesson(title="Another title")
        await hall.settled()
        assert node.told == []


async def test_a_node_that_comes_learns_what_is_on_air_and_what_is_not(each_hall: Hall) -> None:
    await each_hall.set_lesson(state=State.LIVE)
    async with each_hall.node(rooms=("long-over", LESSON), sessions=("stranger",)) as node:
        assert node.told == [
            OpenRoom(LESSON, RECORDED),
            CloseRoom("long-over"),
            LeaveRoom("stranger", Ending.REVOKED),
        ]


async def told_of_losses(hall: Hall) -> list[str | None]:
    async with hall.database.reading() as transaction:
        rows = await transaction.session.scalars(select(Event).where(Event.type == "media.lost"))
        return [row.lesson_id for row in rows]


async def test_sessions_that_a_node_lost_have_ended_and_those_it_holds_go_on(hall: Hall) -> None:
    await hall.set_lesson(state=State.LIVE)
    async with hall.writing() as transaction:
        transaction.session.add_all(
            [
                media_session(hall, "lost"),
                media_session(hall, "held"),
                media_session(hall, "elsewhere", "node-2"),
            ]
        )
    async with hall.node(sessions=("held",)) as node:
        assert node.told_of(LeaveRoom) == []
        lost = await session_of(hall, "lost")
        assert (lost.ended_at, lost.ending) == (hall.clock.now(), Ending.NODE_STOPPED)
        assert (await session_of(hall, "held")).ended_at is None
        assert (await session_of(hall, "elsewhere")).ended_at is None
        # Whoever had one is told, once there is a room to come back to.
        assert node.told_of(OpenRoom)
        assert await told_of_losses(hall) == [LESSON]
    async with hall.node(sessions=("held",)):
        assert await told_of_losses(hall) == [LESSON]


async def test_rooms_go_to_the_emptiest_node(hall: Hall) -> None:
    async with hall.node("node-1") as first, hall.node("node-2") as second:
        for number in range(4):
            async with hall.writing() as transaction:
                lesson_id = f"lesson-{number}"
                transaction.session.add(art_lesson(hall.clock.now(), lesson_id, state=State.OPEN))
                transaction.announce("lesson.changed", lesson_id)
            await hall.settled()
        assert len(first.told_of(OpenRoom)) == len(second.told_of(OpenRoom)) == 2


async def test_a_node_keeps_its_lessons_for_the_time_of_its_lease(hall: Hall) -> None:
    await hall.set_lesson(state=State.LIVE)
    async with hall.node("node-1"):
        pass
    hall.clock.advance(seconds=5)
    async with hall.node("node-2") as other:
        assert other.told == []
        assert (await hall.lesson()).media_node == "node-1"
    hall.clock.advance(seconds=6)
    async with hall.node("node-3") as third:
        assert third.told_of(OpenRoom) == [OpenRoom(LESSON, RECORDED)]
    assert (await hall.lesson()).media_node == "node-3"


async def test_without_a_node_a_room_waits_for_the_first_that_comes(hall: Hall) -> None:
    await hall.set_lesson(state=State.OPEN)
    await hall.settled()
    async with hall.node() as node:
        assert node.told == [OpenRoom(LESSON, RECORDED)]


async def test_placing_without_any_node_is_a_problem(hall: Hall) -> None:
    async with hall.writing() as transaction:
        lesson = await hall.lesson()
        with pytest.raises(NoMediaNode):
            await hall.app.state.rooms.place(transaction, lesson)


async def test_the_end_of_a_lesson_while_its_node_is_away_is_told_on_return(hall: Hall) -> None:
    await hall.set_lesson(state=State.LIVE)
    async with hall.node():
        pass
    await hall.set_lesson(state=State.ENDED, ended_at=hall.clock.now() + timedelta(minutes=1))
    await hall.settled()
    async with hall.node(rooms=(LESSON,)) as back:
        assert back.told == [CloseRoom(LESSON)]
