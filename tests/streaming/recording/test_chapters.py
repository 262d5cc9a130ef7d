import io
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest

from streaming.contract import ChapterFound, Kind
from streaming.recording import chapters
from tests.support.recordings import Archive
from tests.support.rtp_media import H264, EncodedFrame, Source, write_journal

SIZE = (640, 360)
FPS = 5


def slide(number: int, time: float) -> np.ndarray:
    """Return a page with some lines of its own, noise, a pointer that wanders and a thin line of time."""
    dice = np.random.default_rng(number)
    page = np.full((SIZE[1], SIZE[0], 3), 235, np.uint8)
    for row in range(40, 300, 40):
        page[row : row + 24, 20 : int(dice.integers(100, 620))] = 40
    page[352:, : int(64 * time) % SIZE[0]] = (200, 30, 30)
    at = int(37 * time) % 600
    page[200:212, at : at + 12] = (255, 0, 0)
    return page


@cache
def board(pages: Sequence[tuple[int, float]]) -> tuple[EncodedFrame, ...]:
    """Encode pages, each as long as it says, with a key frame each two seconds."""
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height = SIZE
    context.pix_fmt, context.time_base = "yuv420p", Fraction(1, FPS)
    keys = f"keyint={2 * FPS}:min-keyint={2 * FPS}:scenecut=0:open-gop=0:bframes=0"
    context.options = {
        "preset": "ultrafast",
        "tune": "zerolatency",
        "profile": "baseline",
        "x264-params": keys,
    }
    frames, count = [], 0
    for number, seconds in pages:
        for _ in range(round(seconds * FPS)):
            image = av.VideoFrame.from_ndarray(slide(number, count / FPS), format="rgb24")
            image = image.reformat(format="yuv420p")
            image.pts = count
            frames += context.encode(image)
            count += 1
    frames += context.encode(None)
    return tuple(
        EncodedFrame(bytes(one), float(one.pts / FPS), bool(one.is_keyframe)) for one in frames
    )


PAGES = ((1, 12.0), (2, 12.0), (1, 12.0))


def journal(archive: Archive, role: str = "board") -> None:
    write_journal(archive.folder, H264, Source(H264, board(PAGES)).packets(), role)


def found(archive: Archive) -> list[ChapterFound]:
    return [one for one in archive.messages if isinstance(one, ChapterFound)]


def test_each_page_of_the_board_is_a_chapter_with_its_picture(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    journal(archive)
    archive.finish()
    chapters_found = found(archive)
    assert [one.number for one in chapters_found] == [0, 1, 2]
    starts = [one.offset for one in chapters_found]
    # Within the two segments of a look.
    assert all(0 <= at - begins <= 4.1 for at, begins in zip(starts, (0, 12, 24), strict=True))
    spool = archive.archive.spool.tracks["board.video"]
    assert spool.kind is Kind.VIDEO
    (first, *_) = [item for item in spool.items() if isinstance(item.message, ChapterFound)]
    assert (first.content_type, first.path.stat().st_size) == ("image/jpeg", first.message.size)
    with av.open(io.BytesIO(first.path.read_bytes())) as container:
        picture = next(container.decode(video=0))
    assert (picture.width, picture.height) == (256, 144)
    assert first.message.key.startswith("recordings/lesson-1/board.video/chapter-0-")


def test_an_archiver_that_was_killed_does_not_find_the_same_page_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    journal(archive)
    archive.step()
    archive.reopen()
    archive.finish()
    numbers = [one.number for one in found(archive)]
    assert numbers == sorted(set(numbers)) == [0, 1, 2]


def test_without_a_board_the_camera_gives_a_picture_each_half_minute(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    journal(archive, "teacher")
    archive.step()
    archive.reopen()
    archive.finish()
    assert [(one.track, one.number) for one in found(archive)] == [
        ("lesson-1.teacher.video", 0),
        ("lesson-1.teacher.video", 1),
    ]
    assert [round(one.offset) for one in found(archive)] == [0, 30]


def test_beside_a_board_the_camera_is_not_looked_at(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    journal(archive)
    journal(archive, "teacher")
    archive.finish()
    assert {one.track for one in found(archive)} == {"lesson-1.board.video"}


def test_once_the_board_has_ended_the_camera_takes_over(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    packets = Source(H264, board(PAGES)).packets()
    write_journal(archive.folder, H264, packets, "teacher")
    write_journal(archive.folder, H264, [one for one in packets if one.time < 4], "board")
    archive.finish()
    boards = [one for one in found(archive) if one.track.endswith("board.video")]
    camera = [one for one in found(archive) if one.track.endswith("teacher.video")]
    assert [round(one.offset) for one in boards] == [0]
    assert [round(one.offset) for one in camera] == [34]


def test_the_pupils_camera_is_never_looked_at(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    journal(archive, "students")
    archive.finish()
    assert found(archive) == []


def test_a_picture_that_cannot_be_read_costs_the_chapters_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    archive = Archive(tmp_path)
    journal(archive)

    def unreadable(*_: object) -> None:
        raise ValueError("no picture")

    monkeypatch.setattr(chapters, "_first_picture", unreadable)
    archive.finish()
    assert len(archive.segments("board.video")) == 18
    assert found(archive) == []
    assert caplog.text.count("no chapters of lesson-1.board.video: no picture") == 1
