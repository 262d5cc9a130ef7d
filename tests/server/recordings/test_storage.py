from dataclasses import replace

import pytest

from server.recordings.storage import FRESH, Storage, in_chinese
from streaming.contract import StorageState
from streaming.store.s3 import REASONS
from tests.support.app import Hall

WELL = StorageState("node-1", "", refusing=False, free=5 << 30, waiting=0, lost=0, at=1.0)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (replace(WELL, refusing=True, free=300 << 20), "新开的课不录像"),
        (replace(WELL, problem="No space left on device"), "磁盘满了"),
        (
            replace(WELL, problem="s3://store/bucket: the bucket does not exist"),
            "s3://store/bucket: 存储桶不存在",
        ),
        (replace(WELL, lost=3), "3 处"),
    ],
)
def test_each_trouble_is_an_alarm_until_it_is_over(state: StorageState, says: str) -> None:
    storage = Storage()
    storage.take(WELL, 0.0)
    assert storage.alarms(1.0) == []
    storage.take(state, 2.0)
    (alarm,) = storage.alarms(3.0)
    assert "node-1" in alarm.zh
    assert says in alarm.zh
    storage.take(WELL, 4.0)
    assert storage.alarms(5.0) == []


def test_an_alarm_is_logged_once_and_its_end_too(caplog: pytest.LogCaptureFixture) -> None:
    storage = Storage()
    with caplog.at_level("INFO", "server.recordings.storage"):
        for state in (WELL, *[replace(WELL, refusing=True)] * 5, WELL, WELL):
            storage.take(state, 0.0)
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]


def test_what_was_heard_long_ago_is_no_alarm() -> None:
    storage = Storage()
    storage.take(replace(WELL, refusing=True), 0.0)
    assert storage.alarms(FRESH - 1)
    assert not storage.alarms(FRESH + 1)


async def test_readiness_warns_and_stays_ready_in_this_point(hall: Hall) -> None:
    await hall.app.state.desk.handle("node-1", replace(WELL, refusing=True))
    body = (await hall.client().get("/readyz")).json()
    assert "新开的课不录像" in body["warnings"][0]
    assert not any("新开的课" in one for one in body["problems"])


@pytest.mark.parametrize("reason", REASONS.values())
def test_whatever_a_store_answers_is_told_in_chinese(reason: str) -> None:
    assert not any(letter.islower() for letter in in_chinese(reason).partition("（")[0])
