"""What the set-up says while it works."""

from pathlib import Path

import pytest

from deploy.setup import voice


def test_a_step_is_told_in_both_languages_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    voice.say("生成网页", "Building the pages")
    assert capsys.readouterr().out == "• 生成网页 / Building the pages\n"


def test_a_trouble_is_one_sentence_in_both_languages() -> None:
    assert str(voice.Trouble("磁盘已满。", "the disk is full.")) == "磁盘已满。 / the disk is full."


def test_the_last_line_of_progress_is_found_behind_noise(tmp_path: Path) -> None:
    log = tmp_path / "pip.log"
    log.write_text(
        "Collecting numpy\nDownloading numpy 1%\rDownloading numpy 90%\nWARNING: old pip\n\n"
    )
    assert voice.last_line(log) == "Downloading numpy 90%"


def test_a_log_that_is_not_there_yet_tells_nothing(tmp_path: Path) -> None:
    assert voice.last_line(tmp_path / "none.log") == ""


def test_a_long_step_shows_signs_of_life(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "pip.log"
    log.write_text("Downloading numpy\n")
    monkeypatch.setattr(voice, "HEARTBEAT", 0.0)
    pulse = voice.Pulse(log)
    pulse.beat()
    pulse.end()
    assert "Downloading numpy" in capsys.readouterr().out


def test_a_short_step_is_silent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pulse = voice.Pulse(tmp_path / "pip.log")
    pulse.beat()
    pulse.end()
    assert capsys.readouterr().out == ""
