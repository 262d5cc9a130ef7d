import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from server.replays.playlist import (
    GAP_MIN,
    Missing,
    Piece,
    Rendition,
    media_playlist,
    multivariant_playlist,
    timeline,
)

EPOCH = datetime(2026, 9, 7, 1, 0, 0, 250_000, UTC)


def piece(number: int, offset: float, duration: float = 4.0, init: str = "init-0") -> Piece:
    return Piece(f"segment-{number}", init, offset, duration)


def test_a_whole_track_is_a_plain_playlist() -> None:
    text = media_playlist([piece(0, 0.0), piece(1, 4.0, 2.5)], EPOCH, complete=True)
    assert text == (
        "#EXTM3U\n"
        "#EXT-X-VERSION:7\n"
        "#EXT-X-TARGETDURATION:8\n"
        "#EXT-X-MEDIA-SEQUENCE:0\n"
        "#EXT-X-PLAYLIST-TYPE:VOD\n"
        '#EXT-X-MAP:URI="init-0"\n'
        "#EXT-X-PROGRAM-DATE-TIME:2026-09-07T01:00:00.250Z\n"
        "#EXTINF:4.000000,\n"
        "segment-0\n"
        "#EXTINF:2.500000,\n"
        "segment-1\n"
        "#EXT-X-ENDLIST\n"
    )


def test_a_late_start_is_a_gap_from_the_epoch() -> None:
    text = media_playlist([piece(0, 61.5)], EPOCH, complete=False)
    assert text.splitlines()[4:] == [
        "#EXT-X-PLAYLIST-TYPE:EVENT",
        '#EXT-X-MAP:URI="init-0"',
        "#EXT-X-PROGRAM-DATE-TIME:2026-09-07T01:00:00.250Z",
        "#EXT-X-GAP",
        "#EXTINF:61.500000,",
        "gap.mp4",
        "#EXT-X-DISCONTINUITY",
        "#EXT-X-PROGRAM-DATE-TIME:2026-09-07T01:01:01.750Z",
        "#EXTINF:4.000000,",
        "segment-0",
    ]


def test_a_hole_is_a_gap_and_a_crack_is_bridged() -> None:
    entries = timeline([piece(0, 0.0), piece(1, 4.1), piece(2, 18.1)])
    assert [(entry.piece is None, round(entry.length, 6)) for entry in entries] == [
        (False, 4.1),
        (False, 4.0),
        (True, 10.0),
        (False, 4.0),
    ]
    assert [entry.discontinuity for entry in entries] == [False, False, False, True]


def test_date_ranges_say_why_something_is_missing_between_and_inside_segments() -> None:
    missing = [Missing(8.0, 10.0, "left"), Missing(1.5, 0.25, 'lo"s\ns')]
    pieces = [piece(0, 0.0), piece(1, 4.0), piece(2, 18.0)]
    lines = media_playlist(pieces, EPOCH, missing, complete=True).splitlines()
    ranges = [line for line in lines if line.startswith("#EXT-X-DATERANGE:")]
    assert ranges == [
        '#EXT-X-DATERANGE:ID="missing-1500",CLASS="tongke.gap",'
        'START-DATE="2026-09-07T01:00:01.750Z",DURATION=0.250,X-REASON="loss"',
        '#EXT-X-DATERANGE:ID="missing-8000",CLASS="tongke.gap",'
        'START-DATE="2026-09-07T01:00:08.250Z",DURATION=10.000,X-REASON="left"',
    ]
    assert lines.index(ranges[1]) < lines.index("#EXT-X-GAP")


def test_new_codec_parameters_are_a_discontinuity_with_a_header_of_their_own() -> None:
    pieces = [piece(0, 0.0), piece(1, 4.0, init="init-1"), piece(2, 8.0, init="init-1")]
    lines = media_playlist(pieces, EPOCH, complete=True).splitlines()
    at = lines.index("#EXT-X-DISCONTINUITY")
    assert lines[at + 1].startswith("#EXT-X-PROGRAM-DATE-TIME:")
    assert lines[at + 2] == '#EXT-X-MAP:URI="init-1"'
    assert lines.count("#EXT-X-DISCONTINUITY") == 1


def test_a_long_gap_slows_no_reload_while_the_recording_grows() -> None:
    pieces = [piece(0, 0.0), piece(1, 604.0)]
    growing = media_playlist(pieces, EPOCH, complete=False)
    whole = media_playlist(pieces, EPOCH, complete=True)
    assert "#EXT-X-TARGETDURATION:8\n" in growing
    assert "#EXT-X-TARGETDURATION:600\n" in whole


def test_a_growing_playlist_only_gets_longer() -> None:
    pieces = [piece(number, number * 4.0) for number in range(5)]
    before = media_playlist(pieces[:3], EPOCH, complete=False)
    after = media_playlist(pieces, EPOCH, complete=False)
    assert after.startswith(before)


def test_an_empty_track_is_an_empty_playlist() -> None:
    assert "#EXTINF" not in media_playlist([], EPOCH, complete=False)


PIECES = st.lists(
    st.tuples(st.floats(0.05, 8.0), st.floats(-1.0, 30.0), st.sampled_from(["init-0", "init-1"])),
    min_size=1,
    max_size=20,
).map(lambda parts: list(_pieces(parts)))


def _pieces(parts: list[tuple[float, float, str]]) -> list[Piece]:
    pieces, clock = [], 0.0
    for number, (duration, hole, init) in enumerate(parts):
        clock = max(clock + hole, pieces[-1].offset + 0.01 if pieces else 0.0)
        pieces.append(Piece(f"segment-{number}", init, clock, duration))
        clock += duration
    return pieces


@given(PIECES)
def test_the_playlist_time_of_each_segment_is_its_offset(pieces: list[Piece]) -> None:
    entries = timeline(pieces)
    clock = 0.0
    for entry in entries:
        assert entry.begins == pytest.approx(clock, abs=1e-6)
        if entry.piece is not None:
            # A crack or an overlap below GAP_MIN may be carried by the neighbours.
            assert abs(entry.begins - entry.piece.offset) <= GAP_MIN + 1e-6
        clock = entry.begins + entry.length
    assert [entry.piece for entry in entries if entry.piece] == sorted(
        pieces, key=lambda each: each.offset
    )


@given(PIECES, st.booleans())
def test_every_playlist_obeys_the_rfc(pieces: list[Piece], complete: bool) -> None:
    lines = media_playlist(pieces, EPOCH, complete=complete).splitlines()
    target = int(next(line for line in lines if "TARGETDURATION" in line).split(":")[1])
    assert lines[0] == "#EXTM3U"
    assert (lines[-1] == "#EXT-X-ENDLIST") is complete
    for number, line in enumerate(lines):
        if match := re.fullmatch(r"#EXTINF:(\d+\.\d{6}),", line):
            assert not lines[number + 1].startswith("#")
            is_gap = "#EXT-X-GAP" in lines[number - 1]
            if complete or not is_gap:
                # Source: RFC 8216, section 4.3.3.1.
                assert int(float(match[1]) + 0.5) <= target


def test_a_roles_sound_goes_with_its_picture() -> None:
    video = [Rendition("video.m3u8", "avc1.42e01f", 800_000, 1280, 720)]
    audio = [Rendition("audio.m3u8", "opus", 40_000)]
    assert multivariant_playlist(video, audio, independent=True).splitlines()[2:] == [
        "#EXT-X-INDEPENDENT-SEGMENTS",
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="1",DEFAULT=YES,AUTOSELECT=YES,'
        'URI="audio.m3u8"',
        '#EXT-X-STREAM-INF:BANDWIDTH=840000,CODECS="avc1.42e01f,opus",RESOLUTION=1280x720,'
        'AUDIO="sound"',
        "video.m3u8",
    ]


def test_sound_alone_is_a_variant_of_its_own() -> None:
    audio = [Rendition("audio.m3u8", "opus", 40_000)]
    assert multivariant_playlist([], audio, independent=False).splitlines()[2:] == [
        '#EXT-X-STREAM-INF:BANDWIDTH=40000,CODECS="opus"',
        "audio.m3u8",
    ]


def test_several_pictures_are_a_group_of_which_the_first_leads() -> None:
    video = [
        Rendition("t.m3u8", "avc1.42e01f", 800_000, 1280, 720, "teacher"),
        Rendition("b.m3u8", "vp09.00.31.08", 900_000, 1920, 1080, "board"),
    ]
    audio = [Rendition("a.m3u8", "opus", 40_000, name="teacher")]
    assert multivariant_playlist(video, audio, independent=False).splitlines()[2:] == [
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="teacher",DEFAULT=YES,AUTOSELECT=YES,'
        'URI="a.m3u8"',
        '#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="pictures",NAME="teacher",DEFAULT=YES,AUTOSELECT=YES,'
        'URI="t.m3u8"',
        '#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="pictures",NAME="board",DEFAULT=NO,AUTOSELECT=YES,'
        'URI="b.m3u8"',
        '#EXT-X-STREAM-INF:BANDWIDTH=940000,CODECS="avc1.42e01f,vp09.00.31.08,opus",'
        'RESOLUTION=1280x720,VIDEO="pictures",AUDIO="sound"',
        "t.m3u8",
    ]
