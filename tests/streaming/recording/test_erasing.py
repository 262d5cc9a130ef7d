from pathlib import Path

import pytest

from streaming.recording.erasing import Erased, erase

LESSON = "课 1"
SAFE = "_e8_af_be_201"


@pytest.fixture
def disks(tmp_path: Path) -> tuple[Path, Path]:
    journal, spool = tmp_path / "journal", tmp_path / "spool"
    for name in (
        f"journal/{SAFE}/teacher.video.1000.rtpj",
        f"journal/{SAFE}/class_3aa.video.1000.rtpj.damaged",
        f"journal/{SAFE}/class_3aab.video.1000.rtpj",
        f"journal/{SAFE}/lesson.json",
        f"spool/{SAFE}/lesson.json",
        f"spool/{SAFE}/teacher.video/000001.m4s",
        f"spool/{SAFE}/class_3aa.video/000001.json",
        f"spool/{SAFE}/class_3aa.audio/track.json",
        "spool/other/lesson.json",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"12345")
    return journal, spool


def left(*directories: Path) -> set[str]:
    return {
        path.relative_to(directory).as_posix()
        for directory in directories
        for path in directory.rglob("*")
        if path.is_file()
    }


def test_nothing_of_the_lesson_is_left_and_nothing_else_goes(disks: tuple[Path, Path]) -> None:
    assert erase(*disks, LESSON, ()) == Erased(8, 40)
    assert left(*disks) == {"other/lesson.json"}
    assert erase(*disks, LESSON, ()) == Erased(0, 0)


def test_only_the_roles_that_are_named_go_damaged_journals_too(disks: tuple[Path, Path]) -> None:
    before = left(*disks)
    assert erase(*disks, LESSON, ("class:a",)) == Erased(3, 15)
    assert before - left(*disks) == {
        f"{SAFE}/class_3aa.video.1000.rtpj.damaged",
        f"{SAFE}/class_3aa.video/000001.json",
        f"{SAFE}/class_3aa.audio/track.json",
    }


def test_a_machine_without_disks_of_ours_has_nothing(tmp_path: Path) -> None:
    assert erase(tmp_path / "a", tmp_path / "b", LESSON, ("teacher",)) == Erased(0, 0)
