"""The playlists of a real recording with losses, gaps and new sizes, judged by the rules of an HLS validator."""

import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from server.models import State
from tests.support.app import LESSON, Hall
from tests.support.hls_rules import attributes, check_master, check_segments, read_media
from tests.support.recorded_hall import archived
from tests.support.rtp_media import (
    H264,
    OPUS,
    VP9,
    Pictures,
    Source,
    encode_audio,
    encode_video,
    lose,
)

FILM = (
    *encode_video("H264", 8.0),
    *(replace(one, time=one.time + 8.0) for one in encode_video("H264", 12.0, Pictures(640, 480))),
)
TEACHER = lose(
    Source(H264, FILM).packets(), lambda one: 2.5 < one.time < 3.2 or 12.0 < one.time < 18.5
)
BOARD = Source(
    VP9, encode_video("VP9", 16.0, Pictures(key_seconds=60.0)), start=1_700_000_003.0
).packets()
"""Begins late, and has one key frame only."""
SOUND = lose(Source(OPUS, encode_audio(20.0)).packets(), lambda one: 5.0 < one.time < 11.0)
BASE = f"/api/recordings/{LESSON}"


@pytest.fixture
async def viewer(hall: Hall, tmp_path: Path) -> httpx.AsyncClient:
    tracks = [("teacher", H264, TEACHER), ("board", VP9, BOARD), ("teacher", OPUS, SOUND)]
    await archived(hall, tmp_path / "archive", tracks)
    return await hall.person("he")


@pytest.mark.parametrize("growing", [False, True])
async def test_every_playlist_keeps_the_rules_and_tells_of_its_segments_what_is_true(
    hall: Hall, viewer: httpx.AsyncClient, *, growing: bool
) -> None:
    if growing:
        await hall.set_lesson(state=State.LIVE)
    gaps = 0
    for path in (f"{BASE}/master.m3u8", f"{BASE}/roles/board/master.m3u8"):
        master = (await viewer.get(path)).text
        assert check_master(master) == []
        named = [attributes(line)["URI"] for line in master.splitlines() if "URI=" in line]
        named += [line for line in master.splitlines() if line.startswith("/")]
        assert len(set(named)) >= 1
        for address in set(named):
            text = (await viewer.get(address)).text
            assert ("#EXT-X-ENDLIST" in text) is not growing
            gaps += await judged(viewer, text, independent="INDEPENDENT-SEGMENTS" in master)
    assert gaps >= 2


async def judged(viewer: httpx.AsyncClient, text: str, *, independent: bool) -> int:
    """Demand that a media playlist is right; return its gaps."""
    media = read_media(text)
    named = {uri for entry in media.entries for uri in (entry.init, entry.uri)}
    stored = {uri: (await viewer.get(uri)).content for uri in named if uri.startswith("/")}
    check_segments(media, stored.__getitem__, independent=independent)
    assert media.complaints == []
    # Every gap has its reason; a late start is none.
    reasons = re.findall(r'X-REASON="(\w+)"', text)
    assert len(reasons) >= sum(entry.gap for entry in media.entries[1:])
    return sum(entry.gap for entry in media.entries)


async def test_independent_segments_are_claimed_only_where_they_are(
    viewer: httpx.AsyncClient,
) -> None:
    board = (await viewer.get(f"{BASE}/roles/board/master.m3u8")).text
    teacher = (await viewer.get(f"{BASE}/roles/teacher/master.m3u8")).text
    assert "INDEPENDENT-SEGMENTS" not in board
    assert "INDEPENDENT-SEGMENTS" in teacher
