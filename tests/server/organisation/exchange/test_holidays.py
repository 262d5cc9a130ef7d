from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from server.organisation.exchange.findings import UnreadableFile
from server.organisation.exchange.holidays import is_calendar, read_holidays
from tests.support.app import Hall
from tests.support.tables import send

EVENTS = (
    "DTSTART;VALUE=DATE:20261001\r\nDTEND;VALUE=DATE:20261008\r\nSUMMARY:国庆节（休）",
    "DTSTART;VALUE=DATE:20261010\r\nDTEND;VALUE=DATE:20261011\r\nSUMMARY:国庆节（班）",
    "DTSTART;VALUE=DATE:20270101\r\nSUMMARY:元旦",
    "DTSTART:20261001T080000Z\r\nDTEND:20261001T090000Z\r\nSUMMARY:会议",
    "DTSTART;VALUE=DATE:20260910\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:教师节",
    "DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20270101\r\nSUMMARY:一整年",
)


def calendar(*events: str) -> bytes:
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@x\r\nDTSTAMP:20260101T000000Z\r\n{event}\r\nEND:VEVENT\r\n"
        for n, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}END:VCALENDAR\r\n".encode()


def test_all_day_events_become_days_off_and_the_rest_is_named() -> None:
    assert is_calendar(calendar())
    assert is_calendar(b"\xef\xbb\xbf" + calendar())
    assert not is_calendar(b"BEGIN:VCARD")
    table, left_out = read_holidays(calendar(*EVENTS), "x.ics")
    assert [(row.number, row.cells[3], row.cells[4], row.cells[7]) for row in table.rows[1:]] == [
        (1, date(2026, 10, 1), date(2026, 10, 7), "国庆节（休）"),
        (3, date(2027, 1, 1), date(2027, 1, 1), "元旦"),
    ]
    assert left_out == ["国庆节（班） 2026-10-10", "会议", "教师节", "一整年"]


async def test_holidays_go_in_once_and_are_taken_back(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    report = (await send(tang, calendar(*EVENTS), "节假日.ics")).json()
    assert [(each["sheet"], each["created"]) for each in report["sheets"]] == [("校历", 2)]
    assert "国庆节（班） 2026-10-10" in report["ignored"]
    again = (await send(tang, calendar(*EVENTS), "节假日.ics")).json()
    assert again["sheets"][0]["same"] == 2
    luo = await each_hall.person("luo")
    assert (await send(luo, calendar(*EVENTS), "节假日.ics")).status_code == 422


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"BEGIN:VCALENDAR\r\nnothing", "不是完好的日历"),
        (b"BEGIN:VCALENDAR" + b" " * 1_100_000, "太大"),
        (calendar(*EVENTS[2:3] * 2001), "日程太多"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_holidays(content, "x.ics")
    assert said in caught.value.why.zh


GOOD = calendar(*EVENTS)


@settings(max_examples=150, deadline=None)
@given(st.integers(15, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_calendar_is_days_or_a_refusal(where: int, damage: bytes) -> None:
    damaged = GOOD[:where] + damage + GOOD[where + len(damage) :]
    try:
        read_holidays(damaged, "x")
    except UnreadableFile as refused:
        assert refused.why.zh  # noqa: PT017 - either outcome is right
