"""Feeds are read by two parsers that are not ours: vobject (Python) and ical.js (Mozilla's, in node)."""

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import vobject

from server.timetables.feeds import FeedLesson, calendar_of
from tests.support.peers_wrtc import FOLDER, require_packages

STAMP = datetime(2026, 9, 1, tzinfo=UTC)
LESSON = FeedLesson(
    "06h0",
    "英语：My school, “第一课”; 很长的标题" * 5,
    "林老师",
    "临江小学 主播室",
    datetime(2026, 9, 7, 2, 0, tzinfo=UTC),
    datetime(2026, 9, 7, 2, 40, tzinfo=UTC),
    cancelled=False,
    sequence=0,
)


def read(*lessons: FeedLesson) -> vobject.base.Component:
    content = calendar_of("三1班 同课", lessons, STAMP, "zh")
    return vobject.readOne(content.decode())


def read_by_mozilla(*lessons: FeedLesson) -> list[dict[str, Any]]:
    require_packages()
    content = calendar_of("三1班 同课", lessons, STAMP, "zh")
    done = subprocess.run(
        ["node", "read_calendar.mjs"], cwd=FOLDER, input=content, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_mozillas_parser_updates_the_same_event_in_place() -> None:
    moved = replace(LESSON, starts_at=LESSON.starts_at - timedelta(hours=1), sequence=1)
    store: dict[str, dict[str, Any]] = {}
    for state in (LESSON, moved, replace(moved, cancelled=True, sequence=2)):
        (event,) = read_by_mozilla(state)
        assert event["sequence"] >= store.get(event["uid"], {"sequence": 0})["sequence"]
        assert (event["summary"], event["zone"]) == (LESSON.title, "Asia/Shanghai")
        assert datetime.fromisoformat(event["starts_at"]) == state.starts_at
        assert datetime.fromisoformat(event["ends_at"]) == state.ends_at
        store[event["uid"]] = event
    assert {uid: event["status"] for uid, event in store.items()} == {
        "06h0@lesson.tongke": "CANCELLED"
    }


def test_another_parser_reads_what_we_wrote() -> None:
    calendar = read(LESSON)
    event = calendar.vevent
    assert event.uid.value == "06h0@lesson.tongke"
    assert event.dtstart.value.astimezone(UTC) == LESSON.starts_at
    assert event.dtend.value.astimezone(UTC) == LESSON.ends_at
    assert event.summary.value == LESSON.title
    assert event.description.value == "主播教师：林老师"
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "0")
    assert calendar.x_wr_calname.value == "三1班 同课"


def test_a_change_updates_the_same_event_in_place() -> None:
    before = read(LESSON).vevent
    later = replace(
        LESSON,
        starts_at=LESSON.starts_at + timedelta(days=1),
        ends_at=LESSON.ends_at + timedelta(days=1),
        sequence=1,
    )
    after = read(later).vevent
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.dtstart.value - before.dtstart.value == timedelta(days=1)
    gone = read(replace(later, cancelled=True, sequence=2)).vevent
    assert (gone.status.value, gone.uid.value) == ("CANCELLED", before.uid.value)


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    content = calendar_of("x", [LESSON], STAMP, "en")
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert content.index(b"BEGIN:VTIMEZONE") < content.index(b"BEGIN:VEVENT")
    assert b"DTSTART;TZID=Asia/Shanghai:20260907T100000" in content
    assert b"DTSTAMP:20260901T000000Z" in content


def test_the_same_lessons_give_the_same_bytes() -> None:
    assert calendar_of("x", [LESSON], STAMP, "zh") == calendar_of("x", [LESSON], STAMP, "zh")
