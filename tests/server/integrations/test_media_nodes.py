import asyncio

import pytest

from server.integrations.media_nodes import MediaNodes, NodeAway
from streaming.contract import (
    ArchiverHello,
    CloseRoom,
    Direction,
    JoinRoom,
    Kind as MediaKind,
    NodeHello,
    OpenRoom,
    TrackStarted,
)
from tests.support.app import OFFER, FakeNode, Hall, eventually

REQUEST = JoinRoom("r1", "r1", "lesson", "person:lin", Direction.PUBLISH, OFFER)


def nodes_of(hall: Hall) -> MediaNodes:
    nodes: MediaNodes = hall.app.state.nodes
    return nodes


async def test_a_node_is_online_from_its_hello_to_the_end_of_its_link(hall: Hall) -> None:
    nodes = nodes_of(hall)
    async with hall.node("node-7"):
        assert nodes.nodes_online == ("node-7",)
    assert nodes.nodes_online == ()


async def test_a_node_that_left_keeps_its_lease_for_a_while(hall: Hall) -> None:
    nodes = nodes_of(hall)
    async with hall.node("node-7"):
        assert nodes.holds_lease("node-7")
    hall.clock.advance(seconds=9.9)
    assert nodes.holds_lease("node-7")
    hall.clock.advance(seconds=0.2)
    assert not nodes.holds_lease("node-7")
    assert not nodes.holds_lease("never seen")


async def test_commands_to_a_node_that_is_away_say_so(hall: Hall) -> None:
    nodes = nodes_of(hall)
    with pytest.raises(NodeAway):
        await nodes.command("node-7", CloseRoom("lesson"))
    with pytest.raises(NodeAway):
        await nodes.join("node-7", REQUEST, 1)


async def test_a_node_that_does_not_answer_counts_as_away(hall: Hall) -> None:
    async with hall.node() as node:
        node.answer_joins = False
        with pytest.raises(NodeAway):
            await nodes_of(hall).join("node-1", REQUEST, 0.01)


async def test_the_same_name_again_replaces_the_older_link(hall: Hall) -> None:
    nodes = nodes_of(hall)
    async with hall.node() as older, hall.node() as newer:
        await eventually(lambda: older.closed)
        await nodes.command("node-1", OpenRoom("lesson"))
        assert newer.told_of(OpenRoom) == [OpenRoom("lesson")]
        assert older.told_of(OpenRoom) == []
        await asyncio.sleep(0)
        assert nodes.nodes_online == ("node-1",)


async def test_an_archiver_is_no_node(hall: Hall) -> None:
    archiver = FakeNode("archiver-1")
    serving = asyncio.create_task(nodes_of(hall).serve(archiver, hall.app.state.desk))
    archiver.say(ArchiverHello("archiver-1", "test"), 1)
    await eventually(lambda: archiver.acknowledged == [1])
    assert nodes_of(hall).archivers_online == ("archiver-1",)
    assert nodes_of(hall).nodes_online == ()
    archiver.hang_up()
    await serving
    assert nodes_of(hall).archivers_online == ()


async def test_whoever_does_not_say_hello_first_is_turned_away(hall: Hall) -> None:
    stranger = FakeNode("stranger")
    stranger.say(TrackStarted("lesson", "s", "teacher", MediaKind.AUDIO, "opus", 1.0))
    await nodes_of(hall).serve(stranger, hall.app.state.desk)
    assert stranger.closed == (1002, "track_started came, a hello is allowed first")


async def test_nonsense_instead_of_a_hello_is_turned_away(hall: Hall) -> None:
    stranger = FakeNode("stranger")
    stranger.say_text("{")
    await nodes_of(hall).serve(stranger, hall.app.state.desk)
    assert stranger.closed is not None
    assert stranger.closed[0] == 1007


async def test_a_hello_that_wants_an_acknowledgement_gets_one(hall: Hall) -> None:
    node = FakeNode("node-2")
    serving = asyncio.create_task(nodes_of(hall).serve(node, hall.app.state.desk))
    node.say(NodeHello("node-2", "test"), 5)
    await eventually(lambda: node.acknowledged == [5])
    node.hang_up()
    await serving


async def test_the_server_closes_every_link_when_it_stops(hall: Hall) -> None:
    async with hall.node() as node:
        await nodes_of(hall).close()
        assert node.closed == (1001, "the server stops")
