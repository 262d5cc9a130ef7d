import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from streaming.contract import SegmentStored
from streaming.ports import Codec
from streaming.recording.recorder import JournalRecorder
from tests.support.file_limits import file_size_limit
from tests.support.recordings import Archive
from tests.support.rtp_media import (
    AUDIO_RATE,
    AV1,
    H264,
    OPUS,
    VP8,
    VP9,
    EncodedFrame,
    Pictures,
    Sent,
    Source,
    deliver,
    description,
    encode_audio,
    encode_video,
    jitter,
    lose,
    lose_randomly,
    write_journal,
)

START = 1_700_000_000.0
VIDEO = Source(
    H264, encode_video("H264", 12.0), first_sequence=65_400, first_timestamp=2**32 - 300_000
)
BOARD = Source(VP8, encode_video("VP8", 12.0), delay=0.15)
SOUND = Source(
    OPUS,
    encode_audio(12.0),
    first_sequence=65_400,
    first_timestamp=2**32 - 200_000,
    delay=0.03,
    first_report=2.5,
    report_interval=5.0,
)


def record(archive: Archive, **tracks: list[Sent]) -> None:
    codecs = {"teacher": H264, "board": VP8, "sound": OPUS}
    for name, sent in tracks.items():
        write_journal(archive.folder, codecs[name], sent, "teacher" if name == "sound" else name)


def gapless(segments: list[SegmentStored]) -> None:
    for before, after in pairwise(segments):
        assert after.number == before.number + 1
        assert after.offset == pytest.approx(
            before.offset + before.duration + after.gap_before, abs=1e-6
        )


@pytest.mark.parametrize(
    ("codec", "names"),
    [
        (VP9, ["vp09.00.20.08", "vp09.00.30.08"]),
        (AV1, ["av01.0.00M.08", "av01.0.04M.08"]),
    ],
)
def test_vp9_and_av1_go_on_after_a_kill_and_a_new_size_is_a_new_header(
    tmp_path: Path, codec: Codec, names: list[str]
) -> None:
    large = encode_video(codec.name, 4.0, Pictures(width=640, height=480, first=60))
    small = encode_video(codec.name, 4.0)
    frames = (*small, *(replace(one, time=one.time + 4.0) for one in large))
    sent = Source(codec, frames).packets()
    archive = Archive(tmp_path)
    path = write_journal(archive.folder, codec, sent)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 3])
    archive.step(START + 6.0)
    archive.archive.close()
    before = len(archive.segments("teacher.video"))
    path.write_bytes(whole)
    archive.reopen()
    archive.finish()
    assert 0 < before < len(archive.segments("teacher.video"))
    assert [one.codec for one in archive.inits("teacher.video")] == names
    shown = archive.pictures("teacher.video")
    assert [(one.number, one.width) for one in shown] == [
        (number, 320 if number < 60 else 640) for number in range(120)
    ]
    gapless(archive.segments("teacher.video"))


def test_every_picture_and_every_sound_is_shown_at_its_time(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    record(archive, teacher=VIDEO.packets(), board=BOARD.packets(), sound=SOUND.packets())
    archive.finish()
    for track in ("teacher.video", "board.video"):
        shown = archive.pictures(track)
        assert [one.number for one in shown] == list(range(180))
        assert max(abs(one.time - one.number / 15 - shown[0].time) for one in shown) < 0.001
    camera, board = archive.pictures("teacher.video"), archive.pictures("board.video")
    assert abs(camera[0].time - board[0].time) < 0.005
    samples, times = archive.sound("teacher.audio")
    assert len(samples) == 12 * AUDIO_RATE
    assert abs(times[0] - camera[0].time) < 0.005
    assert min(times[0], camera[0].time, board[0].time) < 0.002
    result = archive.archive.result()
    assert result.epoch == pytest.approx(START + 0.03, abs=0.01)
    assert result.duration == pytest.approx(12.0, abs=0.02)
    for track in ("teacher.video", "board.video", "teacher.audio"):
        gapless(archive.segments(track))


def test_a_late_report_moves_nothing_by_a_jump(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    film = encode_video("H264", 20.0)
    late = Source(H264, film, first_report=9.0)
    quick = Source(OPUS, encode_audio(20.0), delay=0.0, first_report=0.5)
    record(archive, teacher=late.packets(), sound=quick.packets())
    archive.finish()
    segments = archive.segments("teacher.video")
    gapless(segments)
    assert not any(segment.gap_before for segment in segments)
    assert all(abs(segment.duration - 2.0) < 0.011 for segment in segments)
    # Placed by its arrival at first (50 ms late), then drawn towards its true place.
    assert segments[0].offset == pytest.approx(0.05, abs=0.002)
    assert segments[-1].offset + segments[-1].duration - 20.0 < 0.01


def test_loss_and_disorder_lose_no_sync_and_every_loss_is_listed(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    teacher = lose_randomly(jitter(VIDEO.packets(), 0.04, 1), 0.05, 2, repaired=0.9)
    sound = lose_randomly(jitter(SOUND.packets(), 0.04, 3), 0.05, 4)
    record(archive, teacher=teacher, sound=sound)
    archive.finish()
    shown = archive.pictures("teacher.video")
    offset = shown[0].time - shown[0].number / 15
    assert max(abs(one.time - one.number / 15 - offset) for one in shown) < 0.001
    segments = archive.segments("teacher.video")
    gapless(segments)
    missing = sorted(set(range(180)) - {one.number for one in shown})
    for number in missing:
        time = number / 15 + offset
        before = [one.number for one in shown if one.number < number]
        after = [one.number for one in shown if one.number > number]
        if before and after and (after[0] - before[-1]) / 15 > 0.27:
            assert any(
                loss.offset - 0.01 <= time < loss.offset + loss.duration
                for segment in segments
                for loss in segment.losses
            )
    samples, times = archive.sound("teacher.audio")
    assert abs(len(samples) - 12 * AUDIO_RATE) <= 960 * 3
    assert max(np.diff(times)) < 0.021


def test_a_pause_is_a_gap_that_is_listed(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    record(
        archive,
        teacher=lose(VIDEO.packets(), lambda one: 3.0 < one.time < 9.0),
        sound=lose(SOUND.packets(), lambda one: 3.0 < one.time < 9.0),
    )
    archive.finish()
    for track, back in (("teacher.video", 10.0), ("teacher.audio", 9.0)):
        segments = archive.segments(track)
        gapless(segments)
        (gap,) = [segment for segment in segments if segment.gap_before > 0.2]
        assert gap.gap_reason == "loss"
        assert gap.offset == pytest.approx(back, abs=0.02)
        assert gap.gap_before == pytest.approx(back - 3.0, abs=0.1)
    assert archive.pictures("teacher.video")[-1].time == pytest.approx(179 / 15, abs=0.05)


def test_pictures_of_another_size_play_on(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    small = encode_video("H264", 4.0)
    large = encode_video("H264", 4.0, Pictures(width=640, height=480, first=60))
    frames = (*small, *(replace(frame, time=frame.time + 4.0) for frame in large))
    record(archive, teacher=Source(H264, frames).packets())
    archive.finish()
    assert [(init.width, init.height) for init in archive.inits("teacher.video")] == [
        (320, 240),
        (640, 480),
    ]
    shown = archive.pictures("teacher.video")
    assert [one.number for one in shown] == list(range(120))
    assert max(abs(one.time - one.number / 15) for one in shown) < 0.01
    gapless(archive.segments("teacher.video"))
    assert not any(segment.gap_before for segment in archive.segments("teacher.video"))


def test_the_lesson_can_be_watched_while_it_runs(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    path = write_journal(archive.folder, OPUS, SOUND.packets())
    whole = path.read_bytes()
    for second in range(1, 12):
        path.write_bytes(whole[: len(whole) * second // 12])
        archive.step(START + second + 0.5)
        ended = max((s.offset + s.duration for s in archive.segments("teacher.audio")), default=0.0)
        assert second - ended < 6.5
    assert not archive.archive.finished


def test_a_track_that_falls_silent_is_brought_to_its_end(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    path = write_journal(archive.folder, OPUS, SOUND.packets(), seal=False)
    archive.step(START + 12.0)
    before = sum(segment.duration for segment in archive.segments("teacher.audio"))
    archive.step(START + 18.0)
    after = sum(segment.duration for segment in archive.segments("teacher.audio"))
    assert before < 11.0
    assert after == pytest.approx(12.0, abs=0.02)
    assert path.exists()


def test_a_lesson_without_any_track_is_finished_at_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.step()
    assert not archive.archive.finished
    archive.finish()
    assert archive.archive.result().segments == 0


def test_journals_go_when_they_are_no_longer_needed(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    record(archive, sound=SOUND.packets())
    archive.finish()
    archive.archive.remove_journals()
    assert not archive.folder.exists()


def test_a_damaged_journal_is_never_deleted(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    path = write_journal(archive.folder, OPUS, SOUND.packets())
    path.write_bytes(path.read_bytes()[:20] + bytes(100))
    archive.finish()
    archive.archive.remove_journals()
    assert [one.name for one in archive.folder.iterdir()] == [path.name + ".damaged"]


def test_a_full_disk_stops_nothing_for_good_and_loses_nothing(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    record(archive, teacher=VIDEO.packets(), sound=SOUND.packets())
    with file_size_limit(20_000):
        for _ in range(5):
            archive.step()
        assert archive.archive.problem
        assert not archive.archive.finished
    archive.finish()
    assert archive.archive.problem == ""
    assert [one.number for one in archive.pictures("teacher.video")] == list(range(180))
    ids = [m.segment for m in archive.messages if isinstance(m, SegmentStored)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("seed", range(6))
def test_killed_at_any_moment_it_makes_every_segment_exactly_once(
    tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    teacher = lose_randomly(jitter(VIDEO.packets(), 0.03, seed), 0.02, seed, repaired=0.8)
    sound = lose_randomly(jitter(SOUND.packets(), 0.03, seed), 0.05, seed)
    whole = Archive(tmp_path / "whole")
    record(whole, teacher=teacher, sound=sound)
    whole.finish()
    killed = Archive(tmp_path / "killed")
    journals = {path.name: path.read_bytes() for path in whole.folder.glob("*.rtpj")}
    for part in range(1, 25):
        for name, data in journals.items():
            # Both grow together, as they do live, and end in the middle of a record.
            (killed.folder / name).write_bytes(
                data[: len(data) * part // 24 - dice.randint(0, 200)]
            )
        killed.step(START + part / 2)
        if dice.random() < 0.4:
            killed.reopen()
    for name, data in journals.items():
        (killed.folder / name).write_bytes(data)
    killed.finish()
    for track in ("teacher.video", "teacher.audio"):
        expected, made = whole.segments(track), killed.segments(track)
        assert [m.segment for m in made] == [m.segment for m in expected]
        gapless(made)
        for one, other in zip(expected, made, strict=True):
            assert media(whole.content(one)) == media(killed.content(other))
            assert abs(one.offset - other.offset) < 0.005


def media(segment: bytes) -> bytes:
    return segment[segment.index(b"mdat") :]


async def test_what_the_recorder_writes_the_archive_reads(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    wall_minus_now = START - 100.0
    recorder = JournalRecorder(tmp_path / "journal", now=lambda: 100.0, wall=lambda: START)
    sinks = {
        codec.name: recorder.open("lesson-1", "s", description("teacher", codec))
        for codec in (H264, OPUS)
    }
    for codec, source in ((H264, VIDEO), (OPUS, SOUND)):
        for sent in source.packets():
            deliver(sinks[codec.name], codec, sent, wall_minus_now)
    recorder.close_lesson("lesson-1")
    await recorder.close()
    archive.step()
    assert archive.archive.finished
    assert [one.number for one in archive.pictures("teacher.video")] == list(range(180))


def lecture(
    frames: tuple[EncodedFrame, ...], period: float, seconds: float
) -> tuple[EncodedFrame, ...]:
    """Repeat a film that begins with a key frame."""
    return tuple(
        replace(frame, time=frame.time + turn * period)
        for turn in range(round(seconds / period))
        for frame in frames
    )


@pytest.fixture
def memory_path() -> Iterator[Path]:
    """A directory in memory where there is one: 7,000 segments are synced, which is not what is tested."""
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as path:
        yield Path(path)


@pytest.mark.slow
def test_two_hours_of_skew_loss_pauses_and_new_sizes_stay_together(memory_path: Path) -> None:
    hours = 7200.0
    sizes = [
        encode_video("H264", 2.0, Pictures(width=160 + 32 * n, height=128, fps=5)) for n in range(6)
    ]
    frames = tuple(
        replace(frame, time=frame.time + 1200.0 * n)
        for n, film in enumerate(sizes)
        for frame in lecture(film, 2.0, 1200.0)
    )
    picture = Source(H264, frames, skew=100e-6, ntp_offset=-5.0)
    sound = Source(
        OPUS,
        lecture(encode_audio(1.2, 60), 1.2, hours),
        skew=100e-6,
        ntp_offset=-5.0,
        first_report=2.0,
        report_interval=5.0,
        delay=0.02,
    )
    pauses = ((1000.0, 1030.0), (3000.0, 3005.0), (5000.0, 5100.0))

    def paused(one: Sent) -> bool:
        return any(start <= one.time < end for start, end in pauses)

    archive = Archive(memory_path)
    teacher = lose_randomly(lose(picture.packets(), paused), 0.05, 1, repaired=0.95)
    record(archive, teacher=teacher, sound=lose_randomly(lose(sound.packets(), paused), 0.05, 2))
    archive.finish()
    for track, slack in (("teacher.video", 2.5), ("teacher.audio", 0.3)):
        segments = archive.segments(track)
        gapless(segments)
        end = segments[-1].offset + segments[-1].duration
        assert end == pytest.approx(hours, abs=0.1)
        for start, stop in pauses:
            (gap,) = [one for one in segments if one.gap_before and start < one.offset < stop + 5.0]
            assert gap.offset == pytest.approx(stop, abs=slack)
            assert gap.offset - gap.gap_before == pytest.approx(start, abs=slack)
    assert len(archive.inits("teacher.video")) == 6
    # Pictures were taken each 0.2 s, and sound each 0.06 s: how far does each segment begin from that?
    for track, step in (("teacher.video", 0.2), ("teacher.audio", 0.06)):
        off = [one.offset - round(one.offset / step) * step for one in archive.segments(track)]
        assert max(map(abs, off)) < 0.02


def test_a_disk_that_takes_nothing_at_all_does_not_make_an_empty_recording(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    record(archive, sound=SOUND.packets())
    archive.mark(closed=True)
    with file_size_limit(0):
        archive.step()
    assert archive.archive.problem
    assert not archive.archive.finished
    archive.finish()
    assert archive.archive.result().segments == len(archive.segments("teacher.audio")) == 6
