from collections.abc import AsyncIterator

import pytest

from server.auth.policy import PersonCaller, Place
from server.errors import TooLarge, TooManyRequests
from server.live import uplink
from server.live.uplink import BYTES_MAX, TRIES, WINDOW, Tries, counted
from tests.support.app import Hall

ADDRESS = "/api/uplink-checks"


def teacher(name: str) -> PersonCaller:
    return PersonCaller(name, name, name, "", Place("hub", "fucheng", "mianyang"), ())


async def pieces(*sizes: int) -> AsyncIterator[bytes]:
    for size in sizes:
        yield bytes(size)


async def test_a_teacher_is_told_how_much_came(hall: Hall) -> None:
    answer = await (await hall.person("lin")).post(ADDRESS, content=bytes(65_536))
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"bytes": 65_536, "seconds": 0.0}, "the clock of the test stands still"


async def test_as_much_as_is_allowed_comes_and_one_byte_more_does_not(hall: Hall) -> None:
    lin = await hall.person("lin")
    assert (await lin.post(ADDRESS, content=bytes(BYTES_MAX))).json()["bytes"] == BYTES_MAX
    answer = await lin.post(ADDRESS, content=bytes(BYTES_MAX + 1))
    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/too-large"
    assert str(BYTES_MAX) in answer.json()["detail"]


async def test_nothing_is_no_try_and_the_field_is_named(hall: Hall) -> None:
    answer = await (await hall.person("lin")).post(ADDRESS)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "body", "came": "0 bytes", "allowed": f"1 to {BYTES_MAX} bytes"}
    ]


async def test_only_teachers_may(hall: Hall) -> None:
    assert (await hall.client().post(ADDRESS, content=b"x")).status_code == 401
    assert (await (await hall.device("a")).post(ADDRESS, content=b"x")).status_code == 401
    assert (await (await hall.person("tang")).post(ADDRESS, content=b"x")).status_code == 403


async def test_whoever_asks_too_often_waits_and_others_do_not(hall: Hall) -> None:
    lin, he = await hall.person("lin"), await hall.person("he")
    for _ in range(TRIES):
        assert (await lin.post(ADDRESS, content=b"x")).status_code == 200
    answer = await lin.post(ADDRESS, content=b"x")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == WINDOW + 1
    assert (await he.post(ADDRESS, content=b"x")).status_code == 200


def test_a_refused_try_is_not_counted_and_the_window_slides() -> None:
    tries, lin = Tries(), teacher("lin")
    for moment in range(TRIES):
        tries.admit(lin, float(moment))
    with pytest.raises(TooManyRequests):
        tries.admit(lin, WINDOW - 0.5)
    tries.admit(lin, WINDOW)
    with pytest.raises(TooManyRequests):
        tries.admit(lin, WINDOW + 0.5)
    tries.admit(lin, WINDOW + 1)


def test_the_table_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uplink, "TABLE_SIZE", 3)
    tries = Tries()
    for number in range(5):
        tries.admit(teacher(str(number)), 0.0)
    assert len(tries) == 3


async def test_a_body_without_a_length_is_left_at_the_bound() -> None:
    assert await counted(pieces(10, 20)) == 30
    with pytest.raises(TooLarge):
        await counted(pieces(BYTES_MAX, 1))
