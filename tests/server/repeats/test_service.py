import pytest
from cryptography.exceptions import InvalidTag

from server.repeats.service import Answer, Repeats, request_hash
from tests.support.app import Hall

ANSWER = Answer(201, (("content-type", "application/json"),), b'{"code": "1"}')


def test_method_address_and_body_tell_requests_apart() -> None:
    found = {
        request_hash("POST", b"/a", b"b"),
        request_hash("PUT", b"/a", b"b"),
        request_hash("POST", b"/ab", b""),
        request_hash("POST", b"/a", b"c"),
    }
    assert len(found) == 4


async def test_an_answer_is_opened_with_the_installations_secret_only(hall: Hall) -> None:
    repeats, now = hall.app.state.repeats, hall.clock.now()
    name = repeats.key_hash("person:a", "k")
    assert await repeats.begin(name, "r", now) is None
    await repeats.keep(name, ANSWER)
    assert await repeats.begin(name, "r", now) == ANSWER
    with pytest.raises(InvalidTag):
        await Repeats(hall.database, "another secret").begin(name, "r", now)
