"""Sound archived as AAC: decoded again, compared with the same lesson's Opus sample by sample."""

import itertools
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from streaming.recording import aac
from streaming.recording.assembly import AacParameters
from streaming.recording.rebuild import rebuild
from tests.support.ffmpeg import examine
from tests.support.recordings import Archive
from tests.support.rtp_media import (
    H264,
    OPUS,
    EncodedFrame,
    Sent,
    Source,
    encode_video,
    lose,
    lose_randomly,
    write_journal,
)

RATE = 48_000
TRACK = "teacher.audio"


def speech(seconds: float, frame_ms: int = 20) -> tuple[EncodedFrame, ...]:
    """Opus of a voice-like sound: a tone that glides and is struck anew four times a second, so that no shift fits by chance."""
    at = np.arange(round(seconds * RATE)) / RATE
    tone = np.sin(2 * np.pi * (200 * at + 60 * at**2)) * np.exp(-((at * 4) % 1) * 3)
    pcm = (tone * 9000).astype(np.int16)
    context = av.CodecContext.create("libopus", "w")
    context.sample_rate, context.layout, context.format = RATE, "stereo", "s16"
    context.bit_rate, context.options = 64_000, {"frame_duration": str(frame_ms)}
    samples, out = RATE * frame_ms // 1000, []
    for start in range(0, len(pcm) - samples + 1, samples):
        both = np.repeat(pcm[start : start + samples], 2)[None, :]
        frame = av.AudioFrame.from_ndarray(both, format="s16", layout="stereo")
        frame.sample_rate, frame.pts = RATE, start
        out += map(bytes, context.encode(frame))
    return tuple(
        EncodedFrame(data, number * frame_ms / 1000, True) for number, data in enumerate(out)
    )


SOUND = Source(OPUS, speech(9.0), first_report=2.5, report_interval=5.0)


def archived(root: Path, sent: list[Sent], *, as_aac: bool) -> Archive:
    root.mkdir()
    archive = Archive(root, encode=aac.encode if as_aac else None)
    write_journal(archive.folder, OPUS, sent)
    archive.finish()
    return archive


def heard(archive: Archive) -> NDArray[np.float32]:
    """Decode each segment's frames one behind the other, as a player does; place each by its time."""
    samples, times = archive.sound(TRACK)
    out = np.zeros(round(max(times) * RATE) + len(samples) // len(times) * 2 + 4096, np.float32)
    frames = np.split(samples, len(times)) if len(samples) % len(times) == 0 else None
    assert frames is not None
    for frame, time in zip(frames, times, strict=True):
        at = round(time * RATE)
        out[at : at + len(frame)] = frame
    return out


def both(root: Path, sent: list[Sent]) -> tuple[Archive, NDArray[np.float32], NDArray[np.float32]]:
    root.mkdir(exist_ok=True)
    opus = heard(archived(root / "opus", sent, as_aac=False))
    archive = archived(root / "aac", sent, as_aac=True)
    found = heard(archive)
    length = min(len(opus), len(found))
    return archive, opus[:length], found[:length]


def test_aac_is_where_the_opus_was_and_has_no_seam_between_segments(tmp_path: Path) -> None:
    archive, opus, found = both(tmp_path, SOUND.packets())
    segments = archive.segments(TRACK)
    assert len(segments) >= 4
    # Neither earlier nor later by a sample.
    middle = slice(RATE, 8 * RATE)
    shifts = {
        by: float(np.sum(opus[middle] * np.roll(found, -by)[middle])) for by in range(-60, 61)
    }
    assert max(shifts, key=shifts.__getitem__) == 0
    error = np.abs(opus - found)
    usual = float(np.sqrt(np.mean(error[middle] ** 2)))
    assert usual < 0.05 * float(np.sqrt(np.mean(opus[middle] ** 2)))
    for segment in segments[1:]:
        at = round(segment.offset * RATE)
        seam = float(np.sqrt(np.mean(error[at - 2048 : at + 2048] ** 2)))
        assert seam < 2 * usual + 1e-3, f"{seam} at {segment.offset}, usually {usual}"
    for one, following in itertools.pairwise(segments):
        assert one.offset + one.duration == pytest.approx(following.offset, abs=1e-9)
    assert segments[-1].offset + segments[-1].duration == pytest.approx(9.0, abs=0.03)


def test_others_read_what_was_written(tmp_path: Path) -> None:
    archive = archived(tmp_path / "aac", SOUND.packets(), as_aac=True)
    (init,) = archive.inits(TRACK)
    assert init.codec == "mp4a.40.2"
    (content,) = archive.files(TRACK)
    path = tmp_path / "sound.mp4"
    path.write_bytes(content)
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.channels) == ("aac", RATE, 2)
        assert stream.codec_context.extradata == AacParameters().configuration()


@pytest.mark.slow
def test_debians_programs_read_it_without_a_warning(tmp_path: Path) -> None:
    archive = archived(tmp_path / "aac", SOUND.packets(), as_aac=True)
    path = tmp_path / "sound.mp4"
    path.write_bytes(archive.files(TRACK)[0])
    verdict = examine(path)
    assert verdict.complaints == ""
    assert [one["codec_name"] for one in verdict.streams] == ["aac"]
    assert verdict.streams[0]["codec_tag_string"] == "mp4a"
    # What is decoded is all that was written, to the frame.
    assert verdict.frames[0] == round(9.0 * RATE / aac.FRAME)


def test_an_encoder_says_the_configuration_that_the_header_says() -> None:
    encoder = av.CodecContext.create("aac", "w")
    encoder.sample_rate, encoder.layout, encoder.format = RATE, "stereo", "fltp"
    encoder.open()
    assert encoder.extradata == AacParameters().configuration()


@pytest.mark.parametrize(
    "sent",
    [
        SOUND.packets(),
        lose_randomly(SOUND.packets(), 0.05, 5, repaired=0.5),
        lose(SOUND.packets(), lambda one: 3.0 < one.time < 4.3),
        lose(SOUND.packets(), lambda one: 2.0 < one.time < 6.3),
        Source(
            OPUS, speech(6.0, 60), first_sequence=65_500, first_timestamp=2**32 - 9_000
        ).packets(),
        Source(OPUS, speech(9.0), skew=100e-6).packets(),
    ],
)
def test_segments_are_made_again_to_the_byte(tmp_path: Path, sent: list[Sent]) -> None:
    archive = archived(tmp_path / "aac", sent, as_aac=True)
    made = [
        (spool, item) for spool in archive.archive.spool.tracks.values() for item in spool.items()
    ]
    assert len(made) >= 3
    for spool, item in made:
        assert rebuild(spool, item, archive.folder) == item.path.read_bytes(), item.path
    for data in archive.files(TRACK):
        assert data


def test_a_loss_leaves_everything_behind_it_where_it_was(tmp_path: Path) -> None:
    sent = lose(SOUND.packets(), lambda one: 3.0 < one.time < 4.3)
    archive, opus, found = both(tmp_path, sent)
    assert archive.segments(TRACK)[1].losses or archive.segments(TRACK)[2].losses
    behind = slice(5 * RATE, 8 * RATE)
    shifts = {
        by: float(np.sum(opus[behind] * np.roll(found, -by)[behind])) for by in range(-60, 61)
    }
    assert max(shifts, key=shifts.__getitem__) == 0


def test_an_archiver_that_was_killed_goes_on_with_the_next_frame(tmp_path: Path) -> None:
    archive = Archive(tmp_path, encode=aac.encode)
    path = write_journal(archive.folder, OPUS, SOUND.packets())
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    archive.step()
    path.write_bytes(whole)
    archive.reopen()
    archive.finish()
    segments = archive.segments(TRACK)
    assert [one.number for one in segments] == list(range(len(segments)))
    for one, following in itertools.pairwise(segments):
        assert one.offset + one.duration == pytest.approx(following.offset, abs=1e-9)
    assert len(archive.inits(TRACK)) == 1


def test_a_recording_that_began_with_opus_goes_on_with_aac_in_another_header(
    tmp_path: Path,
) -> None:
    archive = Archive(tmp_path)
    write_journal(archive.folder, OPUS, Source(OPUS, speech(4.0)).packets())
    archive.step()
    archive.encode = aac.encode
    archive.reopen()
    write_journal(
        archive.folder,
        OPUS,
        Source(OPUS, speech(4.0), start=1_700_000_010.0).packets(),
        "teacher/again",
    )
    archive.finish()
    assert [one.codec for one in archive.inits(TRACK)] == ["opus", "mp4a.40.2"]


def test_pictures_stay_what_they_are(tmp_path: Path) -> None:
    sent = Source(H264, encode_video("H264", 4.0)).packets()
    found = []
    for name, encode in (("aac", aac.encode), ("opus", None)):
        root = tmp_path / name
        root.mkdir()
        archive = Archive(root, encode=encode)
        write_journal(archive.folder, H264, sent)
        archive.finish()
        found.append([replace(one) for one in archive.segments("teacher.video")])
    assert found[0] == found[1]
