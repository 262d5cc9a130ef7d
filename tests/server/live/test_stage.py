"""The class on stage through the API: who may send, what, and how it ends."""

import httpx
import pytest

from server.models import State
from streaming.contract import Ending, JoinRoom, LeaveRoom
from tests.support.app import ANSWER, LESSON, OFFER, Hall, eventually

CONSENT = "/api/classes/class-a/consents/class"
SOUND_ONLY = OFFER.split("m=video")[0]
PICTURE = SOUND_ONLY + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"


@pytest.fixture
async def live_hall(hall: Hall) -> Hall:
    await hall.set_lesson(state=State.LIVE)
    return hall


async def give_word(hall: Hall, room: str, *, speaks: bool = True) -> None:
    teacher = await hall.person("lin")
    path = f"/api/lessons/{LESSON}/interaction/classes/{room}/word"
    assert (await teacher.put(path, json={"speaks": speaks})).status_code == 200


async def ask(client: httpx.AsyncClient, direction: str = "publish") -> httpx.Response:
    wish = {"direction": direction, "on_stage": True}
    return await client.post(f"/api/lessons/{LESSON}/media-tokens", json=wish)


async def send(client: httpx.AsyncClient, token: str, offer: str) -> httpx.Response:
    headers = {"Content-Type": "application/sdp", "Authorization": f"Bearer {token}"}
    return await client.post(f"/whip/{LESSON}", content=offer, headers=headers)


async def test_only_the_class_that_has_the_word_gets_a_permit_and_sends_as_itself(
    live_hall: Hall,
) -> None:
    device, other = await live_hall.device("a"), await live_hall.device("b")
    assert (await ask(device)).json()["type"].endswith("not-on-stage")
    await give_word(live_hall, "a")
    assert (await ask(other)).status_code == 409
    async with live_hall.node() as node:
        token = (await ask(device)).json()["token"]
        assert (await send(other, token, SOUND_ONLY)).json()["type"].endswith("wrong-door")
        answer = await send(device, token, SOUND_ONLY)
        assert (answer.status_code, answer.text) == (201, ANSWER)
        (join,) = node.told_of(JoinRoom)
        assert (join.identity, join.roles) == ("room:a", ("class:a",))


async def test_a_picture_needs_a_consent_and_the_permit_is_not_spent_without(
    live_hall: Hall,
) -> None:
    device, keeper = await live_hall.device("a"), await live_hall.person("tang")
    await give_word(live_hall, "a")
    async with live_hall.node():
        token = (await ask(device)).json()["token"]
        refused = await send(device, token, PICTURE)
        assert refused.json()["type"].endswith("no-picture-consent")
        assert "家长同意" in refused.json()["detail"]
        assert (await keeper.put(CONSENT, json={"paper": "7"})).status_code == 200
        assert (await send(device, token, PICTURE)).status_code == 201


async def test_whoever_is_thanked_or_gives_the_word_back_is_put_out(live_hall: Hall) -> None:
    device = await live_hall.device("a")
    async with live_hall.node() as node:
        for number, thanked in enumerate((True, False), start=1):
            await give_word(live_hall, "a")
            token = (await ask(device)).json()["token"]
            assert (await send(device, token, SOUND_ONLY)).status_code == 201
            await live_hall.settled()
            assert len(node.told_of(LeaveRoom)) == number - 1, "it has the word"
            if thanked:
                await give_word(live_hall, "a", speaks=False)
            else:
                hand = f"/api/lessons/{LESSON}/interaction/hand"
                assert (await device.put(hand, json={"up": False})).status_code == 200
            await live_hall.settled()
            wanted = number
            await eventually(lambda wanted=wanted: len(node.told_of(LeaveRoom)) == wanted)
            assert node.told_of(LeaveRoom)[-1].reason is Ending.REVOKED


async def test_a_withdrawn_consent_ends_what_is_sent_before_it_is_answered(
    live_hall: Hall,
) -> None:
    device, keeper = await live_hall.device("a"), await live_hall.person("tang")
    await keeper.put(CONSENT, json={"paper": "7"})
    await give_word(live_hall, "a")
    async with live_hall.node() as node:
        token = (await ask(device)).json()["token"]
        assert (await send(device, token, PICTURE)).status_code == 201
        assert (await keeper.delete(CONSENT)).status_code == 200
        (left,) = node.told_of(LeaveRoom)
        assert left.session == node.told_of(JoinRoom)[0].session
        again = (await ask(device)).json()["token"]
        assert (await send(device, again, PICTURE)).status_code == 403
        assert (await send(device, again, SOUND_ONLY)).status_code == 201


async def test_the_teacher_receives_the_class_in_their_own_name(live_hall: Hall) -> None:
    teacher, device = await live_hall.person("lin"), await live_hall.device("a")
    assert (await ask(teacher, "receive")).status_code == 201
    assert (await ask(teacher)).status_code == 403
    assert (await ask(device, "receive")).status_code == 403
