"""Every segment of several lessons is made again from its journal, to the byte."""

from dataclasses import replace
from pathlib import Path

import pytest

from streaming.contract import ChapterFound
from streaming.recording.rebuild import rebuild
from streaming.recording.spool import Item, TrackSpool
from tests.support.recordings import Archive
from tests.support.rtp_media import (
    AV1,
    H264,
    OPUS,
    VP9,
    Pictures,
    Sent,
    Source,
    encode_audio,
    encode_video,
    jitter,
    lose,
    lose_randomly,
    write_journal,
)

FILM = (
    *encode_video("H264", 4.0),
    *(replace(one, time=one.time + 4.0) for one in encode_video("H264", 4.0, Pictures(640, 480))),
)
VIDEO = Source(H264, FILM, first_sequence=65_500, first_timestamp=2**32 - 200_000)
SOUND = Source(OPUS, encode_audio(8.0), first_report=2.5, report_interval=5.0)


def items(archive: Archive) -> list[tuple[TrackSpool, Item]]:
    """Return headers and segments; a chapter's picture is not made again."""
    tracks = archive.archive.spool.tracks.values()
    return [
        (spool, item)
        for spool in tracks
        for item in spool.items()
        if not isinstance(item.message, ChapterFound)
    ]


def assert_all_made_again(archive: Archive) -> None:
    made = items(archive)
    assert len(made) >= 4
    for spool, item in made:
        assert rebuild(spool, item, archive.folder) == item.path.read_bytes(), item.path


@pytest.mark.parametrize(
    ("codec", "sent"),
    [
        (H264, VIDEO.packets()),
        (H264, lose_randomly(VIDEO.packets(), 0.02, 3, repaired=0.7)),
        (H264, jitter(VIDEO.packets(), 0.05, 4)),
        (VP9, Source(VP9, encode_video("VP9", 8.0)).packets()),
        (AV1, Source(AV1, encode_video("AV1", 8.0)).packets()),
        (OPUS, SOUND.packets()),
        (OPUS, lose_randomly(SOUND.packets(), 0.05, 5, repaired=0.5)),
        (OPUS, lose(SOUND.packets(), lambda one: 3.0 < one.time < 4.3)),
        (OPUS, lose(SOUND.packets(), lambda one: 2.0 < one.time < 6.3)),
    ],
)
def test_segments_are_made_again_to_the_byte(
    tmp_path: Path, codec: object, sent: list[Sent]
) -> None:
    archive = Archive(tmp_path)
    write_journal(archive.folder, codec, sent)  # type: ignore[arg-type]
    archive.finish()
    assert_all_made_again(archive)


def test_segments_of_a_publisher_who_stopped_for_a_while_are_made_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    path = write_journal(archive.folder, H264, VIDEO.packets())
    whole = path.read_bytes()
    for share in (3, 2):
        path.write_bytes(whole[: len(whole) // share])
        archive.step(VIDEO.start + 4.0)
        # Nothing has come for so long that what there is becomes a segment.
        archive.step(VIDEO.start + 20.0)
    path.write_bytes(whole)
    archive.finish()
    assert_all_made_again(archive)


def test_nothing_is_made_of_another_journal_or_of_none(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    path = write_journal(archive.folder, H264, VIDEO.packets())
    archive.finish()
    spool, item = next(one for one in items(archive) if one[1].path.suffix == ".m4s")
    data = bytearray(path.read_bytes())
    data[len(data) // 20] ^= 1
    path.write_bytes(data)
    assert rebuild(spool, item, archive.folder) is None
    path.unlink()
    assert rebuild(spool, item, archive.folder) is None
    header = next(one for _, one in items(archive) if one.path.suffix == ".mp4")
    # A header needs no journal.
    assert rebuild(spool, header, archive.folder) == header.path.read_bytes()
