"""Two hours of a lesson in seconds: frames that carry their own number, so that every sample says when it was captured.

The pictures are VP9 whose frames hold a header and a number, the sound Opus packets that hold one; nothing decodes
them here, and the archive never does.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from streaming.contract import MediaLoss, SegmentStored
from tests.support.recordings import Archive
from tests.support.rtp_media import (
    OPUS,
    VP9,
    EncodedFrame,
    Sent,
    Source,
    lose,
    lose_randomly,
    write_journal,
)

FPS = 10
KEY_EVERY = 20
SOUND_MS = 60
SIZES = ((1280, 720), (640, 360), (320, 180), (640, 360), (960, 540), (1280, 720))
"""Five changes of resolution."""
SKEW = 100e-6
LOSS = 0.05
REPAIRED = 0.9
"""Share of the lost packets that a repeat brings later."""
OPUS_60_MS = 0x98 | 3
"""TOC byte: CELT, wide band, 20 ms, code 3 (a count follows)."""


def pauses(seconds: float) -> list[tuple[float, float]]:
    """Return the three pauses: nothing is sent. The last one is a publisher who comes back as a new session."""
    return [
        (seconds * 0.25, seconds * 0.25 + 4.0),
        (seconds * 0.5, seconds * 0.5 + 45.0),
        (seconds * 0.75, seconds * 0.75 + 20.0),
    ]


def picture(number: int, seconds: float) -> EncodedFrame:
    time, key = number / FPS, number % KEY_EVERY == 0
    width, height = SIZES[min(int(time / seconds * len(SIZES)), len(SIZES) - 1)]
    if key:
        bits = 1 << 45 | (width - 1) << 28 | (height - 1) << 12
        head = b"\x82\x49\x83\x42" + bits.to_bytes(6, "big")
    else:
        head = b"\x86" + bytes(9)
    return EncodedFrame(head + struct.pack(">I", number) + bytes(300 if key else 60), time, key)


def sound(number: int) -> EncodedFrame:
    data = bytes((OPUS_60_MS, 3)) + struct.pack(">I", number) + bytes(60)
    return EncodedFrame(data, number * SOUND_MS / 1000, key_frame=True)


@dataclass
class Outcome:
    """What became of the lesson. Seconds."""

    apart: float
    """Most that picture and sound of one moment lie apart."""
    length_error: float
    unlisted: list[tuple[float, float]]
    """Stretches of more than 0.2 s without media that nothing lists."""
    sizes: int
    segments: int
    samples: int


def record(root: Path, seconds: float) -> Archive:
    """Write the journals of the lesson and let the archive cut them."""
    archive = Archive(root)
    gaps = pauses(seconds)

    def paused(one: Sent) -> bool:
        return any(begin <= one.time < end for begin, end in gaps)

    pictures = tuple(picture(n, seconds) for n in range(round(seconds * FPS)))
    voices = tuple(sound(n) for n in range(round(seconds * 1000 / SOUND_MS)))
    for seed, source in enumerate(
        (
            Source(VP9, pictures, skew=SKEW, delay=0.08, first_timestamp=2**32 - 90_000),
            Source(OPUS, voices, skew=SKEW, first_report=2.5, report_interval=5.0, delay=0.03),
        )
    ):
        sent = lose_randomly(source.packets(), LOSS, seed, repaired=REPAIRED)
        sent = [one for one in lose(sent, paused) if one.ntp is None or not paused(one)]
        back = gaps[2][1]
        before = [one for one in sent if one.time < back]
        write_journal(archive.folder, source.codec, before, "teacher/first")
        # A new session has a clock and numbers of its own.
        after = [
            replace(one, timestamp_rtp=(one.timestamp_rtp + 7_777_777) & 0xFFFF_FFFF)
            for one in sent
            if one.time >= back
        ]
        write_journal(archive.folder, source.codec, after, "teacher/second")
    archive.finish()
    return archive


def judge(archive: Archive, seconds: float) -> Outcome:
    """Compare where every sample lies with when it was captured."""
    shifts: dict[str, dict[int, float]] = {}
    unlisted: list[tuple[float, float]] = []
    ends = []
    samples = segments = 0
    for track, frame, rate in (
        ("teacher.video", 1 / FPS, 90_000),
        ("teacher.audio", SOUND_MS / 1000, 48_000),
    ):
        placed = [one for item in archive.segments(track) for one in _samples(archive, item, rate)]
        shifts[track] = {}
        for offset, number in placed:
            shifts[track].setdefault(int(number * frame / 10), offset - number * frame)
        missing = [(a + frame, b) for (a, _), (b, _) in pairwise(placed) if b - a - frame > 0.2]
        unlisted += [one for one in missing if not _is_listed(one, archive.segments(track))]
        ends.append(max(one.offset + one.duration for one in archive.segments(track)))
        samples += len(placed)
        segments += len(archive.segments(track))
    video, audio = shifts["teacher.video"], shifts["teacher.audio"]
    return Outcome(
        apart=max(abs(video[at] - audio[at]) for at in video.keys() & audio.keys()),
        # The publisher's clock runs fast: what it calls so many seconds lasts a little less on the wall.
        length_error=max(ends) - seconds,
        unlisted=unlisted,
        sizes=len(archive.inits("teacher.video")),
        segments=segments,
        samples=samples,
    )


def _is_listed(missing: tuple[float, float], segments: list[SegmentStored]) -> bool:
    """Say if a gap before a segment or a loss inside one covers a stretch, to the length of a frame or two."""
    begin, end = missing
    listed = [
        loss
        for segment in segments
        for loss in (
            *segment.losses,
            MediaLoss(segment.offset - segment.gap_before, segment.gap_before, ""),
        )
        if loss.duration > 0.2
    ]
    return any(
        one.offset - 0.25 <= begin and end <= one.offset + one.duration + 0.25 for one in listed
    )


def _samples(archive: Archive, segment: SegmentStored, rate: int) -> Iterator[tuple[float, int]]:
    """Yield offset in seconds and number of each sample of a segment."""
    for time, number in numbers_in(archive.content(segment)):
        yield time / rate, number


def numbers_in(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield time, in the track's clock, and number of each sample of a segment; fillings for lost sound have none."""
    run = data.index(b"trun")
    count, first = struct.unpack_from(">Ii", data, run + 8)
    (start,) = struct.unpack_from(">Q", data, data.index(b"tfdt") + 8)
    at, time = data.index(b"moof") - 4 + first, start
    for row in range(count):
        duration, size, _ = struct.unpack_from(">III", data, run + 16 + 12 * row)
        number = at + (10 if data[at] in {0x82, 0x86} else 2)
        if size > 10:
            yield time, struct.unpack_from(">I", data, number)[0]
        at, time = at + size, time + duration
