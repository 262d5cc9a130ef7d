"""Reads the time codes of a recording itself: every frame that lies in the store, whatever a player shows of it."""

import io
import re
from collections.abc import Iterator
from urllib.parse import urljoin

import av
import httpx
import numpy as np

from tests.support.timecode import CELLS, number_of


def recorded_codes(client: httpx.Client, playlist: str) -> list[int]:
    """Return the codes of a track in order of time; frames without a code are left out.

    `playlist` is the track's address at the hub; `client` may read it.
    """
    return [code for code in map(_code, _frames(_media(client, playlist))) if code is not None]


def _media(client: httpx.Client, playlist: str) -> list[bytes]:
    """Return one fragmented MP4 for each header that the playlist names."""
    response = client.get(playlist)
    assert response.status_code == 200, response.text
    pieces: list[bytes] = []
    gap = False
    for line in response.text.splitlines():
        if header := re.match(r'#EXT-X-MAP:URI="([^"]+)"', line):
            pieces.append(_get(client, playlist, header.group(1)))
        elif line.startswith("#EXT-X-GAP"):
            gap = True
        elif line and not line.startswith("#"):
            if not gap:
                pieces[-1] += _get(client, playlist, line)
            gap = False
    return pieces


def _get(client: httpx.Client, playlist: str, address: str) -> bytes:
    response = client.get(urljoin(playlist, address))
    assert response.status_code == 200, f"{address}: {response.status_code} {response.text[:200]}"
    return response.content


def _frames(pieces: list[bytes]) -> Iterator[av.VideoFrame]:
    for piece in pieces:
        with av.open(io.BytesIO(piece), "r") as container:
            yield from container.decode(video=0)


def _code(frame: av.VideoFrame) -> int | None:
    plane = frame.planes[0]
    luma = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    row = luma[frame.height // 18, : frame.width]
    centres = ((np.arange(CELLS) + 0.5) * frame.width / CELLS).astype(int)
    shades = row[centres].astype(int)
    if np.any((shades > 96) & (shades < 160)):
        return None
    return number_of([bool(shade >= 160) for shade in shades])
