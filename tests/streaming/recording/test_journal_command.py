import argparse
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import pytest

from streaming.recording.journal_command import add_commands, run_command
from tests.support.rtp_media import (
    AV1,
    H264,
    OPUS,
    VP8,
    VP9,
    Pictures,
    Source,
    encode_audio,
    encode_video,
    lose,
    read_number,
    write_journal,
)


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser)
    return run_command(parser.parse_args(arguments))


def test_inspect_tells_what_a_journal_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = Source(OPUS, encode_audio(2.0)).packets()
    first = write_journal(tmp_path, OPUS, sent, "teacher/s1")
    second = write_journal(tmp_path, OPUS, sent, "board/s2", seal=False)
    second.write_bytes(second.read_bytes()[:-5])
    assert run("inspect", str(first), str(second)) == 0
    whole, torn = map(json.loads, capsys.readouterr().out.splitlines())
    assert (whole["lesson"], whole["role"], whole["codec"]) == ("lesson-1", "teacher", "opus")
    assert (whole["packets"], whole["sender_reports"], whole["sealed"]) == (100, 2, True)
    assert whole["seconds"] == pytest.approx(1.98)
    assert (whole["torn_bytes"], whole["damaged_bytes"]) == (0, 0)
    assert (torn["role"], torn["packets"], torn["sealed"]) == ("board", 99, False)
    assert torn["torn_bytes"] > 0


@pytest.mark.parametrize("name", ["out.mkv", "out.mp4"])
def test_export_writes_pictures_that_play_also_after_a_new_size(tmp_path: Path, name: str) -> None:
    large = encode_video("H264", 2.0, Pictures(width=640, height=480, first=30))
    frames = (*encode_video("H264", 2.0), *(replace(one, time=one.time + 2.0) for one in large))
    path = write_journal(tmp_path, H264, Source(H264, frames).packets())
    output = tmp_path / name
    assert run("export", str(path), str(output)) == 0
    with av.open(str(output)) as container:
        shown = list(container.decode(video=0))
    assert [read_number(frame.to_ndarray(format="rgb24")) for frame in shown] == list(range(60))
    assert shown[-1].time - shown[0].time == pytest.approx(59 / 15, abs=0.01)


@pytest.mark.parametrize(
    ("codec", "name", "count"),
    [
        (OPUS, "out.mka", 100),
        (OPUS, "out.mp4", 100),
        (VP8, "out.webm", 30),
        (VP9, "out.mp4", 30),
        (AV1, "out.mp4", 30),
    ],
)
def test_export_writes_what_the_ending_says(
    tmp_path: Path, codec: object, name: str, count: int
) -> None:
    frames = encode_audio(2.0) if codec is OPUS else encode_video(codec.name, 2.0)
    path = write_journal(tmp_path, codec, Source(codec, frames).packets())  # type: ignore[arg-type]
    output = tmp_path / name
    assert run("export", str(path), str(output)) == 0
    with av.open(str(output)) as container:
        assert len(list(container.decode(container.streams[0]))) == count


def test_export_keeps_losses_at_their_time(tmp_path: Path) -> None:
    sent = lose(Source(OPUS, encode_audio(8.0)).packets(), lambda one: 2.0 <= one.time < 7.0)
    output = tmp_path / "out.mka"
    assert run("export", str(write_journal(tmp_path, OPUS, sent)), str(output)) == 0
    with av.open(str(output)) as container:
        times = [frame.time for frame in container.decode(audio=0)]
    assert max(b - a for a, b in pairwise(times)) == pytest.approx(5.0, abs=0.1)


@pytest.mark.parametrize("command", ["inspect", "export"])
def test_what_is_no_journal_ends_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8" * 100)
    more = [str(tmp_path / "out.mkv")] if command == "export" else []
    assert run(command, str(path), *more) == 1
    said = capsys.readouterr()
    assert said.err == "photo.jpg: not a journal\n"
    assert said.out == ""


def test_an_ending_that_names_no_format_ends_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_journal(tmp_path, OPUS, Source(OPUS, encode_audio(1.0)).packets())
    assert run("export", str(path), str(tmp_path / "out.docx")) == 1
    assert capsys.readouterr().err.count("\n") == 1
