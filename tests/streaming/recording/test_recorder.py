import json
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from streaming.errors import NodeError
from streaming.recording.journal import RtpRecord, SealRecord
from streaming.recording.journal_reader import JournalReader
from streaming.recording.recorder import FLUSH_INTERVAL, JournalRecorder
from tests.support.rtp_media import OPUS, Source, deliver, description, encode_audio
from tests.support.waiting import until

TEACHER = description("teacher", OPUS)
SENT = Source(OPUS, encode_audio(0.2)).packets()
WALL_MINUS_NOW = 1_700_000_000.0 - 50.0


@pytest.fixture
async def recorder(tmp_path: Path) -> AsyncIterator[JournalRecorder]:
    recorder = make(tmp_path)
    yield recorder
    await recorder.close()


def make(directory: Path) -> JournalRecorder:
    return JournalRecorder(directory, now=lambda: 50.0, wall=lambda: 50.0 + WALL_MINUS_NOW)


def journals(directory: Path) -> list[Path]:
    return sorted(directory.glob("*/*.rtpj"))


def records(path: Path) -> list[object]:
    reader = JournalReader(path)
    found = reader.read()
    reader.close()
    return list(found)


def mark(directory: Path, lesson: str) -> dict[str, object]:
    path = directory / lesson / "lesson.json"
    return json.loads(path.read_text()) if path.exists() else {"closed": None}


async def test_what_is_published_comes_to_the_disk_by_itself(
    tmp_path: Path, recorder: JournalRecorder
) -> None:
    sink = recorder.open("lesson-1", "s1", TEACHER)
    for sent in SENT:
        deliver(sink, OPUS, sent, WALL_MINUS_NOW)
    await until(lambda: bool(journals(tmp_path)) and len(records(journals(tmp_path)[0])) == 10)
    await until(lambda: mark(tmp_path, "lesson-1") == {"lesson": "lesson-1", "closed": False})


def test_a_killed_node_loses_less_than_a_second() -> None:
    # Twice: the flush before the kill may just have begun.
    assert 2 * FLUSH_INTERVAL <= 1.0


async def test_closing_a_lesson_seals_its_journals_before_it_says_so(
    tmp_path: Path, recorder: JournalRecorder
) -> None:
    sinks = [recorder.open("lesson-1", "s1", description(role, OPUS)) for role in ("a", "b")]
    other = recorder.open("lesson-2", "s2", TEACHER)
    for sent in SENT:
        deliver(sinks[0], OPUS, sent, WALL_MINUS_NOW)
        deliver(other, OPUS, sent, WALL_MINUS_NOW)
    recorder.close_lesson("lesson-1")
    recorder.close_lesson("lesson-1")
    await until(
        lambda: (tmp_path / "lesson-1").exists() and mark(tmp_path, "lesson-1")["closed"] is True
    )
    for path in (tmp_path / "lesson-1").glob("*.rtpj"):
        assert isinstance(records(path)[-1], SealRecord)
    (second,) = (tmp_path / "lesson-2").glob("*.rtpj")
    assert not any(isinstance(record, SealRecord) for record in records(second))
    assert recorder.unclosed_lessons == ("lesson-2",)


async def test_a_lesson_without_any_track_is_closed_too(
    tmp_path: Path, recorder: JournalRecorder
) -> None:
    recorder.close_lesson("lesson-9")
    await until(lambda: mark(tmp_path, "lesson-9") == {"lesson": "lesson-9", "closed": True})


async def test_a_lesson_that_is_opened_again_is_not_closed(
    tmp_path: Path, recorder: JournalRecorder
) -> None:
    recorder.open("lesson-1", "s1", TEACHER)
    recorder.close_lesson("lesson-1")
    recorder.open("lesson-1", "s2", TEACHER)
    await until(lambda: len(journals(tmp_path)) == 2)
    await until(lambda: mark(tmp_path, "lesson-1")["closed"] is False)
    await recorder.close()
    assert mark(tmp_path, "lesson-1")["closed"] is False


async def test_a_stop_seals_everything_and_leaves_lessons_unclosed(tmp_path: Path) -> None:
    recorder = make(tmp_path)
    sink = recorder.open("lesson-1", "s1", TEACHER)
    for sent in SENT:
        deliver(sink, OPUS, sent, WALL_MINUS_NOW)
    await recorder.close()
    await recorder.close()
    (path,) = journals(tmp_path)
    found = records(path)
    assert len([record for record in found if isinstance(record, RtpRecord)]) == 10
    assert isinstance(found[-1], SealRecord)
    again = make(tmp_path)
    assert again.unclosed_lessons == ("lesson-1",)
    await again.close()


async def test_the_next_run_seals_what_a_killed_one_left(tmp_path: Path) -> None:
    recorder = make(tmp_path)
    sink = recorder.open("lesson-1", "s1", TEACHER)
    for sent in SENT:
        deliver(sink, OPUS, sent, WALL_MINUS_NOW)
    sink.close()
    await recorder.close()
    (path,) = journals(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    again = make(tmp_path)
    found = records(path)
    assert isinstance(found[-1], SealRecord)
    assert found[-1].reason == "recovered"
    await again.close()


async def test_two_nodes_cannot_share_a_directory(
    tmp_path: Path, recorder: JournalRecorder
) -> None:
    with pytest.raises(NodeError, match="another media node"):
        make(tmp_path)


async def test_says_that_a_directory_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NodeError, match="file"):
        make(tmp_path / "file" / "journal")


async def test_a_disk_that_refuses_is_a_problem_until_it_takes_again(
    tmp_path: Path, recorder: JournalRecorder
) -> None:
    (tmp_path / "lesson-1").write_text("in the way")
    sink = recorder.open("lesson-1", "s1", TEACHER)
    deliver(sink, OPUS, SENT[0], WALL_MINUS_NOW)
    await until(lambda: recorder.problem != "")
    assert recorder.bytes_waiting >= 0
    (tmp_path / "lesson-1").unlink()
    await until(lambda: recorder.problem == "" and bool(journals(tmp_path)))
    assert recorder.packets_dropped == 0


async def test_leaves_no_thread_behind(tmp_path: Path) -> None:
    before = threading.active_count()
    recorder = make(tmp_path)
    recorder.open("lesson-1", "s1", TEACHER).close()
    await recorder.close()
    names = [thread.name for thread in threading.enumerate()]
    assert "journals" not in names
    assert threading.active_count() <= before + 1  # asyncio's own worker may stay.


async def test_without_room_new_lessons_wait_for_some_and_running_ones_go_on(
    tmp_path: Path,
) -> None:
    recorder = make(tmp_path)
    running = recorder.open("lesson-1", "s1", TEACHER)
    recorder._budget._reserve = 1 << 60
    await until(lambda: recorder.refusing)
    refused = recorder.open("lesson-2", "s2", TEACHER)
    again = recorder.open("lesson-1", "s3", TEACHER)
    for sent in SENT[:5]:
        for sink in (running, refused, again):
            deliver(sink, OPUS, sent, WALL_MINUS_NOW)
    await until(lambda: len(journals(tmp_path)) == 2)
    assert recorder.unclosed_lessons == ("lesson-1",)
    recorder._budget._reserve = 0
    await until(lambda: not recorder.refusing)
    for sent in SENT[5:]:
        deliver(refused, OPUS, sent, WALL_MINUS_NOW)
    refused.close()
    await until(lambda: recorder.unclosed_lessons == ("lesson-1", "lesson-2"))
    await recorder.close()
    (path,) = (tmp_path / "lesson-2").glob("*.rtpj")
    packets = [record for record in records(path) if isinstance(record, RtpRecord)]
    assert len(packets) == len(SENT[5:])
    # What has ended does not begin any more.
    deliver(refused, OPUS, SENT[0], WALL_MINUS_NOW)
