import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import delete
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.devices.service import key_hash
from server.models import Device, Lesson, MediaSession, State
from streaming.contract import (
    Acknowledged,
    Direction,
    Ending,
    Envelope,
    JoinRoom,
    LeaveRoom,
    NodeHello,
    OpenRoom,
    Refusal,
    SessionConnected,
    SessionEnded,
    decode,
    encode,
)
from tests.support.app import ANSWER, LESSON, NODE_TOKEN, OFFER, Hall, eventually

SDP = {"Content-Type": "application/sdp"}


async def ticket(hall: Hall, who: str = "lin", direction: str = "publish") -> dict[str, str]:
    """Return the media token of a person, or of a device's room."""
    client = await (hall.device(who) if who in {"a", "b", "x"} else hall.person(who))
    answer = await client.post(f"/api/lessons/{LESSON}/media-tokens", json={"direction": direction})
    assert answer.status_code == 201, answer.text
    body: dict[str, str] = answer.json()
    return body


def bearer(token: str) -> dict[str, str]:
    return {**SDP, "Authorization": f"Bearer {token}"}


@pytest.fixture
async def open_hall(hall: Hall) -> Hall:
    await hall.set_lesson(state=State.OPEN)
    return hall


async def test_a_teacher_publishes_and_leaves(each_hall: Hall) -> None:
    hall = each_hall
    await hall.set_lesson(state=State.OPEN)
    async with hall.node() as node:
        given = await ticket(hall)
        assert given["endpoint"] == f"/whip/{LESSON}"
        assert given["expires_at"] == "2026-09-07T01:01:00Z"
        client = hall.client()
        answer = await client.post(given["endpoint"], content=OFFER, headers=bearer(given["token"]))
        assert (answer.status_code, answer.text) == (201, ANSWER)
        assert answer.headers["content-type"] == "application/sdp"
        join = node.told_of(JoinRoom)[0]
        assert (join.lesson, join.identity, join.direction, join.offer, join.roles) == (
            LESSON,
            "person:lin",
            Direction.PUBLISH,
            OFFER,
            ("teacher", "board", "students"),
        )
        location = answer.headers["location"]
        assert location == f"/whip/{LESSON}/{join.session}"
        left = await client.delete(location, headers={"Authorization": f"Bearer {given['token']}"})
        assert left.status_code == 200
        await eventually(lambda: node.told_of(LeaveRoom))
        assert node.told_of(LeaveRoom)[0].session == join.session


async def test_a_classroom_receives_in_its_rooms_name(open_hall: Hall) -> None:
    async with open_hall.node() as node:
        given = await ticket(open_hall, "a", "receive")
        assert given["endpoint"] == f"/whep/{LESSON}"
        client = await open_hall.device("a")
        answer = await client.post(given["endpoint"], content=OFFER, headers=bearer(given["token"]))
        assert answer.status_code == 201
        assert node.told_of(JoinRoom)[0].identity == "room:a"


async def test_a_permit_to_receive_is_of_no_use_without_the_session_it_was_made_for(
    each_hall: Hall,
) -> None:
    hall = each_hall
    await hall.set_lesson(state=State.OPEN)
    he, room = await hall.person("he"), await hall.device("a")
    async with hall.node() as node:
        for owner, other in ((he, room), (room, he)):
            wish = {"direction": "receive"}
            given = (await owner.post(f"/api/lessons/{LESSON}/media-tokens", json=wish)).json()
            headers = bearer(given["token"])
            for thief, status in (
                (hall.client(), 401),
                (other, 403),
                (await hall.device("b"), 403),
            ):
                answer = await thief.post(given["endpoint"], content=OFFER, headers=headers)
                assert answer.status_code == status
            # Nobody spent it by trying.
            answer = await owner.post(given["endpoint"], content=OFFER, headers=headers)
            assert answer.status_code == 201
        assert [join.identity for join in node.told_of(JoinRoom)] == ["person:he", "room:a"]


async def test_the_node_hears_of_the_room_before_the_offer(hall: Hall) -> None:
    async with hall.node() as node:
        # Behind the hub's back: nobody has told the node yet.
        async with hall.database.writing() as transaction:
            lesson = await transaction.session.get_one(Lesson, LESSON)
            lesson.state = State.OPEN
        given = await ticket(hall)
        await hall.client().post(given["endpoint"], content=OFFER, headers=bearer(given["token"]))
        kinds = [type(message) for message in node.told]
        assert kinds.index(OpenRoom) < kinds.index(JoinRoom)
        assert node.told_of(OpenRoom)[0].recorded_roles == ("teacher", "board")


async def test_a_token_works_once(open_hall: Hall) -> None:
    async with open_hall.node():
        given = await ticket(open_hall)
        client = open_hall.client()
        answers = await asyncio.gather(
            *(
                client.post(given["endpoint"], content=OFFER, headers=bearer(given["token"]))
                for _ in range(5)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [201, 401, 401, 401, 401]


async def test_a_token_works_for_a_minute(open_hall: Hall) -> None:
    async with open_hall.node():
        given = await ticket(open_hall)
        open_hall.clock.advance(seconds=60)
        answer = await open_hall.client().post(
            given["endpoint"], content=OFFER, headers=bearer(given["token"])
        )
        assert answer.status_code == 401
        assert answer.json()["type"] == "/problems/bad-media-token"


async def test_a_token_opens_only_its_own_door_and_is_not_spent_at_another(open_hall: Hall) -> None:
    async with open_hall.node():
        given = await ticket(open_hall, "a", "receive")
        client, headers = await open_hall.device("a"), bearer(given["token"])
        wrong = await client.post(f"/whip/{LESSON}", content=OFFER, headers=headers)
        assert (wrong.status_code, wrong.json()["type"]) == (403, "/problems/wrong-door")
        right = await client.post(f"/whep/{LESSON}", content=OFFER, headers=headers)
        assert right.status_code == 201


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (SDP, 401),
        ({**SDP, "Authorization": "Bearer wrong"}, 401),
        ({**SDP, "Authorization": "Basic bGluOnBhc3M="}, 401),
        ({"Content-Type": "application/json", "Authorization": "Bearer t"}, 415),
        ({"Authorization": "Bearer t"}, 415),
    ],
)
async def test_a_door_names_what_is_missing(
    open_hall: Hall, headers: dict[str, str], status: int
) -> None:
    answer = await open_hall.client().post(f"/whep/{LESSON}", content=OFFER, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_an_unknown_lesson_has_no_door(open_hall: Hall) -> None:
    answer = await open_hall.client().post("/whip/nothing", content=OFFER, headers=bearer("t"))
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/no-such-lesson")


async def test_an_offer_may_have_64_kib_and_no_more(open_hall: Hall) -> None:
    async with open_hall.node():
        given = await ticket(open_hall)
        client, headers = open_hall.client(), bearer(given["token"])
        long = OFFER + "a" * (65_536 - len(OFFER))
        answer = await client.post(given["endpoint"], content=long + "a", headers=headers)
        assert answer.status_code == 413

        async def endless() -> AsyncIterator[bytes]:
            for _ in range(3):
                yield b"v=0" + b"a" * 30_000

        answer = await client.post(given["endpoint"], content=endless(), headers=headers)
        assert answer.status_code == 413
        assert (
            await client.post(given["endpoint"], content=long, headers=headers)
        ).status_code == 201


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(offer=st.binary(max_size=300))
async def test_no_offer_is_our_fault(open_hall: Hall, offer: bytes) -> None:
    client = open_hall.clients[0] if open_hall.clients else open_hall.client()
    answer = await client.post(f"/whip/{LESSON}", content=offer, headers=bearer("t"))
    assert answer.status_code in {400, 401}


async def test_bytes_that_are_no_sdp_do_not_reach_the_node(open_hall: Hall) -> None:
    async with open_hall.node() as node:
        given = await ticket(open_hall)
        for content in (b"\xff\xfe", b"", b"hello", b"v=1"):
            answer = await open_hall.client().post(
                given["endpoint"], content=content, headers=bearer(given["token"])
            )
            assert (answer.status_code, answer.json()["type"]) == (400, "/problems/bad-offer")
        assert node.told_of(JoinRoom) == []


@pytest.mark.parametrize(
    ("reason", "status", "slug"),
    [
        (Refusal.BAD_OFFER, 400, "bad-offer"),
        (Refusal.NO_COMMON_CODEC, 406, "no-common-codec"),
        (Refusal.NO_SUCH_ROOM, 503, "no-media-node"),
        (Refusal.FULL, 503, "no-media-node"),
    ],
)
async def test_a_refusal_of_the_node_becomes_a_problem(
    open_hall: Hall, reason: Refusal, status: int, slug: str
) -> None:
    async with open_hall.node() as node:
        node.refusal = (reason, "m=video: no H.264")
        given = await ticket(open_hall)
        answer = await open_hall.client().post(
            given["endpoint"], content=OFFER, headers=bearer(given["token"])
        )
        assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{slug}")
        if status == 503:
            assert int(answer.headers["retry-after"]) >= 1
        else:
            assert "no H.264" in answer.json()["detail"]


async def test_a_node_that_lost_the_room_is_told_of_it_again(open_hall: Hall) -> None:
    async with open_hall.node() as node:
        await open_hall.settled()
        node.refusal = (Refusal.NO_SUCH_ROOM, "no such room")
        given = await ticket(open_hall)
        await open_hall.client().post(
            given["endpoint"], content=OFFER, headers=bearer(given["token"])
        )
        before, node.refusal = len(node.told_of(OpenRoom)), None
        given = await ticket(open_hall)
        answer = await open_hall.client().post(
            given["endpoint"], content=OFFER, headers=bearer(given["token"])
        )
        assert (answer.status_code, len(node.told_of(OpenRoom))) == (201, before + 1)


async def test_without_a_node_the_token_is_not_spent(open_hall: Hall) -> None:
    given = await ticket(open_hall)
    client, headers = open_hall.client(), bearer(given["token"])
    answer = await client.post(given["endpoint"], content=OFFER, headers=headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    async with open_hall.node():
        answer = await client.post(given["endpoint"], content=OFFER, headers=headers)
        assert answer.status_code == 201


async def test_a_refused_offer_leaves_no_session_behind(open_hall: Hall) -> None:
    async with open_hall.node() as node:
        node.refusal = (Refusal.BAD_OFFER, "no")
        given = await ticket(open_hall)
        await open_hall.client().post(
            given["endpoint"], content=OFFER, headers=bearer(given["token"])
        )
        request = node.told_of(JoinRoom)[0].session
        async with open_hall.database.reading() as transaction:
            assert await transaction.session.get(MediaSession, request) is None


@pytest.mark.parametrize(
    ("who", "direction", "status"),
    [
        ("lin", "publish", 201),
        ("lin", "receive", 201),
        ("he", "receive", 201),
        ("he", "publish", 403),
        ("tang", "publish", 403),
        ("wang", "receive", 403),
    ],
)
async def test_tokens_are_for_whoever_may(
    open_hall: Hall, who: str, direction: str, status: int
) -> None:
    client = await open_hall.person(who)
    path = f"/api/lessons/{LESSON}/media-tokens"
    answer = await client.post(path, json={"direction": direction})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("room", "direction", "status"),
    [("a", "receive", 201), ("a", "publish", 403), ("x", "receive", 403)],
)
async def test_a_classroom_gets_tokens_for_receiving_its_own_lessons(
    open_hall: Hall, room: str, direction: str, status: int
) -> None:
    client = await open_hall.device(room)
    path = f"/api/lessons/{LESSON}/media-tokens"
    answer = await client.post(path, json={"direction": direction})
    assert answer.status_code == status


@pytest.mark.parametrize("state", [State.PLANNED, State.ENDED, State.CANCELLED])
async def test_a_closed_lesson_gives_no_token(hall: Hall, state: State) -> None:
    await hall.set_lesson(state=state)
    client = await hall.person("lin")
    path = f"/api/lessons/{LESSON}/media-tokens"
    answer = await client.post(path, json={"direction": "publish"})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/lesson-not-open")


async def test_a_token_from_before_the_end_opens_nothing_after_it(open_hall: Hall) -> None:
    async with open_hall.node() as node:
        given = await ticket(open_hall)
        await open_hall.set_lesson(state=State.ENDED)
        answer = await open_hall.client().post(
            given["endpoint"], content=OFFER, headers=bearer(given["token"])
        )
        assert (answer.status_code, node.told_of(JoinRoom)) == (409, [])


async def test_a_session_is_ended_by_its_owner_and_nobody_else(open_hall: Hall) -> None:
    async with open_hall.node():
        given = await ticket(open_hall)
        answer = await open_hall.client().post(
            given["endpoint"], content=OFFER, headers=bearer(given["token"])
        )
        location = answer.headers["location"]
        owner, other = await open_hall.person("lin"), await open_hall.person("he")
        assert (await open_hall.client().delete(location)).status_code == 401
        assert (await other.delete(location)).status_code == 403
        wrong = await other.delete(location, headers={"Authorization": "Bearer wrong"})
        assert wrong.status_code == 403
        assert (await owner.delete(location.replace("whip", "whep"))).status_code == 404
        assert (await owner.delete(f"/whip/{LESSON}/nothing")).status_code == 404
        assert (await owner.delete(location)).status_code == 200


async def test_a_door_says_what_it_takes(hall: Hall) -> None:
    client = hall.client()
    for door in ("whip", "whep"):
        options = await client.request("OPTIONS", f"/{door}/{LESSON}")
        assert (options.status_code, options.headers["accept-post"]) == (204, "application/sdp")


async def test_receivers_are_told_to_the_teacher_and_overseers(open_hall: Hall) -> None:
    for who, status in (("lin", 200), ("luo", 200), ("tang", 200), ("he", 403), ("wang", 403)):
        client = await open_hall.person(who)
        answer = await client.get(f"/api/lessons/{LESSON}/receivers")
        assert answer.status_code == status, who


async def test_the_link_over_a_real_socket(open_hall: Hall) -> None:
    async with open_hall.listening() as address:
        url = f"ws://{address}/api/nodes/link"
        headers = {"Authorization": f"Bearer {NODE_TOKEN}"}
        async with connect(url, additional_headers=headers, proxy=None) as socket:
            await socket.send(encode(Envelope(0, NodeHello("node-1", "test"))))
            opened = decode(await socket.recv())
            assert opened.message == OpenRoom(LESSON, ("teacher", "board"))
            assert opened.number > 0
            await socket.send(encode(Envelope(0, Acknowledged(opened.number))))
            connected = SessionConnected(
                "s1", LESSON, "room:a", Direction.RECEIVE, open_hall.clock.now().timestamp()
            )
            await socket.send(encode(Envelope(9, connected)))
            assert decode(await socket.recv()).message == Acknowledged(9)
        await eventually(lambda: not open_hall.app.state.nodes.nodes_online)


@pytest.mark.parametrize("token", [None, "wrong"])
async def test_the_link_is_for_nodes_only(hall: Hall, token: str | None) -> None:
    async with hall.listening() as address:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with pytest.raises(InvalidStatus) as caught:
            async with connect(
                f"ws://{address}/api/nodes/link", additional_headers=headers, proxy=None
            ):
                pass
        assert caught.value.response.status_code == 401
        assert b"not-signed-in" in caught.value.response.body


async def test_bytes_on_the_link_end_it(hall: Hall) -> None:
    async with hall.listening() as address:
        headers = {"Authorization": f"Bearer {NODE_TOKEN}"}
        url = f"ws://{address}/api/nodes/link"
        async with connect(url, additional_headers=headers, proxy=None) as socket:
            await socket.send(b"\x00\x01")
            with pytest.raises(ConnectionClosed):
                await socket.recv()


async def test_a_page_that_another_one_replaced_does_not_come_back_by_itself(
    each_hall: Hall,
) -> None:
    await each_hall.set_lesson(state=State.LIVE)
    lin, path = await each_hall.person("lin"), f"/api/lessons/{LESSON}/media-tokens"
    now = each_hall.clock.now().timestamp()
    async with each_hall.node() as node:
        for name, ending in (("first", Ending.REPLACED), ("lost", Ending.TIMED_OUT)):
            parts = (name, LESSON, "person:lin", Direction.PUBLISH)
            await node.tell(SessionConnected(*parts, now))
            await node.tell(SessionEnded(*parts, ending, now))
    answer = await lin.post(path, json={"direction": "publish", "resumes": "first"})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/taken-over")
    assert "另一台电脑" in answer.json()["detail"]
    # One whose line broke, one that the server forgot, and a click on the button come in.
    for wish in ({"resumes": "lost"}, {"resumes": "forgotten"}, {}):
        answer = await lin.post(path, json={"direction": "publish"} | wish)
        assert answer.status_code == 201, wish


async def test_a_newer_page_is_known_before_the_older_one_has_ended(each_hall: Hall) -> None:
    await each_hall.set_lesson(state=State.LIVE)
    lin, path = await each_hall.person("lin"), f"/api/lessons/{LESSON}/media-tokens"
    now = each_hall.clock.now().timestamp()
    async with each_hall.node() as node:
        for name, later in (("older", 0), ("newer", 1)):
            parts = (name, LESSON, "person:lin", Direction.PUBLISH)
            await node.tell(SessionConnected(*parts, now + later))
    for name, status in (("older", 409), ("newer", 201)):
        answer = await lin.post(path, json={"direction": "publish", "resumes": name})
        assert answer.status_code == status, name


async def test_of_two_devices_of_a_room_the_one_in_front_plays(each_hall: Hall) -> None:
    await each_hall.set_lesson(state=State.LIVE)
    older, path = await each_hall.device("a"), f"/api/lessons/{LESSON}/media-tokens"
    now = each_hall.clock.now()
    async with each_hall.writing() as transaction:
        second = Device(id="second", room_id="a", name="新黑板", key_hash=key_hash("second-key"))
        second.front_since = now
        transaction.session.add(second)
    newer = each_hall.client()
    await newer.post("/api/device-session", json={"key": "second-key"})
    wish = {"direction": "receive"}
    # Nobody plays: either may come, and the newer one takes the room from the older one.
    assert (await older.post(path, json=wish)).status_code == 201
    await play(each_hall, "device-a")
    assert (await newer.post(path, json=wish)).status_code == 201
    await play(each_hall, "second")
    answer = await older.post(path, json=wish)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/taken-over")
    each_hall.clock.advance(seconds=1)
    assert (await older.post(path, json=wish | {"takes_over": True})).status_code == 201
    await play(each_hall, "device-a")
    assert (await newer.post(path, json=wish)).status_code == 409
    # The one that plays is switched off.
    await play(each_hall)
    assert (await newer.post(path, json=wish)).status_code == 201


async def test_a_second_page_of_a_device_leaves_the_first_one_quiet_while_it_is_there(
    each_hall: Hall,
) -> None:
    await each_hall.set_lesson(state=State.LIVE)
    device, path = await each_hall.device("a"), f"/api/lessons/{LESSON}/media-tokens"
    await play(each_hall, "device-a", "device-a")
    wish = {"direction": "receive", "resumes": "s0"}
    assert (await device.post(path, json=wish)).status_code == 409
    await play(each_hall, "device-a")
    assert (await device.post(path, json=wish)).status_code == 201


async def play(hall: Hall, *devices: str) -> None:
    """Have these devices of room A, and no others, receive the lesson, in this order."""
    now = hall.clock.now()
    async with hall.writing() as transaction:
        await transaction.session.execute(delete(MediaSession))
        transaction.session.add_all(
            MediaSession(
                id=f"s{number}",
                lesson_id=LESSON,
                direction=Direction.RECEIVE,
                identity="room:a",
                token_hash="",
                device_id=device,
                node="n",
                created_at=now + timedelta(seconds=number),
            )
            for number, device in enumerate(devices)
        )
