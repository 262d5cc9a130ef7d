import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from streaming.contract import Kind, MediaLoss
from streaming.errors import JournalError
from streaming.recording.assembly import OpusParameters, Vp8Parameters
from streaming.recording.spool import (
    LessonEntry,
    LessonSpool,
    TrackSpool,
    write_durably,
)
from tests.support.file_limits import file_size_limit
from tests.support.spool_parts import CHECKPOINT, init, segment


def open_track(root: Path) -> TrackSpool:
    return LessonSpool(root, "l").track("teacher", Kind.AUDIO)


def fill(spool: TrackSpool, count: int) -> None:
    spool.add_init(b"init", init(0), OpusParameters())
    for number in range(count):
        spool.add_segment(b"segment %d" % number, segment(number), CHECKPOINT)


def names(spool: TrackSpool) -> list[str]:
    return sorted(path.name for path in spool.directory.iterdir())


def test_an_item_is_described_by_its_own_bytes(tmp_path: Path) -> None:
    spool = open_track(tmp_path)
    item = spool.add_segment(b"bytes", segment(0), CHECKPOINT)
    digest = hashlib.sha256(b"bytes").hexdigest()
    assert (item.message.size, item.message.sha256) == (5, digest)
    assert item.message.key == f"recordings/l/teacher.audio/000000-{digest[:12]}.m4s"
    assert item.path.read_bytes() == b"bytes"
    assert item.content_type == "audio/mp4"


def test_everything_is_found_again_after_a_restart_in_the_order_of_reporting(
    tmp_path: Path,
) -> None:
    fill(open_track(tmp_path), 12)
    spool = LessonSpool(tmp_path, "l").tracks["teacher.audio"]
    assert [item.path.name for item in spool.items()] == ["init-0.mp4"] + [
        f"{number:06}.m4s" for number in range(12)
    ]
    assert spool.next_number == 12
    assert spool.last is not None
    assert spool.last.checkpoint == CHECKPOINT
    assert spool.last.message.losses == (MediaLoss(0.5, 0.25, "loss"),)
    assert [item.message for item in spool.items()][3].number == 2
    assert spool.duration == 24.0


def test_what_is_released_goes_but_the_newest_description_stays(tmp_path: Path) -> None:
    spool = open_track(tmp_path)
    fill(spool, 3)
    for item in list(spool.items()):
        spool.release(item)
    assert names(spool) == ["000002.json", "init-0.json", "track.json"]
    again = open_track(tmp_path)
    assert list(again.items()) == []
    assert again.next_number == 3
    assert len(again.inits) == 1
    again.add_segment(b"x", segment(3), CHECKPOINT)
    assert names(again) == ["000003.json", "000003.m4s", "init-0.json", "track.json"]


def test_an_item_that_was_not_finished_does_not_exist(tmp_path: Path) -> None:
    spool = open_track(tmp_path)
    fill(spool, 2)
    (spool.directory / "000002.m4s").write_bytes(b"half")
    (spool.directory / ".000002.json").write_bytes(b"{")
    again = open_track(tmp_path)
    assert again.next_number == 2
    assert "000002.m4s" not in names(again)
    assert ".000002.json" not in names(again)


def test_what_was_released_before_a_kill_is_tidied_after_it(tmp_path: Path) -> None:
    spool = open_track(tmp_path)
    fill(spool, 3)
    (spool.directory / "000000.m4s").unlink()
    assert "000000.json" not in names(open_track(tmp_path))


def test_a_full_disk_leaves_no_half_item_and_the_next_try_succeeds(tmp_path: Path) -> None:
    spool = open_track(tmp_path)
    fill(spool, 1)
    before = names(spool)
    with file_size_limit(1000), pytest.raises(OSError, match="large"):
        spool.add_segment(bytes(5000), segment(1), CHECKPOINT)
    assert names(spool) == before
    assert spool.next_number == 1
    spool.add_segment(bytes(5000), segment(1), CHECKPOINT)
    assert spool.next_number == 2


def test_a_video_header_remembers_what_decodes_it(tmp_path: Path) -> None:
    spool = LessonSpool(tmp_path, "l").track("class:7", Kind.VIDEO)
    message = replace(init(0), kind=Kind.VIDEO, width=320, height=240)
    spool.add_init(b"init", message, Vp8Parameters(320, 240))
    (entry,) = LessonSpool(tmp_path, "l").tracks["class_3a7.video"].inits
    assert (entry.message.width, entry.sps, entry.pps) == (320, "", ())


def test_a_lesson_remembers_its_epoch_and_that_it_is_sealed(tmp_path: Path) -> None:
    spool = LessonSpool(tmp_path, "课:1")
    assert spool.entry == LessonEntry("课:1")
    spool.update(LessonEntry("课:1", 1_700_000_000.125, sealed=True, segments=7, duration=14.0))
    assert LessonSpool(tmp_path, "课:1").entry == spool.entry


def test_names_the_file_that_is_not_ours(tmp_path: Path) -> None:
    spool = open_track(tmp_path)
    fill(spool, 1)
    (spool.directory / "000000.json").write_text('{"message": 1}')
    with pytest.raises(JournalError, match=r"000000\.json: message"):
        open_track(tmp_path)


def test_a_durable_write_replaces_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_durably(path, b"first")
    with file_size_limit(2), pytest.raises(OSError, match="large"):
        write_durably(path, b"second")
    assert path.read_bytes() == b"first"
